"""The coming year by months and tiers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.plan import TierAssumption, by_tier, coming, likely
from sla_core.metrics.results import Interval
from sla_core.metrics.targets import inputs, target
from sla_core.periods import Period
from sla_core.problems import Refused

NOVEMBER = Period("month", date(2026, 11, 1))
CHAIN = inputs(5000, 1, 100, 0.3)


def tier(name: str, share: float | None, rate: float | None = None) -> TierAssumption:
    return TierAssumption(name, share, None, rate, 10.0)


def test_each_month_of_the_coming_year_needs_the_same_leads() -> None:
    months = coming(CHAIN, NOVEMBER)
    assert [m.start for m in months][::11] == [date(2026, 11, 1), date(2027, 10, 1)]
    assert {m.targets.leads_rounded for m in months} == {167}


def test_the_years_leads_are_summed_before_they_are_rounded() -> None:
    assert coming(CHAIN, NOVEMBER)[-1].leads_by_then == 2000


def test_tiers_that_are_as_all_leads_are_share_the_chains_leads() -> None:
    found = by_tier(CHAIN, [tier("A", 0.3), tier("B", 0.7)])
    assert found
    assert found.total.leads == pytest.approx(target(CHAIN).leads)
    assert [t.targets.leads for t in found.tiers] == pytest.approx([50, 350 / 3])


def test_a_tier_that_closes_better_needs_fewer_leads() -> None:
    found = by_tier(CHAIN, [tier("A", 0.5, 0.5), tier("B", 0.5, 0.1)])
    assert found
    assert [t.targets.leads for t in found.tiers] == [50, 250]
    assert found.points == 3000


def test_without_shares_there_is_nothing_by_tier() -> None:
    assert by_tier(CHAIN, []) is None
    assert by_tier(CHAIN, [tier("A", 1), tier("B", None)]) is None


def test_shares_that_are_no_whole_are_refused() -> None:
    with pytest.raises(Refused, match="add up to 100 %"):
        by_tier(CHAIN, [tier("A", 0.5)])


@given(st.integers(1, 36))
def test_the_last_month_holds_the_leads_of_all(months: int) -> None:
    plan = coming(CHAIN, NOVEMBER, months)
    assert plan[-1].leads_by_then == pytest.approx(sum(m.targets.leads for m in plan))


def test_the_range_of_the_close_rate_gives_the_range_of_the_target() -> None:
    twenty = inputs(2000, 1, 100, 0.03)
    found = likely(twenty, Interval(0.017250, 0.051679))
    assert found
    assert [end.leads_rounded for end in found] == [388, 1160]


def test_a_close_rate_that_may_be_zero_gives_no_range() -> None:
    assert likely(CHAIN, Interval(0.0, 0.1)) is None
