"""The speed chart: bars against the goal, unripe buckets hatched, untouched leads under them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sla_core.figures import speed
from tests.sample_review import nothing_followed_up
from tests.sample_review import speed as sample


def trace(figure: Any, name: str) -> Any:
    return next(t for t in figure.data if t.name == name)


def texts(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_a_bar_is_the_average_of_its_bucket() -> None:
    assert list(trace(speed.speed(sample(), "week"), "average").y) == [5.5, 4.0, 3.2, 1.1]


def test_a_bucket_that_could_still_be_answered_in_time_is_hatched() -> None:
    shapes = trace(speed.speed(sample(), "week"), "average").marker.pattern.shape
    assert list(shapes) == ["", "", "", "/"]


def test_untouched_leads_stand_under_their_bucket() -> None:
    strip = trace(speed.speed(sample(), "week"), "untouched")
    assert list(strip.y) == [6, 7, 10, 8]
    assert strip.yaxis == "y2"
    assert list(strip.customdata[2]) == [2, "untouched, week of 16 Nov", "2026-11-16"]


def test_the_goal_is_a_dashed_line_named_in_the_margin() -> None:
    figure = speed.speed(replace(sample(), goal_average_hours=2.5), "week")
    (line,) = figure.layout.shapes
    assert (line.y0, line.line.dash) == (2.5, "dash")
    assert "goal<br><b>2.5 h</b>" in texts(figure)


def test_the_hours_of_a_share_are_no_goal_for_the_average() -> None:
    assert sample().goal_hours == 4.0
    assert not speed.speed(sample(), "week").layout.shapes


def test_the_share_is_drawn_against_the_promised_share() -> None:
    figure = speed.speed(sample(), "week", "share")
    assert trace(figure, "share").y[0] == pytest.approx(81 / 96)
    assert figure.layout.shapes[0].y0 == 0.9


def test_a_bucket_without_a_follow_up_has_no_bar_but_its_untouched_leads() -> None:
    first, *rest = sample().by_period
    gap = replace(first, followed_up=0, average_hours=None)
    figure = speed.speed(replace(sample(), by_period=(gap, *rest)), "week")
    assert np.isnan(trace(figure, "average").y[0])
    assert trace(figure, "untouched").y[0] == 6


def test_a_value_of_nothing_is_drawn_and_written_as_such() -> None:
    first, *rest = sample().by_period
    none = replace(first, average_hours=0.0, untouched=0)
    figure = speed.speed(replace(sample(), by_period=(none, *rest)), "week")
    bars, strip = trace(figure, "average"), trace(figure, "untouched")
    assert (bars.text[0], bars.textposition[0], bars.marker.line.width[0]) == (
        "0.0",
        "outside",
        1.5,
    )
    assert (bars.textposition[1], bars.marker.line.width[1]) == ("auto", 0)
    assert strip.text[0] == "0"


def test_bars_carry_the_start_of_their_bucket() -> None:
    bars = trace(speed.speed(sample(), "week"), "average")
    assert list(bars.customdata[1]) == [1, "week of 9 Nov", "2026-11-09"]
    assert "104 leads handed over" in bars.hovertext[1]


def test_without_an_agreed_goal_there_is_no_line() -> None:
    free = replace(sample(), goal_hours=None, goal_share=None)
    assert not speed.speed(free, "week").layout.shapes
    assert not speed.speed(free, "week", "share").layout.shapes


@pytest.mark.parametrize("show", ["average", "share"])
def test_without_follow_up_data_the_figure_says_so(show: Any) -> None:
    figure = speed.speed(nothing_followed_up().speed, "week", show)
    assert texts(figure) == ["no follow-up data"]


@pytest.mark.parametrize(
    ("result", "show", "said"),
    [
        (sample(), "average", "4.1 working hours to the first follow-up"),
        (replace(sample(), goal_average_hours=2.5), "average",
         "4.1 working hours to the first follow-up, goal 2.5"),
        (replace(sample(), clock="calendar", goal_hours=None), "average",
         "4.1 hours to the first follow-up"),
        (nothing_followed_up().speed, "average", "No follow-up data for this period"),
        (sample(), "share", "88 % answered within 4 working hours, promised 90 %"),
        (replace(sample(), goal_share=None), "share",
         "88 % answered within 4 working hours (266 of 301 due)"),
        (nothing_followed_up().speed, "share", "No lead's deadline has passed in this period"),
    ],
)  # fmt: skip
def test_the_title_says_the_finding(result: Any, show: Any, said: str) -> None:
    assert speed.title(result, show) == said


def test_the_words_for_a_screen_reader_list_the_buckets() -> None:
    words = speed.alt(sample(), "week")
    assert "week of 2 Nov 5.5 h" in words
    assert "31 leads untouched" in words
