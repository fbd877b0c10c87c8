"""The first rows of a kind: loaded in the shape of their table, which then takes the empty one's place.

So a big first load writes each row once. What a load that died leaves is a table that nobody looks
at; the next one takes it away.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.clean import Incoming
from sla_core.store.engine import file_of, is_sqlite, writing
from sla_core.store.loader import Failed, Loader, loading_translated
from sla_core.store.merging import HAND_OFF_IS_DATE
from sla_core.store.staging import FACTS, ROWS, indexed_afterwards
from sla_core.store.tables import STANDING, FollowUp
from sla_core.store.types import table_of

PREFIX = "incoming_"
UNDATED = -1
"""The version of rows that do not say when they changed, until it is known when their file did."""
_numbers = count()


class FirstLoad:
    """A stage whose rows have the shape of their table; they will be the batch's of that number.

    The loader opens the store itself. It has a copy of SQLite of its own, and closing a file there
    lets go of the locks that this process's other connections hold: until the load is `opened`,
    there must be none.
    """

    def __init__(self, engine: Engine, kind: str, system: str, batch: int) -> None:
        self._engine, self._kind, self._system, self.batch = engine, kind, system, batch
        self._table = table_of(STANDING[kind])
        self._name = f"{PREFIX}{self._table.name}_{os.getpid()}_{next(_numbers)}"
        self._facts, self._undated = False, False
        engine.dispose()
        self._loader = Loader(engine.url.database or "")
        self._begin()

    def add(self, name: str, rows: pa.Table) -> None:
        """Rows as `prepare.lean` leaves them, or the facts on their leads."""
        if name == ROWS:
            self._loader.add(self._name, self._complete(rows), "append")
        else:
            self._facts = True
            self._loader.add(self._facts_name, rows, "create")

    @contextmanager
    def opened(self) -> Iterator[tuple[Connection, dict[str, Any]]]:
        """A writing connection; the rows are seen where they will stand."""
        self._loader.run("COMMIT")
        self.close()
        with writing(self._engine) as connection:
            tables = {ROWS: self._table.alias("came")}
            if self._facts:
                columns = (sa.Column(c.name, sa.BigInteger) for c in table_of(FollowUp).c)
                tables[FACTS] = sa.Table(self._facts_name, sa.MetaData(), *columns)
            yield connection, tables
            if self._facts:
                connection.exec_driver_sql(f'DROP TABLE "{self._facts_name}"')

    def install(self, connection: Connection, speaks: int) -> None:
        """Let the rows take the place of the empty table; `speaks` is when their file speaks."""
        if self._undated:
            change = f'UPDATE "{self._name}" SET version_at = ? WHERE version_at = ?'
            connection.exec_driver_sql(change, (speaks, UNDATED))
        with indexed_afterwards(connection, self._table):
            connection.exec_driver_sql(f'DROP TABLE "{self._table.name}"')
            connection.exec_driver_sql(f'ALTER TABLE "{self._name}" RENAME TO "{self._table.name}"')

    def close(self) -> None:
        """Nothing more is added."""
        self._loader.close()

    @property
    def _facts_name(self) -> str:
        return f"{self._name}_{FACTS}"

    def _begin(self) -> None:
        for pragma in ("synchronous=NORMAL", f"cache_size=-{64 * 1024}"):
            self._loader.run(f"PRAGMA {pragma}")
        # New pages need no log; it stays on where another process has the database open.
        with suppress(Failed):
            self._loader.run("PRAGMA journal_mode=DELETE")
        self._loader.run("BEGIN IMMEDIATE")
        for name in self._loader.ask(
            f"SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '{PREFIX}*'"
        ):
            self._loader.run(f'DROP TABLE "{name}"')
        (made,) = self._loader.ask(
            f"SELECT sql FROM sqlite_master WHERE name = '{self._table.name}'"
        )
        columns = made[made.index("(") :]
        self._loader.run(f'CREATE TABLE "{self._name}" {columns}')

    def _complete(self, rows: pa.Table) -> pa.Table:
        """The rows with every column that follows from others or is the same in all of them."""
        height = rows.num_rows
        columns = dict(zip(rows.column_names, rows.columns, strict=True))
        columns["system"] = pa.repeat(self._system, height)
        columns["batch_id"] = pa.repeat(self.batch, height)
        columns.setdefault("dates_only", pa.repeat(0, height))
        changed = columns.get("modified_at", pa.nulls(height, pa.int64()))
        self._undated |= changed.null_count > 0
        columns["version_at"] = pc.fill_null(changed, UNDATED)
        if self._kind == "activities":
            columns.setdefault("moment_at", columns["at"])
        if self._kind == "leads":
            columns |= _own_times(columns)
        return pa.table(columns)


def _own_times(columns: dict[str, pa.ChunkedArray]) -> dict[str, pa.ChunkedArray]:
    """When a lead counts as qualified and handed over, before duplicates are merged."""
    pairs = (("delivered_at", "qualified_at"), ("hand_off_at", "presented_at"))
    own = {name: columns[theirs] for name, theirs in pairs if theirs in columns}
    dated = pc.bit_wise_and(columns["dates_only"], HAND_OFF_IS_DATE)
    return {**own, "hand_off_timed": pc.equal(dated, 0)}


def can_load_first(engine: Engine) -> bool:
    """Whether the store is a file that is opened without further ado."""
    return is_sqlite(engine) and bool(file_of(engine)) and not engine.url.query


@contextmanager
def first_load(engine: Engine, incoming: Incoming, batch: int) -> Iterator[FirstLoad]:
    """A first load that goes away where it is not finished."""
    with loading_translated():
        stage = FirstLoad(engine, incoming.kind, incoming.system, batch)
        try:
            yield stage
        finally:
            stage.close()
