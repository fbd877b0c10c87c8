"""A period cut into days, weeks or months, for charts over time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sla_core.metrics.columns import Times
from sla_core.periods import Period, add_months, instant

Step = Literal["day", "week", "month"]


@dataclass(frozen=True)
class Bucket:
    """One day, week (from Monday) or month of a period, cut at the period's own bounds."""

    start: date
    begins: np.datetime64
    ends: np.datetime64


def usual(period: Period) -> Step:
    """Weeks in a month, months in a quarter or a year."""
    return "week" if period.unit == "month" else "month"


def buckets(period: Period, step: Step, zone: str, as_of: np.datetime64) -> tuple[Bucket, ...]:
    """The buckets of the period that begin before the as-of moment."""
    starts = [period.start]
    while (following := _next(starts[-1], step)) < period.end:
        starts.append(following)
    ends = [*starts[1:], period.end]
    cut = [Bucket(s, instant(s, zone), instant(e, zone)) for s, e in zip(starts, ends, strict=True)]
    return tuple(bucket for bucket in cut if bucket.begins < as_of)


def places(times: Times, cut: tuple[Bucket, ...]) -> NDArray[np.intp]:
    """The place of each time's bucket; all times lie within the buckets."""
    begins = np.array([bucket.begins for bucket in cut], dtype="datetime64[us]")
    return np.searchsorted(begins, times, side="right") - 1


def _next(start: date, step: Step) -> date:
    if step == "day":
        return start + timedelta(1)
    if step == "week":
        return start + timedelta(7 - start.weekday())
    return add_months(start.replace(day=1), 1)
