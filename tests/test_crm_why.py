"""Why a cell could not be read."""

import pytest

from sla_core import fields
from sla_core.crm.cells.why import why

TIME, AMOUNT = fields.field("leads", "created_at"), fields.field("deals", "amount")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-30", "there is no 30 February 2026"),
        ("31.04.2026 10:00", "there is no 31 April 2026"),
        ("31 Apr 2026", "there is no 31 April 2026"),
        ("2026年2月30日", "there is no 30 February 2026"),
        ("2/30/2026", "there is no 30 February 2026"),
        ("13/13/2026", "there is no month 13"),
        ("3026-01-05", "the year 3026 is outside 1900 to 2199"),
        ("2026-01-05 25:00", "there is no time of day 25:00"),
        ("2026-01-05 13:00 PM", "13:00 is no time of a clock of twelve hours"),
        ("3/4/2026 14:05 CST", "“CST” is the name of no zone or of several"),
        ("45992", "a number is a time only where all cells of the column are such numbers"),
        ("#REF!", "a spreadsheet could not compute this cell"),
        ("soon", ""),
        ("2026-02-30 " + "a " * 1_000_000, ""),
    ],
)
def test_a_time_that_cannot_be_is_explained(text: str, reason: str) -> None:
    assert why(TIME, text) == reason


def test_the_reading_in_force_explains_a_slash_date() -> None:
    assert why(TIME, "2/30/2026", day_first=True) == "there is no month 30"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5 %", "a percentage is no amount"),
        ("500 kr", "“kr” is the currency of several countries"),
        ("123,456,789,012,345.00", "the number has more than 14 digits"),
        ("#DIV/0!", "a spreadsheet could not compute this cell"),
        ("a lot", ""),
    ],
)
def test_an_amount_that_cannot_be_is_explained(text: str, reason: str) -> None:
    assert why(AMOUNT, text) == reason
    assert why(fields.field("leads", "tier"), "x") == ""
