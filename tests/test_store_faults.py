"""Faults from outside, each by its real cause: one sentence, nothing changed, a retry works."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sla_core.problems import Refused
from sla_core.store import engine as engines
from sla_core.store.check import check
from sla_core.store.copies import backup, restore
from sla_core.store.engine import Engine, file_of, open_store
from sla_core.store.undo import undo
from tests import postgres
from tests.stores import csv_of, dump, empty_store, load

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
NOBODY = 65_534
STEP = 1 if os.environ.get("SLA_TESTS") == "soak" else 4
"""Each connection that is cut has to be made again: few are cut unless there is time."""
HEADER = "lead_id,email,presented_at,qualified_at,status"
LEADS = csv_of(
    HEADER,
    "1,ann@x.example,2026-03-02 09:00,2026-03-02 08:00,open",
    "2,ann@x.example,2026-03-02 19:00,2026-03-02 08:00,open",
)
MANY = csv_of(HEADER, *(f"{n},p{n}@x.example,2026-03-02 09:00,,{'x' * 300}" for n in range(900)))
CALLS = csv_of("activity_id,lead_id,at", "A,2,2026-03-03 10:00", "B,9,2026-03-03 10:00")


@pytest.fixture
def store() -> Iterator[Engine]:
    with empty_store() as engine:
        load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
        load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
        yield engine


def path_of(engine: Engine) -> Path:
    path = file_of(engine)
    assert path is not None
    return path


def told(call: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def importing(engine: Engine, data: bytes = MANY) -> Callable[[], Any]:
    return lambda: load(engine, "many.csv", data, data_as_of=AS_OF)


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("holds", flush=True)
sys.stdin.readline()
"""


def test_while_another_process_holds_the_lock_nothing_is_changed(
    store: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engines, "WAIT_SECONDS", 0.01)
    hasty = open_store(str(store.url))
    before = dump(store)
    backup(store, tmp_path / "copy.db")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path_of(store))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holds\n"
    sentence = "Another program is writing to the database; try again in a moment."
    for call in (
        importing(hasty),
        lambda: undo(hasty, 1, now=AS_OF, who="ops"),
        lambda: restore(hasty, tmp_path / "copy.db", now=AS_OF),
    ):
        assert told(call) == f"{sentence} Nothing was changed."
    # Reading goes on, and so do copies.
    backup(hasty, tmp_path / "second.db")
    holder.communicate("done\n")
    assert dump(store) == before
    assert importing(hasty)().new == 898
    hasty.dispose()


def test_a_database_opened_for_reading_only_is_not_written(store: Engine) -> None:
    before = dump(store)
    readonly = open_store(f"sqlite:///file:{path_of(store)}?mode=ro&uri=true")
    said = "The database may only be read, not written. Nothing was changed."
    assert told(importing(readonly)) == said
    assert told(lambda: undo(readonly, 1, now=AS_OF, who="ops")) == said
    assert dump(readonly) == before
    readonly.dispose()


@contextmanager
def somebody_else() -> Iterator[None]:
    """As a user whom the rights of files bind: they do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("folder_mode", [0o777, 0o555], ids=["the file", "the folder"])
def test_a_file_or_folder_that_may_only_be_read_is_said_so(store: Engine, folder_mode: int) -> None:
    store.dispose()
    with tempfile.TemporaryDirectory(prefix="sla-rights-") as name:
        path = Path(name) / "sla.db"
        path.write_bytes(path_of(store).read_bytes())
        path.chmod(0o444)
        Path(name).chmod(folder_mode)
        try:
            with somebody_else():
                said = told(partial(_opened_and_imported, path))
        finally:
            Path(name).chmod(0o777)
            path.chmod(0o644)
        assert said == "The database may only be read, not written. Nothing was changed."
        opened = open_store(f"sqlite:///{path}")
        assert importing(opened)().new == 898
        opened.dispose()


def _opened_and_imported(path: Path) -> None:
    engine = open_store(f"sqlite:///{path}")
    try:
        importing(engine)()
    finally:
        engine.dispose()


@contextmanager
def no_room(engine: Engine) -> Iterator[None]:
    """No further page may be written: what a full disk does to a database."""

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")

    def lift(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1073741823")

    sa.event.listen(engine, "checkout", limit)
    sa.event.listen(engine, "checkin", lift)
    try:
        yield
    finally:
        sa.event.remove(engine, "checkout", limit)


def test_a_database_that_cannot_grow_is_left_as_it_was(store: Engine) -> None:
    before = dump(store)
    with no_room(store):
        assert told(importing(store)) == (
            "The disk is full; free some space and try again. Nothing was changed."
        )
    assert dump(store) == before
    assert [finding for finding in check(store) if finding.faults] == []
    assert importing(store)().new == 898


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        done = False
    if not done:
        pytest.skip("only an administrator can make a small file system to fill")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_leaves_the_database_on_it_as_it_was(store: Engine, small_disk: Path) -> None:
    store.dispose()
    path = small_disk / "sla.db"
    path.write_bytes(path_of(store).read_bytes())
    engine = open_store(f"sqlite:///{path}")
    before = dump(engine)
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        free = os.statvfs(small_disk)
        file.write(b"0" * (free.f_bavail * free.f_frsize - 40_000))
    assert told(importing(engine)).endswith("Nothing was changed.")
    assert dump(engine) == before
    ballast.unlink()
    assert importing(engine)().new == 898
    assert [finding for finding in check(engine) if finding.faults] == []
    engine.dispose()


def test_a_temporary_folder_that_takes_no_more_is_one_sentence(
    store: Engine, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(store)
    many = csv_of(HEADER, *(f"{n},,,2026-03-02,{'y' * 300}" for n in range(8_000)))
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    said = "The temporary folder cannot be used ({}). Nothing was imported."
    assert told(importing(store, many)) == said.format("disk is full")
    assert [*small_disk.iterdir()] == []
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk / "gone"))
    assert told(importing(store)) == said.format("No such file or directory")
    assert dump(store) == before
    monkeypatch.undo()
    assert importing(store)().new == 898


def test_a_copy_for_which_there_is_no_room_leaves_nothing(store: Engine, small_disk: Path) -> None:
    importing(store, csv_of(HEADER, *(f"{n},,,2026-03-02,{'y' * 300}" for n in range(4_000))))()
    said = told(lambda: backup(store, small_disk / "copy.db"))
    assert said.startswith(f"The copy {small_disk / 'copy.db'} was not made: ")
    assert list(small_disk.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence() -> None:
    with tempfile.NamedTemporaryFile() as file:
        said = told(lambda: open_store(f"sqlite:///{file.name}/sla.db"))
    assert said == f"The folder of {file.name}/sla.db cannot be made: File exists."


def cut_at(engine: Engine, place: int, work: Callable[[], Any]) -> str | None:
    """Work with the server ending the connection before the so-manieth statement of a writer.

    What is said of it; None where the work was done before it came to that.
    """
    left = [place]

    def cut(connection: Any, *_: Any) -> None:
        if not connection.get_execution_options().get("write"):
            return
        left[0] -= 1
        if left[0] == -1:
            process = connection.connection.driver_connection.info.backend_pid
            postgres.server().run(f"SELECT pg_terminate_backend({process})")

    sa.event.listen(engine, "before_cursor_execute", cut)
    try:
        work()
    except Refused as fault:
        return str(fault)
    finally:
        sa.event.remove(engine, "before_cursor_execute", cut)
    return None


@pytest.mark.parametrize("doing", ["import", "undo"])
def test_a_connection_cut_at_any_statement_leaves_the_store_untouched(doing: str) -> None:
    postgres.server()
    with empty_store("postgresql") as engine:
        load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
        load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
        before, place = dump(engine), 0
        work = importing(engine, LEADS.replace(b"open", b"lost"))
        if doing == "undo":
            work = lambda: undo(engine, 1, now=AS_OF, who="ops")  # noqa: E731
        while said := cut_at(engine, place, work):
            assert said == "The connection to the database was cut; try again. Nothing was changed."
            assert dump(engine) == before
            place += STEP
        assert place > 5
        assert dump(engine) != before
        assert [finding for finding in check(engine) if finding.faults] == []
