"""Getting many clean rows next to the tables, ready for set operations."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store.engine import is_sqlite, translated, writing

CHUNK = 20_000
TYPES: dict[pa.DataType, Any] = {
    pa.string(): sa.String,
    pa.int64(): sa.BigInteger,
    pa.bool_(): sa.Boolean,
}


@contextmanager
def staged(engine: Engine, rows: pa.Table) -> Iterator[tuple[Connection, sa.Table]]:
    """A writing connection with the rows beside it as a table that goes away afterwards.

    `rows` has text, int64 and boolean columns. On SQLite they are loaded into a file of their own
    before the write lock is taken: a load that dies leaves the store untouched.
    """
    with _beside(engine, rows) if is_sqlite(engine) else _within(engine, rows) as pair:
        yield pair


@contextmanager
def indexed_afterwards(connection: Connection, table: sa.Table) -> Iterator[None]:
    """Build the indexes of an empty table once its rows are in; constraints hold all the while."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


@contextmanager
def _beside(engine: Engine, rows: pa.Table) -> Iterator[tuple[Connection, sa.Table]]:
    with tempfile.TemporaryDirectory(prefix="sla-staging-") as folder:
        path = Path(folder) / "rows.db"
        _ingest(path, rows)
        with translated(engine), engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            # ATTACH has to come before the transaction begins.
            driver.execute("ATTACH DATABASE ? AS staging", (str(path),))
            try:
                with connection.execution_options(write=True).begin():
                    yield connection, _table(rows, schema="staging")
            finally:
                driver.execute("DETACH DATABASE staging")


@contextmanager
def _within(engine: Engine, rows: pa.Table) -> Iterator[tuple[Connection, sa.Table]]:
    with writing(engine) as connection:
        table = _table(rows, prefixes=["TEMPORARY"])
        table.create(connection)
        for chunk in rows.to_batches(CHUNK):
            connection.execute(table.insert(), chunk.to_pylist())
        yield connection, table
        table.drop(connection)


def _ingest(path: Path, rows: pa.Table) -> None:
    with adbc_driver_sqlite.dbapi.connect(str(path)) as connection, connection.cursor() as cursor:
        connection.commit()
        cursor.adbc_ingest("staged", rows, mode="create")
        connection.commit()


def _table(
    rows: pa.Table, schema: str | None = None, prefixes: list[str] | None = None
) -> sa.Table:
    columns = [sa.Column(f.name, TYPES[f.type]()) for f in rows.schema]
    return sa.Table("staged", sa.MetaData(), *columns, schema=schema, prefixes=prefixes)
