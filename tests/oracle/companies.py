"""Random small companies: their exports, their agreement, and what a report of them asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.oracle.agreements import agreements
from tests.oracle.promises import Version
from tests.oracle.rows import Row
from tests.oracle.times import Span, begins, span

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
PERIODS = (
    ("2026-03", 1),
    ("2026-10", 1),
    ("2026-11", 4),
    ("2026-Q1", 1),
    ("2026-Q2", 4),
    ("2027-Q1", 7),
    ("2026", 1),
)
EMAILS = ("ann@x.example", " Ann@X.example ", "bob@y.example", "cyd@z.example")
CONTACTS = ("C1", "C2", "C3", "C4", "C5")
TIERS = ("CEO", "director", "manager")
SOURCES = ("web", "fair", "referral")
STATUSES = ("open", "working", "closed", "Closed - Not Converted", "lost")
DAY = 24 * 60
SUMMARY = ("first_follow_up_at", "attempts", "connected")


@dataclass(frozen=True)
class Company:
    """Exports as rows, and the report's other inputs; each file speaks up to its data-as-of."""

    leads: list[Row]
    deals: list[Row]
    activities: list[Row]
    agreement: list[Version]
    zone: str
    currency: str | None
    fiscal_start: int
    period: str
    as_of: datetime
    leads_file_as_of: datetime
    activities_file_as_of: datetime

    @property
    def lead_data_as_of(self) -> datetime | None:
        """None where there is no lead file: a file without rows is none."""
        return self.leads_file_as_of if self.leads else None

    @property
    def follow_up_data_as_of(self) -> datetime | None:
        """The newest of the files that tell of sales' work."""
        known = [self.activities_file_as_of] if self.activities else []
        if self.leads and ("first_follow_up_at" in self.leads[0] or "attempts" in self.leads[0]):
            known.append(self.leads_file_as_of)
        return max(known, default=None)

    def asked(self) -> dict[str, Any]:
        """The keyword arguments of `report`."""
        return {
            "zone": self.zone,
            "currency": self.currency,
            "fiscal_start": self.fiscal_start,
            "period": self.period,
            "as_of": self.as_of,
            "lead_data_as_of": self.lead_data_as_of,
            "follow_up_data_as_of": self.follow_up_data_as_of,
        }


class Hand:
    """Draws cells for one company: its zone, when its period starts, and the as-of."""

    def __init__(self, draw: st.DrawFn, zone: str, base: datetime) -> None:
        self.draw, self.zone, self.base = draw, zone, base
        self.as_of = base

    def chance(self, tenths: int) -> bool:
        """True in so many of ten cases; what hypothesis shrinks to is False."""
        return bool(self.draw(st.integers(0, 9)) >= 10 - tenths)

    def one_of(self, values: tuple[Any, ...], blank: int = 1) -> Any:
        """One of the values, or a blank in so many of ten cases."""
        return None if self.chance(blank) else self.draw(st.sampled_from(values))

    def at(self, anchor: datetime, low: int, high: int) -> datetime:
        """A moment between so many minutes from the anchor, in half of all cases a round one."""
        # One range, wrapped: a range around nought is drawn half below it, however short that is.
        minutes = self.draw(st.integers(0, high - low))
        minutes = minutes if minutes <= high else high - minutes
        if self.chance(5):
            minutes -= minutes % 360
        return (anchor.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(
            ZoneInfo(self.zone)
        )

    def cell(self, at: datetime, blank: int = 0, dated: int = 1) -> Any:
        """The moment as a cell: sometimes blank, sometimes only its date."""
        if self.chance(blank):
            return None
        return at.date() if self.chance(dated) else at

    def columns(self, optional: tuple[str, ...]) -> set[str]:
        """Which of the optional columns the file has."""
        return {name for name in optional if not self.chance(3)}


def _only(row: Row, columns: set[str], always: tuple[str, ...]) -> Row:
    return {name: value for name, value in row.items() if name in columns or name in always}


def _leads(hand: Hand, summary: bool, closing_status: bool) -> tuple[list[Row], list[datetime]]:
    """Lead rows, and the moment near which each one's touches and deals lie."""
    count = hand.draw(st.integers(0, 25))
    columns = hand.columns(_LEAD_COLUMNS) | set(hand.columns(SUMMARY) if summary else ())
    always = ("lead_id", "created_at") if hand.chance(7) else ("lead_id", "qualified_at")
    statuses = STATUSES if closing_status else STATUSES[:2]
    rows: list[Row] = []
    anchors: list[datetime] = []
    for i in range(count):
        row, anchor = _lead(hand, i, anchors, statuses)
        if always[1] == "qualified_at" and row["qualified_at"] is None:
            row["qualified_at"] = row["created_at"]
        rows.append(_only(row, columns, always))
        anchors.append(anchor)
    return rows, anchors


_LEAD_COLUMNS = (
    *("contact_id", "email", "origin", "tier", "source", "status", "qualified_at"),
    *("presented_at", "closed_out_at", "returned_at", "modified_at"),
)


def _lead(
    hand: Hand, i: int, anchors: list[datetime], statuses: tuple[str, ...]
) -> tuple[Row, datetime]:
    created = hand.at(hand.base + timedelta(5), -30 * DAY, 40 * DAY)
    qualified = hand.at(created, 0, 2 * DAY)
    presented = hand.at(qualified, -60, 2 * DAY)
    if hand.chance(2):
        # So fresh that its deadline lies ahead.
        presented = hand.at(hand.as_of - timedelta(hours=1), -DAY, 0)
    elif anchors and hand.chance(4):
        # Near another lead's hand-off, on both sides of the day that makes a duplicate.
        gap = hand.draw(st.sampled_from((0, 600, DAY, DAY + 1, 3 * DAY)))
        presented = hand.draw(st.sampled_from(anchors)) + timedelta(minutes=gap)
    row = {
        "lead_id": f"L{i * 7 % 26:02}",
        "contact_id": hand.one_of(CONTACTS),
        "email": hand.one_of(EMAILS, blank=3),
        "origin": hand.one_of(("marketing", "marketing", "marketing", "sales")),
        "tier": hand.one_of(TIERS),
        "source": hand.one_of(SOURCES),
        "status": hand.one_of(statuses, blank=5),
        "created_at": hand.cell(created),
        "qualified_at": hand.cell(qualified, blank=1),
        "presented_at": hand.cell(presented, blank=1),
        "closed_out_at": hand.cell(hand.at(presented, 0, 20 * DAY), blank=7),
        "returned_at": hand.cell(hand.at(presented, 0, 20 * DAY), blank=7),
        "modified_at": hand.cell(hand.at(presented, 0, 20 * DAY), blank=2, dated=0),
    }
    return row | _summary(hand, presented), presented


def _summary(hand: Hand, presented: datetime) -> Row:
    first = hand.cell(hand.at(presented, -120, 6 * DAY), blank=3)
    return {
        "first_follow_up_at": first,
        "attempts": None if hand.chance(3) else hand.draw(st.integers(0, 6)),
        "connected": hand.one_of((True, False), blank=3),
    }


def _keys(hand: Hand, leads: list[Row], i: int | None) -> Row:
    """The lead's ids, each sometimes blank or nobody's."""
    keys: Row = {}
    for name in ("lead_id", "contact_id", "email"):
        value = leads[i].get(name) if i is not None else None
        keys[name] = hand.one_of((value, value, value, f"nobody@{name}.example"), blank=3)
    return keys


def _target(hand: Hand, anchors: list[datetime]) -> tuple[int | None, datetime]:
    if not anchors or hand.chance(1):
        return None, hand.base
    i = hand.draw(st.integers(0, len(anchors) - 1))
    return i, anchors[i]


def _deals(hand: Hand, leads: list[Row], anchors: list[datetime], foreign: bool) -> list[Row]:
    columns = hand.columns(("lead_id", "contact_id", "email", "origin", "created_at"))
    columns |= {"currency"} if foreign and hand.chance(7) else set()
    rows = []
    for n in range(hand.draw(st.integers(0, 12))):
        i, anchor = _target(hand, anchors)
        row = _keys(hand, leads, i) | {
            "deal_id": f"D{n * 5 % 13:02}",
            "origin": hand.one_of(("marketing", "sales"), blank=2),
            "outcome": hand.draw(st.sampled_from(("won", "won", "won", "lost", "open"))),
            "amount": _amount(hand),
            "currency": hand.one_of(("EUR", "EUR", "USD")),
            "created_at": hand.cell(hand.at(anchor, -DAY, 5 * DAY), blank=1),
            "closed_at": hand.cell(hand.at(anchor, -DAY, 40 * DAY), blank=1),
        }
        rows.append(_only(row, columns, ("deal_id", "outcome", "amount", "closed_at")))
    return rows


def _amount(hand: Hand) -> Decimal | None:
    if hand.chance(1):
        return None
    return Decimal(hand.draw(st.integers(0, 5_000_00))).scaleb(-2)


def _activities(hand: Hand, leads: list[Row], anchors: list[datetime]) -> list[Row]:
    columns = hand.columns(("contact_id", "email", "direction", "outcome", "automated"))
    columns.add("lead_id" if hand.chance(7) else "email")
    rows = []
    for n in range(hand.draw(st.integers(0, 40))):
        i, anchor = _target(hand, anchors)
        row = _keys(hand, leads, i) | {
            "activity_id": f"A{n:02}",
            "at": hand.cell(_touch(hand, anchor)),
            "direction": hand.one_of(("outbound", "outbound", "inbound"), blank=2),
            "outcome": hand.one_of(("not_connected", "not_connected", "connected", "planned")),
            "automated": hand.one_of((False, False, False, True), blank=2),
        }
        rows.append(_only(row, columns, ("activity_id", "at")))
    return rows


def _touch(hand: Hand, anchor: datetime) -> datetime:
    if hand.chance(2):
        return anchor
    return hand.at(anchor, -DAY, 12 * DAY) if hand.chance(5) else hand.at(anchor, -30, 6 * 60)


def _as_of(hand: Hand, period: Span) -> datetime:
    """A moment within the period as often as after its end, seldom before its start."""
    place = hand.draw(st.sampled_from(("within", "after", "within", "after", "before")))
    if place == "after":
        return hand.at(begins(period.end, hand.zone), 0, 20 * DAY)
    if place == "before":
        return hand.at(hand.base, -2 * DAY, 0)
    return hand.at(hand.base + timedelta(20), -20 * DAY, 8 * DAY)


@st.composite
def companies(draw: st.DrawFn, closing_status: bool = True) -> Company:
    """Up to 25 leads, 12 deals and 40 activities around a period, with every hard case.

    `closing_status` False leaves out statuses that say closed or lost.
    """
    zone = draw(st.sampled_from(ZONES))
    period, fiscal_start = draw(st.sampled_from(PERIODS))
    days = span(period, fiscal_start)
    hand = Hand(draw, zone, begins(days.start, zone))
    agreement = draw(agreements(days.start, TIERS, ZONES))
    as_of = hand.as_of = _as_of(hand, days)
    kinds = draw(st.sampled_from(("activities", "both", "activities", "summary", "none")))
    currency = draw(st.sampled_from((None, "EUR")))
    leads, anchors = _leads(hand, kinds in ("summary", "both"), closing_status)
    tells = kinds in ("activities", "both")
    spoken = [as_of if hand.chance(5) else hand.at(as_of, -20 * DAY, 20 * DAY) for _ in range(2)]
    return Company(
        leads=leads,
        deals=_deals(hand, leads, anchors, foreign=currency is not None),
        activities=_activities(hand, leads, anchors) if tells else [],
        agreement=agreement,
        zone=zone,
        currency=currency,
        fiscal_start=fiscal_start,
        period=period,
        as_of=as_of,
        leads_file_as_of=spoken[0],
        activities_file_as_of=spoken[1],
    )
