"""The recalibration table: leads, customers, revenue and cycle, a row per period."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.pacing import Moment, number, ratio
from tests.oracle.rows import Deal, Lead
from tests.oracle.survival import wilson
from tests.oracle.times import Span, Stamp, begins, hours

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
Won = list[tuple[Lead, Deal]]


def first_won(leads: list[Lead], deals: list[Deal]) -> Won:
    """Each lead that has won deals with the earliest closed; of equals the smallest deal id."""
    firsts: dict[Lead, Deal] = {}
    for deal in sorted(deals, key=lambda deal: (deal.closed.at, deal.deal_id)):
        if deal.lead:
            firsts.setdefault(deal.lead, deal)
    return [(lead, firsts[lead]) for lead in leads if lead in firsts]


def recalibration(
    leads: list[Lead], deals: list[Deal], spans: list[Span], when: Moment
) -> list[dict[str, Any]]:
    """A row per period from marketing's leads and all won deals seen at the as-of."""
    seen = [deal for deal in deals if deal.closed.at < when.as_of]
    won = first_won(leads, seen)
    cycle = _mean(_cycles(won))
    return [_row(leads, seen, won, cycle, span, when) for span in spans]


def _row(
    leads: list[Lead], deals: list[Deal], won: Won, cycle: Fraction | None, at: Span, when: Moment
) -> dict[str, Any]:
    cohort = [lead for lead in leads if when.holds(lead.qualified, at)]
    customers = [(lead, deal) for lead, deal in won if when.holds(deal.closed, at)]
    closed = [deal for deal in deals if when.holds(deal.closed, at)]
    paid = _amounts(deal for _, deal in customers)
    ours = sum(_amounts(deal for deal in closed if deal.origin == "marketing"), Fraction(0))
    everything = sum(_amounts(closed), Fraction(0))
    winners = {lead for lead, _ in won}
    matured = sum(1 for lead in cohort if lead in winners)
    return {
        "period": at.name,
        "leads": len(cohort),
        "customers": len(customers),
        "customer_revenue": number(sum(paid, Fraction(0))),
        "marketing_revenue": number(ours),
        "total_revenue": number(everything),
        "cycle_days": number(_mean(_cycles(customers))),
        "close_rate": ratio(len(customers), len(cohort)),
        "close_rate_cohort": ratio(matured, len(cohort)),
        "close_rate_lagged": _lagged(leads, len(customers), cycle, at, when),
        "deal_size": ratio(sum(paid, Fraction(0)), len(paid)),
        "marketing_share": ratio(ours, everything),
        "intervals": {
            "close_rate": wilson(len(customers), len(cohort)),
            "close_rate_cohort": wilson(matured, len(cohort)),
        },
    }


def _amounts(deals: Iterable[Deal]) -> list[Fraction]:
    return [deal.amount for deal in deals if deal.amount is not None]


def _cycles(won: Won) -> list[Fraction]:
    """Days from qualified to the first won close, where they stand in that order."""
    pairs = [(lead.qualified, deal.closed) for lead, deal in won]
    return [hours(end.at - start.at) / 24 for start, end in pairs if start and end.at >= start.at]


def _mean(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _lagged(
    leads: list[Lead], customers: int, cycle: Fraction | None, at: Span, when: Moment
) -> float | None:
    if cycle is None:
        return None
    window = begins(at.start, when.zone), begins(at.end, when.zone)
    earlier = [lead for lead in leads if _in_shifted(lead.qualified, window, cycle, when)]
    return ratio(customers, len(earlier))


def _in_shifted(
    at: Stamp | None, window: tuple[datetime, datetime], cycle: Fraction, when: Moment
) -> bool:
    """Whether the time, one cycle later, lies in the window: exact, no rounded moments."""
    if at is None or at.at >= when.as_of:
        return False
    later = _days(at.at) + cycle
    return _days(window[0]) <= later < _days(window[1])


def _days(at: datetime) -> Fraction:
    return Fraction((at - BEGINNING) // timedelta(microseconds=1), 86_400_000_000)
