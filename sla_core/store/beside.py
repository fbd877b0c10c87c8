"""Columns of numbers put next to the tables for one statement or two, as a temporary table."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sla_core.store.engine import is_sqlite

Ints = NDArray[np.int64]
NONE = int(np.iinfo(np.int64).min)
"""Stands for NULL in a column of integers; also what NaT is as an integer."""
AT_ONCE = 50_000
"""So many rows are Python's at a time."""


@contextmanager
def beside(connection: Connection, name: str, columns: Mapping[str, Ints]) -> Iterator[sa.Table]:
    """The columns as a temporary table, the first of them its key, until the block ends."""
    table = _table(name, tuple(columns))
    table.create(connection)
    _fill(connection, table, columns)
    yield table
    table.drop(connection)


def ints(connection: Connection, query: Any) -> tuple[Ints, ...]:
    """The integer columns of a select; NONE where it says NULL."""
    told = [
        sa.func.coalesce(sa.type_coerce(c, sa.BigInteger), NONE) for c in query.selected_columns
    ]
    result, width = connection.execute(query.with_only_columns(*told)), len(told)
    parts = [
        np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width).reshape(-1, width)
        for rows in result.partitions(AT_ONCE)
    ]
    return tuple(np.concatenate([np.empty((0, width), np.int64), *parts]).T)


def distinct(*some: Ints) -> Ints:
    """The different ids among them, in order; many times as fast as numpy's own on millions."""
    ids = np.sort(np.concatenate(some))
    return ids[np.diff(ids, prepend=NONE) != 0] if len(ids) else ids


def numbers(column: Any) -> Ints:
    """An Arrow column of integers; NONE where it is null."""
    filled: Ints = pc.fill_null(column, NONE).to_numpy()
    return filled


@lru_cache
def _table(name: str, columns: tuple[str, ...]) -> sa.Table:
    """One object for tables that are the same, so that statements about them are compiled once."""
    key, *others = columns
    return sa.Table(
        name,
        sa.MetaData(),
        sa.Column(key, sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(other, sa.BigInteger) for other in others),
        prefixes=["TEMPORARY"],
    )


def _fill(connection: Connection, table: sa.Table, columns: Mapping[str, Ints]) -> None:
    cells = [_cells(column) for column in columns.values()]
    if not cells[0]:
        return
    if is_sqlite(connection):
        marks = ", ".join("?" * len(cells))
        insert = f'INSERT INTO temp."{table.name}" VALUES ({marks})'
        connection.exec_driver_sql(insert, list(zip(*cells, strict=True)))
    else:
        names = list(columns)
        rows = [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
        connection.execute(table.insert(), rows)


def _cells(column: Ints) -> list[int | None]:
    cells: list[int | None] = column.tolist()
    return [None if cell == NONE else cell for cell in cells] if NONE in column else cells
