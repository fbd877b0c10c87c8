"""Intervals around rates that are a part of their base."""

import math

from sla_core.metrics.results import Interval

Z = 1.959963984540054
"""The normal quantile of a two-sided 95 %."""


def wilson(part: int, whole: int) -> Interval | None:
    """The 95 % score interval of part / whole; None without a base or where it is exceeded.

    Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if whole <= 0 or part > whole:
        return None
    rate, spread = part / whole, Z * Z / whole
    centre = (rate + spread / 2) / (1 + spread)
    half = Z * math.sqrt(rate * (1 - rate) / whole + spread / (4 * whole)) / (1 + spread)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))
