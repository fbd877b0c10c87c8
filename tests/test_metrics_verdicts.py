"""The word for a promise: met, missed, on track, behind, no data."""

import pytest

from sla_core.metrics.verdicts import of_count, of_rate


@pytest.mark.parametrize(
    ("actual", "word"), [(480, "met"), (481, "met"), (479, "missed"), (479.999, "missed")]
)
def test_a_count_is_met_when_the_period_is_over_and_the_goal_is_reached(
    actual: float, word: str
) -> None:
    assert of_count(480, actual, 480, begun=True, over=True) == word


@pytest.mark.parametrize(
    ("actual", "word"), [(240, "on track"), (241, "on track"), (239, "behind")]
)
def test_a_running_count_is_on_track_on_or_above_its_line(actual: float, word: str) -> None:
    assert of_count(480, actual, 240, begun=True, over=False) == word


def test_a_goal_that_is_reached_early_is_on_track_and_not_yet_met() -> None:
    assert of_count(480, 500, 240, begun=True, over=False) == "on track"


def test_a_count_without_a_goal_without_data_or_before_its_period_has_no_data() -> None:
    assert of_count(None, 5, None, begun=True, over=True) == "no data"
    assert of_count(480, None, 240, begun=True, over=True) == "no data"
    assert of_count(480, 0, 0, begun=False, over=False) == "no data"


@pytest.mark.parametrize(
    ("actual", "lower", "kept"),
    [
        (0.9, False, True),
        (0.91, False, True),
        (0.89, False, False),
        (0.9, True, True),
        (0.89, True, True),
        (0.91, True, False),
    ],
)
def test_a_rate_keeps_its_goal_when_it_equals_it(actual: float, lower: bool, kept: bool) -> None:
    running = of_rate(0.9, actual, over=False, lower_is_better=lower)
    done = of_rate(0.9, actual, over=True, lower_is_better=lower)
    assert (running, done) == (("on track", "met") if kept else ("behind", "missed"))


def test_a_rate_without_a_goal_or_without_cases_has_no_data() -> None:
    assert of_rate(None, 0.9, over=True) == "no data"
    assert of_rate(0.9, None, over=True) == "no data"
    assert of_rate(0.9, None, over=False, lower_is_better=True) == "no data"
