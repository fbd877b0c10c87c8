"""Answers that a file's cells contradict, and answers that a saved mapping brings along."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Answers, Options, SavedMapping, read_export
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONTH_FIRST = "Id,Created\n1,04/25/2026 10:00\n2,04/05/2026 10:00\n"
AMOUNTS = 'No,Stage,Amount\n1,won,"1,234.50"\n2,won,"1,500"\n'


def read(text: str, **asked: Any) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(**asked).answered("UTC"), NOW)


def leads(**answers: Any) -> SavedMapping:
    columns = {"lead_id": "Id", "created_at": "Created"}
    return SavedMapping("Shop", "leads", columns, answers=Answers(**answers))


def deals(**answers: Any) -> SavedMapping:
    columns = {"deal_id": "No", "stage": "Stage", "amount": "Amount"}
    return SavedMapping("Sales", "deals", columns, answers=Answers(**answers))


def test_the_order_of_a_mapping_that_the_file_contradicts_is_asked_again() -> None:
    with pytest.raises(Refused) as refusal:
        read(MONTH_FIRST, mapping=leads(day_first=True))
    assert str(refusal.value) == (
        "a.csv, column “Created”: “04/25/2026” can only begin with the month, but your mapping"
        " “Shop” says day first; accepted: the choice of day first (--day-first) or month first"
        " (--month-first). Nothing was imported."
    )
    found = read(MONTH_FIRST, mapping=leads(day_first=True), day_first=False)
    assert [str(time)[:10] for time in found.rows["created_at"].to_pylist()] == [
        "2026-04-25",
        "2026-04-05",
    ]


def test_an_order_that_is_chosen_for_the_file_counts_and_its_contradiction_is_said() -> None:
    said = "What was chosen is not what “Created” shows: “04/25/2026” can only begin with the"
    found = read(MONTH_FIRST, mapping=leads(), day_first=True)
    assert (found.rows.num_rows, found.refused_rows) == (1, 1)
    assert any(rule.startswith(said) for rule in found.rules)
    both = read(MONTH_FIRST + "3,25/04/2026 10:00\n", mapping=leads(day_first=True))
    assert not any(rule.startswith("What was chosen") for rule in both.rules)


def test_a_decimal_mark_of_a_mapping_that_the_file_contradicts_is_asked_again() -> None:
    with pytest.raises(Refused) as refusal:
        read(AMOUNTS, mapping=deals(decimal=","), currency="EUR")
    assert str(refusal.value) == (
        "a.csv, column “Amount”: “1,234.50” has a decimal point, but your mapping “Sales” says decimal"
        " comma; accepted: the choice of decimal comma (--decimal-comma) or decimal point"
        " (--decimal-point). Nothing was imported."
    )
    found = read(AMOUNTS, mapping=deals(), decimal=",", currency="EUR")
    assert found.rows["amount"].to_pylist() == [123450, 150]
    assert (
        "What was chosen is not what “Amount” shows: “1,234.50” has a decimal point." in found.rules
    )
    same = read(AMOUNTS, mapping=deals(decimal="."), currency="EUR")
    assert same.rows["amount"].to_pylist() == [123450, 150000]


def test_what_a_mapping_brings_along_is_said() -> None:
    text = "Id,Created\n1,2026-04-25 10:00\n"
    kept = leads(day_first=True, decimal=",", zone="Asia/Tokyo")
    said = "From your mapping “Shop”: {}."
    assert said.format("day first, decimal comma, Asia/Tokyo") in read(text, mapping=kept).rules
    told = read(text, mapping=kept, day_first=False, decimal=".")
    assert said.format("Asia/Tokyo") in told.rules
    assert str(told.rows["created_at"][0])[:16] == "2026-04-25 01:00"
    assert not any("From your mapping" in rule for rule in read(text, mapping=leads()).rules)
