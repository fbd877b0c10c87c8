"""The recalibration table: what leads became customers and money, period by period."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sla_core.metrics.columns import Deals, Flags, Leads, Times, before, between
from sla_core.metrics.intervals import wilson
from sla_core.metrics.results import Interval, Observed, Rates
from sla_core.periods import Period

PERIODS = 13
POOLED = 6
MATURE = 0.9
"""A cohort is mature once its youngest lead is older than this share of the sales cycles."""


@dataclass(frozen=True)
class Book:
    """Leads and deals as seen at one moment; money in minor units, `scale` of them a major one."""

    leads: Leads
    deals: Deals
    as_of: np.datetime64
    zone: str
    scale: int

    @property
    def won(self) -> Flags:
        """Deals won before the as-of moment."""
        return self.deals.won & before(self.deals.closed, self.as_of)

    @property
    def customers(self) -> Flags:
        """Marketing's leads with a first won deal before the as-of moment."""
        return self.leads.marketing & before(self.leads.first_won, self.as_of)

    @property
    def cycles(self) -> NDArray[np.float64]:
        """Days from qualified to won of those customers for whom both are known and in order."""
        return _cycle_days(self.leads, self.customers)


def table(book: Book, period: Period) -> tuple[Rates, ...]:
    """The period and the twelve before it, the oldest first."""
    cycles = book.cycles
    pooled = float(cycles.mean()) if len(cycles) else None
    mature = float(np.quantile(cycles, MATURE)) if len(cycles) else None
    periods = [period.shifted(i - PERIODS + 1) for i in range(PERIODS)]
    return tuple(_row(book, p, pooled, mature) for p in periods)


def observed_deal_size(rows: tuple[Rates, ...], finished: frozenset[str]) -> Observed:
    """Revenue from customers / customers, pooled over the last six finished periods."""
    chosen = [r for r in rows if r.period in finished][-POOLED:]
    count = sum(r.sized for r in chosen)
    value = sum(r.customer_revenue for r in chosen) / count if count else None
    return Observed(value or None, None, count, tuple(r.period for r in chosen))


def observed_share(rows: tuple[Rates, ...], finished: frozenset[str]) -> Observed:
    """Revenue of marketing's leads / all revenue, pooled over the last six finished periods."""
    chosen = [r for r in rows if r.period in finished][-POOLED:]
    total = sum(r.total_revenue for r in chosen)
    value = sum(r.marketing_revenue for r in chosen) / total if total else None
    cases = sum(r.customers for r in chosen)
    return Observed(value, None, cases, tuple(r.period for r in chosen))


def observed_quota(rows: tuple[Rates, ...], finished: frozenset[str]) -> Observed:
    """All revenue per period, the mean of the last six finished ones."""
    chosen = [r for r in rows if r.period in finished][-POOLED:]
    value = sum(r.total_revenue for r in chosen) / len(chosen) if chosen else None
    return Observed(value or None, None, len(chosen), tuple(r.period for r in chosen))


def observed_close_rate(rows: tuple[Rates, ...], finished: frozenset[str]) -> Observed:
    """Won leads / leads, pooled over the six newest mature cohorts, with its Wilson interval."""
    mature = [r for r in rows if r.period in finished and r.leads and not r.cohort_maturing]
    chosen = mature[-POOLED:]
    leads = sum(r.leads for r in chosen)
    won = sum(round((r.close_rate_cohort or 0.0) * r.leads) for r in chosen)
    value = won / leads if won else None
    return Observed(value, wilson(won, leads), leads, tuple(r.period for r in chosen))


def _row(book: Book, period: Period, pooled: float | None, mature: float | None) -> Rates:
    start, end = period.bounds(book.zone)
    leads = _delivered(book, start, end)
    customers = book.customers & between(book.leads.first_won, start, end)
    first = book.leads.first_deal[customers]
    sized = int(book.deals.counted[first].sum())
    revenue = int(book.deals.amount[first].sum())
    closed = book.won & between(book.deals.closed, start, end)
    ours, everyone = _sum(book, closed & book.deals.marketing), _sum(book, closed)
    count, won = int(leads.sum()), int(customers.sum())
    cohort = int((leads & book.customers).sum())
    cycles = _cycle_days(book.leads, customers)
    return Rates(
        period=period.name,
        start=period.start,
        leads=count,
        customers=won,
        sized=sized,
        customer_revenue=revenue / book.scale,
        marketing_revenue=ours / book.scale,
        total_revenue=everyone / book.scale,
        cycle_days=float(cycles.mean()) if len(cycles) else None,
        close_rate=won / count if count else None,
        close_rate_lagged=_lagged(book, won, start, end, pooled),
        close_rate_cohort=cohort / count if count else None,
        cohort_maturing=_maturing(book, leads, mature),
        deal_size=revenue / book.scale / sized if sized else None,
        marketing_share=ours / everyone if everyone else None,
        intervals=_intervals(won, cohort, count),
    )


def _delivered(book: Book, start: np.datetime64, end: np.datetime64) -> Flags:
    """Marketing's leads qualified in the span, as far as it has been seen."""
    qualified = book.leads.qualified
    return book.leads.marketing & between(qualified, start, end) & before(qualified, book.as_of)


def _lagged(
    book: Book, won: int, start: np.datetime64, end: np.datetime64, pooled: float | None
) -> float | None:
    """Customers of the span / leads of the span one average sales cycle earlier."""
    if pooled is None:
        return None
    back = np.timedelta64(round(pooled * 86_400_000_000), "us")
    leads = int(_delivered(book, start - back, end - back).sum())
    return won / leads if leads else None


def _maturing(book: Book, leads: Flags, mature: float | None) -> bool:
    """Whether the cohort's youngest lead may still become a customer in the usual time."""
    if mature is None or not leads.any():
        return True
    youngest: Times = book.leads.qualified[leads].max()
    return bool((book.as_of - youngest) / np.timedelta64(1, "D") <= mature)


def _intervals(won: int, cohort: int, count: int) -> dict[str, Interval | None]:
    return {"close_rate": wilson(won, count), "close_rate_cohort": wilson(cohort, count)}


def _cycle_days(leads: Leads, customers: Flags) -> NDArray[np.float64]:
    qualified, won = leads.qualified[customers], leads.first_won[customers]
    days: NDArray[np.float64] = (won - qualified) / np.timedelta64(1, "D")
    return days[won >= qualified]


def _sum(book: Book, chosen: Flags) -> int:
    return int(book.deals.amount[chosen].sum())
