"""Working time equals a count minute by minute, through clock changes, holidays and lunch breaks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Calendar, worked_seconds
from sla_core.periods import as_instant

OFFICE = Calendar((0, 1, 2, 3, 4), ((time(9), time(17)),), "Europe/Berlin")
SPLIT = Calendar((0, 1, 2, 3, 4), ((time(13), time(17)), (time(9), time(12))), "UTC")
NIGHT = Calendar((5, 6), ((time(1), time(5)),), "Europe/Berlin")
MINUTE = timedelta(minutes=1)


def worked(calendar: Calendar, start: datetime, end: datetime) -> float:
    result = worked_seconds(calendar, np.array([as_instant(start)]), np.array([as_instant(end)]))
    return float(result[0])


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


def test_an_hour_within_the_day_is_an_hour() -> None:
    assert worked(OFFICE, berlin(23, 10), berlin(23, 11)) == 3600


def test_a_lead_of_friday_evening_starts_its_clock_on_monday_morning() -> None:
    assert worked(OFFICE, berlin(20, 18), berlin(23, 9)) == 0
    assert worked(OFFICE, berlin(20, 18), berlin(23, 9, 30)) == 1800


def test_a_lead_of_friday_afternoon_takes_its_last_hour_along() -> None:
    assert worked(OFFICE, berlin(20, 16), berlin(23, 10)) == 2 * 3600


def test_the_opening_belongs_to_the_day_and_the_closing_does_not() -> None:
    assert worked(OFFICE, berlin(23, 9), berlin(23, 17)) == 8 * 3600
    assert worked(OFFICE, berlin(23, 17), berlin(24, 9)) == 0


def test_a_holiday_is_no_working_day() -> None:
    closed = Calendar(OFFICE.days, OFFICE.hours, OFFICE.zone, (date(2026, 11, 24),))
    assert worked(closed, berlin(23, 16), berlin(25, 10)) == 2 * 3600


def test_the_lunch_break_stops_the_clock_in_whatever_order_the_hours_are_written() -> None:
    start, end = datetime(2026, 11, 23, 11, tzinfo=UTC), datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert worked(SPLIT, start, end) == 2 * 3600


def test_a_night_in_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    assert worked(NIGHT, berlin(28, 6, month=3), berlin(29, 12, month=3)) == 3 * 3600


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    assert worked(NIGHT, berlin(24, 6, month=10), berlin(25, 12, month=10)) == 5 * 3600


def test_an_opening_that_the_clocks_skip_is_the_first_instant_after_it() -> None:
    skipped = Calendar((6,), ((time(2, 30), time(5)),), "Europe/Berlin")
    assert worked(skipped, berlin(29, 0, month=3), berlin(29, 12, month=3)) == 2 * 3600


def test_a_closing_that_the_clocks_skip_adds_nothing() -> None:
    skipped = Calendar((6,), ((time(0), time(2, 30)),), "Europe/Berlin")
    assert worked(skipped, berlin(28, 12, month=3), berlin(29, 12, month=3)) == 2 * 3600


def test_a_day_may_be_open_to_its_end_whatever_its_length() -> None:
    always = Calendar(tuple(range(7)), ((time(0), time(0)),), "Europe/Berlin")
    assert worked(always, berlin(29, 0, month=3), berlin(30, 0, month=3)) == 23 * 3600
    weekdays = Calendar((4,), ((time(12), time(0)),), "Europe/Berlin")
    assert worked(weekdays, berlin(20, 0), berlin(22, 0)) == 12 * 3600


def test_a_missing_moment_is_no_working_time() -> None:
    known, missing = as_instant(berlin(23, 10)), np.datetime64("NaT", "us")
    starts, ends = np.array([known, missing, known]), np.array([missing, known, known])
    assert np.isnan(worked_seconds(OFFICE, starts, ends)).tolist() == [True, True, False]


def test_a_calendar_without_a_working_day_never_opens() -> None:
    never = Calendar((), OFFICE.hours, "UTC")
    assert worked(never, berlin(1, 0), berlin(30, 0)) == 0


@pytest.mark.parametrize("micros", [1, 123_456, 333_333, 999_999])
def test_a_wait_of_exactly_four_hours_is_four_hours_to_the_microsecond(micros: int) -> None:
    long_ago = as_instant(datetime(2016, 1, 4, tzinfo=UTC))
    start = berlin(23, 10).replace(microsecond=micros)
    starts = np.array([long_ago, as_instant(start)])
    ends = np.array([long_ago, as_instant(start + timedelta(hours=4))])
    assert worked_seconds(OFFICE, starts, ends)[1] == 4 * 3600


def shown_at_least(day: date, at: time, zone: str) -> datetime:
    """The first minute of the day at which its clock shows at least this time."""
    instant = datetime.combine(day, time(), ZoneInfo("UTC")) - timedelta(hours=15)
    while instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < datetime.combine(day, at):
        instant += MINUTE
    return instant


def counted(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Working minutes from start to end, one after the other."""
    first = start.date() - timedelta(1)
    days = [first + timedelta(i) for i in range((end.date() - first).days + 2)]
    days = [d for d in days if d.weekday() in calendar.days and d not in calendar.holidays]
    open_minutes = {
        opens + i * MINUTE
        for day in days
        for opening, closing in calendar.hours
        for opens in [shown_at_least(day, opening, calendar.zone)]
        for i in range((shown_at_least(day, closing, calendar.zone) - opens) // MINUTE)
    }
    return sum(start <= minute < end for minute in open_minutes)


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


@st.composite
def working_hours(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    edges = sorted(draw(st.lists(quarters, min_size=2, max_size=6, unique=True)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return tuple(draw(st.permutations(pairs)))


# Clocks change on 8 March and 1 November (New York), 29 March and 25 October (Berlin),
# 5 April and 4 October (by half an hour on Lord Howe Island).
around = st.sampled_from(
    [date(2026, 3, 2), date(2026, 3, 25), date(2026, 10, 1), date(2026, 10, 22)]
)
zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
)


@given(
    st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    working_hours(),
    zones,
    around,
    st.lists(st.integers(0, 14), max_size=3),
    st.integers(0, 14 * 1440),
    st.integers(0, 14 * 1440),
)
def test_working_time_is_the_count_of_its_minutes(
    days: tuple[int, ...],
    hours: tuple[tuple[time, time], ...],
    zone: str,
    first: date,
    off: list[int],
    since: int,
    until: int,
) -> None:
    calendar = Calendar(days, hours, zone, tuple(first + timedelta(i) for i in off))
    midnight = datetime.combine(first, time(), UTC)
    start, end = (midnight + m * MINUTE for m in sorted((since, until)))
    assert worked(calendar, start, end) == 60 * counted(calendar, start, end)


@given(st.lists(st.integers(0, 30 * 86_400), min_size=3, max_size=3).map(sorted))
def test_the_parts_of_a_wait_add_up_to_it(seconds: list[int]) -> None:
    begin = berlin(15, 0, month=10)
    a, b, c = (begin + timedelta(seconds=s) for s in seconds)
    assert worked(OFFICE, a, b) + worked(OFFICE, b, c) == worked(OFFICE, a, c)
