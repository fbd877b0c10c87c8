"""A file's pieces into the stage: prepared, matched and folded as they go by."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.clean import Incoming
from sla_core.store import fingerprints, matching
from sla_core.store.beside import NONE, Ints
from sla_core.store.fingerprints import Prints, Standing
from sla_core.store.folding import Folding
from sla_core.store.prepare import lean, prepared
from sla_core.store.repeated import Ids
from sla_core.store.settings import version, workspace
from sla_core.store.staging import FACTS, ROWS, Stage
from sla_core.store.tables import STANDING, Batch
from sla_core.store.types import table_of

T = TypeVar("T")
Progress = Callable[[str, int, int | None], None]
"""Told the step, the rows read so far, and how many there will be, as far as that can be told."""


@dataclass(frozen=True)
class Loaded:
    """What was found on the way.

    `unmatched` counts staged rows without a lead. `suspects` are the places of rows whose id may
    stand twice. `again` are the standing rows of which a row of the file, not staged, says what they
    say; `prints` are the numbers of the staged rows.
    """

    unmatched: int
    suspects: Ints
    again: Ints
    prints: Prints

    @property
    def undecided(self) -> bool:
        """Whether rows were left out of the stage that another row of the file may speak about."""
        return bool(len(self.again) and len(self.suspects))


@dataclass(frozen=True)
class Ground:
    """What the store was like when the file was read, at one version of its data.

    `first`: there is no row of the kind yet. `batch` is the next upload's number. `among` has the
    leads that rows can belong to. Rows that `standing` knows are not staged.
    """

    version: int
    zone: str
    first: bool
    batch: int
    among: Callable[[], pa.Table] | None = None
    standing: Standing | None = None


def ground(connection: Connection, kind: str) -> Ground:
    """The store as it is now, for a file of the kind; without the leads."""
    table, batch = table_of(STANDING[kind]), table_of(Batch)
    newest = connection.scalar(sa.select(sa.func.max(batch.c.id)))
    return Ground(
        version(connection),
        workspace(connection).zone,
        connection.scalar(sa.select(table.c.id).limit(1)) is None,
        (newest or 0) + 1,
    )


def load(ground: Ground, stage: Stage, incoming: Incoming, progress: Progress) -> Loaded:
    """Fill the stage; the first activities of all are folded too."""
    loading = _Loading(ground, incoming)
    read = 0
    for place, (rows, height, share) in enumerate(ahead(loading.pieces())):
        # The first piece is what makes the stage, even without a row.
        if rows.num_rows or not place:
            stage.add(ROWS, lean(rows))
        read += height
        progress("reading", read, round(read / share) if share else None)
    if loading.folding:
        facts = loading.folding.facts().columns()
        stage.add(FACTS, pa.table({n: pa.array(c, mask=c == NONE) for n, c in facts.items()}))
    return loading.loaded()


class _Loading:
    """One load: what is done to each piece, and what comes of all."""

    def __init__(self, ground: Ground, incoming: Incoming) -> None:
        self._ground, self._incoming = ground, incoming
        self._ids, self._suspects, self._unmatched = Ids(), np.empty(0, np.int64), 0
        self._again: list[Ints] = [np.empty(0, np.int64)]
        self._prints: list[Prints] = [np.empty(0, np.uint64)]
        fold = incoming.kind == "activities" and ground.first
        self.folding = Folding(ground.among()) if fold and ground.among else None

    def pieces(self) -> Iterator[tuple[pa.Table, int, float]]:
        """The rows to be staged of each piece, how many it has, and how much of the file is read.

        By the time that a piece is told, the next one is being read.
        """
        for piece in self._incoming.pieces():
            rows = prepared(piece, self._incoming.kind, self._ground.zone)
            self._ids.add(rows["external_id"])
            rows = self._unknown(rows)
            if self._ground.among:
                rows = self._matched(rows)
            if self.folding:
                self.folding.add(rows)
            yield rows, piece.num_rows, self._incoming.share
        # Here, while the last piece is being staged.
        self._suspects = self._ids.suspects()

    def loaded(self) -> Loaded:
        """What was found in all pieces."""
        again, prints = np.concatenate(self._again), np.concatenate(self._prints)
        return Loaded(self._unmatched, self._suspects, again, prints)

    def _unknown(self, rows: pa.Table) -> pa.Table:
        """The rows that do not say just what stands."""
        prints = fingerprints.taken(rows, self._incoming.kind, self._incoming.system)
        if self._ground.standing:
            same = self._ground.standing.same(prints)
            new = same == NONE
            self._again.append(same[~new])
            rows, prints = rows.filter(pa.array(new)), prints[new]
        self._prints.append(prints)
        return rows

    @cached_property
    def _matcher(self) -> matching.Matcher:
        assert self._ground.among
        return matching.Matcher(self._incoming.system, self._ground.among())

    def _matched(self, rows: pa.Table) -> pa.Table:
        """The rows with their leads, which are not looked at where no row is left."""
        found = self._matcher.match(rows) if rows.num_rows else np.empty(0, np.int64)
        self._unmatched += int(np.count_nonzero(found == NONE))
        return rows.append_column("lead_id", pa.array(found, mask=found == NONE))


def untold(step: str, rows: int, total: int | None) -> None:
    """Nobody is told."""


def ahead(things: Iterator[T]) -> Iterator[T]:
    """The same things, the next one made while this one is used."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, things, None)
        while (thing := coming.result()) is not None:
            coming = worker.submit(next, things, None)
            yield thing
