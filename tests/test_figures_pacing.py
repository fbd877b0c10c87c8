"""The pacing chart shows each day's step, the goal line and the finding."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sla_core.figures import pacing
from tests.sample_review import nothing_paced
from tests.sample_review import pacing as sample


def trace(figure: Any, name: str) -> Any:
    return next(t for t in figure.data if t.name == name)


def texts(figure: Any) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_each_days_bar_stands_on_the_sum_of_the_day_before() -> None:
    bars = trace(pacing.pacing(sample()), "day")
    assert list(bars.base[:3]) == [0.0, 18.0, 36.0]
    assert list(bars.y[:3]) == [18.0, 18.0, 18.0]


def test_days_after_the_as_of_moment_have_no_bar() -> None:
    bars = trace(pacing.pacing(sample()), "day")
    assert len(bars.y) == 23


def test_the_bar_of_a_day_not_yet_over_ends_at_the_as_of_moment() -> None:
    width = trace(pacing.pacing(sample()), "day").width
    assert width[0] == pacing.DAY_MS
    assert width[-1] == pytest.approx(0.375 * pacing.DAY_MS)


def test_a_bar_carries_its_day_so_that_a_click_finds_the_rows() -> None:
    bars = trace(pacing.pacing(sample()), "day")
    assert list(bars.customdata[22]) == [22, "Mon 23 Nov", "2026-11-23"]


def test_the_goal_line_runs_from_nothing_to_the_goal_at_the_end_of_the_last_day() -> None:
    line = trace(pacing.pacing(sample()), "goal")
    assert (line.y[0], line.y[-1]) == (0.0, 480.0)
    assert line.x[-1] == np.datetime64("2026-12-01")
    assert line.line.dash == "dash"


def test_lines_are_named_at_their_ends() -> None:
    assert {"goal<br><b>480</b>", "<b>414</b>"} <= set(texts(pacing.pacing(sample())))


def test_today_is_marked_while_the_period_runs_and_not_after() -> None:
    running, over = pacing.pacing(sample()), pacing.pacing(sample(passed=30))
    assert [s.name for s in running.layout.shapes] == ["today"]
    assert running.layout.shapes[0].x0 == np.datetime64("2026-11-23T09:00")
    assert not over.layout.shapes


def test_money_names_its_currency_on_axis_and_label() -> None:
    figure = pacing.pacing(sample("money", 150_000.0, 5_000.0), "EUR")
    assert figure.layout.yaxis.tickprefix == "€"
    assert "goal<br><b>€150k</b>" in texts(figure)


def test_without_a_goal_there_is_no_line_but_the_steps_stay() -> None:
    figure = pacing.pacing(sample(goal=None))
    assert [t.name for t in figure.data] == ["sum", "day"]


def test_without_data_the_figure_says_so() -> None:
    figure = pacing.pacing(nothing_paced())
    assert not figure.data
    assert texts(figure) == ["no data"]


def test_a_month_with_negative_revenue_is_drawn_below_the_axis() -> None:
    figure = pacing.pacing(sample("money", 100.0, -10.0), "EUR")
    assert figure.layout.yaxis.range[0] < -200


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (sample(a_day=14.5), "25 leads behind the line on day 23 of 30"),
        (sample(), "56 leads above the line on day 23 of 30"),
        (sample(goal=552.0, a_day=18.0, passed=23.0), "9 leads behind the line on day 23 of 30"),
        (sample(goal=540.0, passed=23.0), "Leads: on the line on day 23 of 30"),
        (sample(passed=30, a_day=13), "390 of 480 leads: 90 short of the goal"),
        (sample(passed=30, a_day=17), "510 of 480 leads: 30 over the goal"),
        (sample(passed=30, a_day=16), "480 of 480 leads: exactly the goal"),
        (sample(goal=None), "414 leads, no goal agreed"),
        (nothing_paced(), "Leads: no data for this period"),
        (sample("money", 300_000.0, 7_000.0), "€62,750 behind the line on day 23 of 30"),
        (sample("points", 20_000.0, 800.0), "3,483 points above the line on day 23 of 30"),
    ],
)
def test_the_title_says_the_finding(result: Any, said: str) -> None:
    assert pacing.title(result, "EUR") == said


def test_a_gap_that_rounds_to_one_is_said_of_one_lead() -> None:
    result = replace(sample(), gap=-1.2)
    assert pacing.title(result) == "1 lead behind the line on day 23 of 30"


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (-0.3, "Leads: just behind the line on day 23 of 30"),
        (0.3, "Leads: just above the line on day 23 of 30"),
        (-1e-9, "Leads: on the line on day 23 of 30"),
    ],
)
def test_a_gap_that_rounds_to_none_still_has_its_side(gap: float, said: str) -> None:
    assert pacing.title(replace(sample(), gap=gap)) == said


def test_a_goal_that_was_just_missed_is_not_called_reached() -> None:
    result = sample("points", 480.4, 16.0, passed=30)
    assert pacing.title(result) == "480 of 480 points: just short of the goal"


def test_the_words_for_a_screen_reader_name_sum_goal_and_finding() -> None:
    words = pacing.alt(sample())
    assert "414 leads so far, goal 480 leads" in words
    assert "56 leads above the line" in words


def test_a_year_is_drawn_with_the_first_days_of_its_quarters() -> None:
    figure = pacing.pacing(sample(days=365, passed=200.5, a_day=1.0))
    assert list(figure.layout.xaxis.ticktext) == ["1 Nov", "1 Feb", "1 May", "1 Aug"]
