"""Copies of the store: made while others read and write, and put back in one step.

A copy is an embedded database, whatever database the store lies in, so that a copy of one can be
restored into the other.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store import moving
from sla_core.store.check import check
from sla_core.store.engine import (
    file_of,
    is_sqlite,
    open_store,
    path_of,
    reading,
    sentence,
    translated,
    writing,
)
from sla_core.store.file_copies import copy_file, refused_as
from sla_core.store.scratch import scratch
from sla_core.store.settings import DATA_VERSION, put, version

MAGIC = b"SQLite format 3\0"
"""How the file of an embedded database begins."""


@dataclass(frozen=True)
class Copied:
    """A finished copy, which was checked; `size` in bytes."""

    file: Path
    size: int


@dataclass(frozen=True)
class Restored:
    """`file` is what stands now; `replaced` a copy of what stood before."""

    file: Path
    replaced: Path


def backup(engine: Engine, target: Path, *, force: bool = False) -> Copied:
    """Copy the store into a file that appears only when it is whole and sound.

    Others may read and write meanwhile: the copy is of one moment. Refused where the file is there
    already and not `force`, cannot be written, or would hold a store that is not sound.
    """
    _free(engine, target, force)
    with refused_as(f"The copy {target} was not made"), _part(target) as part:
        _copy(engine, part)
        _sound(part, f"The store is not sound, so no copy was made ({target}).")
        part.replace(target)
    return Copied(target, target.stat().st_size)


def restore(engine: Engine, source: Path, *, now: datetime) -> Restored:
    """Put a copy's rows in place of the store's, in one transaction.

    Readers see the old state or the new one. What is replaced is kept as a copy, beside the
    database (beside `source` where that is a server). Refused where the file is not a sound copy of
    a store, or is a newer program's.
    """
    path = file_of(engine)
    with prepared(source, path) as copy:
        beside = path or source.resolve().with_name(str(engine.url.database))
        replaced = _unused(beside, f"before-restore-{now:%Y%m%d-%H%M%S}")
        try:
            if path:
                _replace_file(engine, copy, replaced)
            else:
                _replace_server(engine, copy, replaced)
        except BaseException:
            replaced.unlink(missing_ok=True)
            raise
    return Restored(source, replaced)


def restore_at(url: str, source: Path, *, now: datetime) -> Restored:
    """As `restore`, into the store at the URL, also where that is an embedded one that is damaged.

    The damaged file is then set aside and the copy takes its place; whoever has it open has to open
    it again.
    """
    try:
        engine = open_store(url)
        try:
            return restore(engine, source, now=now)
        finally:
            engine.dispose()
    except Refused:
        path = path_of(url)
        if not (path and _is_damaged(path)):
            raise
    return _in_place_of(path, source, now)


def _in_place_of(path: Path, source: Path, now: datetime) -> Restored:
    """Put the copy where a file lies that cannot be read as a store."""
    with prepared(source, path) as copy:
        aside = _unused(path, f"damaged-{now:%Y%m%d-%H%M%S}")
        for end in ("-wal", "-shm"):
            beside = path.with_name(path.name + end)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + end))
        # Under both names where the file system can, so that there is a database at every moment:
        # where there is none, the next start would make an empty one.
        try:
            aside.hardlink_to(path)
        except OSError:
            path.rename(aside)
        copy.replace(path)
    return Restored(source, aside)


def _is_damaged(path: Path) -> bool:
    """Whether this is an embedded database, and cannot be read as one."""
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return False
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",)
    except (OSError, sqlite3.OperationalError):
        return False
    except sqlite3.DatabaseError:
        return True


@contextmanager
def prepared(source: Path, path: Path | None) -> Iterator[Path]:
    """The copy copied once more, brought to the newest tables and checked; `source` is not touched.

    `path` is the database that it is meant for.
    """
    _is_there(source)
    if path and path.exists() and path.samefile(source):
        raise Refused(f"{source} is the database itself; name a copy of it.")
    with (
        refused_as(f"{source} was not restored"),
        scratch("sla-restoring-", path and path.parent) as folder,
    ):
        copy = folder / "copy.db"
        with closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as given:
            _is_ours(given, source)
            copy_file(given, copy)
        _sound(copy, f"{source} is not sound; it was not restored.")
        yield copy


def _replace_file(engine: Engine, copy: Path, replaced: Path) -> None:
    with (
        translated(engine),
        engine.connect() as connection,
        moving.attached(connection, copy) as schema,
        connection.execution_options(write=True).begin(),
    ):
        # Under the write lock, so that nothing can come between this state and the next.
        _copy(engine, replaced)
        before = version(connection)
        moving.empty(connection)
        moving.within(connection, schema)
        _bump(connection, before)


def _replace_server(engine: Engine, copy: Path, replaced: Path) -> None:
    restored = open_store(f"sqlite:///{copy}")
    try:
        with writing(engine) as connection, reading(restored) as source:
            _copy(engine, replaced)
            before = version(connection)
            moving.empty(connection)
            moving.across(source, connection)
            _bump(connection, before)
    finally:
        restored.dispose()


def _bump(connection: Connection, before: int) -> None:
    """Caches go by the data version: it must be one that was never there."""
    put(connection, DATA_VERSION, str(max(before, version(connection)) + 1))


def _copy(engine: Engine, path: Path) -> None:
    """The store as it is committed now, in a new file."""
    if is_sqlite(engine):
        with translated(engine), engine.connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            copy_file(source, path)
        return
    target = open_store(f"sqlite:///{path}")
    try:
        with reading(engine) as connection, writing(target) as copy:
            moving.empty(copy)
            moving.across(connection, copy)
    finally:
        target.dispose()


def _sound(path: Path, otherwise: str) -> None:
    """Check the copy as a store; it ends as one file, without what a running one has beside it."""
    engine = open_store(f"sqlite:///{path}")
    try:
        faults = [finding.what for finding in check(engine) if finding.faults]
    finally:
        engine.dispose()
    if faults:
        raise Refused(f"{otherwise} It fails: {', '.join(faults)}.")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _free(engine: Engine, target: Path, force: bool) -> None:
    path = file_of(engine)
    if path and target.exists() and path.exists() and path.samefile(target):
        raise Refused(f"{target} is the database itself; name another file for its copy.")
    if target.is_dir():
        raise Refused(f"{target} is a folder; name a file in it.")
    if target.exists() and not force:
        raise Refused(f"{target} is there already; name another file, or say --force.")
    if not target.resolve().parent.is_dir():
        raise Refused(f"The folder {target.resolve().parent} is not there; make it first.")


def _is_there(source: Path) -> None:
    if not source.exists():
        raise Refused(f"{source} is not there.")
    if source.is_dir():
        raise Refused(f"{source} is a folder; name the file of a copy.")


def _is_ours(given: sqlite3.Connection, source: Path) -> None:
    """Refused where the file is no database, or not of this program."""
    try:
        names = {row[0] for row in given.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError as fault:
        raise Refused(f"{sentence(str(fault))} Nothing was restored from {source}.") from None
    if not {"alembic_version", "batch", "lead"} <= names:
        raise Refused(f"{source} is not a copy that this program made. Nothing was restored.")


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A file beside the target that is gone afterwards unless it was renamed."""
    with scratch(".sla-copying-", target.resolve().parent) as folder:
        yield folder / target.name


def _unused(path: Path, word: str) -> Path:
    """A name beside the path that no file has yet."""
    names = (
        path.with_name(f"{path.name}.{word}{end}") for end in ("", *map("-{}".format, range(2, 99)))
    )
    return next(name for name in names if not name.exists())
