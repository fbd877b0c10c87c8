"""Raw rows as leads, deals and activities: fallbacks, merged duplicates, matched owners."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle.times import Stamp, stamp, until

Row = dict[str, Any]
DUPLICATE_WITHIN = timedelta(hours=24)


@dataclass(eq=False)
class Lead:
    """A lead; `head` is the lead it is merged into (itself where it is none's duplicate).

    `members` are the rows that a head stands for, itself the first.
    """

    lead_id: str
    contact_id: str
    email: str
    origin: str
    tier: str
    source: str
    qualified: Stamp | None
    presented: Stamp | None
    closed: datetime | None
    closed_by_status: bool
    returned: datetime | None
    first_follow_up: Stamp | None
    attempts: int | None
    connected: bool
    head: "Lead" = field(init=False)
    members: list["Lead"] = field(init=False)

    def __post_init__(self) -> None:
        self.head = self
        self.members = [self]

    def is_closed(self, as_of: datetime) -> bool:
        """Closed as seen then; a status without a time is seen at its own moment already."""
        if self.closed is None:
            return False
        return self.closed < as_of or (self.closed_by_status and self.closed == as_of)


@dataclass(frozen=True)
class Deal:
    """A won deal with its close; `amount` None where it is blank or in another currency."""

    deal_id: str
    lead: Lead | None
    origin: str
    amount: Fraction | None
    closed: Stamp


@dataclass(frozen=True)
class Activity:
    """One touch and the lead it belongs to."""

    lead: Lead
    at: Stamp
    inbound: bool
    outcome: str
    automated: bool


def text(row: Row, name: str) -> str:
    """A text cell, trimmed; empty where blank or absent."""
    return (row.get(name) or "").strip()


def read_leads(rows: list[Row], zone: str, data_as_of: datetime | None) -> list[Lead]:
    """Every row as a lead, duplicates pointing to the lead they are merged into."""
    leads = [_lead(row, zone, data_as_of) for row in rows]
    for same_email in _by(leads, "email").values():
        _merge(same_email)
    return leads


def _by(leads: list[Lead], key: str) -> dict[str, list[Lead]]:
    found: dict[str, list[Lead]] = {}
    for lead in leads:
        if getattr(lead, key):
            found.setdefault(getattr(lead, key), []).append(lead)
    return found


def _lead(row: Row, zone: str, data_as_of: datetime | None) -> Lead:
    created = stamp(row.get("created_at"), zone)
    qualified = stamp(row["qualified_at"], zone) if "qualified_at" in row else created
    presented = stamp(row["presented_at"], zone) if "presented_at" in row else qualified
    closed, by_status = _closing(row, zone, data_as_of)
    returned = stamp(row.get("returned_at"), zone)
    return Lead(
        lead_id=text(row, "lead_id"),
        contact_id=text(row, "contact_id"),
        email=text(row, "email").lower(),
        origin=text(row, "origin") or "marketing",
        tier=text(row, "tier") or "unrated",
        source=text(row, "source") or "unknown",
        qualified=qualified,
        presented=presented,
        closed=closed,
        closed_by_status=by_status,
        returned=returned.at if returned else None,
        first_follow_up=stamp(row.get("first_follow_up_at"), zone),
        attempts=row.get("attempts"),
        connected=bool(row.get("connected")),
    )


def _closing(row: Row, zone: str, data_as_of: datetime | None) -> tuple[datetime | None, bool]:
    closed = stamp(row.get("closed_out_at"), zone)
    if closed:
        return closed.at, False
    words = text(row, "status").lower().replace("-", " ").split()
    if "closed" not in words and "lost" not in words:
        return None, False
    modified = stamp(row.get("modified_at"), zone)
    return (modified.at if modified else data_as_of), True


def _merge(same_email: list[Lead]) -> None:
    presented = [(lead.presented, lead) for lead in same_email if lead.presented]
    head: Lead | None = None
    head_at: datetime | None = None
    for at, lead in sorted(presented, key=lambda pair: (pair[0].at, pair[1].lead_id)):
        if head is None or head_at is None or not _is_duplicate(at.at, head, head_at):
            head, head_at = lead, at.at
            continue
        lead.head = head
        head.members.append(lead)
        # The head is presented first by the order of the walk, so only this can be earlier.
        head.qualified = earliest(head.qualified, lead.qualified)


def _is_duplicate(at: datetime, head: Lead, head_at: datetime) -> bool:
    still_open = head.closed is None or head.closed > at
    return at - head_at <= DUPLICATE_WITHIN and still_open


def earliest(one: Stamp | None, other: Stamp | None) -> Stamp | None:
    """The earlier of two moments; of equals the first; a missing one loses."""
    if one is None or other is None:
        return one or other
    return other if other.at < one.at else one


class Directory:
    """All leads by lead id, contact id and e-mail."""

    def __init__(self, leads: list[Lead]) -> None:
        self.keys = {key: _by(leads, key) for key in ("lead_id", "contact_id", "email")}


def owner(row: Row, leads: Directory, at: datetime | None) -> Lead | None:
    """The lead that a deal or activity belongs to: lead id, else contact id, else e-mail."""
    for key, known in leads.keys.items():
        wanted = text(row, key).lower() if key == "email" else text(row, key)
        found = known.get(wanted)
        if found:
            return _episode(found, at).head
    return None


def _episode(found: list[Lead], at: datetime | None) -> Lead:
    ordered = sorted(found, key=lambda lead: lead.lead_id)
    presented = [(lead.presented.at, lead) for lead in ordered if lead.presented]
    if not presented:
        return ordered[0]
    before = [pair for pair in presented if at is not None and pair[0] <= at]
    chosen = max(before, key=lambda p: p[0]) if before else min(presented, key=lambda p: p[0])
    return chosen[1]


def read_deals(rows: list[Row], leads: list[Lead], zone: str, currency: str | None) -> list[Deal]:
    """The won deals that have a close, each with the lead that stands after merging."""
    won = [row for row in rows if row.get("outcome") == "won" and row.get("closed_at")]
    known = Directory(leads)
    return [_deal(row, known, zone, currency) for row in won]


def _deal(row: Row, leads: Directory, zone: str, currency: str | None) -> Deal:
    closed = stamp(row["closed_at"], zone)
    assert closed is not None
    created = stamp(row.get("created_at"), zone)
    lead = owner(row, leads, until(created or closed))
    own = text(row, "origin") or "sales"
    amount: Decimal | None = row.get("amount")
    theirs = text(row, "currency").upper()
    counted = amount is not None and (not theirs or currency is None or theirs == currency)
    return Deal(
        deal_id=text(row, "deal_id"),
        lead=lead,
        origin=lead.origin if lead else own,
        amount=Fraction(amount) if counted and amount is not None else None,
        closed=closed,
    )


def read_activities(rows: list[Row], leads: list[Lead], zone: str) -> list[Activity]:
    """The activities that match a lead, whatever their time."""
    found = []
    known = Directory(leads)
    for row in rows:
        at = stamp(row.get("at"), zone)
        lead = owner(row, known, until(at) if at else None)
        if lead is None or at is None:
            continue
        inbound = row.get("direction") == "inbound"
        outcome = text(row, "outcome") or "not_connected"
        found.append(Activity(lead, at, inbound, outcome, bool(row.get("automated"))))
    return found
