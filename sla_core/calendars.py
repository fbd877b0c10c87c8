"""Working time: how many seconds of an agreement's working hours lie between two moments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.datetime64]


@dataclass(frozen=True)
class Calendar:
    """Working days (0 = Monday), the hours of a working day as (opens, closes), holidays, a zone."""

    days: tuple[int, ...]
    hours: tuple[tuple[time, time], ...]
    zone: str
    holidays: tuple[date, ...] = ()


def worked_seconds(calendar: Calendar, start: Times, end: Times) -> NDArray[np.float64]:
    """Working seconds from start to end, place by place; NaN where either is missing.

    A start outside working hours counts from the next opening. Hours are local clock times, so
    a window over a clock change is an hour shorter or longer.
    """
    start, end = np.broadcast_arrays(start, end)
    known = ~(np.isnat(start) | np.isnat(end))
    result = np.full(start.shape, np.nan)
    if known.any():
        low, high = (
            min(start[known].min(), end[known].min()),
            max(start[known].max(), end[known].max()),
        )
        opens, closes = _windows(
            calendar, low.astype("datetime64[D]").item(), high.astype("datetime64[D]").item()
        )
        result[known] = _open_before(opens, closes, end[known]) - _open_before(
            opens, closes, start[known]
        )
    return result


def _open_before(opens: Times, closes: Times, at: Times) -> NDArray[np.float64]:
    """Seconds of all windows that lie before each moment."""
    if not len(opens):
        return np.zeros(at.shape)
    lengths = (closes - opens) / np.timedelta64(1, "s")
    done = np.concatenate(([0.0], np.cumsum(lengths)))
    last = np.searchsorted(opens, at, side="right") - 1
    inside = (at - opens[np.maximum(last, 0)]) / np.timedelta64(1, "s")
    partial = np.clip(inside, 0.0, lengths[np.maximum(last, 0)])
    return np.where(last < 0, 0.0, done[np.maximum(last, 0)] + partial)


@lru_cache(maxsize=64)
def _windows(calendar: Calendar, first: date, last: date) -> tuple[Times, Times]:
    """Openings and closings, in order, of all working days from a day before to a day after."""
    free = set(calendar.holidays)
    count = (last - first).days + 3
    days = (first + timedelta(i - 1) for i in range(count))
    worked = [d for d in days if d.weekday() in calendar.days and d not in free]
    pairs = [(d, opens, closes) for d in worked for opens, closes in sorted(calendar.hours)]
    opens = np.array([_utc(d, o, calendar.zone) for d, o, _ in pairs], dtype="datetime64[us]")
    closes = np.array([_utc(d, c, calendar.zone) for d, _, c in pairs], dtype="datetime64[us]")
    return opens, np.maximum(opens, closes)


def _utc(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
