"""Ranges and the clock: months, quarters and years of a workspace, start in, end out."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from sla_core.problems import Refused

Unit = Literal["month", "quarter", "year"]
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
YEARS = range(1900, 3000)
"""The years that a request may name: room for the periods before and after them is always left."""


def now() -> datetime:
    """The only reader of the clock: the present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Period:
    """A month, quarter or year: `start` included, `end` excluded, both first days of months.

    `fiscal_start` is the month (1 to 12) in which the fiscal year begins; a fiscal year is named
    by the year it ends in.
    """

    unit: Unit
    start: date
    fiscal_start: int = 1

    @property
    def end(self) -> date:
        """The first day that is no longer in the period."""
        return add_months(self.start, MONTHS[self.unit])

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days

    @property
    def name(self) -> str:
        """2026-11, 2026-Q4 or 2026, as the command line and links write it."""
        if self.unit == "month":
            return f"{self.start:%Y-%m}"
        year = _fiscal_year(self.start, self.fiscal_start)
        if self.unit == "year":
            return f"{year}"
        return f"{year}-Q{(self.start.month - self.fiscal_start) % 12 // 3 + 1}"

    @property
    def title(self) -> str:
        """November 2026, Q4 2026 or 2026, as people write it."""
        if self.unit == "month":
            return f"{calendar.month_name[self.start.month]} {self.start.year}"
        year = _fiscal_year(self.start, self.fiscal_start)
        fiscal = "" if self.fiscal_start == 1 else "fiscal year "
        return f"{fiscal}{year}" if self.unit == "year" else f"{self.name[5:]} {fiscal}{year}"

    def shifted(self, steps: int) -> "Period":
        """The period so many of its own lengths later (earlier where negative)."""
        return Period(
            self.unit, add_months(self.start, steps * MONTHS[self.unit]), self.fiscal_start
        )

    def months(self) -> tuple["Period", ...]:
        """The months that make up the period."""
        starts = (add_months(self.start, i) for i in range(MONTHS[self.unit]))
        return tuple(Period("month", start, self.fiscal_start) for start in starts)

    def bounds(self, zone: str) -> tuple[np.datetime64, np.datetime64]:
        """Start and end as UTC instants (datetime64[us])."""
        return instant(self.start, zone), instant(self.end, zone)

    def day_starts(self, zone: str) -> np.ndarray:
        """The UTC instants at which its days begin, and its end: datetime64[us], days + 1 long."""
        return day_starts(self.start, self.days, zone)


def parse_period(name: str, fiscal_start: int = 1) -> Period:
    """2026-11, 2026-Q4 or 2026 (fiscal years are named by the year they end in)."""
    match = re.fullmatch(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", name.strip(), re.IGNORECASE)
    if not match or int(match[1]) not in YEARS:
        raise Refused(
            f"“{name}” is not a period; write a month as 2026-11, a quarter as 2026-Q4,"
            " a year as 2026."
        )
    year = int(match[1])
    if match[2]:
        return Period("month", date(year, int(match[2]), 1), fiscal_start)
    first = date(year if fiscal_start == 1 else year - 1, fiscal_start, 1)
    if match[3]:
        return Period("quarter", add_months(first, 3 * (int(match[3]) - 1)), fiscal_start)
    return Period("year", first, fiscal_start)


def period_holding(day: date, unit: Unit = "month", fiscal_start: int = 1) -> Period:
    """The month, quarter or year that the day lies in."""
    if unit == "month":
        return Period("month", day.replace(day=1), fiscal_start)
    into = (day.month - fiscal_start) % MONTHS[unit]
    return Period(unit, add_months(day.replace(day=1), -into), fiscal_start)


def parse_moment(text: str, zone: str) -> datetime:
    """An ISO date or time as an aware moment; a bare date is the end of that day in the zone."""
    day = _bare_date(text.strip())
    if day:
        return moment(instant(day + timedelta(1), zone))
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        parsed = None
    if parsed is None or parsed.year not in YEARS:
        raise Refused(
            f"“{text}” is not a date or time; write 2026-11-23 or 2026-11-23T09:00+01:00."
        )
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def parse_date(text: str) -> date:
    """An ISO date."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(f"“{text}” is not a date; write 2026-11-23.") from None


@lru_cache(maxsize=4096)
def instant(day: date, zone: str) -> np.datetime64:
    """The UTC instant at which the day begins in the zone."""
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return np.datetime64(local.astimezone(UTC).replace(tzinfo=None), "us")


@lru_cache(maxsize=512)
def day_starts(first: date, days: int, zone: str) -> np.ndarray:
    """The UTC instants at which `days` days begin, and the end of the last: datetime64[us]."""
    return np.array([instant(first + timedelta(i), zone) for i in range(days + 1)])


def moment(at: np.datetime64) -> datetime:
    """A UTC instant as an aware datetime."""
    stamp: datetime = at.astype("datetime64[us]").item()
    return stamp.replace(tzinfo=UTC)


def as_instant(at: datetime) -> np.datetime64:
    """An aware datetime as a UTC instant (datetime64[us])."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")


def local_date(at: datetime, zone: str) -> date:
    """The day that the moment lies in, in the zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def add_months(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _bare_date(text: str) -> date | None:
    """The date that the text is, in whatever form ISO allows; None where it is none, or a time."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _fiscal_year(start: date, fiscal_start: int) -> int:
    return start.year if fiscal_start == 1 or start.month < fiscal_start else start.year + 1
