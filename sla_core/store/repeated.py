"""Several rows of one id in the same file: its newest version counts, the later line of equals."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.beside import Ints, beside
from sla_core.store.hashes import Hashes, hashed
from sla_core.store.source import Source
from sla_core.store.staging import PLACE


@dataclass(frozen=True)
class Repeated:
    """How many further rows of an id were taken out, and said the same or something else."""

    same: int = 0
    changed: int = 0

    @property
    def rules(self) -> tuple[str, ...]:
        """What is to be said of rows that said something else."""
        if not self.changed:
            return ()
        return (
            f"Rows whose id stands once more in the file and that say something else: {self.changed:,};"
            " of each id the row that was changed last counts, of equals the last in the file.",
        )

    @property
    def found(self) -> int:
        """How many were taken out."""
        return self.same + self.changed


class Ids:
    """The ids of a file's rows, piece by piece, as numbers that tell nearly all of them apart."""

    def __init__(self) -> None:
        self._hashes: list[Hashes] = []

    def add(self, ids: pa.ChunkedArray) -> None:
        """The next piece's."""
        self._hashes.append(hashed(ids))

    def suspects(self) -> Ints:
        """The places (1, 2, …) of all rows whose id may stand in another row too."""
        hashes = np.concatenate([np.empty(0, np.uint64), *self._hashes])
        ordered = np.sort(hashes)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        return np.flatnonzero(np.isin(hashes, twice)) + 1 if len(twice) else np.empty(0, np.int64)


def without_repeated(connection: Connection, source: Source, suspects: Ints) -> Repeated:
    """Leave one staged row per id."""
    if not len(suspects):
        return Repeated()
    stage = source.stage
    with beside(connection, "suspect", {"place": suspects}) as found:
        version = source.column("version_at").label("version")
        order = (stage.c.external_id, version, stage.c[PLACE])
        chosen = sa.select(stage, version).where(stage.c[PLACE].in_(sa.select(found.c.place)))
        rows = connection.execute(chosen.order_by(*order)).all()
    names = [c.key for c in stage.c]
    frame = pd.DataFrame(rows, columns=[*names, "version"], dtype=object)
    frame = frame[frame["external_id"].duplicated(keep=False)]
    beaten = frame[frame["external_id"].duplicated(keep="last")]
    same = int(frame.duplicated([name for name in names if name != PLACE]).sum())
    with beside(connection, "beaten", {"place": beaten[PLACE].to_numpy(np.int64)}) as found:
        connection.execute(sa.delete(stage).where(stage.c[PLACE].in_(sa.select(found.c.place))))
    return Repeated(same, len(beaten) - same)
