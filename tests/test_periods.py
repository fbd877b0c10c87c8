"""Months, quarters and years: start in, end out, through fiscal years and clock changes."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sla_core
from sla_core.periods import (
    Period,
    Unit,
    add_months,
    as_instant,
    instant,
    local_date,
    moment,
    now,
    parse_date,
    parse_moment,
    parse_period,
    period_holding,
)
from sla_core.problems import Refused

NOVEMBER = parse_period("2026-11")
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
units: st.SearchStrategy[Unit] = st.sampled_from(["month", "quarter", "year"])
# From 1970 to 2036, to the microsecond.
moments = st.integers(0, 66 * 365 * 86_400_000_000).map(
    lambda us: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
)
fiscal_starts = st.integers(1, 12)
# Havana's and Santiago's clocks change at midnight, Lord Howe's by half an hour.
zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/Havana", "America/Santiago", "Australia/Lord_Howe"]
)


def test_a_month_starts_on_its_first_day_and_ends_before_the_next() -> None:
    assert (NOVEMBER.start, NOVEMBER.end, NOVEMBER.days) == (
        date(2026, 11, 1),
        date(2026, 12, 1),
        30,
    )


def test_a_quarter_and_a_year_have_their_days() -> None:
    assert parse_period("2026-Q4").days == 31 + 30 + 31
    assert parse_period("2026").days == 365
    assert parse_period("2024").days == 366
    assert parse_period("2024-02").days == 29


@pytest.mark.parametrize(
    ("name", "fiscal_start", "start", "end"),
    [
        ("2026", 1, date(2026, 1, 1), date(2027, 1, 1)),
        ("2026", 4, date(2025, 4, 1), date(2026, 4, 1)),
        ("2026", 12, date(2025, 12, 1), date(2026, 12, 1)),
        ("2026-Q1", 4, date(2025, 4, 1), date(2025, 7, 1)),
        ("2026-Q4", 4, date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-Q1", 12, date(2025, 12, 1), date(2026, 3, 1)),
        ("2026-11", 4, date(2026, 11, 1), date(2026, 12, 1)),
        ("2026-q2", 1, date(2026, 4, 1), date(2026, 7, 1)),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(
    name: str, fiscal_start: int, start: date, end: date
) -> None:
    period = parse_period(name, fiscal_start)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("name", "fiscal_start", "title"),
    [
        ("2026-11", 4, "November 2026"),
        ("2026-Q4", 1, "Q4 2026"),
        ("2026-Q4", 4, "Q4 fiscal year 2026"),
        ("2026", 1, "2026"),
        ("2026", 7, "fiscal year 2026"),
    ],
)
def test_a_title_says_whether_the_year_is_a_fiscal_one(
    name: str, fiscal_start: int, title: str
) -> None:
    assert parse_period(name, fiscal_start).title == title


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26-11", "November", "2026-1", "0001"]
)
def test_a_name_that_is_no_period_is_refused_with_the_three_that_are(name: str) -> None:
    with pytest.raises(Refused, match="is not a period; write a month as 2026-11") as refused:
        parse_period(name, 4)
    assert f"“{name}”" in str(refused.value)


@given(days, units, fiscal_starts)
def test_a_periods_name_is_read_back_as_the_same_period(
    day: date, unit: Unit, fiscal_start: int
) -> None:
    period = period_holding(day, unit, fiscal_start)
    assert parse_period(period.name, fiscal_start) == period


@given(days, units, fiscal_starts)
def test_every_day_lies_in_exactly_one_period(day: date, unit: Unit, fiscal_start: int) -> None:
    period = period_holding(day, unit, fiscal_start)
    assert period.start <= day < period.end
    assert period.shifted(1).start == period.end
    assert period_holding(period.end, unit, fiscal_start) == period.shifted(1)
    assert period_holding(period.start - timedelta(1), unit, fiscal_start) == period.shifted(-1)


@given(days, units, fiscal_starts)
def test_a_period_is_made_of_its_months(day: date, unit: Unit, fiscal_start: int) -> None:
    period = period_holding(day, unit, fiscal_start)
    months = period.months()
    assert len(months) == {"month": 1, "quarter": 3, "year": 12}[unit]
    assert sum(month.days for month in months) == period.days
    assert (months[0].start, months[-1].end) == (period.start, period.end)


@given(days, fiscal_starts)
def test_a_fiscal_year_begins_in_its_month_and_its_name_is_its_last_days_year(
    day: date, fiscal_start: int
) -> None:
    year = period_holding(day, "year", fiscal_start)
    assert year.start.month == fiscal_start
    assert year.name == str((year.end - timedelta(1)).year)


@given(moments, units, fiscal_starts, zones)
def test_every_instant_lies_in_exactly_one_period_of_the_zone(
    at: datetime, unit: Unit, fiscal_start: int, zone: str
) -> None:
    period = period_holding(local_date(at, zone), unit, fiscal_start)
    start, end = period.bounds(zone)
    assert start <= as_instant(at) < end
    assert period.shifted(1).bounds(zone)[0] == end


@given(st.dates(date(1990, 1, 1), date(2036, 1, 1)), zones)
def test_the_days_of_a_period_follow_each_other_without_a_gap(day: date, zone: str) -> None:
    period = period_holding(day)
    starts = period.day_starts(zone)
    assert len(starts) == period.days + 1
    assert (starts[0], starts[-1]) == period.bounds(zone)
    for place in range(period.days):
        assert local_date(moment(starts[place]), zone) == period.start + timedelta(place)


def test_the_days_of_a_clock_change_have_23_and_25_hours() -> None:
    hours = np.diff(parse_period("2026").day_starts("Europe/Berlin")) / np.timedelta64(1, "h")
    lengths = dict(zip(*np.unique(hours, return_counts=True), strict=True))
    assert lengths == {23: 1, 24: 363, 25: 1}


def test_a_day_without_a_midnight_begins_at_its_first_instant() -> None:
    # On 6 September 2026 Chile's clocks go from 24:00 to 01:00.
    assert moment(instant(date(2026, 9, 6), "America/Santiago")) == datetime(
        2026, 9, 6, 4, tzinfo=UTC
    )


def test_a_bare_date_is_the_end_of_that_day_in_the_zone() -> None:
    assert parse_moment("2026-11-23", "UTC") == datetime(2026, 11, 24, tzinfo=UTC)
    assert parse_moment("2026-11-23", "Europe/Berlin") == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert parse_moment(" 20261123 ", "UTC") == datetime(2026, 11, 24, tzinfo=UTC)


def test_a_time_without_a_zone_is_read_in_the_workspaces() -> None:
    assert parse_moment("2026-11-23T09:00", "Europe/Berlin") == datetime(
        2026, 11, 23, 8, tzinfo=UTC
    )
    assert parse_moment("2026-11-23T09:00+05:30", "Europe/Berlin") == datetime(
        2026, 11, 23, 3, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-02-30", "23.11.2026", "9999-12-31", "9999-12-31T23:00-10:00",
     "0001-01-01", "0001-01-01T00:00+14:00"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_one_that_is(text: str) -> None:
    with pytest.raises(Refused, match="is not a date or time; write 2026-11-23 or"):
        parse_moment(text, "UTC")


def test_what_is_no_date_is_refused_with_one_that_is() -> None:
    assert parse_date(" 2026-11-23 ") == date(2026, 11, 23)
    with pytest.raises(Refused, match="“Christmas” is not a date; write 2026-11-23"):
        parse_date("Christmas")


@given(moments)
def test_an_instant_and_its_moment_are_the_same(at: datetime) -> None:
    assert moment(as_instant(at)) == at


@given(days, st.integers(-500, 500))
def test_months_are_added_and_taken_back(day: date, months: int) -> None:
    first = day.replace(day=1)
    assert add_months(add_months(first, months), -months) == first


def test_periods_are_shifted_over_the_end_of_a_year() -> None:
    assert NOVEMBER.shifted(2) == Period("month", date(2027, 1, 1))
    assert parse_period("2026-Q1", 4).shifted(-1).name == "2025-Q4"


def test_the_present_moment_knows_its_zone() -> None:
    assert now().utcoffset() == timedelta(0)


CLOCKS = {"now", "utcnow", "today", "time", "localtime", "gmtime"}
CLOCK_OWNERS = {"datetime", "date", "time", "pd", "Timestamp", "func"}


def _clock_reads(path: Path) -> list[str]:
    calls = [n.func for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call, ast.Attribute)
        and call.attr in CLOCKS
        and ast.unparse(call.value).split(".")[-1] in CLOCK_OWNERS
    ]


def test_only_one_function_reads_the_clock() -> None:
    core = Path(sla_core.__file__).parent
    files = [*core.rglob("*.py"), *core.parent.glob("pages/**/*.py"), core.parent / "app.py"]
    found = {str(p.relative_to(core.parent)): reads for p in files if (reads := _clock_reads(p))}
    assert found == {"sla_core/periods.py": ["datetime.now"]}
