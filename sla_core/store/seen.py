"""Leads handed over to sales, with their follow-up as it was seen by a moment."""

from dataclasses import replace

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sla_core.metrics.columns import Flags, Leads, before, between
from sla_core.store.folding import FACTS, folded, touches
from sla_core.store.lead_columns import NAT, plain
from sla_core.store.snapshot import Snapshot
from sla_core.store.tables import Activity
from sla_core.store.types import table_of

COUNTED = ("attempts", "automated", "pre_work")

activity = table_of(Activity)


def presented(
    connection: Connection,
    snapshot: Snapshot,
    span: tuple[np.datetime64, np.datetime64],
    as_of: np.datetime64,
) -> Leads:
    """The leads handed over in the span and before the as-of, attempts counted up to it.

    Only leads of systems that brought follow-up data: of the others nothing is known.
    """
    leads = snapshot.leads
    inside = between(leads.presented, *span) & before(leads.presented, as_of)
    chosen = np.flatnonzero(inside & leads.has_follow_up_data)
    cut, folded = leads.where(chosen), snapshot.facts.folded[chosen]
    once = before(cut.first_follow_up, as_of).astype(np.int64)
    attempts = np.where(snapshot.facts.unstated[chosen], once, cut.attempts)
    cut = replace(cut, attempts=attempts)
    if not len(cut) or snapshot.last_activity < as_of:
        return cut
    return _as_of(connection, cut, folded, span, as_of)


def _as_of(
    connection: Connection,
    cut: Leads,
    folded: Flags,
    span: tuple[np.datetime64, np.datetime64],
    as_of: np.datetime64,
) -> Leads:
    """The leads with what their activities before the as-of say; CRM summaries stay."""
    found = _facts(connection, cut.key, span, as_of)
    first, connected = (
        found[name].view("datetime64[us]") for name in ("first_follow_up_at", "connected_at")
    )
    timed = found["first_follow_up_timed"] == 1
    count = {name: np.where(found[name] == NAT, 0, found[name]) for name in COUNTED}
    return replace(
        cut,
        first_follow_up=np.where(folded, first, cut.first_follow_up),
        follow_up_timed=np.where(folded, timed, cut.follow_up_timed),
        attempts=np.where(folded, count["attempts"], cut.attempts),
        automated=np.where(folded, count["automated"], cut.automated),
        connected=np.where(folded, connected, cut.connected),
        pre_worked=np.where(folded, count["pre_work"] > 0, cut.pre_worked),
    )


def _facts(
    connection: Connection,
    keys: NDArray[np.int64],
    span: tuple[np.datetime64, np.datetime64],
    as_of: np.datetime64,
) -> dict[str, NDArray[np.int64]]:
    """Facts folded again, in the order of the keys; NaT's integer where a lead has none."""
    begin, end, until = (int(at.astype(np.int64)) for at in (*span, as_of))
    found = folded(
        touches(
            connection,
            lambda head: sa.and_(plain(head.hand_off_at) >= begin, plain(head.hand_off_at) < end),
            plain(activity.c.at) < until,
        )
    )
    known = np.isin(found.head, keys)
    places = np.searchsorted(keys, found.head[known])
    aligned = {}
    for name in FACTS:
        aligned[name] = np.full(len(keys), NAT)
        aligned[name][places] = getattr(found, name)[known]
    return aligned
