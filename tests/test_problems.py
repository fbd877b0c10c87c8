"""Faults as values, and refusals as one sentence."""

from sla_core.problems import Problem, Refused


def test_a_fault_names_its_place_its_text_and_what_would_be_accepted() -> None:
    problem = Problem("not a number", "deals.csv", 7, "Amount", "12,5,0", "12.50 or 12,50")
    assert problem.sentence() == (
        "deals.csv, line 7, column “Amount”: not a number: “12,5,0”; accepted: 12.50 or 12,50."
    )


def test_a_whole_files_fault_has_no_line() -> None:
    assert Problem("the file is empty", "leads.csv").sentence() == "leads.csv: the file is empty."


def test_a_long_cell_is_cut_after_eighty_characters() -> None:
    sentence = Problem("not a date", "leads.csv", 2, "Created", "x" * 81).sentence()
    assert f"“{'x' * 80}…”" in sentence
    exact = Problem("not a date", "leads.csv", 2, "Created", "x" * 80).sentence()
    assert f"“{'x' * 80}”" in exact


def test_a_refused_file_says_that_nothing_was_imported() -> None:
    problem = Problem("the file is empty", "leads.csv")
    refused = Refused.because(problem)
    assert str(refused) == "leads.csv: the file is empty. Nothing was imported."
    assert refused.problem is problem


def test_a_refused_request_need_not_have_a_fault_in_data() -> None:
    assert Refused("The quota has to be more than zero.").problem is None


def test_a_sentence_stays_in_one_line_whatever_the_file_holds() -> None:
    problem = Problem("not a date", "leads.csv", 2, "Created\r\nat", "\u202e31\0\ud800.12.")
    assert problem.sentence() == (
        "leads.csv, line 2, column “Created  at”: not a date: “\ufffd31\ufffd\ufffd.12.”."
    )
    assert str(Refused("There is no column “a\u2028b”.")) == "There is no column “a b”."
