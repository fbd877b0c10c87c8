"""Depth of follow-up: attempts on those not reached, and the share of leads worked at all."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.buckets import buckets
from sla_core.metrics.depth import DepthGoals, depth, no_depth
from sla_core.metrics.results import Depth
from sla_core.periods import parse_period
from tests.columns import at, leads

NOVEMBER = parse_period("2026-11")
SIX = DepthGoals(attempts=6)


def told(
    *rows: dict[str, Any],
    as_of: np.datetime64 | None = None,
    goals: DepthGoals = SIX,
    over: bool = False,
) -> Depth:
    seen = at(24) if as_of is None else as_of
    return depth(leads(*rows), seen, goals, buckets(NOVEMBER, "week", "UTC", seen), over)


def lead(attempts: int, day: int = 2, **more: Any) -> dict[str, Any]:
    return {"presented": at(day, 9), "attempts": attempts, **more}


def test_the_average_is_of_those_not_reached_the_untouched_included() -> None:
    result = told(lead(0), lead(6), lead(3), lead(9, connected=at(3)))
    assert (result.unconnected, result.average_attempts) == (3, 3)


def test_a_closed_lead_needs_no_more_attempts() -> None:
    assert told(lead(1, closed_out=at(3))).unconnected == 0
    assert told(lead(1, closed_out=at(3))).average_attempts is None


def test_what_happens_at_the_as_of_moment_has_not_happened_yet() -> None:
    assert told(lead(1, connected=at(24))).unconnected == 1
    assert told(lead(1, closed_out=at(24))).unconnected == 1
    assert told(lead(1, connected=at(23, 23, 59))).unconnected == 0


def test_as_many_attempts_as_promised_are_enough() -> None:
    assert told(lead(5), lead(6), lead(7), lead(0)).share_at_goal == 0.5


def test_leads_worked_are_of_all_presented_the_reached_and_closed_included() -> None:
    result = told(lead(0), lead(1), lead(2, connected=at(3)), lead(0, closed_out=at(3)))
    assert (result.worked, result.presented, result.leads_worked_share) == (2, 4, 0.5)


def test_a_lead_younger_than_the_window_is_shown_apart() -> None:
    week = DepthGoals(attempts=6, window_days=7)
    young = told(lead(2), as_of=at(9, 8, 59), goals=week)
    ripe = told(lead(2), as_of=at(9, 9), goals=week)
    assert (young.unconnected, young.in_window, young.average_attempts) == (0, 1, None)
    assert (ripe.unconnected, ripe.in_window, ripe.average_attempts) == (1, 0, 2)


def test_a_young_lead_that_was_reached_is_in_no_window() -> None:
    week = DepthGoals(attempts=6, window_days=7)
    assert told(lead(2, connected=at(3)), as_of=at(4), goals=week).in_window == 0


def test_the_distribution_counts_the_leads_of_each_number_of_attempts() -> None:
    result = told(lead(0), lead(3), lead(0), lead(12), lead(3, connected=at(3)))
    assert [(d.attempts, d.leads) for d in result.distribution] == [(0, 2), (3, 1), (12, 1)]


@pytest.mark.parametrize(
    ("goals", "over", "verdict"),
    [
        (DepthGoals(attempts=3), False, "on track"),
        (DepthGoals(attempts=3), True, "met"),
        (DepthGoals(attempts=3.1), False, "behind"),
        (DepthGoals(attempts=3.1), True, "missed"),
        (DepthGoals(attempts=3.1, worked=0.5), True, "missed"),
        (DepthGoals(worked=0.5), True, "met"),
        (DepthGoals(worked=0.51), False, "behind"),
        (DepthGoals(), True, "no data"),
    ],
)
def test_the_promise_on_attempts_gives_the_word_before_that_on_leads_worked(
    goals: DepthGoals, over: bool, verdict: str
) -> None:
    assert told(lead(6), lead(0), goals=goals, over=over).verdict == verdict


def test_without_leads_or_data_nothing_is_divided() -> None:
    for result in (told(), no_depth(SIX)):
        assert (result.average_attempts, result.share_at_goal) == (None, None)
        assert (result.leads_worked_share, result.verdict) == (None, "no data")
        assert (result.goal_attempts, result.distribution) == (6, ())


def test_attempts_are_shown_by_the_week_of_the_hand_off() -> None:
    result = told(lead(2), lead(4, 10), lead(0, 10), lead(1, 10, connected=at(11)))
    assert [(b.start.day, b.presented, b.unconnected, b.average_attempts) for b in result.by_period
            if b.presented] == [(2, 1, 1, 2), (9, 3, 2, 2)]  # fmt: skip
    assert [b.leads_worked_share for b in result.by_period] == [None, 1, 2 / 3, None, None]


rows = st.builds(
    lead,
    st.integers(0, 12),
    st.integers(1, 23),
    connected=st.sampled_from([None, at(20), at(30)]),
    closed_out=st.sampled_from([None, at(21), at(30)]),
)


@given(st.lists(rows, max_size=30), st.sampled_from([None, 7.0, 30.0]))
def test_the_parts_add_up(many: list[dict[str, Any]], window: float | None) -> None:
    result = told(*many, goals=DepthGoals(attempts=6, window_days=window))
    settled = sum(row["connected"] == at(20) or row["closed_out"] == at(21) for row in many)
    assert result.unconnected + result.in_window + settled == result.presented == len(many)
    assert sum(d.leads for d in result.distribution) == result.unconnected
    attempts = sum(d.attempts * d.leads for d in result.distribution)
    if result.unconnected:
        assert result.average_attempts == pytest.approx(attempts / result.unconnected)
    for name in ("presented", "worked", "unconnected"):
        assert sum(getattr(b, name) for b in result.by_period) == getattr(result, name)
