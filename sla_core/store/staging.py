"""Getting many clean rows next to the tables, ready for set operations."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store.engine import is_sqlite, translated, writing
from sla_core.store.loader import Failed, Loader
from sla_core.store.scratch import scratch

ROWS, FACTS = "staged", "facts"
"""The tables: the rows, and what the activities say of their leads."""

CHUNK = 20_000
PLACE = "place"
"""The order of the rows: 1, 2, … as they were added."""

TYPES: dict[pa.DataType, Any] = {
    pa.string(): sa.String,
    pa.int64(): sa.BigInteger,
    pa.bool_(): sa.Boolean,
}
FOLDER_FAULTS = (
    *("disk is full", "disk I/O error", "unable to open", "attempt to write a readonly database"),
    "No usable temporary directory",
    *map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.ENOENT, errno.EACCES, errno.EROFS)),
)
"""How drivers and the system name what can be wrong with a folder."""
Columns = tuple[tuple[str, pa.DataType], ...]
BESIDE = "staging"
"""The schema under which the embedded database sees the file with the staged rows."""


class Stage(Protocol):
    """Where rows wait until the store is written: tables of text, int64 and boolean columns."""

    def add(self, name: str, rows: pa.Table) -> None:
        """Rows for the table of this name; a column that others lack is null in them."""

    def opened(self) -> Any:
        """A context: a writing connection, and for each table by name the table beside it.

        The tables have their columns and PLACE.
        """


@contextmanager
def staging(engine: Engine) -> Iterator[Stage]:
    """A stage that goes away afterwards, and with the next one if the process is killed.

    On SQLite rows are loaded into a file of their own before the write lock is taken: a load that
    dies leaves the store untouched.
    """
    if not is_sqlite(engine):
        yield _Within(engine)
        return
    with told_of_the_folder(), scratch("sla-rows-") as folder:
        stage = _Beside(engine, folder / "rows.db")
        try:
            yield stage
        finally:
            stage.close()


@contextmanager
def told_of_the_folder() -> Iterator[None]:
    """Where the temporary folder takes no more, or is none: one sentence."""
    try:
        yield
    except (Failed, sqlite3.OperationalError, OSError) as fault:
        reason = next((its for its in FOLDER_FAULTS if its in str(fault)), None)
        if reason is None:
            raise
        told = f"The temporary folder cannot be used ({reason}). Nothing was imported."
        raise Refused(told) from fault


@contextmanager
def indexed_afterwards(connection: Connection, table: sa.Table) -> Iterator[None]:
    """Build the indexes of an empty table once its rows are in; constraints hold all the while."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection, checkfirst=True)
    yield
    with _sorting(connection):
        for index in indexes:
            index.create(connection)


@contextmanager
def _sorting(connection: Connection) -> Iterator[None]:
    """SQLite sorts for an index in pieces as large as its cache, and by helping threads where told.

    Pieces that fit into the processor's own cache are sorted fastest.
    """
    if not is_sqlite(connection):
        yield
        return
    kept = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{2 * 1024}")
    connection.exec_driver_sql("PRAGMA threads=2")
    yield
    connection.exec_driver_sql("PRAGMA threads=0")
    connection.exec_driver_sql(f"PRAGMA cache_size={kept}")


class _Beside:
    """A stage in a file, which the embedded database attaches."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine, self._path = engine, path
        self._schemas: dict[str, dict[str, pa.DataType]] = {}
        self._loader = Loader(str(path))
        # The file is thrown away whatever happens.
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            self._loader.run(f"PRAGMA {pragma}")

    def add(self, name: str, rows: pa.Table) -> None:
        there = self._schemas.setdefault(name, {})
        mode: Literal["append", "create"] = "append" if there else "create"
        for field in rows.schema:
            if field.name not in there:
                if mode == "append":
                    self._loader.run(f'ALTER TABLE "{name}" ADD COLUMN "{field.name}"')
                there[field.name] = field.type
        self._loader.run("BEGIN")
        self._loader.add(name, rows, mode)
        self._loader.run("COMMIT")

    @contextmanager
    def opened(self) -> Iterator[tuple[Connection, dict[str, sa.Table]]]:
        self.close()
        with translated(self._engine), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            # ATTACH has to come before the transaction begins.
            driver.execute(f"ATTACH DATABASE ? AS {BESIDE}", (str(self._path),))
            driver.execute(f"PRAGMA {BESIDE}.journal_mode=OFF")
            try:
                with connection.execution_options(write=True).begin():
                    yield connection, {n: self._table(n) for n in self._schemas}
            finally:
                driver.execute(f"DETACH DATABASE {BESIDE}")

    def close(self) -> None:
        """Nothing more is added."""
        self._loader.close()

    def _table(self, name: str) -> sa.Table:
        return _beside(name, tuple(self._schemas[name].items()))


class _Within:
    """A stage in temporary tables of the database itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._rows: dict[str, list[pa.Table]] = {}

    def add(self, name: str, rows: pa.Table) -> None:
        self._rows.setdefault(name, []).append(rows)

    @contextmanager
    def opened(self) -> Iterator[tuple[Connection, dict[str, sa.Table]]]:
        with writing(self._engine) as connection:
            tables = {name: self._loaded(connection, name) for name in self._rows}
            yield connection, tables
            for table in tables.values():
                table.drop(connection)

    def _loaded(self, connection: Connection, name: str) -> sa.Table:
        pieces = self._rows[name]
        schema = {field.name: field.type for piece in pieces for field in piece.schema}
        table = _within(name, tuple(schema.items()))
        table.create(connection)
        for piece in pieces:
            for chunk in piece.to_batches(CHUNK):
                connection.execute(table.insert(), chunk.to_pylist())
        return table


# One object for stages of the same columns, so that statements about them are compiled once.


@lru_cache
def _beside(name: str, columns: Columns) -> sa.Table:
    place = sa.Column("rowid", sa.BigInteger, key=PLACE)
    return sa.Table(name, sa.MetaData(), place, *_columns(columns), schema=BESIDE)


@lru_cache
def _within(name: str, columns: Columns) -> sa.Table:
    place = sa.Column(PLACE, sa.BigInteger, sa.Identity(), primary_key=True)
    return sa.Table(name, sa.MetaData(), place, *_columns(columns), prefixes=["TEMPORARY"])


def _columns(columns: Columns) -> list[sa.Column[Any]]:
    return [sa.Column(name, TYPES[kind]()) for name, kind in columns]
