"""A period's goal line, its actual, and the verdict on a count."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from tests.oracle.times import Span, Stamp, begins, elapsed_days

Weighed = list[tuple[Stamp, Fraction]]


@dataclass(frozen=True)
class Moment:
    """What a report speaks about: a period, seen at a moment, in a zone."""

    period: Span
    as_of: datetime
    zone: str

    def holds(self, at: Stamp | None, period: Span | None = None) -> bool:
        """Whether the time lies in the period and is seen."""
        within = period or self.period
        return at is not None and at.at < self.as_of and within.start <= at.day < within.end

    @property
    def over(self) -> bool:
        """The whole period is seen."""
        return self.as_of >= begins(self.period.end, self.zone)

    @property
    def begun(self) -> bool:
        """Some of the period is seen."""
        return self.as_of > begins(self.period.start, self.zone)


def number(value: Fraction | int | None) -> float | None:
    """An exact number as JSON writes it."""
    return None if value is None else float(value)


def ratio(part: Fraction | int, base: Fraction | int) -> float | None:
    """A part of its base, None where there is no base."""
    return float(Fraction(part) / Fraction(base)) if base else None


def pacing(things: Weighed | None, goal: Fraction | None, when: Moment) -> dict[str, Any]:
    """Goal, actual, line and days of the things counted; `things` None where there is no data."""
    days = len(when.period.days())
    elapsed = elapsed_days(when.period, when.as_of, when.zone)
    seen = None if things is None else [(t, w) for t, w in things if when.holds(t)]
    actual = None if seen is None else sum((w for _, w in seen), Fraction(0))
    line = None if goal is None else goal * elapsed / days
    gap = None if actual is None or line is None else actual - line
    return {
        "goal": number(goal),
        "actual": number(actual),
        "line": number(line),
        "gap": number(gap),
        "gap_days": number(gap * days / goal) if gap is not None and goal else None,
        "days_left": number(days - elapsed),
        "needed_per_day": _needed(goal, actual, days - elapsed),
        "verdict": _verdict(goal, actual, line, when),
        "daily": _daily(seen, goal, when),
    }


def _needed(goal: Fraction | None, actual: Fraction | None, left: Fraction) -> float | None:
    if goal is None or actual is None or left == 0:
        return None
    return number(max(Fraction(0), goal - actual) / left)


def _verdict(
    goal: Fraction | None, actual: Fraction | None, line: Fraction | None, when: Moment
) -> str:
    if goal is None or actual is None or line is None or not when.begun:
        return "no data"
    if when.over:
        return "met" if actual >= goal else "missed"
    return "on track" if actual >= line else "behind"


def _daily(seen: Weighed | None, goal: Fraction | None, when: Moment) -> list[dict[str, Any]]:
    days = when.period.days()
    rows, cumulative = [], Fraction(0)
    for k, day in enumerate(days, start=1):
        known = seen is not None and begins(day, when.zone) < when.as_of
        count = sum((w for t, w in seen or [] if t.day == day), Fraction(0))
        cumulative += count
        rows.append(
            {
                "date": day.isoformat(),
                "leads": number(count) if known else None,
                "cumulative": number(cumulative) if known else None,
                "line": None if goal is None else number(goal * k / len(days)),
            }
        )
    return rows
