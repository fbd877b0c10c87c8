"""Wilson's interval against the quadratic that it solves, and against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.intervals import Z, wilson


def test_twelve_of_four_hundred_is_three_per_cent_from_1_7_to_5_2() -> None:
    interval = wilson(12, 400)
    assert interval
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.017, 0.052)


def test_twenty_customers_then_need_387_to_1160_leads() -> None:
    interval = wilson(12, 400)
    assert interval
    assert (round(20 / interval.high), round(20 / interval.low)) == (387, 1160)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_published_intervals_are_met(part: int, whole: int, low: float, high: float) -> None:
    interval = wilson(part, whole)
    assert interval
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


counts = st.integers(1, 10**6).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


@given(counts)
def test_both_ends_solve_wilsons_quadratic(case: tuple[int, int]) -> None:
    part, whole = case
    interval, rate = wilson(part, whole), part / whole
    assert interval
    for end in (interval.low, interval.high):
        away = (rate - end) ** 2
        assert away == pytest.approx(Z * Z * end * (1 - end) / whole, rel=1e-6, abs=1e-14)


@given(counts)
def test_an_interval_holds_its_rate_and_lies_between_nothing_and_all(case: tuple[int, int]) -> None:
    part, whole = case
    interval = wilson(part, whole)
    assert interval
    assert 0 <= interval.low <= part / whole + 1e-15
    assert part / whole - 1e-15 <= interval.high <= 1


def test_none_and_all_touch_their_end() -> None:
    none, every = wilson(0, 10), wilson(10, 10)
    assert none
    assert every
    assert none.low == 0
    assert every.high == pytest.approx(1)
    assert none.high == pytest.approx(1 - every.low)


def test_without_a_base_or_beyond_it_there_is_no_interval() -> None:
    assert wilson(0, 0) is None
    assert wilson(11, 10) is None
