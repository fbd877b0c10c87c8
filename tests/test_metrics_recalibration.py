"""What leads became: a row per period, the close rate in three readings, and what is observed."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.recalibration import (
    Book,
    observed_close_rate,
    observed_deal_size,
    observed_quota,
    observed_share,
    table,
)
from sla_core.metrics.results import Rates
from sla_core.periods import parse_period
from tests.columns import at, deals, leads

NOVEMBER = parse_period("2026-11")


def book(
    people: list[dict[str, Any]], money: list[dict[str, Any]], as_of: np.datetime64 | None = None
) -> Book:
    """Leads and deals in cents; a lead's first deal is found from `first_deal`."""
    return Book(
        leads(*people), deals(*money), at(1, month=12) if as_of is None else as_of, "UTC", 100
    )


def row(
    people: list[dict[str, Any]], money: list[dict[str, Any]], as_of: np.datetime64 | None = None
) -> Rates:
    return table(book(people, money, as_of), NOVEMBER)[-1]


def lead(
    qualified: np.datetime64, won: np.datetime64 | None = None, deal: int = -1, **more: Any
) -> dict[str, Any]:
    return {"qualified": qualified, "first_won": won, "first_deal": deal, **more}


def deal(closed: np.datetime64, amount: int, of: int = 0, **more: Any) -> dict[str, Any]:
    """A deal won by the marketing lead in this place; -1 is sales' own."""
    return {"lead": of, "marketing": of >= 0, "closed": closed, "amount": amount, **more}


def test_there_are_thirteen_rows_the_last_the_reports_own() -> None:
    rows = table(book([], []), NOVEMBER)
    assert [r.period for r in rows][::12] == ["2025-11", "2026-11"]
    assert len(rows) == 13
    assert table(book([], []), parse_period("2026-Q4"))[0].period == "2023-Q4"


def test_a_row_has_the_rates_of_its_counts() -> None:
    people = [lead(at(2), at(12), 0), lead(at(3), at(23), 2), lead(at(4)), lead(at(5)), lead(at(6))]
    money = [
        deal(at(12), 10_000),
        deal(at(13), 5_000),
        deal(at(23), 30_000, 1),
        deal(at(24), 15_000, -1),
    ]
    found = row(people, money)
    assert (found.leads, found.customers) == (5, 2)
    assert (found.customer_revenue, found.marketing_revenue, found.total_revenue) == (400, 450, 600)
    assert (found.close_rate, found.deal_size, found.marketing_share) == (0.4, 200, 0.75)
    assert found.cycle_days == 15


def test_a_customer_counts_in_the_period_of_its_first_won_deal_only() -> None:
    people = [lead(at(2, month=9), at(12, month=10), 0)]
    money = [deal(at(12, month=10), 10_000), deal(at(12), 5_000)]
    found = row(people, money)
    assert (found.customers, found.customer_revenue, found.marketing_revenue) == (0, 0, 50)


def test_sales_leads_are_in_the_whole_revenue_alone() -> None:
    found = row([lead(at(2), at(12), 0, marketing=False)], [deal(at(12), 10_000, marketing=False)])
    assert (found.leads, found.customers, found.marketing_revenue, found.total_revenue) == (
        0,
        0,
        0,
        100,
    )
    assert found.marketing_share == 0


def test_lost_and_open_deals_bring_nothing() -> None:
    found = row([lead(at(2))], [deal(at(12), 10_000, won=False)])
    assert (found.total_revenue, found.marketing_share) == (0, None)


def test_nothing_is_divided_by_nothing() -> None:
    found = row([], [])
    assert (found.close_rate, found.close_rate_lagged, found.close_rate_cohort) == (None,) * 3
    assert (found.deal_size, found.marketing_share, found.cycle_days) == (None,) * 3
    assert found.intervals == {"close_rate": None, "close_rate_cohort": None}


def test_what_is_won_at_the_as_of_moment_is_not_seen_yet() -> None:
    people, money = [lead(at(2), at(12), 0)], [deal(at(12), 10_000)]
    assert row(people, money, at(12)).customers == 0
    assert row(people, money, at(12)).total_revenue == 0
    assert row(people, money, at(12, second=1)).customers == 1


def test_the_period_holds_its_start_and_not_its_end() -> None:
    people = [lead(at(1)), lead(at(1, month=12)), lead(at(31, 23, 59, month=10))]
    assert row(people, [], at(2, month=12)).leads == 1


def test_a_customer_without_an_amount_does_not_make_deals_look_smaller() -> None:
    people = [lead(at(2), at(12), 0), lead(at(2), at(12), 1)]
    money = [deal(at(12), 10_000), deal(at(12), 0, 1, counted=False)]
    found = row(people, money)
    assert (found.customers, found.sized, found.deal_size) == (2, 1, 100)


def test_a_cycle_that_runs_backwards_is_left_out() -> None:
    people = [lead(at(12), at(2), 0), lead(at(2), at(7), 1), lead(at(3), at(3), 2)]
    money = [deal(at(2), 100), deal(at(7), 100, 1), deal(at(3), 100, 2)]
    assert row(people, money).cycle_days == 2.5


def test_the_same_period_reading_may_exceed_one_and_then_has_no_interval() -> None:
    old = [lead(at(1, month=9), at(12), i) for i in range(3)]
    found = row([*old, lead(at(2))], [deal(at(12), 100, i) for i in range(3)])
    assert found.close_rate == 3
    assert found.intervals["close_rate"] is None
    assert found.intervals["close_rate_cohort"] is not None


def test_the_cohort_reading_follows_the_periods_own_leads_wherever_they_closed() -> None:
    people = [lead(at(2, month=10), at(12), 0), lead(at(3, month=10)), lead(at(4))]
    october = table(book(people, [deal(at(12), 100)]), NOVEMBER)[-2]
    assert (october.customers, october.close_rate) == (0, 0)
    assert october.close_rate_cohort == 0.5


def test_the_lagged_reading_looks_one_cycle_back() -> None:
    # The one cycle has 31 days: November's customers are set against October's leads.
    people = [lead(at(12, month=10), at(12), 0), lead(at(20, month=10)), lead(at(4)), lead(at(30))]
    found = row(people, [deal(at(12), 100)])
    # 1 November - 31 days = 1 October, 1 December - 31 days = 31 October.
    assert found.close_rate == 0.5
    assert found.close_rate_lagged == 0.5
    assert row([*people, lead(at(31, month=10))], [deal(at(12), 100)]).close_rate_lagged == 0.5
    late = lead(at(30, 23, 59, month=10))
    assert row([*people, late], [deal(at(12), 100)]).close_rate_lagged == 1 / 3


def test_volume_that_grows_a_tenth_a_month_makes_same_period_look_a_third_too_low() -> None:
    # Cycles of three months: 1.1^3 - 1 = 33 %.
    counts = [1000, 1100, 1210, 1331]
    people = [lead(at(2, month=8 + i)) for i, n in enumerate(counts) for _ in range(n)]
    for place in range(100):
        people[place] |= {"first_won": at(2), "first_deal": place}
    found = row(people, [deal(at(2), 100, i) for i in range(100)])
    assert found.close_rate_lagged == 0.1
    assert found.close_rate
    assert found.close_rate_lagged / found.close_rate - 1 == pytest.approx(0.331)


def test_a_cohort_matures_once_its_youngest_lead_is_older_than_the_cycle() -> None:
    # The only cycle has ten days, and so has its 90th percentile.
    people = [lead(at(1), at(11), 0), lead(at(15))]
    money = [deal(at(11), 100)]
    assert row(people, money, at(25)).cohort_maturing
    assert not row(people, money, at(25, second=1)).cohort_maturing
    assert row([lead(at(1))], [], at(25)).cohort_maturing


def rates(period: str, **more: Any) -> Rates:
    usual: dict[str, Any] = {
        "start": parse_period(period).start, "leads": 100, "customers": 10, "sized": 10,
        "customer_revenue": 1000.0, "marketing_revenue": 1000.0, "total_revenue": 4000.0,
        "cycle_days": 45.0, "close_rate": 0.1, "close_rate_lagged": None,
        "close_rate_cohort": 0.1, "cohort_maturing": False, "deal_size": 100.0,
        "marketing_share": 0.25, "intervals": {},
    }  # fmt: skip
    return Rates(period, **(usual | more))


MONTHS = [f"2026-{month:02}" for month in range(1, 11)]


def test_observed_values_are_pooled_over_the_last_six_finished_periods() -> None:
    rows = tuple(rates(m, total_revenue=float(i)) for i, m in enumerate(MONTHS))
    seen = observed_quota(rows, frozenset(MONTHS[:-1]))
    assert seen.periods == tuple(MONTHS[3:9])
    assert seen.value == (3 + 4 + 5 + 6 + 7 + 8) / 6


def test_a_pooled_deal_size_is_that_of_the_deals_and_not_of_the_months() -> None:
    rows = (rates("2026-01", customer_revenue=100.0, sized=1),
            rates("2026-02", customer_revenue=1800.0, sized=9))  # fmt: skip
    seen = observed_deal_size(rows, frozenset(MONTHS))
    assert (seen.value, seen.cases) == (190, 10)


def test_a_month_of_deals_worth_nothing_makes_the_pooled_deal_smaller() -> None:
    rows = (rates("2026-01", customer_revenue=0.0, deal_size=0.0, sized=10), rates("2026-02"))
    assert observed_deal_size(rows, frozenset(MONTHS)).value == 50


def test_a_pooled_share_is_that_of_the_money_and_not_of_the_months() -> None:
    rows = (rates("2026-01", marketing_revenue=100.0, total_revenue=100.0),
            rates("2026-02", marketing_revenue=100.0, total_revenue=900.0))  # fmt: skip
    assert observed_share(rows, frozenset(MONTHS)).value == 0.2


def test_the_observed_close_rate_pools_mature_cohorts_with_their_interval() -> None:
    rows = (
        rates("2026-01", leads=100, close_rate_cohort=0.05),
        rates("2026-02", leads=300, close_rate_cohort=7 / 300),
        rates("2026-03", leads=900, close_rate_cohort=0.9, cohort_maturing=True),
    )
    seen = observed_close_rate(rows, frozenset(MONTHS))
    assert (seen.value, seen.cases, seen.periods) == (0.03, 400, ("2026-01", "2026-02"))
    assert seen.interval
    assert (round(seen.interval.low, 3), round(seen.interval.high, 3)) == (0.017, 0.052)


def test_six_mature_cohorts_are_enough() -> None:
    rows = tuple(rates(month) for month in MONTHS)
    assert observed_close_rate(rows, frozenset(MONTHS)).periods == tuple(MONTHS[-6:])


def test_nothing_finished_is_nothing_observed() -> None:
    rows = (rates("2026-01"),)
    for observe in (observed_quota, observed_share, observed_deal_size, observed_close_rate):
        seen = observe(rows, frozenset())
        assert (seen.value, seen.interval, seen.periods) == (None, None, ())


@st.composite
def companies(draw: st.DrawFn) -> Book:
    day = st.integers(-300, 29)
    people: list[dict[str, Any]] = []
    money: list[dict[str, Any]] = []
    for place in range(draw(st.integers(0, 15))):
        qualified = draw(day)
        closes = sorted(draw(st.lists(st.integers(qualified, 29), max_size=3)))
        first = len(money)
        money += [
            deal(at(1) + np.timedelta64(c, "D"), draw(st.integers(0, 10**6)), place) for c in closes
        ]
        won = at(1) + np.timedelta64(closes[0], "D") if closes else None
        people.append(lead(at(1) + np.timedelta64(qualified, "D"), won, first if closes else -1))
    own = draw(st.lists(st.tuples(day, st.integers(0, 10**6)), max_size=5))
    money += [deal(at(1) + np.timedelta64(d, "D"), amount, -1) for d, amount in own]
    return book(people, money)


@given(companies())
def test_the_rows_add_up_to_the_company(company: Book) -> None:
    # All that happens lies in the thirteen months.
    rows = table(company, NOVEMBER)
    assert sum(r.leads for r in rows) == len(company.leads)
    assert sum(r.customers for r in rows) == int((~np.isnat(company.leads.first_won)).sum())
    total = int(company.deals.amount.sum()) / 100
    assert sum(r.total_revenue for r in rows) == pytest.approx(total)
    ours = int(company.deals.amount[company.deals.marketing].sum()) / 100
    assert sum(r.marketing_revenue for r in rows) == pytest.approx(ours)
    for found in rows:
        assert found.customer_revenue <= found.marketing_revenue <= found.total_revenue


@given(companies())
def test_three_months_add_up_to_their_quarter(company: Book) -> None:
    quarter = table(company, parse_period("2026-Q4"))[-1]
    months = table(company, parse_period("2026-12"))[-3:]
    assert quarter.leads == sum(m.leads for m in months)
    assert quarter.customers == sum(m.customers for m in months)
    assert quarter.total_revenue == pytest.approx(sum(m.total_revenue for m in months))
