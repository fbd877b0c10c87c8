"""Copies: made while others write, put back in one step, and what cannot be is one sentence."""

import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sla_core.problems import Refused
from sla_core.store import jobs, settings
from sla_core.store.check import check
from sla_core.store.copies import Restored, backup, restore
from sla_core.store.engine import Engine, file_of, reading
from sla_core.store.settings import data_version, workspace
from sla_core.store.undo import undo
from tests.stores import BACKENDS, csv_of, dump, empty_store, load, rows_of

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEADS = csv_of(
    "lead_id,email,qualified_at,presented_at",
    "1,ann@x.example,2026-03-02 08:00,2026-03-02 09:00",
    "2,ann@x.example,2026-03-01 10:00,2026-03-02 08:00",
    "3,bob@x.example,2026-03-03,2026-03-03",
)
CALLS = csv_of("activity_id,lead_id,at,outcome", "A,2,2026-03-03 10:00,connected", "B,,never,")


def fill(engine: Engine) -> None:
    """Something in every table of what the CRM says, duplicates and refused rows among it."""
    settings.save(engine, {"zone": "Europe/Berlin", "currency": "EUR"})
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "later.csv", LEADS.replace(b"bob@", b"cyd@"), data_as_of=AS_OF + timedelta(1))
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)


def data(engine: Engine) -> dict[str, Any]:
    """All rows but the data version, which grows."""
    found = dump(engine)
    found["setting"] = [row for row in found["setting"] if row["key"] != "data_version"]
    return found


def put_back(engine: Engine, copy: Path) -> Restored:
    return restore(engine, copy, now=NOW)


@pytest.mark.parametrize("other", BACKENDS)
def test_a_copy_restored_into_any_database_is_the_store_that_was_copied(
    engine: Engine, other: str, tmp_path: Path
) -> None:
    fill(engine)
    before = data(engine)
    made = backup(engine, tmp_path / "copy.db")
    assert made.size == (tmp_path / "copy.db").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    with empty_store(other) as target:
        load(target, "wrong.csv", LEADS.replace(b"1,", b"7,"), data_as_of=AS_OF)
        put_back(target, tmp_path / "copy.db")
        assert data(target) == before
        assert [finding for finding in check(target) if finding.faults] == []
        # New rows get numbers of their own.
        assert load(target, "more.csv", LEADS + b"9,,2026-03-03,\n", data_as_of=NOW).batch == 4
        undo(target, 4, now=NOW, who="tests")


def test_what_a_copy_replaced_is_kept_and_can_be_put_back(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    backup(engine, tmp_path / "copy.db")
    undo(engine, 3, now=NOW, who="tests")
    changed, version = data(engine), data_version(engine)
    done = put_back(engine, tmp_path / "copy.db")
    assert done.replaced.name.endswith(".before-restore-20261123-090000")
    assert done.replaced.parent == ((file_of(engine) or tmp_path / "any").parent)
    assert data_version(engine) > version
    again = put_back(engine, done.replaced)
    assert again.replaced.name.endswith(".before-restore-20261123-090000-2")
    assert data(engine) == changed
    assert data_version(engine) > version + 1


def test_a_reader_sees_the_old_state_until_it_looks_again(engine: Engine, tmp_path: Path) -> None:
    settings.save(engine, {"currency": "USD"})
    backup(engine, tmp_path / "copy.db")
    settings.save(engine, {"currency": "EUR"})
    with reading(engine) as connection:
        assert workspace(connection).currency == "EUR"
        put_back(engine, tmp_path / "copy.db")
        assert workspace(connection).currency == "EUR"
    with reading(engine) as connection:
        assert workspace(connection).currency == "USD"


def test_a_running_job_outlives_a_restore(engine: Engine, tmp_path: Path) -> None:
    backup(engine, tmp_path / "copy.db")
    number = jobs.begin(engine, "a.csv", "abc", NOW)
    put_back(engine, tmp_path / "copy.db")
    jobs.end(engine, number, "done", NOW, "3 rows", None)
    assert [job.state for job in jobs.latest(engine)] == ["done"]


WRITER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None) as connection:
    print("writes", flush=True)
    for n in range(1, 1_000_000):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("REPLACE INTO setting VALUES ('one', ?)", (n,))
        connection.execute("REPLACE INTO setting VALUES ('two', ?)", (n,))
        connection.execute("COMMIT")
"""


@pytest.fixture
def furnished() -> Iterator[Engine]:
    with empty_store() as engine:
        fill(engine)
        yield engine


def test_a_copy_made_while_another_process_writes_is_of_one_moment(
    furnished: Engine, tmp_path: Path
) -> None:
    path = file_of(furnished)
    command = ["python3", "-c", WRITER, str(path)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writes\n"
    seen = []
    for number in range(5):
        made = backup(furnished, tmp_path / f"{number}.db").file
        with closing(sqlite3.connect(made)) as copy:
            values = dict(copy.execute("SELECT key, value FROM setting"))
        assert values.get("one") == values.get("two")
        seen.append(values.get("one"))
    assert writer.poll() is None
    writer.kill()
    writer.communicate()
    assert len(set(seen)) > 1


def test_a_copy_is_not_written_over_a_file_unless_told_to(
    furnished: Engine, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("notes")
    with pytest.raises(Refused, match="is there already; name another file, or say --force"):
        backup(furnished, target)
    assert target.read_text() == "notes"
    backup(furnished, target, force=True)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM lead").fetchone() == (3,)


def told(call: Any, *arguments: Any, **named: Any) -> str:
    """The one sentence with which a request is refused."""
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_where_no_copy_can_be_written_it_is_said_in_a_sentence(
    furnished: Engine, tmp_path: Path
) -> None:
    before = data(furnished)
    nowhere = tmp_path / "none" / "copy.db"
    assert told(backup, furnished, nowhere) == (
        f"The folder {nowhere.parent} is not there; make it first."
    )
    assert told(backup, furnished, tmp_path) == f"{tmp_path} is a folder; name a file in it."
    own = file_of(furnished)
    assert own is not None
    assert told(backup, furnished, own, force=True) == (
        f"{own} is the database itself; name another file for its copy."
    )
    assert told(backup, furnished, Path("/proc/copy.db")).startswith(
        "The copy /proc/copy.db was not made: "
    )
    assert data(furnished) == before


def test_a_store_that_is_not_sound_is_not_copied(furnished: Engine, tmp_path: Path) -> None:
    with furnished.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("UPDATE activity SET lead_id = 99")
    said = told(backup, furnished, tmp_path / "copy.db")
    assert said.startswith("The store is not sound, so no copy was made")
    assert "every matched activity has its lead" in said
    assert list(tmp_path.iterdir()) == []


def test_the_database_itself_is_no_copy(furnished: Engine) -> None:
    own = file_of(furnished)
    assert own is not None
    assert told(restore, furnished, own, now=NOW) == (
        f"{own} is the database itself; name a copy of it."
    )


def test_the_copied_file_is_left_as_it_was(furnished: Engine, tmp_path: Path) -> None:
    backup(furnished, tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    put_back(furnished, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


class Interrupted(Exception):
    """What a test breaks a restore with."""


def test_a_restore_that_breaks_at_any_statement_leaves_the_store_untouched(
    engine: Engine, tmp_path: Path
) -> None:
    fill(engine)
    backup(engine, tmp_path / "copy.db")
    undo(engine, 2, now=NOW, who="tests")
    before, place = dump(engine), 0
    files = sorted(p.name for p in tmp_path.iterdir())
    while broken_at(engine, place, tmp_path / "copy.db"):
        assert dump(engine) == before
        assert sorted(p.name for p in tmp_path.iterdir()) == files
        place += 9
    assert place > 10
    assert rows_of(engine, "batch", undone_by="tests") == []


def broken_at(engine: Engine, place: int, copy: Path) -> bool:
    """Restore with the so-manieth statement failing; whether it came to that."""
    left = [place]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Interrupted

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        put_back(engine, copy)
    except Interrupted:
        return True
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return False


def test_copies_and_uploads_at_once_wait_for_each_other(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    backup(engine, tmp_path / "copy.db")
    more = [LEADS.replace(b"1,", b"%d," % n) for n in range(10, 16)]
    threads = [
        threading.Thread(target=load, args=(engine, f"{n}.csv", file), kwargs={"data_as_of": NOW})
        for n, file in enumerate(more)
    ]
    for thread in threads:
        thread.start()
    put_back(engine, tmp_path / "copy.db")
    for thread in threads:
        thread.join()
    assert [finding for finding in check(engine) if finding.faults] == []
    kept = {row["batch_id"] for row in rows_of(engine, "activity")}
    assert kept == {3}
