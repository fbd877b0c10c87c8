"""The second computation's tools: clocks, curves, intervals, exports and the comparison."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.utils import qth_survival_time

from tests.oracle import differences
from tests.oracle.exports import to_csv
from tests.oracle.survival import quantile, wilson
from tests.oracle.times import Span, elapsed_days, span, spans_up_to
from tests.oracle.working_time import working_hours

WEEKDAYS = {"days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "17:00", "zone": "UTC"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=UTC)


def test_twelve_of_four_hundred_lie_between_1_7_and_5_2_percent() -> None:
    interval = wilson(12, 400)
    assert interval is not None
    assert (round(interval["low"], 3), round(interval["high"], 3)) == (0.017, 0.052)


def test_more_customers_than_leads_have_no_interval() -> None:
    assert wilson(3, 2) is None
    assert wilson(0, 0) is None


def test_working_hours_leave_out_the_weekend() -> None:
    friday, monday = at("06T16:00"), at("09T10:30")
    assert working_hours(friday, monday, WEEKDAYS) == Fraction(5, 2)
    assert working_hours(at("07T10:00"), at("08T10:00"), WEEKDAYS) == 0


def test_a_shift_over_the_clock_change_is_an_hour_longer_or_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    nights = {"days": [6], "opens": "00:00", "closes": "24:00", "zone": "Europe/Berlin"}
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        start = datetime(day.year, day.month, day.day, tzinfo=berlin).astimezone(UTC)
        assert working_hours(start - timedelta(1), start + timedelta(2), nights) == hours


def test_half_of_a_day_of_23_hours_is_half_a_day_elapsed() -> None:
    march = span("2026-03", 1)
    noon = datetime(2026, 3, 28, 23, tzinfo=UTC) + timedelta(hours=11.5)
    assert elapsed_days(march, noon, "Europe/Berlin") == Fraction(57, 2)


def test_fiscal_years_are_named_by_the_year_they_end_in() -> None:
    assert span("2027-Q1", 7) == Span("quarter", date(2026, 7, 1), date(2026, 10, 1), "2027-Q1")
    names = [one.name for one in spans_up_to("2026-Q2", 4, 5)]
    assert names == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert [one.name for one in spans_up_to("2026", 4, 2)] == ["2025", "2026"]


TIMES = st.lists(st.integers(1, 30), max_size=25)


@given(answered=TIMES, waiting=TIMES)
@settings(deadline=None, max_examples=60)
def test_the_curve_is_lifelines_curve(answered: list[int], waiting: list[int]) -> None:
    if not answered:
        assert quantile([], [Fraction(n) for n in waiting], Fraction(1, 2)) is None
        return
    events = [1] * len(answered) + [0] * len(waiting)
    curve = KaplanMeierFitter().fit(answered + waiting, events).survival_function_
    for left in (Fraction(47, 100), Fraction(83, 1000)):
        # No small share of people equals these two, so rounding cannot move lifelines' answer.
        ours = quantile([Fraction(n) for n in answered], [Fraction(n) for n in waiting], left)
        theirs = qth_survival_time(float(left), curve)
        assert (float("inf") if ours is None else float(ours)) == theirs


def test_differences_name_the_path_and_leave_out_what_was_not_asked() -> None:
    expected = {"a": [{"b": 1.0, "c": None}], "d": "2026-11-01T00:00:00+00:00"}
    same = {"a": [{"b": 1 + 1e-12, "c": None}], "d": "2026-11-01T01:00:00+01:00", "more": 1}
    assert differences(expected, same) == []
    assert differences(expected, same | {"a": [{"b": 2, "c": 0}]}) == [
        "a[0].b: expected 1.0, got 2",
        "a[0].c: expected None, got 0",
    ]
    assert differences({"a": 1}, {}) == ["a: missing, expected 1"]


def test_an_export_holds_our_field_names_and_plain_cells() -> None:
    rows: list[dict[str, Any]] = [
        {"lead_id": "L1", "connected": True, "presented_at": date(2026, 11, 2), "email": None},
        {"lead_id": "L2", "connected": None, "presented_at": at("02T09:00"), "email": " A@b.c "},
    ]
    assert to_csv(rows, "leads").decode().splitlines() == [
        "lead_id,connected,presented_at,email",
        "L1,true,2026-11-02,",
        "L2,,2026-11-02T09:00:00+00:00, A@b.c ",
    ]
    won = [{"deal_id": "D1", "amount": Decimal("1E+2")}]
    assert to_csv(won, "deals") == b"deal_id,amount\nD1,100\n"
