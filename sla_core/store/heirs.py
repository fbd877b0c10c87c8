"""What stands in place of a batch's rows once it is gone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store import fingerprints, merging, repeats
from sla_core.store.beside import NONE, Ints, beside, distinct, ints
from sla_core.store.tables import OTHER, STANDING, Activity, Deal, Lead
from sla_core.store.types import Instant, table_of

lead = table_of(Lead)


@dataclass(frozen=True)
class Heirs:
    """The standing rows of a batch (`held` of them), by what comes of them.

    An earlier or later version (`versions`, beside `restored`) stands again; another batch
    (`batches`, beside `handed`) said the same; nobody else said them, and they are `gone`.
    """

    held: int
    restored: Ints
    versions: Ints
    handed: Ints
    batches: Ints
    gone: Ints

    @property
    def changed(self) -> Ints:
        """The rows that say something else afterwards, or nothing."""
        return distinct(self.restored, self.gone)


def found(connection: Connection, kind: str, batch: int) -> Heirs:
    """Who stands when the batch is gone; its other versions are taken away already.

    Rows that were said again and have versions too are written out, so that the newest can be told.
    """
    table = table_of(STANDING[kind])
    repeats.forget_all(connection, batch)
    standing = sa.select(table.c.id).where(table.c.batch_id == batch)
    (before,) = ints(connection, standing)
    rows, _ = _versions(connection, kind, batch)
    repeats.write_out(connection, kind, distinct(rows))
    other = table_of(OTHER[kind])
    connection.execute(sa.delete(other).where(other.c.batch_id == batch))
    rows, versions = _versions(connection, kind, batch)
    newest = np.flatnonzero(np.diff(rows, append=NONE) != 0)
    (held,) = ints(connection, standing)
    left = held[~np.isin(held, rows)]
    handed, batches = _said_by_others(connection, kind, left)
    gone = left[~np.isin(left, handed)]
    return Heirs(len(before), rows[newest], versions[newest], handed, batches, gone)


def installed(connection: Connection, kind: str, heirs: Heirs) -> None:
    """Let the heirs stand, and take away the rows that nobody else said."""
    _restore(connection, kind, heirs)
    _hand_over(connection, kind, heirs)
    fingerprints.forget(connection, kind, heirs.changed)
    _remove(connection, kind, heirs.gone)


def _versions(connection: Connection, kind: str, batch: int) -> tuple[Ints, Ints]:
    """The batch's standing rows that others said otherwise, each beside those, the newest last."""
    table, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    same = sa.and_(
        other.c.external_id == table.c.external_id,
        other.c.system == table.c.system,
        other.c.batch_id != batch,
    )
    query = sa.select(table.c.id, other.c.id).select_from(table.join(other, same))
    order = (table.c.id, other.c.version_at, other.c.batch_id)
    rows, versions = ints(connection, query.where(table.c.batch_id == batch).order_by(*order))
    return rows, versions


def _said_by_others(connection: Connection, kind: str, ids: Ints) -> tuple[Ints, Ints]:
    """Those of the sorted ids that were said again, and the batch that said them last.

    Last is the latest upload where the row says when it changed, else the one that speaks about the
    latest moment.
    """
    by_number, by_age = np.full(len(ids), NONE), np.full(len(ids), NONE)
    sayings = list(repeats.sayings(connection, kind)) if len(ids) else []
    for saying in sayings:
        by_number[np.isin(ids, saying.ids)] = saying.batch
    for saying in sorted(sayings, key=lambda s: (s.data_as_of, s.batch)):
        by_age[np.isin(ids, saying.ids)] = saying.batch
    said = by_number != NONE
    table = table_of(STANDING[kind])
    undated = np.empty(0, np.int64)
    if said.any():
        with beside(connection, "said", {"row": ids[said]}) as rows:
            chosen = table.c.id.in_(sa.select(rows.c.row))
            query = sa.select(table.c.id).where(chosen, table.c.modified_at.is_(None))
            (undated,) = ints(connection, query)
    batches = np.where(np.isin(ids, undated), by_age, by_number)
    for saying in sayings:
        own = ids[batches == saying.batch]
        if (chosen_ids := own[np.isin(own, saying.ids)]).size:
            repeats.forget(connection, saying, chosen_ids)
    return ids[said], batches[said]


def _restore(connection: Connection, kind: str, heirs: Heirs) -> None:
    """Versions become what stands."""
    if not len(heirs.restored):
        return
    table, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    pairs = {"row": heirs.restored, "version": heirs.versions}
    with beside(connection, "restored", pairs) as rows:
        values: dict[str, Any] = {c.name: other.c[c.name] for c in other.c if c.name != "id"}
        if kind == "leads":
            values |= {"merged_into": sa.null(), "delivered_at": other.c.qualified_at}
            values |= {"hand_off_at": other.c.presented_at}
            values |= {"hand_off_timed": merging.hand_off_timed(other.c.dates_only)}
        connection.execute(
            sa.update(table)
            .where(table.c.id == rows.c.row, other.c.id == rows.c.version)
            .values(values)
        )
        connection.execute(sa.delete(other).where(other.c.id.in_(sa.select(rows.c.version))))


def _hand_over(connection: Connection, kind: str, heirs: Heirs) -> None:
    """The same content is now another batch's."""
    if not len(heirs.handed):
        return
    table, batch = table_of(STANDING[kind]), repeats.batch
    said_at = sa.func.coalesce(table.c.modified_at, batch.c.data_as_of, type_=Instant)
    with beside(connection, "handed", {"row": heirs.handed, "batch": heirs.batches}) as rows:
        connection.execute(
            sa.update(table)
            .where(table.c.id == rows.c.row, batch.c.id == rows.c.batch)
            .values(batch_id=rows.c.batch, version_at=said_at)
        )


def _remove(connection: Connection, kind: str, gone: Ints) -> None:
    """Take rows away; what pointed to a lead among them points to none."""
    if not len(gone):
        return
    with beside(connection, "gone", {"row": gone}) as rows:
        ids = sa.select(rows.c.row)
        if kind == "leads":
            for model, link in ((Lead, "merged_into"), (Deal, "lead_id"), (Activity, "lead_id")):
                table = table_of(model)
                pointing = sa.update(table).where(table.c[link].in_(ids))
                connection.execute(pointing.values({link: sa.null()}))
        table = table_of(STANDING[kind])
        connection.execute(sa.delete(table).where(table.c.id.in_(ids)))
