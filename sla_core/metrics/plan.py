"""The coming year by months, when every month has the same quota."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sla_core.metrics.results import Interval
from sla_core.metrics.targets import (
    Inputs,
    Targets,
    TieredTargets,
    TierInput,
    target,
    tier_input,
    tiered,
)
from sla_core.periods import Period


@dataclass(frozen=True)
class MonthTarget:
    """One month's chain, and the leads from the plan's start to its end; `leads_by_then` unrounded."""

    start: date
    targets: Targets
    leads_by_then: float


@dataclass(frozen=True)
class TierAssumption:
    """What an agreement expects of a tier; None where it is as all leads are."""

    name: str
    share: float | None
    deal_size: float | None
    close_rate: float | None
    points: float | None


def coming(given: Inputs, first: Period, months: int = 12) -> tuple[MonthTarget, ...]:
    """The months from the first on; the quota is each month's own, so the split is straight."""
    each = target(given)
    leads = given.quota * given.marketing_share / given.deal_size / given.close_rate
    return tuple(
        MonthTarget(first.shifted(step).start, each, float(leads * (step + 1)))
        for step in range(months)
    )


def likely(given: Inputs, close_rates: Interval) -> tuple[Targets, Targets] | None:
    """The fewest and the most leads that the range of the close rate allows; None from zero on."""
    if close_rates.low <= 0:
        return None
    best, worst = (
        replace(given, close_rate=Fraction(str(rate)))
        for rate in (close_rates.high, close_rates.low)
    )
    return target(best), target(worst)


def by_tier(given: Inputs, tiers: Sequence[TierAssumption]) -> TieredTargets | None:
    """The chain per tier; None where a tier has no share of the marketing revenue goal.

    Refused where the shares do not add up to 1.
    """
    if not tiers or any(tier.share is None for tier in tiers):
        return None
    return tiered(given.quota * given.marketing_share, [_input(given, tier) for tier in tiers])


def _input(given: Inputs, tier: TierAssumption) -> TierInput:
    return tier_input(
        tier.name,
        tier.share or 0,
        tier.deal_size or str(given.deal_size),
        tier.close_rate or str(given.close_rate),
        tier.points or 0,
    )
