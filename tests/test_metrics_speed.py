"""Speed of follow-up: who is answered, who waits, who is due, and who cannot be told."""

from datetime import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Calendar
from sla_core.metrics.buckets import buckets
from sla_core.metrics.results import Speed
from sla_core.metrics.speed import SpeedGoals, no_speed, speed, waits
from sla_core.periods import parse_period
from tests.columns import at, leads

NOVEMBER = parse_period("2026-11")
FOUR_HOURS = SpeedGoals(hours=4, share=0.9)
OFFICE = Calendar((0, 1, 2, 3, 4), ((time(9), time(17)),), "UTC")
WORKING = SpeedGoals("working", OFFICE, hours=4, share=0.9)


def told(
    *rows: dict[str, Any],
    as_of: np.datetime64 | None = None,
    goals: SpeedGoals = FOUR_HOURS,
    over: bool = False,
) -> Speed:
    seen = at(24) if as_of is None else as_of
    cut = buckets(NOVEMBER, "week", "UTC", seen)
    return speed(leads(*rows), seen, goals, cut, over)


def lead(
    presented: np.datetime64, answered: np.datetime64 | None = None, **more: Any
) -> dict[str, Any]:
    return {"presented": presented, "first_follow_up": answered, **more}


def test_the_average_is_of_the_followed_up_alone() -> None:
    result = told(lead(at(2, 9), at(2, 10)), lead(at(2, 9), at(2, 14)), lead(at(2, 9)))
    assert (result.followed_up, result.untouched) == (2, 1)
    assert result.average_hours == 3


def test_the_share_within_the_goal_counts_the_untouched_as_misses() -> None:
    result = told(lead(at(2, 9), at(2, 10)), lead(at(2, 9), at(2, 14)), lead(at(2, 9)))
    assert (result.due, result.within) == (3, 1)
    assert result.share_within_goal == 1 / 3


def test_a_response_of_exactly_the_goal_is_within() -> None:
    assert told(lead(at(2, 9), at(2, 13))).within == 1
    assert told(lead(at(2, 9), at(2, 13, second=1))).within == 0


def test_a_deadline_at_the_as_of_moment_is_not_due_yet() -> None:
    ahead = told(lead(at(2, 9)), as_of=at(2, 13))
    passed = told(lead(at(2, 9)), as_of=at(2, 13, second=1))
    assert (ahead.due, ahead.overdue, ahead.not_yet_due) == (0, 0, 1)
    assert (passed.due, passed.overdue, passed.not_yet_due) == (1, 1, 0)


def test_a_lead_answered_before_its_deadline_is_in_neither_part_of_the_share() -> None:
    result = told(lead(at(2, 9), at(2, 10)), as_of=at(2, 11))
    assert (result.due, result.within, result.share_within_goal) == (0, 0, None)
    assert (result.not_yet_due, result.not_yet_due_answered) == (1, 1)
    assert result.verdict == "no data"
    assert result.average_hours == 1


def test_a_follow_up_at_the_as_of_moment_is_not_seen_yet() -> None:
    assert told(lead(at(2, 9), at(2, 10)), as_of=at(2, 10)).followed_up == 0
    assert told(lead(at(2, 9), at(2, 10)), as_of=at(2, 10, second=1)).followed_up == 1


def test_a_follow_up_at_the_hand_off_is_a_wait_of_nothing() -> None:
    result = told(lead(at(2, 9), at(2, 9)))
    assert (result.average_hours, result.median_hours, result.within) == (0, 0, 1)


def test_a_lead_closed_out_untouched_stays_a_miss() -> None:
    result = told(lead(at(2, 9), closed_out=at(2, 10)))
    assert (result.untouched, result.overdue, result.share_within_goal) == (1, 1, 0)


def test_the_longest_wait_is_that_of_the_oldest_overdue() -> None:
    result = told(lead(at(2, 9)), lead(at(3, 9)), lead(at(1, 9), at(4)), as_of=at(4, 9))
    assert result.overdue == 2
    assert result.oldest_hours == 48
    assert told(lead(at(3, 9)), as_of=at(3, 10)).oldest_hours is None


def test_every_presented_lead_stands_in_one_of_four_places() -> None:
    result = told(
        lead(at(2, 9), at(2, 8), before_hand_off=True),
        lead(at(2), at(2, 10), presented_timed=False),
        lead(at(2), presented_timed=False),
        lead(at(2, 9), at(3), follow_up_timed=False),
        lead(at(2, 9), attempts=3),
        lead(at(2, 9), at(2, 10)),
        lead(at(2, 9)),
    )
    assert result.excluded.before_hand_off == 1
    assert result.excluded.no_time_of_day == 4
    assert (result.followed_up, result.untouched, result.presented) == (1, 1, 7)


def test_a_fault_of_the_crm_comes_before_a_missing_time_of_day() -> None:
    result = told(lead(at(2), at(1), before_hand_off=True, presented_timed=False))
    assert (result.excluded.before_hand_off, result.excluded.no_time_of_day) == (1, 0)


def test_a_follow_up_without_a_time_of_day_that_is_still_to_come_excludes_nothing() -> None:
    result = told(lead(at(2, 9), at(5), follow_up_timed=False), as_of=at(4))
    assert (result.untouched, result.excluded.no_time_of_day) == (1, 0)


def test_attempts_of_a_crm_whose_first_is_still_to_come_exclude_nothing() -> None:
    result = told(lead(at(2, 9), at(5), attempts=3), as_of=at(4))
    assert (result.untouched, result.excluded.no_time_of_day) == (1, 0)


def test_leads_without_a_time_of_day_are_in_no_hour_level_figure() -> None:
    result = told(lead(at(2), at(9), presented_timed=False))
    assert (result.average_hours, result.median_hours, result.due) == (None, None, 0)
    assert (result.not_yet_due, result.verdict) == (0, "no data")


def test_the_median_counts_the_untouched_and_the_average_does_not() -> None:
    rows = [lead(at(2, 9), at(2, 10)), lead(at(2, 9), at(2, 11)), lead(at(2, 9)), lead(at(2, 9))]
    result = told(*rows)
    assert (result.average_hours, result.median_hours, result.p90_hours) == (1.5, 2, None)
    assert told(*rows, lead(at(2, 9))).median_hours is None


def test_on_a_working_clock_the_night_does_not_count() -> None:
    # Monday 16:00 to Tuesday 11:00: an hour before closing, two after opening.
    result = told(lead(at(2, 16), at(3, 11)), goals=WORKING)
    assert result.average_hours == 3
    assert (result.average_working_hours, result.average_calendar_hours) == (3, 19)
    assert (result.clock, result.within) == ("working", 1)


def test_on_a_working_clock_a_lead_falls_due_after_its_working_hours() -> None:
    # Presented on Saturday: the deadline is Monday at 13:00.
    row = lead(at(7, 12))
    assert told(row, goals=WORKING, as_of=at(9, 13)).not_yet_due == 1
    assert told(row, goals=WORKING, as_of=at(9, 13, second=1)).overdue == 1


def test_both_clocks_are_kept_where_the_calendar_counts() -> None:
    both = SpeedGoals("calendar", OFFICE, hours=4, share=0.9)
    result = told(lead(at(2, 16), at(3, 11)), goals=both)
    assert (result.average_hours, result.average_working_hours) == (19, 3)
    assert told(lead(at(2, 16), at(3, 11))).average_working_hours is None


def test_without_a_goal_in_hours_nobody_is_due() -> None:
    result = told(lead(at(2, 9)), goals=SpeedGoals(average=3))
    assert (result.due, result.overdue, result.not_yet_due) == (0, 0, 0)
    assert result.untouched == 1
    assert result.share_within_goal is None


@pytest.mark.parametrize(
    ("goals", "measure", "verdict"),
    [
        (SpeedGoals(hours=4, share=0.5), "share_within_goal", "on track"),
        (SpeedGoals(hours=4, share=0.51), "share_within_goal", "behind"),
        (SpeedGoals(hours=4, share=0.5, average=1), "share_within_goal", "on track"),
        (SpeedGoals(average=3), "average_hours", "on track"),
        (SpeedGoals(average=2.9), "average_hours", "behind"),
        (SpeedGoals(), None, "no data"),
    ],
)
def test_the_promised_measure_gives_the_word_the_share_before_the_average(
    goals: SpeedGoals, measure: str | None, verdict: str
) -> None:
    result = told(lead(at(2, 9), at(2, 10)), lead(at(2, 9), at(2, 14)), goals=goals)
    assert (result.measure, result.verdict) == (measure, verdict)


def test_a_period_is_judged_for_good_once_its_last_lead_is_due() -> None:
    answered, late = lead(at(2, 9), at(2, 10)), lead(at(30, 23))
    unripe = told(answered, late, as_of=at(1, 2, month=12), over=True)
    assert (unripe.over, unripe.verdict) == (False, "on track")
    ripe = told(answered, late, as_of=at(1, 4, month=12), over=True)
    assert (ripe.over, ripe.share_within_goal, ripe.verdict) == (True, 0.5, "missed")


def test_a_bucket_is_ripe_when_all_of_its_leads_are_due() -> None:
    result = told(lead(at(2, 9), at(2, 10)), lead(at(10, 9)), lead(at(11, 9)), as_of=at(11, 12))
    assert [(b.start.day, b.presented, b.due, b.ripe) for b in result.by_period] == [
        (1, 0, 0, True),
        (2, 1, 1, True),
        (9, 2, 1, False),
    ]


def test_a_bucket_has_its_own_average_and_share() -> None:
    first, second = told(
        lead(at(2, 9), at(2, 10)),
        lead(at(2, 9)),
        lead(at(10, 9), at(10, 12)),
        lead(at(10, 9), at(10, 14)),
        lead(at(10, 9)),
        lead(at(10, 9)),
    ).by_period[1:3]
    assert (first.average_hours, first.share_within_goal) == (1, 0.5)
    assert (second.average_hours, second.share_within_goal) == (4, 0.25)


def test_of_those_not_yet_due_the_answered_are_counted() -> None:
    late, answered, waits_yet = lead(at(2), at(3)), lead(at(4, 9), at(4, 10)), lead(at(4, 9))
    result = told(late, answered, waits_yet, as_of=at(4, 11))
    assert (result.not_yet_due, result.not_yet_due_answered) == (2, 1)


def test_returned_and_pre_worked_leads_are_counted_and_stay_in() -> None:
    result = told(
        lead(at(2, 9), pre_worked=True),
        lead(at(2, 9), returned=at(3)),
        lead(at(2, 9), returned=at(24)),
    )
    assert (result.pre_worked, result.returned, result.untouched) == (1, 1, 3)


def test_without_follow_up_data_there_is_no_figure_and_nobody_is_untouched() -> None:
    result = no_speed(FOUR_HOURS)
    assert (result.presented, result.untouched, result.share_within_goal) == (0, 0, None)
    assert (result.average_hours, result.median_hours, result.verdict) == (None, None, "no data")
    assert result.goal_hours == 4


minutes = st.integers(0, 30 * 1440)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    presented = at(1) + np.timedelta64(draw(minutes), "m")
    waited = draw(st.none() | minutes)
    return lead(
        presented,
        None if waited is None else presented + np.timedelta64(waited, "m"),
        presented_timed=draw(st.booleans()),
        follow_up_timed=draw(st.booleans()),
        before_hand_off=draw(st.booleans()) and draw(st.booleans()),
        attempts=draw(st.integers(0, 3)),
    )


@given(st.lists(rows(), max_size=30), minutes, st.sampled_from([FOUR_HOURS, WORKING, SpeedGoals()]))
def test_the_parts_add_up_to_the_presented(
    many: list[dict[str, Any]], minute: int, goals: SpeedGoals
) -> None:
    as_of = at(1) + np.timedelta64(minute, "m")
    seen = [row for row in many if row["presented"] < as_of]
    result = told(*seen, as_of=as_of, goals=goals)
    excluded = result.excluded.no_time_of_day + result.excluded.before_hand_off
    assert result.presented == result.followed_up + result.untouched + excluded == len(seen)
    if goals.hours:
        assert result.due + result.not_yet_due == result.followed_up + result.untouched
    assert result.within <= result.due
    assert result.overdue <= result.untouched
    for name in ("presented", "followed_up", "untouched", "due", "within"):
        assert sum(getattr(b, name) for b in result.by_period) == getattr(result, name)


@given(st.lists(rows(), max_size=30), st.permutations(range(30)))
def test_the_order_of_leads_does_not_matter(many: list[dict[str, Any]], order: list[int]) -> None:
    shuffled = [many[i] for i in order if i < len(many)]
    first, second = told(*many, as_of=at(2, month=12)), told(*shuffled, as_of=at(2, month=12))
    assert first.p90_hours == second.p90_hours
    assert first.share_within_goal == second.share_within_goal
    assert first.average_hours == pytest.approx(second.average_hours)


def test_a_lead_waits_from_its_hand_off_until_now() -> None:
    wait = waits(leads(lead(at(2, 9))), at(2, 12), FOUR_HOURS)
    assert wait.hours.tolist() == [3]
    assert wait.elapsed.tolist() == [3]
