"""Depth of follow-up: attempts at those not reached, and the share of leads worked at all."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.folding import Facts
from tests.oracle.pacing import number, ratio
from tests.oracle.sales import Sales, by_period, mean, running_verdict


def depth(data: Sales) -> dict[str, Any]:
    """Everything below `sales.depth` in the report."""
    waiting = [fact for fact in data.facts if _is_open(data, fact)]
    old = [fact for fact in waiting if not _in_window(data, fact)]
    attempts = [fact.attempts for fact in old]
    goal = data.goal("average_attempts")
    enough = [n for n in attempts if goal is not None and n >= goal]
    return {
        "unconnected": len(old),
        "average_attempts": number(mean(attempts)),
        "goal_attempts": number(goal),
        "share_at_goal": None if goal is None else ratio(len(enough), len(old)),
        "in_window": len(waiting) - len(old),
        "leads_worked_share": ratio(_worked(data.facts), len(data.facts)),
        "distribution": [
            {"attempts": n, "leads": attempts.count(n)} for n in sorted(set(attempts))
        ],
        "by_period": by_period(data, lambda inside: _bucket(data, inside)),
        "verdict": _verdict(data, mean(attempts)),
    }


def _is_open(data: Sales, fact: Facts) -> bool:
    return not fact.connected and not fact.lead.is_closed(data.when.as_of)


def _in_window(data: Sales, fact: Facts) -> bool:
    days = data.version.get("working_window_days")
    return days is not None and data.when.as_of - fact.presented.at < timedelta(days)


def _worked(facts: list[Facts]) -> int:
    return sum(1 for fact in facts if fact.attempts >= 1)


def _bucket(data: Sales, inside: list[Facts]) -> dict[str, Any]:
    waiting = [fact for fact in inside if _is_open(data, fact)]
    old = [fact.attempts for fact in waiting if not _in_window(data, fact)]
    return {
        "presented": len(inside),
        "worked": _worked(inside),
        "unconnected": len(old),
        "average_attempts": number(mean(old)),
    }


def _verdict(data: Sales, average: Fraction | None) -> str:
    wanted, worked = data.goal("average_attempts"), data.goal("leads_worked")
    if wanted is not None:
        if average is None:
            return "no data"
        return running_verdict(average >= wanted, data.when.over)
    if worked is None or not data.facts:
        return "no data"
    share = Fraction(_worked(data.facts), len(data.facts))
    return running_verdict(share >= worked, data.when.over)
