"""Figures in words: headlines, promises, and numbers that never contradict their verdict."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.results import Excluded, Pacing, Sales
from sla_core.reports.words import (
    beside,
    best_week,
    clock_hours,
    gap_words,
    hours,
    marketing_headline,
    percent,
    sales_headline,
)
from tests.sample_review import (
    depth,
    nothing_followed_up,
    nothing_paced,
    pacing,
    sample_review,
    speed,
)

REVIEW = sample_review()


@pytest.mark.parametrize(
    ("waited", "clock", "told"),
    [
        (0.25, "calendar", "15 min"),
        (0.25, "working", "15 min"),
        (2.44, "calendar", "2.4 h"),
        (2.44, "working", "2.4 working hours"),
        (118.45, "calendar", "4.9 days"),
        (118.45, "working", "118.5 working hours"),
    ],
)
def test_working_hours_never_become_days_of_24_hours(waited: float, clock: str, told: str) -> None:
    assert hours(waited, clock=clock) == told


@pytest.mark.parametrize(
    ("goal", "clock", "told"),
    [
        (1.0, "calendar", "1 hour"),
        (1.5, "calendar", "1.5 hours"),
        (4.0, "working", "4 working hours"),
    ],
)
def test_a_goal_names_its_clock(goal: float, clock: str, told: str) -> None:
    assert clock_hours(goal, clock) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.9, "90 %"),
        (0.884, "88 %"),
        (0, "0 %"),
        (1, "100 %"),
        (0.004, "0.4 %"),
        (0.01, "1 %"),
        (0.991, "99.1 %"),
        (0.9997, "99.9 %"),
    ],
)
def test_a_share_is_whole_per_cent_except_close_to_all_or_nothing(share: float, told: str) -> None:
    assert percent(share) == told


@given(st.floats(0, 1))
def test_nearly_all_is_never_said_to_be_all(share: float) -> None:
    assert (percent(share) in {"100 %", "100.0 %"}) == (share == 1)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.896, "89.6 %"), (0.8996, "89.96 %"), (0.9, "90 %"), (0.902, "90.2 %"), (0.884, "88 %")],
)
def test_a_share_beside_its_goal_is_told_apart_from_it(share: float, told: str) -> None:
    assert beside(percent, share, 0.9) == told


def test_three_tenths_in_binary_are_three_tenths() -> None:
    assert beside(percent, 0.1 + 0.2, 0.3) == "30 %"


def gap(size: float, over: bool = False) -> Pacing:
    return replace(pacing(), gap=size, days_left=0.0 if over else 7.0)


@pytest.mark.parametrize(
    ("size", "over", "told"),
    [
        (12, False, "12 above the line"),
        (-1200, False, "1,200 behind the line"),
        (0, False, "on the line"),
        (-0.3, False, "just behind the line"),
        (0.3, False, "just above the line"),
        (12, True, "12 more than promised"),
        (-12, True, "12 short"),
        (0, True, "exactly the goal"),
        (-0.4, True, "just short"),
        (1e-12, True, "exactly the goal"),
    ],
)
def test_a_gap_is_told_by_its_side(size: float, over: bool, told: str) -> None:
    assert gap_words(gap(size, over)) == told


def test_a_gap_in_money_carries_its_currency() -> None:
    assert gap_words(gap(-12_000), "EUR") == "€12,000 behind the line"


def test_marketings_headline_says_what_came_and_what_is_needed() -> None:
    # 18 a day for 23 begun days is 414; 480 * 22.375 / 30 is 358.
    headline = marketing_headline(pacing())
    assert headline.verdict == "on track"
    assert headline.sentence == "414 of 480 leads, 56 above the line."
    # 66 leads in 7.625 days.
    assert headline.need == "Needs 8.7 a day to the end; the best week so far brought 18.0 a day."


def test_marketings_headline_without_a_goal_counts_and_asks_for_one() -> None:
    headline = marketing_headline(pacing(goal=None))
    assert (headline.verdict, headline.sentence) == ("no data", "414 leads.")
    assert "set one under Settings" in headline.need


def test_marketings_headline_without_a_file_says_so() -> None:
    headline = marketing_headline(nothing_paced())
    assert (headline.verdict, headline.sentence) == ("no data", "No leads have been uploaded yet.")


def test_a_goal_that_is_reached_or_over_needs_nothing() -> None:
    assert marketing_headline(pacing(goal=400)).need == "The goal is reached."
    assert marketing_headline(pacing(passed=30)).need == ""


def days(*counts: float, passed: float) -> Pacing:
    """A month whose first days brought these counts."""
    whole = pacing(passed=passed)
    shown = [
        replace(day, leads=counts[place] if place < len(counts) else None)
        for place, day in enumerate(whole.daily)
    ]
    return replace(whole, daily=tuple(shown))


def test_the_best_week_is_the_best_of_seven_finished_days_in_a_row() -> None:
    assert best_week(days(1, 7, 7, 7, 7, 7, 7, 7, 2, passed=8.5)) == 7
    assert best_week(days(0, 0, 0, 0, 0, 0, 7, 0, passed=7.5)) == 1


def test_a_day_that_is_still_running_is_in_no_week() -> None:
    assert best_week(days(*[1] * 6, 100, passed=6.5)) is None


def test_a_day_that_ends_at_the_as_of_moment_is_finished() -> None:
    assert best_week(days(*[1] * 6, 8, passed=7)) == 2


def sales(**more: Any) -> Sales:
    return replace(REVIEW.sales, speed=replace(speed(), **more))


def test_sales_headline_says_the_share_the_goal_and_who_waits() -> None:
    headline = sales_headline(sales(), None)
    assert headline.verdict == "behind"
    assert headline.sentence == "88 % followed up within 4 working hours (promised 90 %)."
    assert headline.need == (
        "22 leads overdue and still untouched, the longest for 131.0 working hours."
    )


def test_a_share_just_short_of_the_goal_does_not_read_as_the_goal() -> None:
    headline = sales_headline(sales(share_within_goal=0.8999), None)
    assert headline.sentence.startswith("89.99 % followed up within")


def test_an_average_promise_is_told_with_its_goal() -> None:
    given_average: dict[str, Any] = {
        "measure": "average_hours", "clock": "calendar", "goal_average_hours": 4.0,
    }  # fmt: skip
    slow = sales_headline(sales(**given_average, average_hours=60.0), None)
    assert slow.sentence == "2.5 days to the first follow-up on average (promised 4.0 h)."
    close = sales_headline(sales(**given_average, average_hours=4.02), None)
    assert close.sentence == "4.02 h to the first follow-up on average (promised 4.0 h)."
    none = sales_headline(sales(**given_average, average_hours=None), None)
    assert none.sentence == "No lead has been followed up yet (promised: 4.0 h on average)."


def test_while_no_lead_is_due_there_is_no_share_to_tell() -> None:
    early = sales_headline(sales(share_within_goal=None, due=0, overdue=0), None)
    assert early.sentence == "No lead is due yet; promised 90 % within 4 working hours."
    assert early.need == "31 leads untouched, none overdue."
    assert sales_headline(sales(untouched=0, overdue=0), None).need == "Nobody waits."


def test_one_lead_is_one_lead() -> None:
    one = sales_headline(sales(overdue=1, oldest_hours=5.0, clock="calendar"), None)
    assert one.need == "1 lead overdue and still untouched, the longest for 5.0 h."


def test_without_times_of_day_nobody_is_said_to_wait_or_not_to() -> None:
    dates_only = sales(
        followed_up=0, untouched=0, overdue=0, due=0, presented=12,
        share_within_goal=None, verdict="no data", excluded=Excluded(12, 0),
    )  # fmt: skip
    headline = sales_headline(dates_only, None)
    assert headline.verdict == "no data"
    assert headline.sentence == "12 leads handed over, none with usable times of day."
    assert "Nobody waits" not in headline.need


def test_without_follow_up_data_sales_headline_asks_for_it() -> None:
    headline = sales_headline(nothing_followed_up(), None)
    assert headline.verdict == "no data"
    assert headline.sentence == "No follow-up data has been uploaded."


def test_without_hand_offs_there_is_nothing_to_follow_up() -> None:
    headline = sales_headline(sales(presented=0, followed_up=0, untouched=0), None)
    assert headline.sentence == "No leads were handed over in this period."


def test_without_a_goal_for_speed_the_promise_on_depth_gives_the_word() -> None:
    none: dict[str, Any] = {"goal_hours": None, "goal_average_hours": None}
    headline = sales_headline(sales(**none), None)
    assert headline.verdict == depth().verdict == "behind"
    assert headline.sentence == (
        "4.1 working hours to the first follow-up on average, 31 leads untouched."
    )
    free = replace(sales(**none), depth=replace(depth(), goal_attempts=None, goal_worked=None))
    assert sales_headline(free, None).verdict == "no data"
