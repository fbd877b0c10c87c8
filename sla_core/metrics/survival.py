"""Waiting times in which some are still waiting: the Kaplan-Meier estimate."""

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-12
"""A product of fractions that should be exactly one half may miss it by its rounding."""


def quantile(hours: NDArray[np.float64], answered: NDArray[np.bool_], share: float) -> float | None:
    """The smallest time by which at least `share` are answered; None where it is not reached.

    `hours` is the response time of the answered, and how long the others have waited so far.
    Kaplan and Meier, "Nonparametric estimation from incomplete observations", 1958.
    """
    if not len(hours):
        return None
    times, survival = curve(hours, answered)
    reached = np.flatnonzero(survival <= 1 - share + TOLERANCE)
    return float(times[reached[0]]) if len(reached) else None


def curve(
    hours: NDArray[np.float64], answered: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The times of answers, ascending, and the share still waiting just after each."""
    times, events = np.unique(hours[answered], return_counts=True)
    at_risk = len(hours) - np.searchsorted(np.sort(hours), times, side="left")
    waiting = np.cumprod(1 - events / at_risk).astype(np.float64)
    return times, waiting
