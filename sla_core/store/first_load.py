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
from sla_core.store.staging import ROWS, indexed_afterwards
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
        self._mark, self._undated = f"{os.getpid()}_{next(_numbers)}", False
        self._filled: list[sa.Table] = []
        engine.dispose()
        self._loader = Loader(engine.url.database or "")
        self._begin()

    def add(self, name: str, rows: pa.Table) -> None:
        """Rows as `prepare.lean` leaves them, or the facts on their leads."""
        table = self._table if name == ROWS else table_of(FollowUp)
        if table not in self._filled:
            self._make(table)
        complete = self._complete(rows) if name == ROWS else rows
        self._loader.add(self._incoming(table), complete, "append")

    @contextmanager
    def opened(self) -> Iterator[tuple[Connection, dict[str, Any]]]:
        """A writing connection; the rows are seen where they will stand."""
        if self._table not in self._filled:
            self._make(self._table)
        self._loader.run("COMMIT")
        self.close()
        with writing(self._engine) as connection:
            yield connection, {ROWS: self._table.alias("came")}

    def install(self, connection: Connection, speaks: int) -> None:
        """Let the rows take the place of the empty tables; `speaks` is when their file speaks."""
        if self._undated:
            change = (
                f'UPDATE "{self._incoming(self._table)}" SET version_at = ? WHERE version_at = ?'
            )
            connection.exec_driver_sql(change, (speaks, UNDATED))
        for table in self._filled:
            with indexed_afterwards(connection, table):
                connection.exec_driver_sql(f'DROP TABLE "{table.name}"')
                rename = f'ALTER TABLE "{self._incoming(table)}" RENAME TO "{table.name}"'
                connection.exec_driver_sql(rename)

    @property
    def has_facts(self) -> bool:
        """Whether the facts on the leads came with the rows."""
        return table_of(FollowUp) in self._filled

    def close(self) -> None:
        """Nothing more is added."""
        self._loader.close()

    def _incoming(self, table: sa.Table) -> str:
        return f"{PREFIX}{table.name}_{self._mark}"

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

    def _make(self, table: sa.Table) -> None:
        """An empty table of the same shape, for the rows that come."""
        (made,) = self._loader.ask(f"SELECT sql FROM sqlite_master WHERE name = '{table.name}'")
        columns = made[made.index("(") :]
        self._loader.run(f'CREATE TABLE "{self._incoming(table)}" {columns}')
        self._filled.append(table)

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
