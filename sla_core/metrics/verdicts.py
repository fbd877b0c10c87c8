"""The word for a promise: kept or not, by the rules of docs/metrics.md."""

from sla_core.metrics.results import Verdict


def of_count(
    goal: float | None, actual: float | None, line: float | None, begun: bool, over: bool
) -> Verdict:
    """A counted promise: met or missed once over, on track or behind its line while running."""
    if goal is None or actual is None or line is None or not begun:
        return "no data"
    if over:
        return "met" if actual >= goal else "missed"
    return "on track" if actual >= line else "behind"


def of_rate(
    goal: float | None, actual: float | None, over: bool, lower_is_better: bool = False
) -> Verdict:
    """An average or a share: met or missed once over, on track while the goal is kept."""
    if goal is None or actual is None:
        return "no data"
    kept = actual <= goal if lower_is_better else actual >= goal
    if over:
        return "met" if kept else "missed"
    return "on track" if kept else "behind"
