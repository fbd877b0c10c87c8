"""Staged rows of one kind, seen as the columns of the tables that they go to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.periods import as_instant
from sla_core.store.tables import OTHER, STANDING
from sla_core.store.types import table_of


@dataclass(frozen=True)
class Source:
    """The stage of one import: `system` is every row's, a column without values is not staged.

    `speaks` is the moment that the file speaks about, in microseconds.
    """

    kind: str
    system: str
    stage: sa.Table
    speaks: int

    @property
    def table(self) -> sa.Table:
        """Where the standing rows are."""
        return table_of(STANDING[self.kind])

    @property
    def other(self) -> sa.Table:
        """Where the other versions are."""
        return table_of(OTHER[self.kind])

    @property
    def content(self) -> list[str]:
        """The columns that both the standing and the other versions have, beside id and batch."""
        return [c.name for c in self.other.c if c.name not in {"id", "batch_id"}]

    def column(self, name: str) -> sa.ColumnElement[Any]:
        """A staged column as the table's type, so that times compare as the integers they are."""
        if name == "system":
            return sa.literal(self.system)
        told: Any = self.stage.c.get(name)
        if name == "version_at":
            told = self._or(self.stage.c.get("modified_at"), self.speaks)
        elif name == "moment_at" and "at" in self.stage.c:
            told = self._or(told, self.stage.c["at"])
        elif name == "dates_only":
            told = self._or(told, 0)
        elif told is None:
            return sa.cast(sa.null(), self.table.c[name].type)
        return sa.type_coerce(told, self.table.c[name].type)

    def _or(self, column: Any, other: Any) -> Any:
        """The column, or something else where it is null or not staged."""
        if column is None:
            return other if isinstance(other, sa.ColumnElement) else sa.literal(other)
        return sa.func.coalesce(column, other)

    def staged(self, connection: Connection) -> int:
        """How many rows are staged."""
        return connection.scalar(sa.select(sa.func.count()).select_from(self.stage)) or 0

    def same_row(self) -> sa.ColumnElement[bool]:
        """The standing row with the staged row's id."""
        table = self.table
        return sa.and_(
            table.c.external_id == self.stage.c.external_id, table.c.system == self.system
        )

    def with_standing(self) -> sa.FromClause:
        """The staged rows that stand already, beside their standing rows."""
        return self.stage.join(self.table, self.same_row())


def micros(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """A time column as the integer that it is."""
    return sa.type_coerce(column, sa.BigInteger)


def as_micros(moment: datetime) -> int:
    """A time as the integer that stands in a column."""
    return int(as_instant(moment).astype(np.int64))
