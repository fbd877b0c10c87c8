"""Whether a comma or a point marks decimals."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.decimals import Around, Decimals, Marked, decide
from sla_core.crm.cells.numbers import NumberColumn


def shown(*texts: str | None) -> Decimals:
    return NumberColumn(pa.array(texts, pa.string())).decimals()


def decided(
    *texts: str, asked: str | None = None, around: Around | None = None, **others: list[str]
) -> Marked:
    found = {name: shown(*cells) for name, cells in {"Amount": texts, **others}.items()}
    return decide(found, asked, around or Around())


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1234,50", ","),
        ("1.234,50 €", ","),
        ("1.234.567", ","),
        ("1 234,5", ","),
        ("0,500", ","),
        ("1234.5", "."),
        ("$1,234.50", "."),
        ("1,234,567", "."),
        ("1,23,456", "."),
        ("1500.250", "."),
        ("0.500", "."),
        ("1500", ""),
        ("1.500", ""),
        ("1,500", ""),
        ("a lot", ""),
    ],
)
def test_one_cell_may_show_the_decimal_mark(text: str, mark: str) -> None:
    assert shown(None, text).mark == mark


def test_cells_in_doubt_are_counted_with_an_example() -> None:
    found = shown("7", "$1.500", None, "2,250", "2.50")
    assert found == Decimals(point="2.50", doubt="$1.500", doubtful=2)


@given(st.lists(st.sampled_from(["1.500", "1,500", "2,5", "2.5", "7", "x"]), max_size=9))
def test_pieces_show_together_what_the_whole_shows(texts: list[str]) -> None:
    half = len(texts) // 2
    assert shown(*texts[:half]) | shown(*texts[half:]) == shown(*texts)


def test_the_column_itself_goes_first() -> None:
    found = decided("1.500", "2,50", Total=["1.5"])
    assert found.marks == {"Amount": ",", "Total": "."}
    assert found.rules == ("“1.500” in “Amount” is 1,500: “2,50” shows a decimal comma.",)


def test_then_the_other_columns_of_the_file() -> None:
    found = decided("1.500", "2.250", Total=["1.5"])
    assert found.marks["Amount"] == "."
    assert found.rules == (
        "“1.500” in “Amount” is 1.5 (2 such cells): “1.5” in “Total” shows a decimal point.",
    )


@pytest.mark.parametrize(
    ("text", "around", "reason"),
    [
        ("1.500", Around(delimiter=";"), "the file is parted by semicolons, as where a comma"),
        ("1.500", Around(dotted=True), "its dates are written with points, as where a comma"),
        ("1,500", Around(month_first=True), "its dates begin with the month, as where a point"),
    ],
)
def test_then_the_file_around_them(text: str, around: Around, reason: str) -> None:
    (rule,) = decided(text, around=around).rules
    assert f"“{text}” in “Amount” is 1,500: {reason} marks decimals." in rule


def test_else_three_digits_are_thousands_and_the_doubt_is_said() -> None:
    found = decided("1.500", "12.250", "7")
    assert found.marks == {"Amount": ""}
    assert found.rules == (
        "“1.500” in “Amount” can be 1,500 or 1.5: all 2 such cells were read as thousands, because"
        " three digits follow the point; choose otherwise with --decimal-point.",
    )
    (rule,) = decided("1,500", around=Around(delimiter=";")).rules
    assert "this cell was read as thousands" in rule
    assert rule.endswith("--decimal-comma.")


def test_a_column_that_shows_both_marks_does_not_decide_for_its_doubtful_cells() -> None:
    found = decided("1.500", "2,50", "2.50", Total=["1,5"])
    assert found.marks["Amount"] == ""
    assert "can be 1,500 or 1.5" in found.rules[0]


def test_what_was_chosen_goes_before_all_evidence() -> None:
    found = decided("1.500", "2,50", asked=".")
    assert found.marks == {"Amount": "."}
    assert found.rules == ("“1.500” in “Amount” is 1.5: a point marks decimals, as was chosen.",)


def test_nothing_is_said_where_nothing_is_in_doubt() -> None:
    assert decided("1500", "1,50").rules == ()
