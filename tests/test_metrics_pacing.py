"""The goal line k * g / n, the gap in leads and in days of goal, and what is needed per day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.pacing import elapsed, pacing
from sla_core.metrics.results import Pacing
from sla_core.periods import parse_period
from tests.columns import at

NOVEMBER = parse_period("2026-11")
EMPTY = np.array([], "datetime64[us]")


def paced(
    times: list[np.datetime64] | None,
    as_of: np.datetime64,
    goal: float | None = 300,
    zone: str = "UTC",
    name: str = "2026-11",
) -> Pacing:
    """Leads that came at these times; no file at all where None."""
    came = np.array(times or [], "datetime64[us]")
    values = None if times is None else np.ones(len(came))
    return pacing(came, values, goal, period=parse_period(name), zone=zone, as_of=as_of)


def test_after_ten_days_of_thirty_the_line_stands_at_a_third() -> None:
    result = paced([at(5)] * 90, at(11))
    assert (result.line, result.actual, result.gap) == (100, 90, -10)
    assert result.gap_days == -1
    assert result.days_left == 20
    assert result.needed_per_day == 210 / 20
    assert result.verdict == "behind"


def test_the_line_moves_within_a_day() -> None:
    result = paced([at(5)] * 107, at(11, 18))
    assert result.line == 107.5
    assert result.gap == -0.5
    assert result.gap_days == -0.05
    assert result.days_left == 19.25
    assert result.needed_per_day == pytest.approx(193 / 19.25)


def test_exactly_on_the_line_is_on_track() -> None:
    assert paced([at(5)] * 100, at(11)).verdict == "on track"
    assert paced([at(5)] * 99, at(11)).verdict == "behind"


def test_at_the_end_nothing_is_needed_any_more() -> None:
    result = paced([at(5)] * 299, at(1, month=12))
    assert (result.line, result.gap, result.days_left) == (300, -1, 0)
    assert result.needed_per_day is None
    assert result.verdict == "missed"
    assert paced([at(5)] * 300, at(1, month=12)).verdict == "met"


def test_a_moment_before_the_end_the_promise_is_still_running() -> None:
    result = paced([at(5)] * 299, at(30, 23, 59, second=59))
    assert result.verdict == "behind"
    assert result.needed_per_day
    assert result.needed_per_day == pytest.approx(86_400)


def test_a_goal_that_is_reached_needs_nothing_more() -> None:
    assert paced([at(5)] * 301, at(11)).needed_per_day == 0


def test_a_lead_at_the_as_of_moment_is_not_seen_yet() -> None:
    assert paced([at(11, 9)], at(11, 9)).actual == 0
    assert paced([at(11, 9)], at(11, 9, 1)).actual == 1


def test_the_period_holds_its_start_and_not_its_end() -> None:
    edges = [at(31, 23, 59, month=10), at(1), at(30, 23, 59), at(1, month=12)]
    assert paced(edges, at(2, month=12)).actual == 2


def test_before_its_start_a_period_has_no_verdict() -> None:
    result = paced([], at(1))
    assert (result.line, result.actual, result.days_left) == (0, 0, 30)
    assert result.verdict == "no data"
    assert result.needed_per_day == 10
    assert all(day.leads is None and day.cumulative is None for day in result.daily)


def test_without_a_goal_there_are_leads_and_no_line() -> None:
    result = paced([at(5)] * 3, at(11), goal=None)
    assert result.actual == 3
    assert (result.line, result.gap, result.gap_days, result.needed_per_day) == (None,) * 4
    assert {day.line for day in result.daily} == {None}
    assert result.verdict == "no data"


def test_without_a_file_there_is_a_line_and_no_leads() -> None:
    result = paced(None, at(11))
    assert (result.actual, result.gap, result.gap_days, result.needed_per_day) == (None,) * 4
    assert result.line == 100
    assert result.verdict == "no data"
    assert {day.cumulative for day in result.daily} == {None}


def test_each_day_shows_its_step_and_the_line_at_its_end() -> None:
    result = paced([at(1, 9), at(3, 9), at(3, 23, 59)], at(3, 12))
    days = [(d.date.day, d.leads, d.cumulative, d.line) for d in result.daily[:4]]
    assert days == [(1, 1, 1, 10), (2, 0, 1, 20), (3, 1, 2, 30), (4, None, None, 40)]


def test_a_day_that_begins_at_the_as_of_moment_has_not_begun() -> None:
    seen = [day.leads is not None for day in paced([at(1, 9)], at(3)).daily[:3]]
    assert seen == [True, True, False]


def test_the_last_days_line_is_the_goal_itself() -> None:
    result = paced([], at(11), goal=1174, name="2018-03")
    assert len(result.daily) == 31
    assert result.daily[-1].line == 1174


def test_a_day_of_a_clock_change_is_a_day_like_any_other() -> None:
    # In Berlin 29 March 2026 lasts 23 hours and 25 October 25: noon is not the middle.
    march, october = parse_period("2026-03"), parse_period("2026-10")
    assert elapsed(march, "Europe/Berlin", at(29, 22, month=3)).days == 29
    assert elapsed(march, "Europe/Berlin", at(29, 10, month=3)).days == 28 + 11 / 23
    assert elapsed(october, "Europe/Berlin", at(25, 10, month=10)).days == 24 + 12 / 25


def test_days_are_those_of_the_zone() -> None:
    result = paced([at(1, 23, 30)], at(3), zone="Europe/Berlin")
    assert [day.leads for day in result.daily[:3]] == [0, 1, 0]


def test_points_and_money_are_added_exactly_and_divided_once() -> None:
    cents = np.full(30, 10.0)
    result = pacing(
        np.array([at(5)] * 30), cents, 3, period=NOVEMBER, zone="UTC", as_of=at(11), scale=100
    )
    assert result.actual == 3
    assert result.daily[4].leads == 3
    assert result.gap == 2


instants = st.integers(-5 * 86_400, 35 * 86_400).map(lambda s: at(1) + np.timedelta64(s, "s"))


@given(
    st.lists(instants, max_size=40),
    instants,
    st.floats(0.1, 1e6),
    st.sampled_from(["UTC", "Asia/Tokyo"]),
)
def test_the_days_add_up_to_the_whole(
    times: list[np.datetime64], as_of: np.datetime64, goal: float, zone: str
) -> None:
    result = paced(times, as_of, goal, zone)
    start, end = NOVEMBER.bounds(zone)
    assert result.actual == sum(start <= t < end and t < as_of for t in times)
    assert sum(day.leads or 0 for day in result.daily) == result.actual
    shown = [day.cumulative for day in result.daily if day.cumulative is not None]
    assert shown == sorted(shown)
    assert (shown[-1] if shown else 0) == result.actual


@given(instants, st.floats(0.1, 1e6))
def test_the_line_and_the_days_left_make_up_the_goal(as_of: np.datetime64, goal: float) -> None:
    result = paced([], as_of, goal)
    assert result.line is not None
    assert result.line + goal * result.days_left / 30 == pytest.approx(goal)
    needed = result.needed_per_day
    assert (needed is None) == (result.days_left == 0)
    assert needed is None or needed * result.days_left == pytest.approx(goal)
