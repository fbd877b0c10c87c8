"""Staged rows of one kind, seen as the columns of the tables that they go to."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sla_core.store.tables import OTHER, STANDING
from sla_core.store.types import table_of

PERSON = ("lead_ref", "contact_id", "email", "moment_at")


@dataclass(frozen=True)
class Source:
    """The stage of one import: `system` is every row's, a column without values is not staged."""

    kind: str
    system: str
    stage: sa.Table

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
        if name not in self.stage.c:
            return sa.cast(sa.null(), self.table.c[name].type)
        return sa.type_coerce(self.stage.c[name], self.table.c[name].type)

    def person(self) -> dict[str, sa.ColumnElement[Any]]:
        """The staged columns by which a row finds its lead."""
        row = {name: self.column(name) for name in PERSON if name in self.stage.c}
        return {"system": self.column("system"), **row}

    def same_row(self) -> sa.ColumnElement[bool]:
        """The standing row with the staged row's id."""
        table = self.table
        return sa.and_(
            table.c.external_id == self.stage.c.external_id, table.c.system == self.system
        )

    def with_standing(self) -> sa.FromClause:
        """The staged rows that stand already, beside their standing rows."""
        return self.stage.join(self.table, self.same_row())

    def written(self, batch: int) -> sa.ColumnElement[bool]:
        """The standing rows that the batch wrote, looked up by id: a batch is not indexed."""
        ids = sa.select(self.stage.c.external_id)
        table = self.table
        return sa.and_(
            table.c.batch_id == batch, table.c.external_id.in_(ids), table.c.system == self.system
        )


def micros(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """A time column as the integer that it is."""
    return sa.type_coerce(column, sa.BigInteger)
