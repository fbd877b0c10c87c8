"""Sales' side: which leads it speaks about, and their groups over time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.oracle.folding import Facts
from tests.oracle.pacing import Moment
from tests.oracle.promises import Version, promise, promised
from tests.oracle.times import begins, shift
from tests.oracle.working_time import Clock, calendar_hours, working_clock


@dataclass(frozen=True)
class Sales:
    """The presented leads' facts, the version in force and the moment; `known` False: no data.

    Here the moment's as-of is never later than the follow-up data's.
    """

    facts: list[Facts]
    version: Version
    when: Moment
    known: bool

    @property
    def goal_hours(self) -> Fraction | None:
        """The hours of the promised share."""
        one = promise(self.version, "share_within_goal")
        return Fraction(str(one["hours"])) if one and one.get("hours") is not None else None

    @cached_property
    def working(self) -> Clock | None:
        """The working clock, None where the agreement has no calendar."""
        return working_clock(self.version.get("calendar"))

    @cached_property
    def clock(self) -> Clock:
        """The clock that the agreement names."""
        named = self.working if self.version.get("clock") == "working" else None
        return named or calendar_hours

    def goal(self, measure: str) -> Fraction | None:
        """The promised average or share."""
        return promised(self.version, measure)


def mean(values: list[Fraction] | list[int]) -> Fraction | None:
    """Their mean, None of nothing."""
    return Fraction(sum(values)) / len(values) if values else None


def by_period(
    data: Sales, figures: Callable[[list[Facts]], dict[str, Any]]
) -> list[dict[str, Any]]:
    """The figures by hand-off date: weeks of a month, months of a quarter or year."""
    if not data.known:
        return []
    starts = _bucket_starts(data.when)
    rows = []
    for start, end in zip(starts, [*starts[1:], data.when.period.end], strict=True):
        if begins(start, data.when.zone) < data.when.as_of:
            inside = [fact for fact in data.facts if start <= fact.presented.day < end]
            rows.append({"start": start.isoformat()} | figures(inside))
    return rows


def _bucket_starts(when: Moment) -> list[date]:
    if when.period.unit != "month":
        return when.period.months()
    start, end = when.period.start, shift(when.period.start, 1)
    days = [start + timedelta(i) for i in range((end - start).days)]
    return [day for day in days if day == start or day.weekday() == 0]


def running_verdict(kept: bool, over: bool) -> str:
    """The word for an average or a share."""
    if over:
        return "met" if kept else "missed"
    return "on track" if kept else "behind"
