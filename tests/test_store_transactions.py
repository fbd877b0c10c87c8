"""Writing safely: one writer at a time, all or nothing, and readers who see one state."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from sla_core.problems import Refused
from sla_core.store import engine as engines
from sla_core.store import settings
from sla_core.store.engine import Engine, open_store, reading, writing
from sla_core.store.settings import data_version, touch, workspace
from tests.stores import content, csv_of, dump, empty_store, load, rows_of

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
LEADS = csv_of(
    "lead_id,email,presented_at,qualified_at",
    "1,ann@x.example,2026-03-02 09:00,2026-03-02 08:00",
    "2,ann@x.example,2026-03-02 19:00,2026-03-02 08:00",
    "3,,2026-03-02 19:00,2026-03-02 08:00",
)
CORRECTED = LEADS.replace(b"2,ann@", b"2,bob@") + csv_of(",,,2026-03-02 08:00")
CALLS = csv_of("activity_id,lead_id,at", "A,2,2026-03-03 10:00", "B,9,2026-03-03 10:00")
DEALS = csv_of("deal_id,email,outcome,closed_at", "D,ann@x.example,won,2026-03-09 10:00")


def address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_a_second_writer_waits_for_the_first_and_does_not_fail(engine: Engine) -> None:
    other = open_store(address(engine))
    second = threading.Thread(target=load, args=(other, "a.csv", LEADS))
    with writing(engine) as connection:
        connection.execute(sa.text("INSERT INTO setting (key, value) VALUES ('note', 'first')"))
        touch(connection)
        second.start()
        assert rows_of(engine, "batch") == []
    second.join()
    other.dispose()
    assert [row["file"] for row in rows_of(engine, "batch")] == ["a.csv"]
    assert data_version(engine) == 2


def test_many_writers_at_once_lose_nothing(engine: Engine) -> None:
    threads = [
        threading.Thread(target=load, args=(engine, f"{n}.csv", LEADS.replace(b"3,", b"%d," % n)))
        for n in range(3, 15)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows_of(engine, "batch")) == 12
    assert data_version(engine) == 12
    assert [row["external_id"] for row in rows_of(engine, "lead")].count("1") == 1


def test_writing_takes_the_lock_before_it_reads() -> None:
    with empty_store() as engine:
        said: list[str] = []
        sa.event.listen(engine, "before_cursor_execute", lambda *a: said.append(a[2]))
        with writing(engine) as connection:
            workspace(connection)
        assert said[0] == "BEGIN IMMEDIATE"


def test_a_writer_who_waits_too_long_is_told_that_nothing_was_changed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.001)
    with writing(engine):
        hasty = open_store(address(engine))
        with pytest.raises(Refused) as refusal:
            settings.save(hasty, {"zone": "Europe/Berlin"})
    hasty.dispose()
    assert str(refusal.value) == (
        "Another program is writing to the database; try again in a moment. Nothing was changed."
    )


def test_what_fails_in_the_middle_leaves_nothing(engine: Engine) -> None:
    before = dump(engine)
    with pytest.raises(sa.exc.IntegrityError):
        _write_twice(engine)
    assert dump(engine) == before


def _write_twice(engine: Engine) -> None:
    with writing(engine) as connection:
        settings.put(connection, "zone", "Europe/Berlin")
        connection.execute(sa.text("INSERT INTO setting (key, value) VALUES ('zone', 'UTC')"))


def test_a_reader_sees_one_state_while_others_write(engine: Engine) -> None:
    with reading(engine) as connection:
        before = workspace(connection)
        settings.save(engine, {"currency": "EUR"})
        assert workspace(connection) == before
    with reading(engine) as connection:
        assert workspace(connection).currency == "EUR"


class Interrupted(Exception):
    """What a test breaks an import with."""


def broken_at(engine: Engine, place: int, name: str, data: bytes) -> bool:
    """Import with the so-manieth statement failing; whether it came to that."""
    left = [place]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Interrupted

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        load(engine, name, data, data_as_of=AS_OF)
    except Interrupted:
        return True
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return False


@pytest.mark.parametrize(
    ("name", "data"),
    [("leads.csv", CORRECTED), ("calls.csv", CALLS), ("deals.csv", DEALS)],
    ids=["leads", "calls", "deals"],
)
def test_an_import_that_breaks_at_any_statement_leaves_the_store_untouched(
    engine: Engine, name: str, data: bytes
) -> None:
    with empty_store() as unbroken:
        for store in (engine, unbroken):
            load(store, "first.csv", LEADS, data_as_of=AS_OF)
            load(store, "first calls.csv", CALLS.replace(b"10:00", b"11:00"), data_as_of=AS_OF)
        load(unbroken, name, data, data_as_of=AS_OF)
        whole = content(unbroken)
    before = dump(engine)
    place = 0
    while broken_at(engine, place, name, data):
        assert dump(engine) == before
        place += 1
    assert place > 5
    assert content(engine) == whole
