"""Leads read into columns, the CRM's own summary standing in where there are no activities."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sla_core import fields
from sla_core.metrics.columns import NEVER, Flags, Leads, Times
from sla_core.store.batches import in_force
from sla_core.store.prepare import local_days
from sla_core.store.tables import Batch, FollowUp, Lead
from sla_core.store.types import table_of

lead, batch, follow_up = table_of(Lead), table_of(Batch), table_of(FollowUp)
NAT = int(NEVER.astype(np.int64))
UNKNOWN = "unknown"
SUMMARY_IS_DATE = fields.date_only_bit("leads", "first_follow_up_at")

Raw = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class LeadFacts:
    """Where a lead's follow-up is from, place by place beside `Leads`.

    `folded`: from its activities. `unstated`: from the CRM's summary, which names no attempts, so
    that there was one if there was a first follow-up.
    """

    folded: Flags
    unstated: Flags


def plain(column: Any) -> sa.ColumnElement[int]:
    """A time column as the integer that it is."""
    return sa.type_coerce(column, sa.BigInteger)


def number(column: Any) -> sa.ColumnElement[int]:
    """A time or count as an integer; NaT's own integer where there is none."""
    return sa.func.coalesce(plain(column), NAT)


def read_leads(connection: Connection, zone: str) -> tuple[Leads, LeadFacts]:
    """All leads that count, by row id, duplicates merged into their survivors."""
    raw = _raw(connection)
    _add_up_duplicates(raw)
    raw = {name: column[raw["merged_into"] == NAT] for name, column in raw.items()}
    presented = _times(raw["hand_off_at"])
    folded = raw["attempts"] != NAT
    early, first, timed = _summary(raw, presented, zone)
    connected = np.where(np.isnat(first), presented, np.maximum(first, presented))
    leads = Leads(
        key=raw["id"],
        marketing=raw["origin"] == "marketing",
        tier=raw["tier"],
        source=raw["source"],
        owner=raw["owner"],
        team=raw["team"],
        qualified=_times(raw["delivered_at"]),
        presented=presented,
        presented_timed=raw["hand_off_timed"] == 1,
        assigned=_times(raw["assigned_at"]),
        closed_out=_times(raw["closed_at"]),
        returned=_times(raw["returned_at"]),
        return_reason=raw["return_reason"],
        first_follow_up=np.where(folded, _times(raw["first_follow_up_at"]), first),
        follow_up_timed=np.where(folded, raw["first_follow_up_timed"] == 1, timed),
        attempts=np.where(folded, raw["attempts"], _count(raw["crm_attempts"])),
        automated=np.where(folded, _count(raw["automated"]), 0),
        connected=np.where(
            folded,
            _times(raw["connected_at"]),
            np.where(raw["crm_connected"] == 1, connected, NEVER),
        ),
        pre_worked=folded & (_count(raw["pre_work"]) > 0),
        before_hand_off=~folded & early,
        has_follow_up_data=_has_data(connection, raw, folded),
        first_won=np.full(len(folded), NEVER),
        first_deal=np.full(len(folded), -1),
    )
    return leads, LeadFacts(folded, ~folded & (raw["crm_attempts"] == NAT))


def _raw(connection: Connection) -> Raw:
    closed = sa.func.coalesce(
        plain(lead.c.closed_out_at),
        # Closed from the moment that its export speaks about, and seen to be at that very moment.
        sa.case((lead.c.closed_by_status, plain(lead.c.version_at) - 1)),
    )
    texts: list[Any] = [lead.c.origin, lead.c.system, lead.c.tier]
    texts += [
        sa.func.coalesce(lead.c[name], UNKNOWN).label(name)
        for name in ("source", "owner", "team", "return_reason")
    ]
    numbers = ["id", "merged_into", "delivered_at", "hand_off_at", "assigned_at", "returned_at"]
    numbers += ["crm_first_follow_up_at", "crm_attempts", "dates_only"]
    facts = ["first_follow_up_at", "attempts", "automated", "connected_at", "pre_work"]
    columns = [*texts, number(closed).label("closed_at")]
    columns += [number(lead.c[name]).label(name) for name in numbers]
    columns += [number(follow_up.c[name]).label(name) for name in facts]
    flags = [lead.c.hand_off_timed, follow_up.c.first_follow_up_timed, lead.c.crm_connected]
    columns += [sa.case((flag, 1), else_=0).label(flag.name) for flag in flags]
    both = lead.outerjoin(follow_up, follow_up.c.lead_id == lead.c.id)
    rows = connection.execute(sa.select(*columns).select_from(both).order_by(lead.c.id)).all()
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    types = [object] * len(texts) + [np.int64] * (len(columns) - len(texts))
    return {
        column.name: np.array(values, dtype=kind)
        for column, values, kind in zip(columns, cells, types, strict=True)
    }


def _add_up_duplicates(raw: Raw) -> None:
    """A merged lead's summary counts for its survivor: the earliest, the sum, any connection."""
    merged = np.flatnonzero(raw["merged_into"] != NAT)
    if not len(merged):
        return
    heads = np.searchsorted(raw["id"], raw["merged_into"][merged])
    first = np.where(raw["crm_first_follow_up_at"] == NAT, np.inf, raw["crm_first_follow_up_at"])
    dated = (raw["dates_only"] & SUMMARY_IS_DATE) > 0
    for head, row in zip(heads, merged, strict=True):
        if (first[row], not dated[row]) < (first[head], not dated[head]):
            first[head] = first[row]
            raw["crm_first_follow_up_at"][head] = raw["crm_first_follow_up_at"][row]
            raw["dates_only"][head] ^= (
                raw["dates_only"][head] ^ raw["dates_only"][row]
            ) & SUMMARY_IS_DATE
        if raw["crm_attempts"][row] != NAT:
            raw["crm_attempts"][head] = max(raw["crm_attempts"][head], 0) + raw["crm_attempts"][row]
        raw["crm_connected"][head] |= raw["crm_connected"][row]


def _summary(raw: Raw, presented: Times, zone: str) -> tuple[Flags, Times, Flags]:
    """The CRM's own first follow-up: whether it lies before the hand-off, when, and if timed."""
    first = _times(raw["crm_first_follow_up_at"])
    there = ~np.isnat(first)
    timed = (raw["dates_only"] & SUMMARY_IS_DATE) == 0
    early = there & timed & (first < presented)
    dated = there & ~timed & ~np.isnat(presented)
    early[dated] = local_days(first[dated], zone) < local_days(presented[dated], zone)
    first = np.where(there & ~early & ~np.isnat(presented), np.maximum(first, presented), first)
    return early, first, timed


def _has_data(connection: Connection, raw: Raw, folded: Flags) -> Flags:
    """Whether the lead's system brought follow-up data: of its own, or matched to its leads."""
    brought = sa.select(batch.c.system).where(batch.c.follow_ups, in_force)
    systems = set(connection.scalars(brought))
    systems |= set(raw["system"][folded])
    known: Flags = np.isin(raw["system"].astype(str), sorted(systems))
    return known


def _times(micros: NDArray[np.int64]) -> Times:
    return micros.view("datetime64[us]")


def _count(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(values == NAT, 0, values)
