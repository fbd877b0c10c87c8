"""Which staged rows stand already, and what they say anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store import fingerprints
from sla_core.store.beside import Ints, distinct, ints
from sla_core.store.source import Source, micros
from sla_core.store.staging import PLACE

_KNOWN = sa.Table(
    "known",
    sa.MetaData(),
    sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.BigInteger),
    sa.Column("differs", sa.Integer),
    sa.Column("moves", sa.Integer),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class Older:
    """Staged rows that are older than what stands.

    Of them, `undated` do not say when they changed; the newest version that those are older than is
    of the moment `stands_at`.
    """

    rows: int = 0
    undated: int = 0
    stands_at: datetime | None = None


@dataclass(frozen=True)
class Comparison:
    """The staged rows that stand already: by their place in the stage and their id in the store.

    `differs` marks those that say something else than what stands; `moves` those that have to be
    written, some of which only say the same at a later moment that matters.
    """

    connection: Connection
    source: Source
    known: sa.Table

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """How many stand already, differ, and have to be written."""
        known = self.known.c
        sums = (sa.func.coalesce(sa.func.sum(flag), 0) for flag in (known.differs, known.moves))
        there, differs, moves = self.connection.execute(sa.select(sa.func.count(), *sums)).one()
        return int(there), int(differs), int(moves)

    def older(self) -> Older:
        """Those that differ from what stands and are older."""
        source, table = self.source, self.source.table
        undated = source.column("modified_at").is_(None)
        versions = sa.case((undated, table.c.version_at))
        query = sa.select(
            sa.func.count(),
            sa.func.count(versions),
            sa.func.max(sa.type_coerce(versions, table.c.version_at.type)),
        ).select_from(self.rows())
        behind = micros(table.c.version_at) > micros(source.column("version_at"))
        found = self.connection.execute(query.where(self.known.c.differs == 1, behind)).one()
        return Older(*found)

    def repeated(self) -> Ints:
        """The ids of the standing rows that are only said again."""
        ids = self.known.c.id
        same = self.known.c.moves == 0
        ends = sa.select(sa.func.count(), sa.func.min(ids), sa.func.max(ids)).where(same)
        count, first, last = self.connection.execute(ends).one()
        if count and last - first + 1 == count:
            # A whole file once more: nothing has to be fetched.
            return np.arange(first, last + 1)
        (found,) = ints(self.connection, sa.select(ids).where(same))
        return found

    def without_lead(self, ids: Ints) -> int:
        """How many of these standing deals or activities belong to no lead."""
        table = self.source.table
        if not len(ids) or "lead_id" not in table.c:
            return 0
        (alone,) = ints(self.connection, sa.select(table.c.id).where(table.c.lead_id.is_(None)))
        return int(np.isin(ids, alone).sum())

    def places(self) -> Ints:
        """Where the rows that stand already were staged."""
        (found,) = ints(self.connection, sa.select(self.known.c.place))
        return found

    def the_same(self) -> tuple[Ints, Ints]:
        """The ids of the standing rows that are only said again, and where those were staged."""
        known = self.known.c
        ids, places = ints(
            self.connection, sa.select(known.id, known.place).where(known.moves == 0)
        )
        return ids, places

    def written(self, batch: int) -> tuple[Ints, Ints]:
        """The ids of the rows that the batch, now written, was written over, and their places."""
        table, known = self.source.table, self.known
        over = known.join(table, sa.and_(table.c.id == known.c.id, known.c.moves == 1))
        query = sa.select(known.c.id, known.c.place).select_from(over)
        ids, places = ints(self.connection, query.where(table.c.batch_id == batch))
        return ids, places

    def new_among_the_standing(self) -> int:
        """How many staged activities are new, and no later than the newest one that stands."""
        stage, table = self.source.stage, self.source.table
        newest = sa.select(sa.func.max(micros(table.c.at))).where(
            table.c.system == self.source.system
        )
        there = sa.select(self.known.c.place)
        new = sa.and_(stage.c[PLACE].not_in(there), stage.c["at"] <= newest.scalar_subquery())
        return self.connection.scalar(sa.select(sa.func.count()).where(new)) or 0

    def moved(self) -> Ints:
        """The ids of the standing rows that something else is said of."""
        (ids,) = ints(self.connection, sa.select(self.known.c.id).where(self.known.c.moves == 1))
        return distinct(ids)

    def rows(self) -> sa.FromClause:
        """The staged rows that have to be written over, beside their standing rows."""
        stage, table, known = self.source.stage, self.source.table, self.known
        moving = known.join(stage, stage.c[PLACE] == known.c.place)
        return moving.join(table, sa.and_(table.c.id == known.c.id, known.c.moves == 1))

    def to_write(self) -> sa.ColumnElement[bool]:
        """The staged rows that are new or have to be written over."""
        same = sa.select(self.known.c.place).where(self.known.c.moves == 0)
        return self.source.stage.c[PLACE].not_in(same)


@contextmanager
def compared(connection: Connection, source: Source) -> Iterator[Comparison]:
    """The comparison of what is staged with what stands."""
    known = _KNOWN
    known.create(connection)
    connection.execute(known.insert().from_select([c.name for c in known.c], _told(source)))
    yield Comparison(connection, source, known)
    known.drop(connection)


def _told(source: Source) -> sa.Select[Any]:
    table, stage = source.table, source.stage
    said = fingerprints.said(source.kind)
    differs = sa.or_(*(table.c[c].is_distinct_from(source.column(c)) for c in said))
    moves = differs
    if source.kind == "leads":
        # A lead is closed from the moment that its file speaks about: a later one moves that.
        later = micros(table.c.version_at) < micros(source.column("version_at"))
        moves = sa.or_(differs, sa.and_(table.c.closed_by_status, later))
    flags = (differs, moves)
    return sa.select(
        stage.c[PLACE], table.c.id, *(sa.case((flag, 1), else_=0) for flag in flags)
    ).select_from(source.with_standing())
