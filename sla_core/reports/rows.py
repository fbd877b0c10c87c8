"""The rows behind a figure: the leads and deals that it counted, as their CRM and we know them.

Each function takes the store as it was read already, or reads it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from sla_core import money
from sla_core.agreement import model
from sla_core.agreement.model import Agreement
from sla_core.metrics.columns import NEVER, Flags, Leads, Times, before, between
from sla_core.metrics.depth import standing
from sla_core.metrics.speed import waits
from sla_core.periods import as_instant, instant
from sla_core.reports.build import depth_goals, speed_goals
from sla_core.reports.review import Review
from sla_core.store import agreements, details, snapshot
from sla_core.store.engine import Connection, Engine, reading
from sla_core.store.seen import presented
from sla_core.store.snapshot import Snapshot

Won = Literal["marketing", "first", "all"]
"""All of marketing's won deals; of each customer the first; or everybody's."""
State = Literal["all", "followed up", "untouched", "overdue", "unconnected"]
Property = Literal["tier", "source", "owner", "team"]


@dataclass(frozen=True)
class Which:
    """Which rows: of the days from `start` to before `end` (the whole period where None).

    `group` is a property and its value, `team` narrows to one team, `state` to leads that stand so,
    `won` to some of the deals won.
    """

    start: date | None = None
    end: date | None = None
    group: tuple[Property, str] | None = None
    team: str | None = None
    state: State = "all"
    won: Won = "marketing"


def qualified(
    engine: Engine, review: Review, which: Which, data: Snapshot | None = None
) -> pd.DataFrame:
    """The marketing leads that count as delivered in these days, the newest last."""
    with reading(engine) as connection:
        data = data or snapshot.load(connection)
        leads = data.leads.where(data.leads.marketing)
        as_of = as_instant(review.as_of)
        inside = between(leads.qualified, *_span(review, which)) & before(leads.qualified, as_of)
        leads = _narrowed(leads.where(inside), which)
        leads = leads.where(np.argsort(leads.qualified, kind="stable"))
        frame = _known(connection, leads, review.zone)
        won = _local(_seen(leads.first_won, as_of), review.zone)
        frame.insert(len(frame.columns) - 2, "won", won)
    return frame


def handed_over(
    engine: Engine, review: Review, which: Which, data: Snapshot | None = None
) -> pd.DataFrame:
    """The marketing leads handed over to sales in these days, the longest ago first.

    `hours` is the response time, or the wait so far of an untouched lead, on the agreement's clock;
    empty where there is no time of day. No rows where there is no follow-up data.
    """
    with reading(engine) as connection:
        data = data or snapshot.load(connection)
        agreed = model.in_force(agreements.versions(connection), review.period.start)
        leads, hours = _followed(connection, data, review, which, agreed)
        frame = _known(connection, leads, review.zone)
        as_of = as_instant(review.sales.as_of or review.as_of)
        told = {
            "first follow-up": _local(_seen(leads.first_follow_up, as_of), review.zone),
            "hours": hours,
            "attempts": leads.attempts,
            "connected": _local(_seen(leads.connected, as_of), review.zone),
        }
        for place, (name, cells) in enumerate(told.items(), start=len(frame.columns) - 3):
            frame.insert(place, name, cells)
    return frame


def won_deals(
    engine: Engine, review: Review, which: Which, data: Snapshot | None = None
) -> pd.DataFrame:
    """The deals won in these days that count as money, the newest last; money in major units."""
    with reading(engine) as connection:
        data = data or snapshot.load(connection)
        deals = data.deals.where(_won(data, which.won))
        closed = between(deals.closed, *_span(review, which))
        deals = deals.where(closed & before(deals.closed, as_instant(review.as_of)))
        found = details.of_deals(connection, deals.key)
    major = [float(money.to_major(int(cents), review.currency)) for cents in deals.amount]
    columns = {
        "deal id": found["external_id"].to_numpy(),
        "e-mail": found["email"].to_numpy(),
        "owner": found["owner"].to_numpy(),
        "stage": found["stage"].to_numpy(),
        "origin": np.where(deals.marketing, "marketing", "sales"),
        "closed": _local(deals.closed, review.zone),
        "amount": major,
        "currency": found["currency"].to_numpy(),
        "file": found["file"].to_numpy(),
        "upload": found["batch"].to_numpy(),
    }
    return pd.DataFrame(columns)


def _won(data: Snapshot, which: Won) -> Flags:
    """The won deals with an amount that are asked for."""
    counted = data.deals.won & data.deals.counted
    if which == "all":
        return counted
    if which == "marketing":
        return counted & data.deals.marketing
    ours = data.leads.marketing & ~np.isnat(data.leads.first_won)
    return counted & np.isin(np.arange(len(data.deals)), data.leads.first_deal[ours])


def _followed(
    connection: Connection,
    data: Snapshot,
    review: Review,
    which: Which,
    agreed: Agreement | None,
) -> tuple[Leads, Any]:
    """The leads handed over, as sales' figures saw them, with their hours."""
    if review.sales.as_of is None:
        return Leads.none(), np.array([])
    as_of = as_instant(review.sales.as_of)
    leads = presented(connection, data, _span(review, which), as_of)
    leads = _narrowed(leads.where(leads.marketing), which)
    wait = waits(leads, as_of, speed_goals(agreed))
    states: dict[State, Flags] = {
        "all": np.ones(len(leads), bool),
        "followed up": wait.answered,
        "untouched": wait.untouched,
        "overdue": wait.untouched & wait.due,
        "unconnected": standing(leads, as_of, depth_goals(agreed)).unconnected,
    }
    kept = np.flatnonzero(states[which.state])
    kept = kept[np.argsort(leads.presented[kept], kind="stable")]
    hours = np.where(wait.measurable, wait.hours, np.nan)[kept]
    return leads.where(kept), hours


def _narrowed(leads: Leads, which: Which) -> Leads:
    if which.group:
        name, value = which.group
        leads = leads.where(getattr(leads, name) == value)
    return leads.where(leads.team == which.team) if which.team else leads


def _known(connection: Connection, leads: Leads, zone: str) -> pd.DataFrame:
    """What there is to say of a lead on either side; times in the workspace's zone."""
    found = details.of_leads(connection, leads.key)
    columns = {
        "lead id": found["external_id"].to_numpy(),
        "e-mail": found["email"].to_numpy(),
        "tier": leads.tier,
        "source": leads.source,
        "owner": leads.owner,
        "team": leads.team,
        "qualified": _local(leads.qualified, zone),
        "presented": _local(leads.presented, zone),
        "status": found["status"].to_numpy(),
        "file": found["file"].to_numpy(),
        "upload": found["batch"].to_numpy(),
    }
    return pd.DataFrame(columns)


def _span(review: Review, which: Which) -> tuple[np.datetime64, np.datetime64]:
    start, end = which.start or review.period.start, which.end or review.period.end
    return instant(start, review.zone), instant(end, review.zone)


def _local(times: Times, zone: str) -> "pd.Series[Any]":
    return pd.Series(times).dt.tz_localize("UTC").dt.tz_convert(zone)


def _seen(times: Times, as_of: np.datetime64) -> Times:
    """The times that lie before the as-of moment; what lies later is not known yet."""
    return np.where(before(times, as_of), times, NEVER)
