"""Files that are no copies, and databases that are none any more."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sla_core.store.copies import backup, restore, restore_at
from sla_core.store.engine import Engine, file_of, open_store
from tests.stores import dump
from tests.test_store_copies import NOW, data, furnished, told

__all__ = ["furnished"]


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE lead (name TEXT)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _contradictory(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE activity SET lead_id = 99")


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


NO_COPIES: dict[str, Any] = {
    "is not a copy that this program made": _other_database,
    "The file is not a database of this program": lambda p: p.write_bytes(b"my notes " * 999),
    "is not a copy that this program made. ": lambda p: p.write_bytes(b""),
    "newer version of this program": _newer,
    "is not sound; it was not restored. It fails: every matched activity": _contradictory,
    "damaged": _cut_off,
    "is not there": lambda p: p.unlink(),
    "is a folder": lambda p: (p.unlink(), p.mkdir()),
}


@pytest.mark.parametrize("sentence", NO_COPIES)
def test_what_is_no_copy_is_refused_and_replaces_nothing(
    furnished: Engine, tmp_path: Path, sentence: str
) -> None:
    copy = tmp_path / "copy.db"
    if NO_COPIES[sentence] is not _other_database:
        backup(furnished, copy)
    NO_COPIES[sentence](copy)
    before = dump(furnished)
    assert sentence in told(restore, furnished, copy, now=NOW)
    assert dump(furnished) == before
    path = file_of(furnished)
    assert path is not None
    assert [p for p in path.parent.iterdir() if "restore" in p.name] == []


def damaged(engine: Engine) -> tuple[Path, bytes]:
    """The store's file, all of which but its first page is overwritten; and its bytes."""
    path = file_of(engine)
    assert path is not None
    engine.dispose()
    whole = path.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    path.write_bytes(whole[:page] + b"\x5a" * (len(whole) - page))
    return path, path.read_bytes()


def test_a_damaged_database_is_set_aside_for_the_copy(furnished: Engine, tmp_path: Path) -> None:
    backup(furnished, tmp_path / "copy.db")
    before = data(furnished)
    _, broken = damaged(furnished)
    done = restore_at(str(furnished.url), tmp_path / "copy.db", now=NOW)
    assert done.replaced.name == "sla.db.damaged-20261123-090000"
    assert done.replaced.read_bytes() == broken
    opened = open_store(str(furnished.url))
    assert data(opened) == before
    opened.dispose()


def test_where_the_copy_cannot_take_its_place_the_damaged_database_is_still_there(
    furnished: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(furnished, tmp_path / "copy.db")
    before = data(furnished)
    path, broken = damaged(furnished)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        restore_at(str(furnished.url), tmp_path / "copy.db", now=NOW)
    assert path.read_bytes() == broken
    monkeypatch.undo()
    done = restore_at(str(furnished.url), tmp_path / "copy.db", now=NOW)
    assert done.replaced.name == "sla.db.damaged-20261123-090000-2"
    opened = open_store(str(furnished.url))
    assert data(opened) == before
    opened.dispose()


def test_a_file_that_is_no_database_is_not_set_aside(furnished: Engine, tmp_path: Path) -> None:
    backup(furnished, tmp_path / "copy.db")
    notes = tmp_path / "notes.txt"
    notes.write_bytes(b"my notes " * 999)
    said = told(restore_at, f"sqlite:///{notes}", tmp_path / "copy.db", now=NOW)
    assert said.startswith("The file is not a database of this program.")
    assert notes.read_bytes() == b"my notes " * 999
