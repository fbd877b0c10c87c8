"""How deep sales follows up: attempts on leads not reached yet, and the share worked at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sla_core.metrics import verdicts
from sla_core.metrics.buckets import Bucket, places
from sla_core.metrics.columns import Counts, Flags, Leads, before
from sla_core.metrics.results import AttemptCount, Depth, DepthBucket, Verdict
from sla_core.metrics.speed import mean, ratio


@dataclass(frozen=True)
class DepthGoals:
    """What sales promised: attempts, the share of leads worked, and the window for the work."""

    attempts: float | None = None
    worked: float | None = None
    window_days: float | None = None


@dataclass(frozen=True)
class Standing:
    """Where each presented lead stands: worked, and open without having been reached."""

    worked: Flags
    unconnected: Flags
    in_window: Flags


def standing(leads: Leads, as_of: np.datetime64, goals: DepthGoals) -> Standing:
    """A lead younger than the working window is shown apart, not among the unconnected."""
    reached_or_closed = before(leads.connected, as_of) | before(leads.closed_out, as_of)
    window = np.timedelta64(round((goals.window_days or 0.0) * 86_400_000_000), "us")
    young = as_of - leads.presented < window
    return Standing(
        worked=leads.attempts > 0,
        unconnected=~reached_or_closed & ~young,
        in_window=~reached_or_closed & young,
    )


def depth(
    leads: Leads,
    as_of: np.datetime64,
    goals: DepthGoals,
    cut: tuple[Bucket, ...],
    over: bool,
) -> Depth:
    """The depth figures of the leads presented in a period; `leads.attempts` is as of `as_of`."""
    state = standing(leads, as_of, goals)
    attempts = leads.attempts[state.unconnected]
    average = mean(attempts.astype(np.float64))
    worked = ratio(state.worked, np.ones(len(leads), bool))
    return Depth(
        presented=len(leads),
        unconnected=len(attempts),
        in_window=int(state.in_window.sum()),
        average_attempts=average,
        goal_attempts=goals.attempts,
        share_at_goal=_share_at_goal(attempts, goals),
        worked=int(state.worked.sum()),
        leads_worked_share=worked,
        goal_worked=goals.worked,
        distribution=_distribution(attempts),
        by_period=_by_period(leads, state, cut),
        over=over,
        verdict=_verdict(goals, average, worked, over),
    )


def no_depth(goals: DepthGoals) -> Depth:
    """Depth where there is no follow-up data at all: goals, and no figure."""
    return depth(Leads.none(), np.datetime64(0, "us"), goals, (), False)


def _verdict(goals: DepthGoals, average: float | None, worked: float | None, over: bool) -> Verdict:
    """The promise on attempts decides; without one, that on the leads worked."""
    if goals.attempts is not None:
        return verdicts.of_rate(goals.attempts, average, over)
    return verdicts.of_rate(goals.worked, worked, over)


def _share_at_goal(attempts: Counts, goals: DepthGoals) -> float | None:
    if goals.attempts is None or not len(attempts):
        return None
    return float((attempts >= goals.attempts).mean())


def _distribution(attempts: Counts) -> tuple[AttemptCount, ...]:
    values, counts = np.unique(attempts, return_counts=True)
    return tuple(AttemptCount(int(v), int(c)) for v, c in zip(values, counts, strict=True))


def _by_period(leads: Leads, state: Standing, cut: tuple[Bucket, ...]) -> tuple[DepthBucket, ...]:
    place = places(leads.presented, cut) if len(leads) else np.array([], np.intp)
    return tuple(_bucket(b, place == i, leads, state) for i, b in enumerate(cut))


def _bucket(
    bucket: Bucket, inside: NDArray[np.bool_], leads: Leads, state: Standing
) -> DepthBucket:
    unconnected = inside & state.unconnected
    return DepthBucket(
        start=bucket.start,
        presented=int(inside.sum()),
        worked=int((state.worked & inside).sum()),
        unconnected=int(unconnected.sum()),
        average_attempts=mean(leads.attempts[unconnected].astype(np.float64)),
        leads_worked_share=ratio(state.worked & inside, inside),
    )
