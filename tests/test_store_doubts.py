"""New rows that may be rows which stand already, under other ids, are told."""

from typing import Any

from sla_core.store.engine import Engine
from tests.stores import csv_of, load

LEADS = csv_of("Zz,email,created_at", "A,ann@x.example,2026-10-01", "B,bo@x.example,2026-10-02")
NOVEMBER = csv_of("Zz,email,created_at", "C,cy@x.example,2026-11-01")
CALLS = csv_of(
    "at,email,outcome",
    "2026-10-01 09:00,ann@x.example,connected",
    "2026-10-02 09:00,bo@x.example,connected",
    "2026-10-03 09:00,cy@x.example,connected",
)
BY_CODE = {"lead_id": "Zz"}


def doubts(outcome: Any) -> list[str]:
    told = ("The same file stands", "New rows without an id", "had their ids from")
    return [rule for rule in outcome.rules if any(begin in rule for begin in told)]


def test_a_file_whose_leads_come_in_once_more_under_other_ids_is_told(engine: Engine) -> None:
    assert doubts(load(engine, "a.csv", LEADS, kind="leads")) == []
    again = load(engine, "a.csv", LEADS, kind="leads", map=BY_CODE)
    assert again.new == 2
    assert doubts(again) == [
        "The same file stands as upload 1, read in another way: 2 of its rows come in beside those,"
        " with other ids. Where they are the same, take upload 1 back."
    ]


def test_a_column_that_had_the_ids_and_is_not_used_is_told(engine: Engine) -> None:
    load(engine, "a.csv", LEADS, kind="leads", map=BY_CODE)
    assert doubts(load(engine, "b.csv", NOVEMBER, kind="leads")) == [
        "Earlier leads had their ids from “Zz”, these have not: the same ones come in once more"
        " (--map lead_id=… says which column has them)."
    ]
    december = NOVEMBER.replace(b"C,cy", b"D,di")
    assert doubts(load(engine, "c.csv", december, kind="leads", map=BY_CODE)) == []


def test_a_corrected_file_whose_rows_have_no_ids_is_told_and_one_that_goes_on_is_not(
    engine: Engine,
) -> None:
    load(engine, "a.csv", CALLS)
    corrected = load(engine, "b.csv", CALLS.replace(b"09:00,bo", b"09:30,bo"))
    assert (corrected.new, corrected.same) == (1, 2)
    assert doubts(corrected) == [
        "New rows without an id among times that are loaded already: 1. Where they correct earlier"
        " rows, both count; take the earlier upload back first."
    ]
    longer = CALLS + b"2026-10-04 09:00,ann@x.example,connected\n"
    assert doubts(load(engine, "c.csv", longer)) == []
