"""Shares and curves: Wilson's interval and Kaplan and Meier's quantiles."""

from bisect import bisect_left
from collections import Counter
from fractions import Fraction
from math import sqrt

Z = 1.959963984540054


def wilson(hits: int, of: int) -> dict[str, float] | None:
    """The 95 % interval of a share; None where it is no share or has no base."""
    if of == 0 or hits > of:
        return None
    share = hits / of
    centre = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    below = 1 + Z * Z / of
    return {"low": (centre - spread) / below, "high": (centre + spread) / below}


def quantile(
    answered: list[Fraction], waiting: list[Fraction], remaining: Fraction
) -> Fraction | None:
    """The first time by which no more than `remaining` are still waiting, None if never.

    Kaplan and Meier (1958): at each answer the curve falls by its share of those still at risk;
    one who has waited exactly as long is still at risk.
    """
    still, times = Fraction(1), sorted(answered + waiting)
    for at, answers in sorted(Counter(answered).items()):
        at_risk = len(times) - bisect_left(times, at)
        still *= 1 - Fraction(answers, at_risk)
        if still <= remaining:
            return at
    return None
