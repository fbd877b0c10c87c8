"""Speed of follow-up: averages, the share within the goal, and the untouched counted."""

from fractions import Fraction
from typing import Any

from tests.oracle.folding import Facts
from tests.oracle.pacing import number, ratio
from tests.oracle.sales import Sales, by_period, mean, running_verdict
from tests.oracle.survival import quantile
from tests.oracle.working_time import Clock


def speed(data: Sales) -> dict[str, Any]:
    """Everything below `sales.speed` in the report."""
    facts = data.facts
    counts = {part: len(_part(facts, part)) for part in ("followed_up", "untouched")}
    excluded = {p: len(_part(facts, p)) for p in ("no_time_of_day", "before_hand_off")}
    return {
        "measure": _measure(data),
        "goal_hours": number(data.goal_hours),
        "goal_share": number(data.goal("share_within_goal")),
        "goal_average_hours": number(data.goal("average_hours")),
        "presented": len(facts),
        **counts,
        **_due(data),
        "pre_worked": sum(1 for fact in facts if fact.pre_worked),
        "returned": sum(1 for fact in facts if _returned(data, fact)),
        **_hours(data),
        "by_period": by_period(data, lambda inside: _bucket(data, inside)),
        "verdict": _verdict(data),
        "excluded": excluded,
    }


def _part(facts: list[Facts], part: str) -> list[Facts]:
    return [fact for fact in facts if fact.part == part]


def _answers(facts: list[Facts], clock: Clock) -> list[Fraction]:
    timed = _part(facts, "followed_up")
    return [clock(fact.presented.at, fact.first.at) for fact in timed if fact.first]


def _waits(data: Sales, facts: list[Facts]) -> list[Fraction]:
    waiting = _part(facts, "untouched")
    return [data.clock(fact.presented.at, data.when.as_of) for fact in waiting]


def _returned(data: Sales, fact: Facts) -> bool:
    return fact.lead.returned is not None and fact.lead.returned < data.when.as_of


def _hours(data: Sales) -> dict[str, Any]:
    answers, waits = _answers(data.facts, data.clock), _waits(data, data.facts)
    working = mean(_answers(data.facts, data.working)) if data.working else None
    return {
        "average_hours": number(mean(answers)),
        "average_working_hours": number(working),
        "median_hours": number(quantile(answers, waits, Fraction(1, 2))),
        "p90_hours": number(quantile(answers, waits, Fraction(1, 10))),
    }


def _is_due(data: Sales, fact: Facts) -> bool:
    goal = data.goal_hours
    return goal is not None and data.clock(fact.presented.at, data.when.as_of) > goal


def _within(data: Sales, facts: list[Facts]) -> int:
    goal = data.goal_hours
    due = [fact for fact in facts if _is_due(data, fact)]
    return sum(1 for hours in _answers(due, data.clock) if goal is not None and hours <= goal)


def _timed(facts: list[Facts]) -> list[Facts]:
    return _part(facts, "followed_up") + _part(facts, "untouched")


def _due(data: Sales) -> dict[str, Any]:
    timed = _timed(data.facts)
    due = [fact for fact in timed if _is_due(data, fact)]
    ahead = [f for f in timed if data.goal_hours is not None and not _is_due(data, f)]
    overdue = _part(due, "untouched")
    within = _within(data, timed)
    return {
        "due": len(due),
        "within": within,
        "share_within_goal": ratio(within, len(due)),
        "overdue": len(overdue),
        "oldest_hours": number(max(_waits(data, overdue), default=None)),
        "not_yet_due": len(ahead),
        "not_yet_due_answered": len(_part(ahead, "followed_up")),
    }


def _bucket(data: Sales, inside: list[Facts]) -> dict[str, Any]:
    timed = _timed(inside)
    due = sum(1 for fact in timed if _is_due(data, fact))
    within = _within(data, timed)
    return {
        "presented": len(inside),
        "followed_up": len(_part(inside, "followed_up")),
        "untouched": len(_part(inside, "untouched")),
        "due": due,
        "within": within,
        "average_hours": number(mean(_answers(inside, data.clock))),
        "share_within_goal": ratio(within, due),
    }


def _measure(data: Sales) -> str | None:
    for measure in ("share_within_goal", "average_hours"):
        if data.goal(measure) is not None:
            return measure
    return None


def _verdict(data: Sales) -> str:
    due = _due(data)
    over = data.when.over and due["not_yet_due"] == 0
    share, average = data.goal("share_within_goal"), data.goal("average_hours")
    actual = mean(_answers(data.facts, data.clock))
    if share is not None:
        if not due["due"]:
            return "no data"
        return running_verdict(Fraction(due["within"], due["due"]) >= share, over)
    if average is None or actual is None:
        return "no data"
    return running_verdict(actual <= average, over)
