"""Taking uploads back: what is left is what would stand without them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from sla_core.problems import Refused
from sla_core.store import settings, snapshot
from sla_core.store.engine import Engine, reading
from sla_core.store.extent import extent
from sla_core.store.settings import data_version
from sla_core.store.undo import Undone, undo
from tests.said_again import condense
from tests.stores import content, csv_of, dump, empty_store, load, rows_of, standing

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
LATER = AS_OF + timedelta(days=1)
LEADS = csv_of(
    "lead_id,email,status,qualified_at,presented_at",
    "1,ann@x.example,open,2026-03-02 08:00,2026-03-02 09:00",
    "2,ann@x.example,open,2026-03-02 10:00,2026-03-02 11:00",
    "3,bob@x.example,open,2026-03-03 08:00,2026-03-03 09:00",
)
CORRECTED = LEADS.replace(b"3,bob@", b"3,cyd@") + csv_of("4,dan@x.example,open,2026-03-04,")
CALLS = csv_of(
    "activity_id,lead_id,email,at,outcome",
    "A,2,,2026-03-03 10:00,connected",
    "B,,bob@x.example,2026-03-04 10:00,connected",
    "C,,cyd@x.example,2026-03-05 10:00,not_connected",
    "D,9,,2026-03-05 10:00,not_connected",
)
DEALS = csv_of(
    "deal_id,email,outcome,closed_at,amount,currency", "D,bob@x.example,won,2026-03-09,7,EUR"
)


def back(engine: Engine, number: int) -> Undone:
    return undo(engine, number, now=LATER, who="ops")


def test_a_batch_taken_back_leaves_the_empty_store_and_its_line(engine: Engine) -> None:
    empty = content(engine)
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    assert back(engine, 1) == Undone(1, "leads.csv", 3, 0)
    assert content(engine) == empty
    (line,) = rows_of(engine, "batch")
    assert (line["file"], line["undone_at"], line["undone_by"]) == ("leads.csv", LATER, "ops")
    assert rows_of(engine, "said_again") == rows_of(engine, "fault") == []


def test_rows_that_a_later_file_changed_are_as_the_earlier_one_said(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    load(engine, "deals.csv", DEALS, data_as_of=AS_OF)
    before = content(engine)
    load(engine, "corrected.csv", CORRECTED, data_as_of=LATER)
    leads = standing(engine, "leads")
    assert (leads["3"]["attempts"], leads["3"]["connected_at"]) == (1, None)
    done = back(engine, 4)
    assert (done.rows_removed, done.rows_restored) == (1, 1)
    assert content(engine) == before
    assert standing(engine, "activities")["B"]["lead_id"] == "3"
    assert standing(engine, "deals")["D"]["lead_id"] == "3"


def test_an_older_batch_goes_and_the_newer_one_stays_as_if_alone(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "corrected.csv", CORRECTED, data_as_of=LATER)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    done = back(engine, 1)
    assert (done.rows_removed, done.rows_restored) == (0, 2)
    with empty_store() as alone:
        load(alone, "corrected.csv", CORRECTED, data_as_of=LATER)
        load(alone, "calls.csv", CALLS, data_as_of=AS_OF)
        assert content(engine) == content(alone)


@pytest.mark.parametrize("noted", [False, True], ids=["versions", "said again"])
@pytest.mark.parametrize("first", [True, False], ids=["first goes", "second goes"])
@pytest.mark.parametrize("later", [LATER, AS_OF - timedelta(days=1)], ids=["newer", "older"])
def test_of_two_uploads_of_the_same_rows_either_may_go(
    engine: Engine, noted: bool, first: bool, later: datetime
) -> None:
    files = (("leads.csv", LEADS, AS_OF), ("copy.csv", LEADS + b"\n", later))
    for name, data, speaks in files:
        load(engine, name, data, data_as_of=speaks)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    if noted:
        condense(engine)
        assert rows_of(engine, "lead_version") == []
    done = back(engine, 1 if first else 2)
    assert done.rows_removed == 0
    with empty_store() as alone:
        name, data, speaks = files[first]
        load(alone, name, data, data_as_of=speaks)
        load(alone, "calls.csv", CALLS, data_as_of=AS_OF)
        assert content(engine) == content(alone)
    back(engine, 2 if first else 1)
    assert rows_of(engine, "lead") == rows_of(engine, "lead_version") == []
    assert rows_of(engine, "said_again") == []


def test_activities_find_no_lead_when_its_file_goes_and_find_it_again(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    load(engine, "deals.csv", DEALS, data_as_of=AS_OF)
    before = content(engine)
    back(engine, 1)
    assert {row["lead_id"] for row in rows_of(engine, "activity")} == {None}
    assert {row["lead_id"] for row in rows_of(engine, "deal")} == {None}
    again = load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    assert (again.known, again.new, again.batch) == (False, 3, 4)
    assert content(engine) == before


def test_facts_go_with_the_calls_they_were_folded_from(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    before = content(engine)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    changed = CALLS.replace(b"A,2,", b"A,3,").replace(b"B,,bob", b"B,,nobody")
    load(engine, "changed.csv", changed, data_as_of=LATER)
    assert standing(engine, "leads")["3"]["attempts"] == 1
    back(engine, 3)
    assert standing(engine, "leads")["1"]["attempts"] == 1
    back(engine, 2)
    assert content(engine) == before


def test_a_duplicate_stands_by_itself_when_the_other_goes(engine: Engine) -> None:
    header, first, second, *_ = LEADS.decode().splitlines()
    load(engine, "one.csv", csv_of(header, first), data_as_of=AS_OF)
    load(engine, "two.csv", csv_of(header, second), data_as_of=AS_OF)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    leads = standing(engine, "leads")
    assert (leads["2"]["merged_into"], leads["1"]["attempts"]) == ("1", 1)
    back(engine, 1)
    (left,) = standing(engine, "leads").values()
    assert (left["external_id"], left["merged_into"], left["attempts"]) == ("2", None, 1)


def test_what_else_there_is_stays_and_reports_are_told(engine: Engine) -> None:
    settings.save(engine, {"currency": "EUR"})
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    before, version = dump(engine), data_version(engine)
    load(engine, "more.csv", CORRECTED, data_as_of=LATER)
    back(engine, 2)
    after = dump(engine)
    for table in ("agreement", "promise", "note", "mapping", "job"):
        assert after[table] == before[table]
    assert data_version(engine) == version + 2


def test_a_batch_taken_back_counts_nowhere(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "calls.csv", CALLS, data_as_of=LATER)
    load(engine, "more.csv", CORRECTED, data_as_of=LATER)
    back(engine, 2)
    back(engine, 3)
    found = extent(engine)
    assert (found.batches, found.last) == (1, AS_OF)
    with reading(engine) as connection:
        seen = snapshot.load(connection)
    assert (seen.lead_data_as_of, seen.follow_up_as_of) == (AS_OF, None)
    assert not seen.leads.has_follow_up_data.any()


def test_what_cannot_be_taken_back_is_one_sentence_and_changes_nothing(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    back(engine, 1)
    before = dump(engine)
    for number, sentence in (
        (7, "There is no batch 7; the history of uploads has their numbers."),
        (1, "Batch 1 (leads.csv) was taken back already, by ops on 2026-03-21 18:00 UTC."),
    ):
        with pytest.raises(Refused) as refusal:
            back(engine, number)
        assert str(refusal.value) == sentence
    assert dump(engine) == before


class Interrupted(Exception):
    """What a test breaks an undo with."""


def test_an_undo_that_breaks_at_any_statement_leaves_the_store_untouched(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "changed.csv", CORRECTED, data_as_of=AS_OF)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    before, place = dump(engine), 0
    while broken_at(engine, place):
        assert dump(engine) == before
        place += 1
    assert place > 5
    assert standing(engine, "leads")["3"]["email"] == "bob@x.example"


def broken_at(engine: Engine, place: int) -> bool:
    """Undo with the so-manieth statement failing; whether it came to that."""
    left = [place]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Interrupted

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        back(engine, 2)
    except Interrupted:
        return True
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return False
