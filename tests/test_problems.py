"""Faults as values, and refusals as one sentence."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.problems import FORMULA, Problem, Refused, harmless


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


BLANKS = " \t\n\r\v\f\0\u0085\u00a0\u2003\u200b\u200e\u2028\u202f\u2060\u3000\ufeff"
SIGNS = "=+-@＝＋－＠"


@given(st.text(st.sampled_from(BLANKS), max_size=4), st.sampled_from(SIGNS), st.text(max_size=5))
def test_a_formula_is_no_formula_any_more_whatever_blanks_stand_before_it(
    blanks: str, sign: str, rest: str
) -> None:
    text = f"{blanks}{sign}{rest}"
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Ann", "5 - 3", "a=b", " Ann", "\u3000東京", "1+1", "ann@x.com"]
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.characters(codec="utf-8"), max_size=6))
def test_arrow_and_python_see_the_same_formulas(text: str) -> None:
    found = pc.match_substring_regex(pa.array([text]), FORMULA)[0].as_py()
    assert found == (harmless(text) != text)
