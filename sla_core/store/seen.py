"""Leads handed over to sales, with their follow-up as it was seen by a moment."""

from dataclasses import replace

import numpy as np
import pandas as pd
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sla_core.metrics.columns import Flags, Leads, Times, before, between
from sla_core.store.folding import facts
from sla_core.store.lead_columns import NAT, number, plain
from sla_core.store.snapshot import Snapshot
from sla_core.store.tables import Activity, Lead
from sla_core.store.types import table_of

activity, lead = table_of(Activity), table_of(Lead)
FOLDED = ("first", "attempts", "automated", "pre_work", "connected_at")


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
    first, timed = _unfolded(found["first"])
    count = {name: np.where(found[name] == NAT, 0, found[name]) for name in FOLDED}
    connected = found["connected_at"].view("datetime64[us]")
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
    heads = lead.alias("head")
    begin, end, until = (int(at.astype(np.int64)) for at in (*span, as_of))
    hand_off = plain(heads.c.hand_off_at)
    handed = (hand_off >= begin, hand_off < end, plain(activity.c.at) < until)
    found = facts(*handed, heads=heads).subquery()
    query = sa.select(found.c.head, *(number(found.c[name]) for name in FOLDED))
    rows = pd.DataFrame(connection.execute(query).all(), columns=["head", *FOLDED])
    aligned = rows.astype("int64").set_index("head").reindex(keys, fill_value=NAT)
    return {name: aligned[name].to_numpy(copy=True) for name in FOLDED}


def _unfolded(first: NDArray[np.int64]) -> tuple[Times, Flags]:
    """Instant and "has a time of day", from twice the instant plus that flag."""
    none = first == NAT
    instants = np.where(none, NAT, first // 2).view("datetime64[us]")
    return instants, ~none & (first % 2 == 1)
