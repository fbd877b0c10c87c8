"""Lead targets: the chain from the quota, per tier and in points, and back."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.targets import (
    inputs,
    revenue_from,
    target,
    tier_input,
    tiered,
    total_revenue,
)
from sla_core.problems import Refused

amounts = st.decimals(Decimal("0.01"), Decimal(10**9), places=2).map(str)
rates = st.decimals(Decimal("0.001"), Decimal(1), places=3).map(str)


def test_half_of_fifty_customers_close_so_a_hundred_leads_are_needed() -> None:
    needed = target(inputs(5000, 1, 100, 0.5))
    assert (needed.revenue_goal, needed.customers, needed.leads) == (5000, 50, 100)
    assert (needed.customers_rounded, needed.leads_rounded) == (50, 100)


def test_seven_customers_at_five_per_cent_need_140_leads() -> None:
    needed = target(inputs(700, 1, 100, 0.05))
    assert (needed.customers, needed.leads, needed.leads_rounded) == (7, 140, 140)


def test_twenty_customers_at_three_per_cent_need_667_leads() -> None:
    needed = target(inputs(2000, 1, 100, 0.03))
    assert needed.leads == pytest.approx(2000 / 3)
    assert needed.leads_rounded == 667


def test_marketings_share_is_taken_off_the_quota_first() -> None:
    assert target(inputs(10_000, 0.3, 100, 1)).revenue_goal == 3000


def test_customers_are_not_rounded_before_the_leads() -> None:
    needed = target(inputs(150, 1, 100, 0.1))
    assert (needed.customers, needed.customers_rounded) == (1.5, 2)
    assert needed.leads_rounded == 15


def test_a_written_decimal_is_meant_as_written() -> None:
    # In binary 0.07 / 0.07 / 0.1 lies a hair above 10, and would be rounded up to 11.
    assert target(inputs("0.07", 1, "0.07", "0.1")).leads_rounded == 10


@pytest.mark.parametrize(
    ("given_inputs", "sentence"),
    [
        ((0, 1, 100, 0.5), "The quota has to be more than zero"),
        ((-1, 1, 100, 0.5), "The quota cannot be below zero: -1"),
        (("5,000", 1, 100, 0.5), "The quota is not a number: “5,000”"),
        (("nan", 1, 100, 0.5), "The quota is not a number"),
        (("inf", 1, 100, 0.5), "The quota is not a number"),
        (("1e400", 1, 100, 0.5), "The quota is too large or too small to be meant"),
        (("1e999999999", 1, 100, 0.5), "The quota is too large or too small to be meant"),
        (("1" + "0" * 30, 1, 100, 0.5), "The quota is too large or too small to be meant"),
        ((5000, 0, 100, 0.5), "Marketing's share is a share above 0 and up to 1"),
        ((5000, 1.01, 100, 0.5), "Marketing's share is a share above 0 and up to 1"),
        ((5000, 1, 0, 0.5), "The average deal size has to be more than zero"),
        ((5000, 1, "1/0", 0.5), "The average deal size is not a number"),
        ((5000, 1, "1e-999999999", 0.5), "The average deal size is too large or too small"),
        ((5000, 1, 100, 0), "The close rate is a share above 0 and up to 1, as 0.3 for 30 %"),
        ((5000, 1, 100, 30), "The close rate is a share above 0 and up to 1"),
    ],
)
def test_an_input_out_of_its_range_is_named(
    given_inputs: tuple[str | float, ...], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        inputs(*given_inputs)
    assert sentence in str(refused.value)


def test_a_tier_keeps_its_capitals_in_what_is_said_of_it() -> None:
    with pytest.raises(Refused, match="The deal size of CEO has to be more than zero"):
        tier_input("CEO", 1, 0, 0.5)


TIERS = (
    tier_input("CEO", 0.2, 1000, 0.5, 100),
    tier_input("director", 0.5, 500, 0.25, 50),
    tier_input("manager", 0.3, 100, 0.1, 40),
)


def test_each_tier_has_its_own_chain_and_the_points_are_their_sum() -> None:
    needed = tiered(Fraction(10_000), TIERS)
    assert [t.targets.revenue_goal for t in needed.tiers] == [2000, 5000, 3000]
    assert [t.targets.customers for t in needed.tiers] == [2, 10, 30]
    assert [t.targets.leads for t in needed.tiers] == [4, 40, 300]
    assert [t.points for t in needed.tiers] == [400, 2000, 12_000]
    assert (needed.total.customers, needed.total.leads, needed.points) == (42, 344, 14_400)


def test_a_sum_over_tiers_is_rounded_once() -> None:
    tiers = [tier_input(name, 0.5, 100, 0.3) for name in "AB"]
    needed = tiered(Fraction(100), tiers)
    assert [t.targets.leads_rounded for t in needed.tiers] == [2, 2]
    assert needed.total.leads_rounded == 4
    needed = tiered(Fraction(150), tiers)
    assert [t.targets.leads_rounded for t in needed.tiers] == [3, 3]
    assert needed.total.leads_rounded == 5


@pytest.mark.parametrize("shares", [("0.3", "0.69"), ("0.3", "0.71"), ("1", "0.01")])
def test_shares_that_are_no_whole_are_refused(shares: tuple[str, str]) -> None:
    tiers = [tier_input(name, share, 100, 0.5) for name, share in zip("AB", shares, strict=True)]
    with pytest.raises(Refused, match="add up to 100 %"):
        tiered(Fraction(100), tiers)


def test_ten_tenths_are_a_whole() -> None:
    tiers = [tier_input(str(i), 0.1, 100, 0.5) for i in range(10)]
    assert tiered(Fraction(1000), tiers).total.leads == 20


@given(amounts, rates, amounts, rates)
def test_the_leads_that_a_quota_needs_bring_that_quota(
    quota: str, share: str, deal: str, rate: str
) -> None:
    chain = inputs(quota, share, deal, rate)
    needed = target(chain)
    brought = revenue_from(needed.leads, chain)
    assert brought.revenue_goal == pytest.approx(needed.revenue_goal)
    assert brought.customers == pytest.approx(needed.customers)
    assert total_revenue(needed.revenue_goal, chain) == pytest.approx(float(quota))


def test_a_hundred_leads_at_half_bring_five_thousand() -> None:
    brought = revenue_from(100, inputs(1, 1, 100, 0.5))
    assert (brought.customers, brought.revenue_goal, brought.leads_rounded) == (50, 5000, 100)


@given(amounts, rates, amounts, rates)
def test_rounding_up_never_adds_a_whole_lead(quota: str, share: str, deal: str, rate: str) -> None:
    needed = target(inputs(quota, share, deal, rate))
    exact = Decimal(quota) * Decimal(share) / Decimal(deal) / Decimal(rate)
    assert needed.leads == pytest.approx(float(exact))
    assert 0 <= needed.leads_rounded - exact < 1 + Decimal("1e-9")
