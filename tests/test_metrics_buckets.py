"""Periods cut into days, weeks and months for charts over time."""

from datetime import date
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.buckets import Step, buckets, places, usual
from sla_core.periods import parse_period
from tests.columns import at

NOVEMBER = parse_period("2026-11")
LATER = at(1, month=12)


def starts(name: str, step: Step, as_of: np.datetime64 = LATER) -> list[date]:
    return [bucket.start for bucket in buckets(parse_period(name), step, "UTC", as_of)]


def test_weeks_begin_on_mondays_and_the_first_with_the_month() -> None:
    # 1 November 2026 is a Sunday.
    assert [d.day for d in starts("2026-11", "week")] == [1, 2, 9, 16, 23, 30]


def test_a_quarter_is_cut_into_its_months() -> None:
    assert [d.month for d in starts("2026-Q4", "month", at(31, month=12))] == [10, 11, 12]


def test_a_bucket_that_begins_at_the_as_of_moment_is_not_there_yet() -> None:
    assert len(starts("2026-11", "day", at(3))) == 2
    assert len(starts("2026-11", "day", at(3, second=1))) == 3


def test_a_month_is_shown_in_weeks_and_a_longer_period_in_months() -> None:
    names = ("2026-11", "2026-Q4", "2026")
    assert [usual(parse_period(name)) for name in names] == ["week", "month", "month"]


def test_a_bucket_holds_its_start_and_not_its_end() -> None:
    cut = buckets(NOVEMBER, "day", "UTC", LATER)
    times = np.array([at(1), at(1, 23, 59), at(2), at(30, 23, 59)])
    assert places(times, cut).tolist() == [0, 0, 1, 29]


def test_days_are_those_of_the_zone() -> None:
    cut = buckets(NOVEMBER, "day", "Europe/Berlin", LATER)
    assert places(np.array([at(1, 22, 59), at(1, 23)]), cut).tolist() == [0, 1]


@given(
    st.sampled_from(["2026-03", "2026-11", "2026-Q4", "2026", "2024-02"]),
    st.sampled_from(["day", "week", "month"]),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tokyo"]),
)
def test_buckets_cover_the_period_without_gap_or_overlap(name: str, step: Step, zone: str) -> None:
    period = parse_period(name)
    cut = buckets(period, step, zone, np.datetime64("2100-01-01", "us"))
    assert (cut[0].begins, cut[-1].ends) == period.bounds(zone)
    for earlier, later in pairwise(cut):
        assert earlier.ends == later.begins
