"""What taking an upload back would do, told before it is done."""

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store import repeats
from sla_core.store.batches import NO_BATCH
from sla_core.store.beside import Ints, ints
from sla_core.store.engine import reading
from sla_core.store.tables import OTHER, STANDING, Batch
from sla_core.store.types import table_of
from sla_core.store.undo import Undone

batch = table_of(Batch)


def foretold(engine: Engine, number: int) -> Undone:
    """What `undo` would answer as the store stands now; nothing is written.

    Refused where there is no such batch.
    """
    with reading(engine) as connection:
        columns = (batch.c.file, batch.c.kind)
        row = connection.execute(sa.select(*columns).where(batch.c.id == number)).one_or_none()
        if row is None:
            raise Refused(NO_BATCH.format(number))
        held, others = _held(connection, row.kind, number)
    gone = int(np.count_nonzero(~others))
    return Undone(number, row.file, gone, len(held) - gone)


def _held(connection: Connection, kind: str, number: int) -> tuple[Ints, NDArray[np.bool_]]:
    """The standing rows of the batch, and which of them another upload said too."""
    table, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    own = table.c.batch_id == number
    (held,) = ints(connection, sa.select(table.c.id).where(own).order_by(table.c.id))
    same = sa.and_(
        other.c.external_id == table.c.external_id,
        other.c.system == table.c.system,
        other.c.batch_id != number,
    )
    (otherwise,) = ints(connection, sa.select(table.c.id).join(other, same).where(own).distinct())
    said = np.isin(held, otherwise)
    for saying in repeats.sayings(connection, kind):
        if saying.batch != number:
            said |= np.isin(held, saying.ids)
    return held, said
