"""What a preview says would change, and what taking an upload back would do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sla_core import fields, uploads
from sla_core.crm import Options
from sla_core.problems import Refused
from sla_core.store.changes import Change
from sla_core.store.engine import Engine
from sla_core.store.foretold import foretold
from sla_core.store.undo import undo
from tests.stores import csv_of, dump, load

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
DEALS = csv_of(
    "deal_id,stage,outcome,closed_at,amount,currency",
    "D1,Talk,open,,10,EUR",
    "D2,Talk,open,,20,EUR",
)
LATER = DEALS.replace(b"D2,Talk,open,,20", b"D2,Paid,won,2026-03-09 10:00,25.5") + (
    b"D3,Talk,open,,30,EUR\n"
)


def changes(engine: Engine, data: bytes, as_of: datetime) -> tuple[Change, ...]:
    wishes = uploads.options(engine, Options(kind="deals", data_as_of=as_of))
    return uploads.preview(engine, "later.csv", data, wishes).outcome.changes


def test_a_preview_shows_changed_cells_before_and_after(engine: Engine) -> None:
    load(engine, "deals.csv", DEALS, data_as_of=AS_OF)
    assert changes(engine, LATER, AS_OF + timedelta(days=1)) == (
        Change("D2", "stage", "Talk", "Paid", 1),
        Change("D2", "outcome", "open", "won", 1),
        Change("D2", "amount", Decimal("20.00"), Decimal("25.50"), 1),
        Change("D2", "closed_at", None, datetime(2026, 3, 9, 10, tzinfo=UTC), 1),
    )


def test_what_is_older_than_what_stands_changes_nothing_that_is_seen(engine: Engine) -> None:
    load(engine, "deals.csv", DEALS, data_as_of=AS_OF)
    assert changes(engine, LATER, AS_OF - timedelta(days=1)) == ()


def test_only_so_many_changed_rows_are_shown(engine: Engine) -> None:
    rows = [f"{n},2026-03-02,A" for n in range(60)]
    load(engine, "leads.csv", csv_of("lead_id,created_at,tier", *rows), data_as_of=AS_OF)
    later = csv_of("lead_id,created_at,tier", *(row.replace(",A", ",B") for row in rows))
    wishes = uploads.options(engine, Options(data_as_of=AS_OF))
    outcome = uploads.preview(engine, "leads.csv", later, wishes).outcome
    assert outcome.changed == 60
    assert len({change.id for change in outcome.changes}) == 50


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_taking_back_would_do_is_what_it_does(engine: Engine, number: int) -> None:
    load(engine, "deals.csv", DEALS, data_as_of=AS_OF)
    load(engine, "later.csv", LATER, data_as_of=AS_OF + timedelta(days=1))
    load(engine, "last.csv", LATER + b"D4,Talk,open,,30,EUR\n", data_as_of=AS_OF)
    before = dump(engine)
    told = foretold(engine, number)
    assert dump(engine) == before
    assert told == undo(engine, number, now=AS_OF, who="ops")


def test_of_an_upload_that_is_not_there_nothing_is_told(engine: Engine) -> None:
    with pytest.raises(Refused, match="There is no batch 7"):
        foretold(engine, 7)


def test_what_rows_lose_because_a_later_file_has_no_column_for_it_is_told(engine: Engine) -> None:
    columns = "lead_id,owner,team,tier,created_at"
    whole = csv_of(columns, "1,Bo,A,hot,2026-10-01", "2,Cy,,,2026-10-02")
    later = csv_of("lead_id,created_at,status", "1,2026-10-01,open", "2,2026-10-02,open")
    assert not [rule for rule in load(engine, "a.csv", whole).rules if "lose" in rule]
    told = load(engine, "b.csv", later).rules
    assert [rule for rule in told if "lose" in rule] == [
        "There is no column for tier: rows that had one and lose it: 1.",
        "There is no column for owner: rows that had one and lose it: 2.",
        "There is no column for team: rows that had one and lose it: 1.",
    ]


def test_an_earlier_file_takes_nothing_from_rows(engine: Engine) -> None:
    load(engine, "a.csv", csv_of("lead_id,owner,created_at", "1,Bo,2026-10-01"))
    earlier = csv_of("lead_id,created_at", "1,2026-10-01")
    told = load(engine, "b.csv", earlier, data_as_of=datetime(2026, 9, 1, tzinfo=UTC))
    assert told.older == 1
    assert not [rule for rule in told.rules if "lose" in rule]


@pytest.mark.parametrize("kind", [*fields.KINDS])
def test_a_file_with_every_column_takes_nothing_from_rows(engine: Engine, kind: str) -> None:
    days = dict.fromkeys(fields.times(kind), "2026-10-01")
    row = {fields.KEYS[kind]: "1", "lead_id": "1", "outcome": "", "owner": "Bo", **days}
    names = fields.names(kind)
    for owner in ("Bo", "Cy"):
        cells = ",".join((row | {"owner": owner}).get(name, "") for name in names)
        told = load(engine, f"{owner}.csv", csv_of(",".join(names), cells))
    assert told.changed == 1
    assert not [rule for rule in told.rules if "lose" in rule]
