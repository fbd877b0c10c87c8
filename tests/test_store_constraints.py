"""What the database itself refuses, whatever a program does."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from sla_core.store.engine import Connection, Engine, reading, writing
from sla_core.store.types import Base
from tests.stores import dump, rows_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BATCH = {
    **{"id": 1, "file": "a.csv", "sha256": "0", "options": "{}", "kind": "leads"},
    **{"dialect": "own", "system": "file", "mapping": "{}", "zone": "UTC", "who": "tests"},
    **{"data_as_of": NOON, "uploaded_at": NOON, "demo": False, "follow_ups": False},
    **{"rules": "[]", "blanked": "{}", "read_rows": 4, "new_rows": 1, "changed_rows": 1},
    **{"same_rows": 1, "refused_rows": 1},
}
ROW = {
    **{"system": "file", "external_id": "1", "version_at": NOON, "batch_id": 1},
    "dates_only": 0,
}
GOOD: dict[str, dict[str, Any]] = {
    "batch": BATCH | {"id": 2},
    "lead": ROW
    | {"origin": "marketing", "tier": "A", "closed_by_status": False, "hand_off_timed": True},
    "deal": ROW | {"outcome": "won", "amount": 100, "currency": "EUR"},
    "activity": ROW | {"moment_at": NOON, "at": NOON, "direction": "outbound", "automated": False},
    "mapping": {"name": "ours", "kind": "leads", "header": "0", "document": "{}", "saved_at": NOON},
    "agreement": {"name": "A", "saved_at": NOON, "who": "tests", "demo": False, "document": "{}"},
    "promise": {
        **{"agreement_version": 1, "position": 0, "by": "marketing", "to": "sales"},
        **{"measure": "points", "goal": 0.5, "per": "month"},
    },
    "note": {
        **{"kind": "action", "text": "Call", "state": "open", "period": "2026-03"},
        **{"written_at": NOON, "who": "tests", "due": date(2026, 3, 9)},
    },
    "job": {
        **{"kind": "import", "file": "a.csv", "sha256": "0", "state": "running"},
        **{"started_at": NOON, "message": ""},
    },
    "said_again": {"batch_id": 1, "rows": b"0"},
    "fault": {"batch_id": 1, "refused": True, "kind": "blank", "accepted": ""},
}
GOOD["lead_version"] = {k: v for k, v in GOOD["lead"].items() if k != "hand_off_timed"}
GOOD["deal_version"] = GOOD["deal"]
GOOD["activity_version"] = GOOD["activity"]


def insert(connection: Connection, table: str, **changed: Any) -> None:
    """A good row but for what is changed; its batch and agreement are there."""
    connection.execute(Base.metadata.tables[table].insert().values(GOOD[table] | changed))


@pytest.fixture
def furnished(engine: Engine) -> Engine:
    """A store with a batch and an agreement for other rows to point to."""
    with writing(engine) as connection:
        connection.execute(Base.metadata.tables["batch"].insert().values(BATCH))
        number = connection.execute(
            Base.metadata.tables["agreement"].insert().values(GOOD["agreement"])
        )
        assert number.inserted_primary_key == (1,)
    return engine


@pytest.mark.parametrize("table", sorted(GOOD))
def test_a_good_row_is_taken(furnished: Engine, table: str) -> None:
    count = len(rows_of(furnished, table))
    with writing(furnished) as connection:
        insert(connection, table)
    assert len(rows_of(furnished, table)) == count + 1


BAD: list[tuple[str, dict[str, Any]]] = [
    ("lead", {"origin": "partner"}),
    ("lead", {"origin": None}),
    ("lead", {"tier": None}),
    ("lead", {"external_id": ""}),
    ("lead", {"external_id": None}),
    ("lead", {"system": None}),
    ("lead", {"version_at": None}),
    ("lead", {"crm_attempts": -1}),
    ("lead", {"batch_id": 99}),
    ("lead", {"batch_id": None}),
    ("lead", {"merged_into": 99}),
    ("lead_version", {"origin": "partner"}),
    ("lead_version", {"batch_id": 99}),
    ("deal", {"outcome": "abandoned"}),
    ("deal", {"outcome": None}),
    ("deal", {"origin": "partner"}),
    ("deal", {"external_id": ""}),
    ("deal", {"currency": None}),
    ("deal", {"lead_id": 99}),
    ("deal_version", {"outcome": "abandoned"}),
    ("deal_version", {"currency": None}),
    ("activity", {"direction": "sideways"}),
    ("activity", {"direction": None}),
    ("activity", {"outcome": "won"}),
    ("activity", {"at": None}),
    ("activity", {"external_id": ""}),
    ("activity", {"batch_id": 99}),
    ("activity_version", {"direction": "sideways"}),
    ("batch", {"kind": "contacts"}),
    ("batch", {"new_rows": 2}),
    ("batch", {"refused_rows": 0}),
    ("batch", {"data_as_of": None}),
    ("fault", {"batch_id": 99}),
    ("said_again", {"batch_id": 99}),
    ("mapping", {"name": ""}),
    ("promise", {"goal": 0}),
    ("promise", {"goal": -5}),
    ("promise", {"per": "week"}),
    ("promise", {"agreement_version": 99}),
    ("note", {"kind": "wish"}),
    ("note", {"state": "forgotten"}),
    ("note", {"text": ""}),
    ("job", {"state": "paused"}),
    ("job", {"kind": "export"}),
]


@pytest.mark.parametrize(("table", "changed"), BAD, ids=[f"{t}-{c}" for t, c in BAD])
def test_a_bad_row_is_refused(furnished: Engine, table: str, changed: dict[str, Any]) -> None:
    before = dump(furnished)
    with pytest.raises(sa.exc.IntegrityError), writing(furnished) as connection:
        insert(connection, table, **changed)
    assert dump(furnished) == before


@pytest.mark.parametrize(
    "table",
    ["lead", "deal", "activity", "lead_version", "deal_version", "activity_version", "mapping"],
)
def test_a_second_row_of_the_same_key_is_refused(furnished: Engine, table: str) -> None:
    with writing(furnished) as connection:
        insert(connection, table)
    with pytest.raises(sa.exc.IntegrityError), writing(furnished) as connection:
        insert(connection, table)
    assert len(rows_of(furnished, table)) == 1


def test_each_measure_is_promised_once_in_a_version(furnished: Engine) -> None:
    with writing(furnished) as connection:
        insert(connection, "promise")
        insert(connection, "promise", measure="leads")
    with pytest.raises(sa.exc.IntegrityError), writing(furnished) as connection:
        insert(connection, "promise", goal=7)


@pytest.mark.parametrize("table", ["lead", "batch", "note", "job", "activity"])
def test_a_time_without_a_zone_is_refused(furnished: Engine, table: str) -> None:
    columns = [c for c in Base.metadata.tables[table].c if c.name.endswith("_at")]
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="a time without a zone cannot be stored"):
        with writing(furnished) as connection:
            insert(connection, table, **{columns[0].name: naive})


def test_a_time_comes_back_as_the_instant_that_was_stored(furnished: Engine) -> None:
    berlin = datetime.fromisoformat("2026-07-01T12:00:00.000001+02:00")
    with writing(furnished) as connection:
        insert(connection, "lead", created_at=berlin)
    (row,) = rows_of(furnished, "lead")
    assert row["created_at"] == berlin
    assert row["created_at"].tzinfo is UTC


def test_a_batch_is_not_deleted_while_rows_point_to_it(furnished: Engine) -> None:
    with writing(furnished) as connection:
        insert(connection, "lead")
    with pytest.raises(sa.exc.IntegrityError), writing(furnished) as connection:
        connection.execute(sa.delete(Base.metadata.tables["batch"]))
    with reading(furnished) as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM batch")) == 1
