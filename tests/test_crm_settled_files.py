"""Whole files whose cells could be read in two ways: decided, said, or asked for."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def read(text: str, **asked: Any) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(**asked), NOW)


def column(found: CleanFile, name: str) -> list[Any]:
    values: list[Any] = found.rows.column(name).to_pylist()
    return values


def test_a_european_file_is_read_as_it_is_meant_and_says_why() -> None:
    found = read(
        "deal_id;stage;amount;created_at;closed_at\n"
        "1;won;1.500;03.04.2026 10:00;5/6/2026\n"
        "2;won;2.250,50 €;23.04.2026 10:00;30/6/2026\n"
    )
    assert column(found, "amount") == [150000, 225050]
    assert [str(day)[:10] for day in column(found, "closed_at")] == ["2026-06-05", "2026-06-30"]
    assert found.rules[:3] == (
        "Dates begin with the day: “30/6/2026” in “closed_at” has no other reading.",
        "Dates with dots in “created_at” begin with the day.",
        "“1.500” in “amount” is 1,500: “2.250,50 €” shows a decimal comma.",
    )


def test_dates_with_dots_begin_with_the_day_whatever_is_chosen_and_that_is_said() -> None:
    found = read("lead_id,created_at\n1,03.04.2026\n2,01.23.2026\n", day_first=False)
    assert [str(day)[:10] for day in column(found, "created_at")] == ["2026-04-03"]
    assert found.rules[0] == (
        "Dates with dots in “created_at” begin with the day; that the month comes first holds for other"
        " dates alone."
    )
    assert "there is no month 23" in found.refused[0].problem.sentence()


def test_columns_beside_each_other_decide_a_file() -> None:
    rows = "".join(f"{i},won,2026-03-20,0{i}/05/2026\n" for i in range(1, 4))
    found = read(f"deal_id,stage,created_at,closed_at\n{rows}")
    assert [str(day)[:10] for day in column(found, "closed_at")] == [
        "2026-05-01",
        "2026-05-02",
        "2026-05-03",
    ]
    assert "Dates begin with the day: otherwise 3 deals would close before they were created." in (
        found.rules
    )


def test_what_nothing_decides_is_asked_for() -> None:
    text = "lead_id,created_at\n1,3/4/2026\n"
    with pytest.raises(Refused, match=r"nothing in the file says.*--day-first.*--month-first"):
        read(text)
    assert str(column(read(text, day_first=True), "created_at")[0])[:10] == "2026-04-03"


def test_a_row_whose_id_a_spreadsheet_has_rounded_is_refused() -> None:
    found = read("lead_id,created_at\n1.23457E+18,2026-01-05\n1234567890123456789,2026-01-05\n")
    assert column(found, "lead_id") == ["1234567890123456789"]
    (row,) = found.refused
    assert row.problem.sentence() == (
        "a.csv, line 2, column “lead_id”: a spreadsheet has rounded this id; export it again"
        " without opening it in a spreadsheet: “1.23457E+18”."
    )


def test_a_fault_says_what_cannot_be() -> None:
    found = read(
        "lead_id,created_at,assigned_at,attempts\n1,2026-02-30,,\n2,2026-01-05,2026-01-05 25:00,#REF!\n"
    )
    assert [row.problem.kind for row in found.refused] == ["there is no 30 February 2026"]
    assert [problem.kind for problem in found.problems] == [
        "there is no time of day 25:00 and was left blank",
        "a spreadsheet could not compute this cell and was left blank",
    ]
    assert found.blanked == {"assigned_at": 1, "attempts": 1}


def test_numbers_as_times_and_rounded_amounts_are_said() -> None:
    found = read("deal_id,stage,amount,created_at\n1,won,1.0049,45992.5\n2,won,7,45993\n")
    assert column(found, "amount") == [100, 700]
    assert "“45992.5” is 2025-12-01 12:00" in found.rules[0]
    assert "Amounts in “amount” that are finer than their currency's smallest unit: 1" in " ".join(
        found.rules
    )
