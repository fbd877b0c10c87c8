"""Rows that a later upload said again, word for word: remembered per batch by their ids.

Such a saying is a version like any other, and only not written as a row: its content is what
stands, its time is the row's own last change, else the moment that its file speaks about. It is
written out as a row before what stands there changes.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.beside import Ints, beside, distinct
from sla_core.store.tables import OTHER, STANDING, Batch, SaidAgain
from sla_core.store.types import Instant, table_of

batch = table_of(Batch)
said_again = table_of(SaidAgain)
WIDTHS = (np.uint8, np.uint16, np.uint32)
HEAD = "<Bq"
"""Before the differences: how many bytes each has, and the first id."""


@dataclass(frozen=True)
class Saying:
    """Rows that one batch said again, by their sorted ids."""

    number: int
    batch: int
    data_as_of: datetime
    ids: Ints


def note(connection: Connection, batch_id: int, ids: Ints) -> None:
    """Remember that the batch says of these standing rows what stands; in any order.

    Of each of them the batch must not have said anything else.
    """
    if len(ids):
        values = {"batch_id": batch_id, "rows": packed(distinct(ids))}
        connection.execute(said_again.insert().values(values))


def sayings(connection: Connection, kind: str) -> Iterator[Saying]:
    """What the batches of the kind said again, in the order of the batches."""
    found = connection.execute(
        sa.select(said_again.c.id, batch.c.id, batch.c.data_as_of, said_again.c.rows)
        .join(batch, batch.c.id == said_again.c.batch_id)
        .where(batch.c.kind == kind)
        .order_by(batch.c.id, said_again.c.id)
    )
    for number, batch_id, data_as_of, rows in found.all():
        yield Saying(number, batch_id, data_as_of, unpacked(rows))


def said_by(connection: Connection, batch_id: int) -> Ints:
    """The standing rows that the batch said again."""
    rows = connection.scalars(sa.select(said_again.c.rows).where(said_again.c.batch_id == batch_id))
    return np.concatenate([np.empty(0, np.int64), *map(unpacked, rows)])


def write_out(connection: Connection, kind: str, ids: Ints | None) -> None:
    """Write what was said again of these standing rows (of all where None) as rows of their own.

    The ids are in order, each once.
    """
    for saying in sayings(connection, kind):
        chosen = saying.ids if ids is None else ids[np.isin(ids, saying.ids)]
        if len(chosen):
            forget(connection, saying, chosen)
            _write(connection, kind, saying, chosen)


def forget(connection: Connection, saying: Saying, ids: Ints) -> None:
    """Take these ids out of what was said again."""
    left = np.setdiff1d(saying.ids, ids, assume_unique=True)
    own = said_again.c.id == saying.number
    if len(left):
        connection.execute(sa.update(said_again).where(own).values(rows=packed(left)))
    else:
        connection.execute(sa.delete(said_again).where(own))


def forget_all(connection: Connection, batch_id: int) -> None:
    """The batch said nothing again."""
    connection.execute(sa.delete(said_again).where(said_again.c.batch_id == batch_id))


def packed(ids: Ints) -> bytes:
    """Sorted ids as compressed differences: those of a whole file in a row take next to nothing."""
    steps = np.diff(ids)
    width = next((w for w in WIDTHS if steps.max(initial=0) <= np.iinfo(w).max), np.int64)
    head = struct.pack(HEAD, np.dtype(width).itemsize, ids[0])
    return head + zlib.compress(steps.astype(width).tobytes(), 1)


def unpacked(rows: bytes) -> Ints:
    """The ids of `packed`."""
    width, first = struct.unpack_from(HEAD, rows)
    steps = np.frombuffer(zlib.decompress(rows[struct.calcsize(HEAD) :]), f"u{width}")
    return np.cumsum(np.concatenate([[first], steps]), dtype=np.int64)


def _write(connection: Connection, kind: str, saying: Saying, ids: Ints) -> None:
    """The newest of what stands and what was said again stands; the other is kept as a version."""
    table, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    said_at = sa.func.coalesce(table.c.modified_at, sa.literal(saying.data_as_of, Instant))
    newer = sa.or_(
        said_at > table.c.version_at,
        sa.and_(said_at == table.c.version_at, table.c.batch_id < saying.batch),
    )
    beaten = {
        "version_at": sa.case((newer, table.c.version_at), else_=said_at),
        "batch_id": sa.case((newer, table.c.batch_id), else_=saying.batch),
    }
    names = [c.name for c in other.c if c.name != "id"]
    with beside(connection, "said_out", {"row": ids}) as rows:
        # Not a join: for that the embedded database looks at every row that stands.
        chosen = table.c.id.in_(sa.select(rows.c.row))
        content = sa.select(*(beaten.get(n, table.c[n]) for n in names)).where(chosen)
        connection.execute(other.insert().from_select(names, content))
        connection.execute(
            sa.update(table).where(chosen, newer).values(version_at=said_at, batch_id=saying.batch)
        )
