"""Stores in which what was said again is remembered as such, and not as versions."""

from collections import defaultdict
from typing import Any

import numpy as np
import sqlalchemy as sa

from sla_core.store import repeats
from sla_core.store.engine import Connection, Engine, writing
from sla_core.store.tables import OTHER, STANDING
from sla_core.store.types import table_of

TOLD_APART = {"id", "batch_id", "version_at"}


def condense(engine: Engine) -> int:
    """Note every version that says what stands as said again, the earliest batch's row standing.

    How many versions were noted so.
    """
    with writing(engine) as connection:
        return sum(_condense(connection, kind) for kind in STANDING)


def _condense(connection: Connection, kind: str) -> int:
    table, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    names = [c.name for c in other.c if c.name not in TOLD_APART]
    versions: dict[Any, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(other)).all():
        versions[tuple(getattr(row, n) for n in names)].append(row)
    notes: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(sa.select(table)).all():
        group = [row, *versions[tuple(getattr(row, n) for n in names)]]
        first = row if kind == "leads" and row.closed_by_status else min(group, key=_batch)
        for one in group:
            if one is not row:
                connection.execute(sa.delete(other).where(other.c.id == one.id))
            if one is not first:
                notes[one.batch_id].append(row.id)
        standing = {"batch_id": first.batch_id, "version_at": first.version_at}
        connection.execute(sa.update(table).where(table.c.id == row.id).values(standing))
    for batch, ids in notes.items():
        repeats.note(connection, batch, np.array(ids[::-1], np.int64))
    return sum(map(len, notes.values()))


def _batch(row: Any) -> int:
    number: int = row.batch_id
    return number
