"""The staged rows become what stands: over older versions, which are kept beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from sla_core.store import fingerprints, folding, merging, repeats
from sla_core.store.beside import Ints, ints
from sla_core.store.comparing import Comparison
from sla_core.store.engine import is_sqlite
from sla_core.store.fingerprints import Prints
from sla_core.store.first_load import FirstLoad
from sla_core.store.following import follow, remember
from sla_core.store.source import Source, micros
from sla_core.store.staging import PLACE, indexed_afterwards


@dataclass(frozen=True)
class Writing:
    """One batch's rows on their way; `prints` are the numbers of all staged rows by their place.

    `say` is told each step. Of a `large` file the numbers of rows that are said again are learned.
    """

    connection: Connection
    source: Source
    batch: int
    prints: Prints
    say: Callable[[str], None]
    large: bool = False

    def installed(self, stage: FirstLoad) -> None:
        """The first rows of their kind, which were loaded in the shape of their table."""
        self.say("indexing")
        stage.install(self.connection, self.source.speaks)
        if not stage.has_facts:
            follow(self.connection, self.source, self.batch, None)
        # Each got the next number, and none was taken out again.
        rows = np.arange(1, len(self.prints) + 1)
        self._note(rows if self._newest() == len(rows) else self._ids(above=0), rows)

    def first(self, facts: sa.Table | None) -> None:
        """The first rows of their kind: nothing stands that they could be compared with."""
        before, places = self._newest(), self._places()
        self.say("writing")
        with indexed_afterwards(self.connection, self.source.table):
            _insert(self.connection, self.source, self.batch, sa.true())
        self.say("matching")
        if facts is not None:
            folding.copy(self.connection, facts)
        else:
            follow(self.connection, self.source, self.batch, None)
        self._note(self._ids(above=before), places)

    def over(self, comparison: Comparison, again: Ints) -> None:
        """Keep what no longer stands, let the newest stand, then match, merge and fold again.

        `again` are standing rows that the batch said word for word without staging them.
        """
        connection, source, batch = self.connection, self.source, self.batch
        there, _, moves = comparison.counts
        repeats.note(connection, batch, np.concatenate([again, comparison.repeated()]))
        new = source.staged(connection) - there
        if self.large:
            self._learn(comparison, but_for=new + moves)
        if not new and not moves:
            return
        before = self._newest()
        with remember(connection, source, comparison) as belonged:
            self.say("writing")
            _keep_superseded(connection, source, comparison)
            _keep_older(connection, source, batch, comparison)
            _insert(connection, source, batch, comparison.to_write())
            self.say("matching")
            follow(connection, source, batch, belonged)
        self._note(*comparison.written(batch))
        if new:
            self._note(self._ids(above=before), np.setdiff1d(self._places(), comparison.places()))

    def _learn(self, comparison: Comparison, but_for: int) -> None:
        """Remember the numbers of rows that stand as they came; they were forgotten, or never known."""
        if np.count_nonzero(self.prints) > but_for:
            self._note(*comparison.the_same())

    def _note(self, ids: Ints, places: Ints) -> None:
        """Remember what the rows say; where it cannot be told which is which, nothing is."""
        if len(ids) == len(places):
            fingerprints.note(self.connection, self.source.kind, ids, self.prints[places - 1])

    def _newest(self) -> int:
        ids = self.source.table.c.id
        return self.connection.scalar(sa.select(sa.func.coalesce(sa.func.max(ids), 0))) or 0

    def _ids(self, above: int) -> Ints:
        """The ids of the rows that came, which have the order of their places."""
        ids = self.source.table.c.id
        query = sa.select(sa.func.count(ids), sa.func.max(ids)).where(ids > above)
        count, last = self.connection.execute(query).one()
        if count == (last or above) - above:
            return np.arange(above + 1, above + count + 1)
        (found,) = ints(self.connection, sa.select(ids).where(ids > above).order_by(ids))
        return found

    def _places(self) -> Ints:
        """Where the rows were staged."""
        if self.source.staged(self.connection) == len(self.prints):
            return np.arange(1, len(self.prints) + 1)
        place = self.source.stage.c[PLACE]
        (found,) = ints(self.connection, sa.select(place).order_by(place))
        return found


def _keep_superseded(connection: Connection, source: Source, comparison: Comparison) -> None:
    names = [*source.content, "batch_id"]
    beaten = micros(source.table.c.version_at) <= micros(source.column("version_at"))
    rows = sa.select(*(source.table.c[n] for n in names)).select_from(comparison.rows())
    connection.execute(source.other.insert().from_select(names, rows.where(beaten)))


def _keep_older(connection: Connection, source: Source, batch: int, comparison: Comparison) -> None:
    behind = micros(source.table.c.version_at) > micros(source.column("version_at"))
    values = [*(source.column(n) for n in source.content), sa.literal(batch)]
    rows = sa.select(*values).select_from(comparison.rows())
    names = [*source.content, "batch_id"]
    connection.execute(source.other.insert().from_select(names, rows.where(behind)))


def _insert(
    connection: Connection, source: Source, batch: int, which: sa.ColumnElement[bool]
) -> None:
    """The staged rows, over those that stand and are not newer."""
    table = source.table
    values: dict[str, Any] = {n: source.column(n) for n in source.content}
    values["batch_id"] = sa.literal(batch)
    values |= _derived(source)
    rows = sa.select(*values.values()).select_from(source.stage).where(which)
    rows = rows.order_by(source.stage.c[PLACE])
    if isinstance(which, sa.True_):
        connection.execute(table.insert().from_select(list(values), rows))
        return
    insert = (sqlite if is_sqlite(connection) else postgresql).insert(table)
    insert = insert.from_select(list(values), rows)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["external_id", "system"],
            set_={n: insert.excluded[n] for n in values},
            where=micros(table.c.version_at) <= micros(insert.excluded.version_at),
        )
    )


def _derived(source: Source) -> dict[str, Any]:
    """What stands on a row beside its content before duplicates are merged."""
    if source.kind != "leads":
        return {"lead_id": source.stage.c.lead_id}
    return {
        "merged_into": sa.null(),
        "delivered_at": source.column("qualified_at"),
        "hand_off_at": source.column("presented_at"),
        "hand_off_timed": merging.hand_off_timed(source.column("dates_only")),
    }
