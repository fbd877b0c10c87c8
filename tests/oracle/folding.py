"""What sales did with a lead, folded from its activities or from its CRM's summary columns."""

from dataclasses import dataclass
from datetime import datetime

from tests.oracle.rows import Activity, Lead
from tests.oracle.times import Stamp


@dataclass(frozen=True)
class Facts:
    """One presented lead as sales' side sees it at the as-of."""

    lead: Lead
    presented: Stamp
    first: Stamp | None
    attempts: int
    connected: bool
    pre_worked: bool
    before_hand_off: bool
    undated: bool = False
    """The CRM counts attempts, but says of none when it was."""

    @property
    def part(self) -> str:
        """The one of the four parts that the lead falls in."""
        if self.before_hand_off:
            return "before_hand_off"
        if self.presented.whole_day or self.undated or (self.first and self.first.whole_day):
            return "no_time_of_day"
        return "followed_up" if self.first else "untouched"


def fold(lead: Lead, own: list[Activity], as_of: datetime) -> Facts:
    """The lead's facts from those of its own activities that lie strictly before the as-of."""
    presented = lead.presented
    assert presented is not None
    if not own:
        return _from_summary(lead, presented, as_of)
    seen = [a for a in own if a.at.at < as_of and not a.automated and a.outcome != "planned"]
    touches = [a for a in seen if not a.inbound]
    attempts = [a for a in touches if _follows(a.at, presented)]
    inbound = [a for a in seen if a.inbound and _follows(a.at, presented)]
    answered = [a for a in inbound if a.outcome == "connected"]
    return Facts(
        lead=lead,
        presented=presented,
        first=_first([a.at for a in attempts + answered], presented),
        attempts=len(attempts),
        connected=any(a.outcome == "connected" for a in attempts + answered),
        pre_worked=len(touches) > len(attempts),
        before_hand_off=False,
    )


def _follows(at: Stamp, presented: Stamp) -> bool:
    return at.day >= presented.day if at.whole_day else at.at >= presented.at


def _first(times: list[Stamp], presented: Stamp) -> Stamp | None:
    """The earliest; a whole day stands at its beginning, not before the hand-off, and wins ties."""
    if not times:
        return None
    return min(times, key=lambda t: (_standing(t, presented), not t.whole_day))


def _standing(at: Stamp, presented: Stamp) -> datetime:
    same_day = at.whole_day and at.day == presented.day
    return max(at.at, presented.at) if same_day else at.at


def _from_summary(lead: Lead, presented: Stamp, as_of: datetime) -> Facts:
    """The summary columns of all merged rows as one: earliest follow-up, sum, any connection."""
    rows = lead.members
    firsts = [m.first_follow_up for m in rows if m.first_follow_up]
    first = min(firsts, key=lambda t: (t.at, not t.whole_day), default=None)
    seen = first if first and first.at < as_of else None
    stated = [m.attempts for m in rows if m.attempts is not None]
    attempts = sum(stated) if stated else int(seen is not None)
    return Facts(
        lead=lead,
        presented=presented,
        first=seen,
        attempts=attempts,
        # Without a first follow-up it counts from the hand-off, which lies before the as-of.
        connected=any(m.connected for m in rows) and (first is None or seen is not None),
        pre_worked=False,
        before_hand_off=seen is not None and not _follows(seen, presented),
        undated=first is None and attempts > 0,
    )
