"""What standing rows say, as a number each: rows that a file says again are known without comparing.

The numbers are kept as a log of what loads and undos left standing; the latest entry on a row
counts. A row without one is compared cell by cell, so that entries may be missing but never wrong.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sla_core.store.beside import NONE, Ints, distinct
from sla_core.store.hashes import hashed, mixed
from sla_core.store.repeats import packed, unpacked
from sla_core.store.tables import OTHER, Fingerprint
from sla_core.store.types import table_of

Prints = NDArray[np.uint64]

NOTHING = np.uint64(0)
"""The number of a row whose content is not known by a number."""
NOT_SAID = {"id", "batch_id", "version_at", "moment_at", "system"}
"""Columns that a row has beside what its file says of it."""
WHOLE = 1 << 62
MOST_ENTRIES = 100
fingerprint = table_of(Fingerprint)


def said(kind: str) -> tuple[str, ...]:
    """The columns that hold what a file says of a row."""
    return tuple(c.name for c in table_of(OTHER[kind]).c if c.name not in NOT_SAID)


def taken(rows: pa.Table, kind: str, system: str) -> Prints:
    """The number of each row, as `prepared` or as it stands; a blank cell and none are the same.

    64 bits: that a new row is taken for one of n that stand has a chance of n / 2**64.
    """
    found = np.full(rows.num_rows, _seed(system))
    for name in said(kind):
        if name in rows.column_names:
            found += _of_column(rows[name], name)
    if kind == "leads":
        # When these are closed depends on which file says it.
        found[pc.fill_null(rows["closed_by_status"].cast(pa.bool_()), False).to_numpy()] = NOTHING
    return found


@dataclass(frozen=True)
class Standing:
    """The numbers of the rows that stand, in order, beside the rows' ids."""

    prints: Prints
    ids: Ints

    def same(self, prints: Prints) -> Ints:
        """For each number the id of the standing row that says the same; NONE where none does."""
        # In their order the wanted ones are found close to each other.
        order = np.argsort(prints)
        wanted = prints[order]
        places = np.searchsorted(self.prints, wanted)
        places[places == len(self.prints)] = 0
        there = (self.prints[places] == wanted) & (wanted != NOTHING)
        found = np.full(len(prints), NONE)
        found[order] = np.where(there, self.ids[places], NONE)
        return found


def standing(connection: Connection, kind: str) -> Standing | None:
    """The numbers of the rows of the kind that stand; None where none is known."""
    prints = _newest(connection, kind)
    ids = np.flatnonzero(prints)
    if not len(ids):
        return None
    order = np.argsort(prints[ids])
    return Standing(prints[ids][order], ids[order])


def note(connection: Connection, kind: str, ids: Ints, prints: Prints) -> None:
    """Remember what these rows say now; in any order."""
    if np.any(ids[1:] <= ids[:-1]):
        order = np.argsort(ids)
        ids, prints = ids[order], prints[order]
    _enter(connection, kind, ids, prints)


def forget(connection: Connection, kind: str, ids: Ints) -> None:
    """These rows say something else now, or are gone."""
    if len(ids) and connection.scalar(sa.select(sa.exists(_entries(kind)))):
        _enter(connection, kind, distinct(ids), None)


def forget_all(connection: Connection, kind: str | None = None) -> None:
    """No row's number is known any more."""
    which = sa.true() if kind is None else fingerprint.c.kind == kind
    connection.execute(sa.delete(fingerprint).where(which))


def numbers(connection: Connection, kind: str) -> tuple[Ints, Prints]:
    """The ids of rows whose numbers are known, in order, and the numbers."""
    prints = _newest(connection, kind)
    ids = np.flatnonzero(prints)
    return ids, prints[ids]


def _enter(connection: Connection, kind: str, ids: Ints, prints: Prints | None) -> None:
    if not len(ids):
        return
    told = None if prints is None else prints.tobytes()
    values = {"kind": kind, "rows": packed(ids), "prints": told}
    connection.execute(fingerprint.insert().values(values))
    count = sa.select(sa.func.count()).select_from(_entries(kind).subquery())
    if (connection.scalar(count) or 0) > MOST_ENTRIES:
        found = numbers(connection, kind)
        forget_all(connection, kind)
        _enter(connection, kind, *found)


def _entries(kind: str) -> sa.Select[tuple[int]]:
    return sa.select(fingerprint.c.id).where(fingerprint.c.kind == kind)


def _newest(connection: Connection, kind: str) -> Prints:
    """The newest number of each row, by its id."""
    columns = (fingerprint.c.rows, fingerprint.c.prints)
    query = sa.select(*columns).where(fingerprint.c.kind == kind).order_by(fingerprint.c.id)
    found = np.zeros(0, np.uint64)
    for rows, prints in connection.execute(query):
        ids = unpacked(rows)
        if ids[-1] >= len(found):
            found = np.concatenate([found, np.zeros(ids[-1] + 1 - len(found), np.uint64)])
        found[ids] = NOTHING if prints is None else np.frombuffer(prints, np.uint64)
    return found


def _of_column(cells: pa.ChunkedArray, name: str) -> Prints:
    """What each cell adds to its row's number: nothing where it is blank."""
    seed = _seed(name)
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        found = mixed(hashed(cells.cast(pa.string()), WHOLE) ^ seed)
    else:
        plain = pc.fill_null(cells.cast(pa.int64()), 0).to_numpy()
        found = mixed(plain.view(np.uint64) ^ seed)
        if name == "dates_only":
            found[plain == 0] = NOTHING
    if cells.null_count:
        found[cells.is_null().to_numpy()] = NOTHING
    return found


def _seed(name: str) -> np.uint64:
    seed: np.uint64 = mixed(hashed(pa.array([name]), WHOLE))[0]
    return seed
