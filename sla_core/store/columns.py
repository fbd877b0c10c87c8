"""Columns of a table as Arrow has them, without a Python object per cell where that can be had."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store.engine import is_sqlite, reading, translated
from sla_core.store.loader import Loader
from sla_core.store.scratch import scratch
from sla_core.store.staging import told_of_the_folder

MANY = 20_000
"""Below so many rows a file of their own is not worth while."""


def fetched(
    connection: Connection, table: sa.Table, names: tuple[str, ...], *conditions: Any
) -> pa.Table:
    """The columns of the rows that meet the conditions, times as integers."""
    kinds = {name: _kind(table.c[name]) for name in names}
    told = [
        sa.type_coerce(table.c[name], sa.BigInteger) if kind == pa.int64() else table.c[name]
        for name, kind in kinds.items()
    ]
    rows = connection.execute(sa.select(*told).where(*conditions)).all()
    cells = zip(*rows, strict=True) if rows else ([] for _ in names)
    arrays = [pa.array(column, kind) for column, kind in zip(cells, kinds.values(), strict=True)]
    return pa.table(dict(zip(names, arrays, strict=True)))


def fetched_whole(engine: Engine, table: sa.Table, names: tuple[str, ...]) -> pa.Table:
    """The columns of all rows as they are committed, some time between now and the answer."""
    with reading(engine) as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        if not is_sqlite(connection) or count < MANY:
            return fetched(connection, table, names)
    with told_of_the_folder(), scratch("sla-columns-") as folder:
        _copy(engine, table, names, folder / "columns.db")
        found = Loader(str(folder / "columns.db")).whole("copied")
    return pa.table({name: found[name].cast(_kind(table.c[name])) for name in names})


def _copy(engine: Engine, table: sa.Table, names: tuple[str, ...], path: Path) -> None:
    """The columns in a file of their own.

    The loader must not open the store itself: it has another copy of SQLite in it, and closing a
    file there lets go of the locks that this one holds.
    """
    with translated(engine), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("ATTACH DATABASE ? AS beside", (str(path),))
        try:
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                driver.execute(f"PRAGMA beside.{pragma}")
            columns = ", ".join(names)
            driver.execute(f"CREATE TABLE beside.copied AS SELECT {columns} FROM {table.name}")
        finally:
            driver.execute("DETACH DATABASE beside")


def _kind(column: sa.Column[Any]) -> pa.DataType:
    kind = column.type
    plain = kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
    if isinstance(plain, sa.Boolean):
        return pa.bool_()
    return pa.string() if isinstance(plain, sa.String) else pa.int64()
