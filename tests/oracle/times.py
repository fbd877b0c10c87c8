"""Moments, whole days, and the months, quarters and years that a report speaks about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

LENGTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Stamp:
    """A moment in UTC with its local day; `whole_day` where no time of day is known.

    `last` is the end of that day in UTC, excluded.
    """

    at: datetime
    day: date
    whole_day: bool
    last: datetime


@dataclass(frozen=True)
class Span:
    """A period: first day included, `end` excluded."""

    unit: str
    start: date
    end: date
    name: str

    def days(self) -> list[date]:
        """Every day of the period."""
        return [self.start + timedelta(i) for i in range((self.end - self.start).days)]

    def months(self) -> list[date]:
        """The first days of its months."""
        return [shift(self.start, i) for i in range(LENGTHS[self.unit])]


def stamp(value: datetime | date | None, zone: str) -> Stamp | None:
    """The cell as a moment; a date stands at the local beginning of its day."""
    if value is None:
        return None
    if isinstance(value, datetime):
        day = value.astimezone(ZoneInfo(zone)).date()
        return Stamp(value.astimezone(UTC), day, False, begins(day + timedelta(1), zone))
    return Stamp(begins(value, zone), value, True, begins(value + timedelta(1), zone))


def until(at: Stamp) -> datetime:
    """The moment up to which hand-offs are at or before it: for a whole day its last instant."""
    return at.last - timedelta(microseconds=1) if at.whole_day else at.at


def begins(day: date, zone: str) -> datetime:
    """The moment at which the day begins in the zone."""
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def hours(length: timedelta) -> Fraction:
    """A length in hours, exactly."""
    return Fraction(length // timedelta(microseconds=1), 3_600_000_000)


def shift(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def span(name: str, fiscal_start: int) -> Span:
    """2026-11, 2026-Q4 or 2026; fiscal years are named by the year they end in."""
    if len(name) == 7 and name[5] != "Q":
        first = date(int(name[:4]), int(name[5:]), 1)
        return Span("month", first, shift(first, 1), name)
    year = int(name[:4])
    opening = date(year if fiscal_start == 1 else year - 1, fiscal_start, 1)
    if len(name) == 4:
        return Span("year", opening, shift(opening, 12), name)
    first = shift(opening, 3 * (int(name[6]) - 1))
    return Span("quarter", first, shift(first, 3), name)


def spans_up_to(name: str, fiscal_start: int, count: int) -> list[Span]:
    """The last so many periods of the same length, oldest first, the named one last."""
    last = span(name, fiscal_start)
    step = LENGTHS[last.unit]
    starts = [shift(last.start, -step * i) for i in range(count - 1, -1, -1)]
    return [
        Span(last.unit, s, shift(s, step), span_name(last.unit, s, fiscal_start)) for s in starts
    ]


def span_name(unit: str, start: date, fiscal_start: int) -> str:
    """The name of the period of this length that starts on this day."""
    if unit == "month":
        return f"{start.year:04}-{start.month:02}"
    final = shift(start, LENGTHS[unit] - 1)
    year_end = final
    while shift(year_end, 1).month != fiscal_start:
        year_end = shift(year_end, 1)
    if unit == "year":
        return f"{year_end.year:04}"
    quarter = 4
    while shift(final, 3 * (4 - quarter)) != year_end:
        quarter -= 1
    return f"{year_end.year:04}-Q{quarter}"


def elapsed_days(period: Span, as_of: datetime, zone: str) -> Fraction:
    """Whole local days passed and the passed part of the current one, 0 to the period's days."""
    passed = Fraction(0)
    for day in period.days():
        opens, closes = begins(day, zone), begins(day + timedelta(1), zone)
        if as_of >= closes:
            passed += 1
        elif as_of > opens:
            passed += hours(as_of - opens) / hours(closes - opens)
    return passed
