"""Lead targets from a revenue quota, and the revenue that follows from leads."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sla_core.problems import Refused

HUGE = re.compile(r"e[+-]?\d{3}", re.IGNORECASE)
LIMIT = 10**30
"""Beyond all money and all leads; what stays below it can be multiplied out without overflow."""


@dataclass(frozen=True)
class Inputs:
    """Quota (revenue of a period, major units), marketing's share of it (0 to 1], average deal
    size (major units), close rate (0 to 1]."""

    quota: Fraction
    marketing_share: Fraction
    deal_size: Fraction
    close_rate: Fraction


@dataclass(frozen=True)
class Targets:
    """The chain R = Q * s, K = R / d, L = K / c, unrounded; K and L also rounded up."""

    revenue_goal: float
    customers: float
    leads: float
    customers_rounded: int
    leads_rounded: int


@dataclass(frozen=True)
class TierInput:
    """A tier's share of the marketing revenue goal, its deal size, close rate and points."""

    name: str
    share: Fraction
    deal_size: Fraction
    close_rate: Fraction
    points: Fraction = Fraction(0)


@dataclass(frozen=True)
class TierTargets:
    """A tier's chain, and the points that its leads are worth."""

    name: str
    targets: Targets
    points: float


@dataclass(frozen=True)
class TieredTargets:
    """The sum over the tiers, each tier's own chain, and the goal in points."""

    total: Targets
    tiers: tuple[TierTargets, ...]
    points: float


def inputs(
    quota: str | float,
    marketing_share: str | float,
    deal_size: str | float,
    close_rate: str | float,
) -> Inputs:
    """The four inputs from numbers as they are written; Refused says which is out of its range."""
    return Inputs(
        _amount("the quota", quota),
        _rate("marketing's share", marketing_share),
        _amount("the average deal size", deal_size),
        _rate("the close rate", close_rate),
    )


def target(given: Inputs) -> Targets:
    """Leads needed for a quota: L = Q * s / d / c, carried exactly."""
    return _chain(given.quota * given.marketing_share, given.deal_size, given.close_rate)


def tiered(revenue_goal: Fraction, tiers: Sequence[TierInput]) -> TieredTargets:
    """Leads needed per tier: R_t = R * m_t, K_t = R_t / d_t, L_t = K_t / c_t, P = sum L_t * p_t.

    Refused where the shares do not add up to 1.
    """
    if sum(tier.share for tier in tiers) != 1:
        raise Refused("The tiers' shares of the marketing revenue goal have to add up to 100 %.")
    chains = [_exact(revenue_goal * t.share, t.deal_size, t.close_rate) for t in tiers]
    points = [leads * t.points for (_, leads), t in zip(chains, tiers, strict=True)]
    total = _rounded(revenue_goal, sum(c for c, _ in chains), sum(leads for _, leads in chains))
    return TieredTargets(
        total,
        tuple(
            TierTargets(t.name, _rounded(revenue_goal * t.share, *chain), float(p))
            for t, chain, p in zip(tiers, chains, points, strict=True)
        ),
        float(sum(points)),
    )


def tier_input(
    name: str,
    share: str | float,
    deal_size: str | float,
    close_rate: str | float,
    points: str | float = 0,
) -> TierInput:
    """A tier's inputs from numbers as they are written; Refused says which is out of its range."""
    return TierInput(
        name,
        _number(f"the share of {name}", share),
        _amount(f"the deal size of {name}", deal_size),
        _rate(f"the close rate of {name}", close_rate),
        _number(f"the points of {name}", points),
    )


def revenue_from(leads: str | float, given: Inputs) -> Targets:
    """The inverse: what so many leads bring at the same deal size and close rate."""
    count = _number("the number of leads", leads)
    customers = count * given.close_rate
    return _rounded(customers * given.deal_size, customers, count)


def total_revenue(marketing_revenue: float, given: Inputs) -> float:
    """The whole quota that a marketing revenue supports at marketing's share: Q = R / s."""
    return float(Fraction(marketing_revenue) / given.marketing_share)


def _chain(revenue: Fraction, deal_size: Fraction, close_rate: Fraction) -> Targets:
    return _rounded(revenue, *_exact(revenue, deal_size, close_rate))


def _exact(
    revenue: Fraction, deal_size: Fraction, close_rate: Fraction
) -> tuple[Fraction, Fraction]:
    customers = revenue / deal_size
    return customers, customers / close_rate


def _rounded(revenue: Fraction, customers: Fraction | int, leads: Fraction | int) -> Targets:
    return Targets(
        float(revenue), float(customers), float(leads), math.ceil(customers), math.ceil(leads)
    )


def _number(what: str, given: str | float) -> Fraction:
    # Through the written form: 0.05 means five hundredths, not its binary neighbour.
    text = str(given).strip()
    try:
        # An exponent of many digits would fill the memory before it could be refused.
        value = None if HUGE.search(text) else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Refused(f"{_opening(what)} is not a number: “{given}”.") from None
    if value is None or value >= LIMIT:
        raise Refused(f"{_opening(what)} is too large or too small to be meant: “{given}”.")
    if value < 0:
        raise Refused(f"{_opening(what)} cannot be below zero: {given}.")
    return value


def _opening(what: str) -> str:
    """The words as a sentence opens with them; names within keep their capitals."""
    return what[:1].upper() + what[1:]


def _amount(what: str, given: str | float) -> Fraction:
    value = _number(what, given)
    if value == 0:
        raise Refused(f"{_opening(what)} has to be more than zero.")
    return value


def _rate(what: str, given: str | float) -> Fraction:
    text = str(given).strip()
    value = _number(what, text[:-1]) / 100 if text.endswith("%") else _number(what, text)
    if not 0 < value <= 1:
        raise Refused(f"{_opening(what)} is a share above 0 and up to 1, as 0.3 for 30 %.")
    return value
