"""Calendar and working hours between two moments, walked day by day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.times import hours

Clock = Callable[[datetime, datetime], Fraction]


def calendar_hours(start: datetime, end: datetime) -> Fraction:
    """Hours on the wall of time."""
    return hours(end - start)


def working_clock(calendar: dict[str, Any] | None) -> Clock | None:
    """The clock of a working calendar, None without one."""
    if not calendar:
        return None
    # The same waits are asked for again and again: once for each figure that they are part of.
    return cache(lambda start, end: working_hours(start, end, calendar))


def working_hours(start: datetime, end: datetime, calendar: dict[str, Any]) -> Fraction:
    """The part of [start, end) in which the calendar is open."""
    zone = calendar["zone"]
    day = start.astimezone(ZoneInfo(zone)).date()
    last = end.astimezone(ZoneInfo(zone)).date()
    open_for = timedelta(0)
    while day <= last:
        if day.weekday() in calendar["days"]:
            opens = _moment(day, calendar["opens"], zone)
            closes = _moment(day, calendar["closes"], zone)
            open_for += max(timedelta(0), min(end, closes) - max(start, opens))
        day += timedelta(1)
    return hours(open_for)


def _moment(day: date, clock_time: str, zone: str) -> datetime:
    if clock_time == "24:00":
        day, clock_time = day + timedelta(1), "00:00"
    local = datetime.combine(day, time.fromisoformat(clock_time), ZoneInfo(zone))
    return local.astimezone(UTC)
