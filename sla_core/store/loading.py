"""A file's pieces into the stage: prepared, matched and folded as they go by."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.clean import Incoming
from sla_core.store import matching
from sla_core.store.beside import NONE, Ints
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
    """What was found on the way: rows without a lead, and those whose id may stand twice."""

    unmatched: int
    suspects: Ints


@dataclass(frozen=True)
class Ground:
    """What the store was like when the file was read, at one version of its data.

    `first`: there is no row of the kind yet. `batch` is the next upload's number. `among` are the
    leads that rows can belong to.
    """

    version: int
    zone: str
    first: bool
    batch: int
    among: pa.Table | None = None


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
    kind, among = incoming.kind, ground.among
    matcher = None if among is None else matching.Matcher(incoming.system, among)
    fold = kind == "activities" and ground.first
    folding = Folding(among) if fold and among is not None else None
    ids, unmatched, read = Ids(), 0, 0

    def made_ready() -> Iterator[tuple[pa.Table, float]]:
        nonlocal unmatched
        for piece in incoming.pieces():
            rows = prepared(piece, kind, ground.zone)
            if matcher:
                found = matcher.match(rows)
                rows = rows.append_column("lead_id", pa.array(found, mask=found == NONE))
                unmatched += int(np.count_nonzero(found == NONE))
            ids.add(rows["external_id"])
            if folding:
                folding.add(rows)
            # The next piece is being read by the time that this one is told.
            yield rows, incoming.share

    for rows, share in ahead(made_ready()):
        stage.add(ROWS, lean(rows))
        read += rows.num_rows
        progress("reading", read, round(read / share) if share else None)
    if folding:
        facts = folding.facts().columns()
        stage.add(FACTS, pa.table({n: pa.array(c, mask=c == NONE) for n, c in facts.items()}))
    return Loaded(unmatched, ids.suspects())


def untold(step: str, rows: int, total: int | None) -> None:
    """Nobody is told."""


def ahead(things: Iterator[T]) -> Iterator[T]:
    """The same things, the next one made while this one is used."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, things, None)
        while (thing := coming.result()) is not None:
            coming = worker.submit(next, things, None)
            yield thing
