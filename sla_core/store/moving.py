"""All rows of one store into another, whichever databases they lie in."""

import contextlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.engine import is_sqlite
from sla_core.store.own_tables import Job
from sla_core.store.types import Base, Instant, table_of

CHUNK = 20_000
MOVED = [table for table in Base.metadata.sorted_tables if table is not table_of(Job)]
"""Parents before children. Jobs are about processes, not about data."""


@contextlib.contextmanager
def attached(connection: Connection, path: Path) -> Iterator[str]:
    """Another file beside the store's own, by a schema's name; no transaction may be under way."""
    driver: Any = connection.connection.driver_connection
    driver.execute("ATTACH DATABASE ? AS copied", (str(path),))
    try:
        yield "copied"
    finally:
        driver.execute("DETACH DATABASE copied")


def empty(connection: Connection) -> None:
    """Take every row away."""
    if is_sqlite(connection):
        # References are checked at the commit, when all is there again.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for table in reversed(MOVED):
        connection.execute(sa.delete(table))


def within(connection: Connection, schema: str) -> None:
    """Take every row over from an attached file of the same revision."""
    for table in MOVED:
        names = ", ".join(f'"{c.name}"' for c in table.c)
        connection.exec_driver_sql(
            f'INSERT INTO main."{table.name}" ({names}) SELECT {names} FROM {schema}."{table.name}"'
        )


def across(source: Connection, target: Connection) -> None:
    """Take every row over from another database, whose tables have the same revision."""
    for table in MOVED:
        rows = source.execution_options(stream_results=True, max_row_buffer=CHUNK).execute(
            sa.select(*(_plain(c) for c in table.c)).order_by(*table.primary_key)
        )
        _insert(target, table, chain.from_iterable(rows.partitions(CHUNK)))
        if not is_sqlite(target):
            _count_on(target, table)


def _plain(column: Any) -> sa.ColumnElement[Any]:
    """Times as the integers that they are: nothing is to be converted on the way."""
    plain: sa.ColumnElement[Any] = (
        sa.type_coerce(column, sa.BigInteger) if isinstance(column.type, Instant) else column
    )
    return plain


def _insert(target: Connection, table: sa.Table, rows: Any) -> None:
    names = ", ".join(f'"{c.name}"' for c in table.c)
    driver: Any = target.connection.driver_connection
    if is_sqlite(target):
        marks = ", ".join("?" * len(table.c))
        insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
        driver.executemany(insert, (tuple(map(_stored, row)) for row in rows))
        return
    # One statement for the whole table: its rows may refer to each other.
    with driver.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _stored(cell: Any) -> Any:
    """A date as the embedded database keeps it."""
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _count_on(target: Connection, table: sa.Table) -> None:
    """Let a server number new rows after those that came with their numbers."""
    for column in table.primary_key:
        if isinstance(column.type, sa.Integer):
            target.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', '{column.name}'),"
                f' (SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}"), false)'
            )
