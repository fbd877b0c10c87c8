"""Depth charts: attempts against the goal, leads worked, and how many leads had how many attempts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sla_core.figures import depth
from tests.sample_review import depth as sample
from tests.sample_review import nothing_followed_up

NOTHING = nothing_followed_up().depth


def texts(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_average_attempts_stand_against_the_goal() -> None:
    figure = depth.depth(sample(), "week")
    assert list(figure.data[0].y) == [4.4, 3.8, 2.7, 1.0]
    assert figure.layout.shapes[0].y0 == 6.0
    assert "goal<br><b>6</b>" in texts(figure)


def test_leads_worked_stand_against_their_own_goal() -> None:
    figure = depth.depth(sample(), "week", "worked")
    assert figure.data[0].y[0] == pytest.approx(91 / 96)
    assert figure.layout.shapes[0].y0 == 0.95


def test_every_number_of_attempts_has_its_bar_and_ten_and_more_share_one() -> None:
    (bars,) = depth.distribution(sample()).data
    assert list(bars.y) == [20, 22, 30, 34, 28, 20, 16, 8, 4, 2, 2]
    assert depth.distribution(sample()).layout.xaxis.ticktext[-1] == "10+"


def test_numbers_of_attempts_that_keep_the_goal_have_the_full_colour() -> None:
    colours = depth.distribution(sample()).data[0].marker.color
    assert colours[5].startswith("rgba")
    assert colours[6].startswith("#")


def test_a_number_of_attempts_that_no_lead_had_keeps_its_place() -> None:
    few = replace(NOTHING, distribution=(sample().distribution[3],))
    assert list(depth.distribution(few).data[0].y) == [0, 0, 0, 34]


def test_without_leads_the_figures_say_so() -> None:
    for figure in (depth.depth(NOTHING, "week"), depth.distribution(NOTHING)):
        assert texts(figure) == ["no leads to judge"]


def test_titles_say_the_finding() -> None:
    assert depth.title(sample()) == "3.4 attempts on leads not reached, goal 6"
    assert depth.title(sample(), "worked") == "91 % of 310 leads worked, goal 95 %"
    assert (
        depth.distribution_title(sample()) == "17 % of 186 leads not reached had 6 attempts or more"
    )


def test_titles_without_data_say_so() -> None:
    assert depth.title(NOTHING) == "No lead waits to be reached"
    assert depth.title(NOTHING, "worked") == "No lead was handed over in this period"
    assert depth.distribution_title(NOTHING) == "0 leads not reached yet"


def test_a_bucket_without_unconnected_leads_has_no_bar() -> None:
    first, *rest = sample().by_period
    gap = replace(first, unconnected=0, average_attempts=None)
    figure = depth.depth(replace(sample(), by_period=(gap, *rest)), "week")
    assert np.isnan(figure.data[0].y[0])


def test_words_for_a_screen_reader_list_the_bars() -> None:
    assert "week of 2 Nov 4.4" in depth.alt(sample(), "week")
    assert "0 attempts 20; 1 attempt 22" in depth.distribution_alt(sample())
