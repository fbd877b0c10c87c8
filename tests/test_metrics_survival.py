"""Waiting times with some still waiting, against lifelines and by hand."""

import lifelines
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.survival import curve, quantile


def half(hours: list[float], answered: list[bool], share: float = 0.5) -> float | None:
    return quantile(np.array(hours, float), np.array(answered, bool), share)


def test_when_all_are_answered_the_median_is_the_middle() -> None:
    assert half([1, 2, 3], [True] * 3) == 2
    assert half([1, 2, 3, 4], [True] * 4) == 2


def test_the_untouched_make_the_median_longer() -> None:
    # Of five, one is answered after 1 h and one after 3 h; three wait for 10 h: 4/5, then 3/5.
    assert half([1, 3, 10, 10, 10], [True, True, False, False, False]) is None
    # A fourth answer after 4 h leaves 2/5.
    assert half([1, 3, 4, 10, 10], [True, True, True, False, False]) == 4


def test_a_lead_that_waits_for_less_than_the_others_leaves_the_base() -> None:
    # At 2 h three are at risk of four: S = 3/4 at 1 h, then 3/4 * 1/2 at 3 h.
    assert half([1, 2, 3, 4], [True, False, True, False]) == 3
    times, waiting = curve(np.array([1.0, 2, 3, 4]), np.array([True, False, True, False]))
    assert times.tolist() == [1, 3]
    assert waiting.tolist() == pytest.approx([0.75, 0.375])


def test_an_untouched_lead_is_still_at_risk_at_the_hour_it_waits_for() -> None:
    assert half([2, 2], [True, False]) == 2
    assert half([2, 2, 2], [True, False, False]) is None


def test_nine_of_ten_is_reached_by_the_ninth() -> None:
    hours = [float(i) for i in range(1, 11)]
    assert half(hours, [True] * 10, 0.9) == 9


def test_where_too_few_are_answered_or_none_are_there_there_is_no_quantile() -> None:
    assert half([], []) is None
    assert half([5.0, 6.0], [False, False]) is None
    assert half([1.0, 6.0, 6.0], [True, False, False]) is None


def test_answered_at_once_is_a_wait_of_nothing() -> None:
    assert half([0, 0, 5], [True, True, False]) == 0


cases = st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=60)


@given(cases, st.sampled_from([0.5, 0.9]))
def test_the_quantile_is_that_of_lifelines(cases: list[tuple[int, bool]], share: float) -> None:
    hours = np.array([quarters / 4 for quarters, _ in cases])
    answered = np.array([was for _, was in cases])
    fitted = lifelines.KaplanMeierFitter().fit(hours, answered)
    # lifelines takes the curve strictly: its rounding decides where S meets 1 - share exactly.
    theirs = float(lifelines.utils.qth_survival_times(1 - share + 1e-9, fitted.survival_function_))
    ours = quantile(hours, answered, share)
    assert ours == (None if np.isinf(theirs) else theirs)


@given(cases)
def test_the_curve_is_that_of_lifelines(cases: list[tuple[int, bool]]) -> None:
    hours = np.array([quarters / 4 for quarters, _ in cases])
    answered = np.array([was for _, was in cases])
    fitted = lifelines.KaplanMeierFitter().fit(hours, answered)
    times, waiting = curve(hours, answered)
    theirs = fitted.survival_function_at_times(times).to_numpy()
    assert waiting == pytest.approx(theirs)
