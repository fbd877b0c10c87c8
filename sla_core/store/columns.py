"""Columns of a table as Arrow has them, without a Python object per cell where that can be had."""

from typing import Any

import adbc_driver_sqlite
import adbc_driver_sqlite.dbapi
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.engine import is_sqlite

MANY = 20_000
"""Below so many rows a second connection is not worth opening."""


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


def fetched_whole(connection: Connection, table: sa.Table, names: tuple[str, ...]) -> pa.Table:
    """The columns of all rows as they are committed.

    Outside of the connection's own transaction where that is faster: the caller makes sure that
    nothing was changed meanwhile.
    """
    count = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    file = connection.engine.url.database
    if not is_sqlite(connection) or not file or count < MANY:
        return fetched(connection, table, names)
    query = f"SELECT {', '.join(names)} FROM {table.name}"
    with adbc_driver_sqlite.dbapi.connect(file) as reader, reader.cursor() as cursor:
        # In one batch, since the kinds of columns are taken from the first.
        option = adbc_driver_sqlite.StatementOptions.BATCH_ROWS.value
        cursor.adbc_statement.set_options(**{option: str(2 * count)})
        cursor.execute(query)
        found = cursor.fetch_arrow_table()
    return pa.table({name: found[name].cast(_kind(table.c[name])) for name in names})


def _kind(column: sa.Column[Any]) -> pa.DataType:
    kind = column.type
    plain = kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
    return pa.string() if isinstance(plain, sa.String) else pa.int64()
