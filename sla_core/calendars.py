"""Working time: how many seconds of an agreement's working hours lie between two moments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Times = NDArray[np.datetime64]


@dataclass(frozen=True)
class Calendar:
    """Working days (0 = Monday), the hours of a working day as (opens, closes), holidays, a zone.

    The hours of a day do not overlap; a closing at 00:00 is the day's end.
    """

    days: tuple[int, ...]
    hours: tuple[tuple[time, time], ...]
    zone: str
    holidays: tuple[date, ...] = ()


def worked_seconds(calendar: Calendar, start: Times, end: Times) -> NDArray[np.float64]:
    """Working seconds from start to end, place by place; NaN where either is missing.

    A start outside working hours counts from the next opening. Hours are local clock times, so
    a window over a clock change is an hour shorter or longer; of an hour that comes twice the
    earlier counts, and one that is skipped stands at the first instant after it.
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
        until_end, until_start = (_open_before(opens, closes, at[known]) for at in (end, start))
        # Whole microseconds up to here: a wait of exactly the goal must not exceed it by rounding.
        result[known] = (until_end - until_start) / 1e6
    return result


def _open_before(opens: Times, closes: Times, at: Times) -> NDArray[np.int64]:
    """Microseconds of all windows that lie before each moment."""
    if not len(opens):
        return np.zeros(at.shape, np.int64)
    lengths = (closes - opens).astype(np.int64)
    done = np.concatenate(([0], np.cumsum(lengths)))
    last = np.searchsorted(opens, at, side="right") - 1
    place = np.maximum(last, 0)
    inside = (at - opens[place]).astype("timedelta64[us]").astype(np.int64)
    partial = np.clip(inside, 0, lengths[place])
    return np.where(last < 0, 0, done[place] + partial)


@lru_cache(maxsize=64)
def _windows(calendar: Calendar, first: date, last: date) -> tuple[Times, Times]:
    """Openings and closings, in order, of all working days from a day before to a day after."""
    free = set(calendar.holidays)
    count = (last - first).days + 3
    days = (first + timedelta(i - 1) for i in range(count))
    worked = [d for d in days if d.weekday() in calendar.days and d not in free]
    hours = sorted(calendar.hours)
    opens = _utc([datetime.combine(d, opening) for d in worked for opening, _ in hours], calendar)
    closes = _utc([_closing(d, closing) for d in worked for _, closing in hours], calendar)
    return opens, np.maximum(opens, closes)


def _closing(day: date, at: time) -> datetime:
    return datetime.combine(day if at > time() else day + timedelta(1), at)


def _utc(local: list[datetime], calendar: Calendar) -> Times:
    """Local clock times as instants: a double one the earlier, a skipped one the first after it."""
    first = np.ones(len(local), bool)
    times = pd.DatetimeIndex(local, dtype="datetime64[us]").tz_localize(
        calendar.zone, ambiguous=first, nonexistent="shift_forward"
    )
    return times.tz_convert("UTC").tz_localize(None).to_numpy()
