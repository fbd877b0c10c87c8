"""What an agreement says: promises, tiers and points, and the clock that counts."""

import re
from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from typing import Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sla_core import calendars
from sla_core.periods import MONTHS, Period, Unit

Measure = Literal[
    "leads",
    "points",
    "marketing_revenue",
    "average_hours",
    "share_within_goal",
    "average_attempts",
    "leads_worked",
]
LABELS: dict[Measure, str] = {
    "leads": "qualified leads",
    "points": "points",
    "marketing_revenue": "revenue from marketing",
    "average_hours": "average hours to the first follow-up",
    "share_within_goal": "share followed up within the goal",
    "average_attempts": "average attempts on leads not reached",
    "leads_worked": "share of leads worked",
}
COUNTED: frozenset[Measure] = frozenset({"leads", "points", "marketing_revenue"})
"""Measures that add up over the months of a period; the others are averages and shares."""
SHARES: frozenset[Measure] = frozenset({"share_within_goal", "leads_worked"})
RANGE = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d) *- *((?:[01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
"""Hours of a day as people write them: 24-hour clock, 24:00 being the day's end."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Promise(_Record):
    """Who promises whom which measure; `goal` is per month, quarter or year for counted measures.

    `hours` belongs to `share_within_goal`: the time within which a lead must be followed up.
    """

    measure: Measure
    goal: float = Field(gt=0, allow_inf_nan=False)
    per: Unit = "month"
    hours: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    by: str = ""
    to: str = ""

    @model_validator(mode="before")
    @classmethod
    def _parties(cls, given: object) -> object:
        """Marketing promises what is counted, sales the rest, unless the file says otherwise."""
        if not isinstance(given, dict):
            return given
        counted = given.get("measure") in COUNTED
        by, to = ("marketing", "sales") if counted else ("sales", "marketing")
        return {"by": by, "to": to, **given}

    @model_validator(mode="after")
    def _consistent(self) -> "Promise":
        if (self.measure == "share_within_goal") != (self.hours is not None):
            raise ValueError("hours goes with share_within_goal, and with it alone")
        if self.measure in SHARES and self.goal > 1:
            raise ValueError("a share is a number up to 1, as 0.9 for 90 %")
        return self


class Tier(_Record):
    """A lead type: what one lead of it is worth, and what the agreement expects of it."""

    name: str = Field(min_length=1)
    points: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    leads: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    share: float | None = Field(default=None, ge=0, le=1)
    close_rate: float | None = Field(default=None, gt=0, le=1)
    deal_size: float | None = Field(default=None, gt=0, allow_inf_nan=False)


class Hours(_Record):
    """The agreement's working time."""

    days: tuple[str, ...] = WEEKDAYS[:5]
    hours: tuple[str, ...] = ("09:00-17:00",)
    zone: str = "UTC"
    holidays: tuple[date, ...] = ()

    @field_validator("days")
    @classmethod
    def _weekdays(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if not days or set(days) - set(WEEKDAYS):
            raise ValueError(f"days are written {', '.join(WEEKDAYS)}")
        return days

    @field_validator("hours")
    @classmethod
    def _ranges(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        ranges = sorted(_edges(text) for text in hours)
        # Two digits each, so that the texts stand in the order of their times.
        if not hours or any(opens >= closes for opens, closes in ranges):
            raise ValueError("hours are written as 09:00-17:00, the earlier time first")
        if any(opens < closed for (_, closed), (opens, _) in pairwise(ranges)):
            raise ValueError("hours of a day may not overlap, as 09:00-12:00 and 13:00-17:00")
        return hours

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"“{zone}” is not a time zone; write one as Europe/Berlin")
        return zone

    def calendar(self) -> calendars.Calendar:
        """The same as the working-time computation takes it."""
        days = tuple(WEEKDAYS.index(day) for day in self.days)
        return calendars.Calendar(days, tuple(map(_range, self.hours)), self.zone, self.holidays)


class Inputs(_Record):
    """The four inputs from which the lead target was derived; the quota is per month."""

    quota: float = Field(gt=0, allow_inf_nan=False)
    marketing_share: float = Field(gt=0, le=1)
    deal_size: float = Field(gt=0, allow_inf_nan=False)
    close_rate: float = Field(gt=0, le=1)


class Agreement(_Record):
    """One version of the agreement; `version` is 0 until it is stored.

    In force from the first day of a month (from the beginning where None) until the next
    version's.
    """

    name: str = "Agreement between marketing and sales"
    in_force_from: date | None = None
    clock: Literal["calendar", "working"] = "calendar"
    working_window_days: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    promises: tuple[Promise, ...] = ()
    tiers: tuple[Tier, ...] = ()
    calendar: Hours | None = None
    inputs: Inputs | None = None
    version: int = 0

    @model_validator(mode="after")
    def _consistent(self) -> "Agreement":
        measures = [p.measure for p in self.promises]
        if len(set(measures)) < len(measures):
            raise ValueError("each measure can be promised once")
        if len({t.name for t in self.tiers}) < len(self.tiers):
            raise ValueError("each tier can stand once")
        if self.clock == "working" and self.calendar is None:
            raise ValueError("a working clock needs a [calendar] with days and hours")
        return self

    def promise(self, measure: Measure) -> Promise | None:
        """The promise on this measure, if the agreement has one."""
        return next((p for p in self.promises if p.measure == measure), None)

    def points(self) -> dict[str, float]:
        """Points per tier, of the tiers that have any."""
        return {t.name: t.points for t in self.tiers if t.points is not None}

    def monthly(self, measure: Measure) -> float | None:
        """The goal of one month: a quarter's third, a year's twelfth.

        Points without a promise of their own follow from the tiers: sum of leads * points.
        """
        if promise := self.promise(measure):
            return promise.goal / MONTHS[promise.per]
        pairs = [(t.leads, t.points) for t in self.tiers if t.leads is not None]
        if measure != "points" or not pairs or any(points is None for _, points in pairs):
            return None
        return sum(leads * (points or 0.0) for leads, points in pairs)

    def monthly_tier(self, name: str) -> float | None:
        """The leads that the agreement expects of a tier in one month."""
        return next((t.leads for t in self.tiers if t.name == name), None)


def in_force(versions: Sequence[Agreement], month: date) -> Agreement | None:
    """The version in force in the month that begins on this day: the newest begun by then.

    Of versions with the same beginning the later saved one stands.
    """
    begun = [a for a in versions if a.in_force_from is None or a.in_force_from <= month]
    return max(begun, key=lambda a: (a.in_force_from or date.min, a.version), default=None)


def goal(versions: Sequence[Agreement], measure: Measure, period: Period) -> float | None:
    """A counted measure's goal for a period: its months' goals added up; None if a month has none."""
    agreements = [in_force(versions, month.start) for month in period.months()]
    goals = [a.monthly(measure) if a else None for a in agreements]
    return None if any(g is None for g in goals) else sum(g for g in goals if g is not None)


def tier_goal(versions: Sequence[Agreement], tier: str, period: Period) -> float | None:
    """A tier's lead goal for a period: its months' goals added up; None if a month has none."""
    agreements = [in_force(versions, month.start) for month in period.months()]
    goals = [a.monthly_tier(tier) if a else None for a in agreements]
    return None if any(g is None for g in goals) else sum(g for g in goals if g is not None)


def _edges(text: str) -> tuple[str, str]:
    """Opening and closing as written; two times that are none where it is no range."""
    found = RANGE.fullmatch(text)
    return (found[1], found[2]) if found else ("", "")


def _range(text: str) -> tuple[time, time]:
    opens, closes = _edges(text)
    return time.fromisoformat(opens), time() if closes == "24:00" else time.fromisoformat(closes)
