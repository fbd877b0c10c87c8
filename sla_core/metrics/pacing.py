"""Pacing: a counted goal spread over the days of its period, against what came so far."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sla_core.metrics import verdicts
from sla_core.metrics.columns import Times, before, between
from sla_core.metrics.results import Day, Pacing
from sla_core.periods import Period


@dataclass(frozen=True)
class Elapsed:
    """A period as seen from a moment: days gone (fractions included) and days still to come."""

    days: float
    left: float
    begun: bool
    over: bool


def elapsed(period: Period, zone: str, as_of: np.datetime64) -> Elapsed:
    """Whole local days passed, plus the part of the running one in its own length."""
    starts = period.day_starts(zone)
    if as_of <= starts[0]:
        return Elapsed(0.0, float(period.days), False, False)
    if as_of >= starts[-1]:
        return Elapsed(float(period.days), 0.0, True, True)
    day = int(np.searchsorted(starts, as_of, side="right")) - 1
    gone = day + float((as_of - starts[day]) / (starts[day + 1] - starts[day]))
    return Elapsed(gone, period.days - gone, True, False)


def pacing(
    times: Times,
    values: NDArray[np.float64] | None,
    goal: float | None,
    *,
    period: Period,
    zone: str,
    as_of: np.datetime64,
    unit: str = "leads",
    scale: int = 1,
) -> Pacing:
    """One goal's pacing; `values` is what each of the `times` is worth, None for "no data".

    `values` are added up as they are and divided by `scale` at the end: minor units stay exact.

    The line at day k of n is k * goal / n; gap = actual - line; needed per day = what is missing
    over the days left.
    """
    seen = elapsed(period, zone, as_of)
    line = None if goal is None else goal * (seen.days / period.days)
    daily = _per_day(times, values, period, zone, as_of)
    actual = None if daily is None else float(daily.sum()) / scale
    gap = None if actual is None or line is None else actual - line
    return Pacing(
        unit=unit,
        goal=goal,
        actual=actual,
        line=line,
        gap=gap,
        gap_days=gap / (goal / period.days) if gap is not None and goal else None,
        days_left=seen.left,
        needed_per_day=_needed(goal, actual, seen.left),
        forecast=None,
        verdict=verdicts.of_count(goal, actual, line, seen.begun, seen.over),
        daily=_days(daily, goal, period, zone, as_of, scale),
    )


def _per_day(
    times: Times,
    values: NDArray[np.float64] | None,
    period: Period,
    zone: str,
    as_of: np.datetime64,
) -> NDArray[np.float64] | None:
    """The sum of each day of the period, of what was seen."""
    if values is None:
        return None
    starts = period.day_starts(zone)
    inside = between(times, starts[0], starts[-1]) & before(times, as_of)
    places = np.searchsorted(starts, times[inside], side="right") - 1
    return np.bincount(places, values[inside], minlength=period.days).astype(np.float64)


def _needed(goal: float | None, actual: float | None, left: float) -> float | None:
    if goal is None or actual is None or left <= 0:
        return None
    return max(0.0, goal - actual) / left


def _days(
    daily: NDArray[np.float64] | None,
    goal: float | None,
    period: Period,
    zone: str,
    as_of: np.datetime64,
    scale: int,
) -> tuple[Day, ...]:
    sums = None if daily is None else np.cumsum(daily)
    starts = period.day_starts(zone)
    return tuple(
        Day(
            date=period.start + timedelta(day),
            leads=float(daily[day]) / scale if daily is not None and starts[day] < as_of else None,
            cumulative=float(sums[day]) / scale
            if sums is not None and starts[day] < as_of
            else None,
            line=None if goal is None else goal * ((day + 1) / period.days),
        )
        for day in range(period.days)
    )
