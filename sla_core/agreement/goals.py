"""The goals of an agreement as a form holds them, and the next version made from them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from sla_core.agreement.checked import checked
from sla_core.agreement.model import (
    COUNTED,
    LABELS,
    RANGE,
    Agreement,
    Hours,
    Inputs,
    Measure,
    Promise,
    Tier,
)
from sla_core.periods import MONTHS, parse_date
from sla_core.problems import Refused

UNSAVED = "Nothing was saved."


@dataclass(frozen=True)
class Goals:
    """What the two sides promise, counted measures per month; `measures` without a goal are absent.

    `hours` is the time within which a lead must be followed up, `working_window` the days that
    sales has for its attempts.
    """

    measures: dict[Measure, float] = field(default_factory=dict)
    hours: float | None = None
    clock: Literal["calendar", "working"] = "calendar"
    working_window: float | None = None
    tiers: tuple[Tier, ...] = ()
    calendar: Hours | None = None


def goals_of(agreement: Agreement | None) -> Goals:
    """The goals that an agreement holds; none without an agreement."""
    if agreement is None:
        return Goals()
    measures = {p.measure: _monthly(p) for p in agreement.promises}
    within = agreement.promise("share_within_goal")
    return Goals(
        measures,
        within.hours if within else None,
        agreement.clock,
        agreement.working_window_days,
        agreement.tiers,
        agreement.calendar,
    )


def with_goals(agreement: Agreement | None, goals: Goals, month: date | None) -> Agreement:
    """The next version: these goals from the month on (from the beginning where None).

    What the goals do not speak of stays; a promise whose goal is unchanged keeps its period.
    """
    base = agreement or Agreement()
    promises = [_promise(base, measure, goals) for measure in LABELS if measure in goals.measures]
    values = base.model_dump() | {
        "in_force_from": month,
        "clock": goals.clock,
        "working_window_days": goals.working_window,
        "promises": [promise.model_dump() for promise in promises],
        "tiers": [tier.model_dump() for tier in goals.tiers],
        "calendar": goals.calendar.model_dump() if goals.calendar else None,
        "version": 0,
    }
    return checked(Agreement, values, "The agreement", UNSAVED)


def with_lead_goal(
    agreement: Agreement | None,
    leads: float,
    inputs: Inputs,
    tier_leads: dict[str, float],
    month: date | None,
) -> Agreement:
    """The next version with this lead goal per month, and per tier where there are tiers."""
    goals = goals_of(agreement)
    tiers = tuple(
        tier.model_copy(update={"leads": tier_leads.get(tier.name, tier.leads)})
        for tier in goals.tiers
    )
    measures: dict[Measure, float] = {**goals.measures, "leads": leads}
    planned = with_goals(agreement, replace(goals, measures=measures, tiers=tiers), month)
    return planned.model_copy(update={"inputs": inputs})


def inputs_of(values: dict[str, float]) -> Inputs:
    """The four inputs; Refused names the one that cannot be."""
    return checked(Inputs, values, "The inputs", UNSAVED)


def tiers_of(rows: Iterable[dict[str, Any]]) -> tuple[Tier, ...]:
    """Tiers from a table's rows; rows without a name are left out."""
    named = [{k: v for k, v in row.items() if v is not None} for row in rows if row.get("name")]
    return tuple(checked(Tier, row, f"Tier “{row['name']}”", UNSAVED) for row in named)


def working_time(days: Iterable[str], hours: str, zone: str, holidays: str) -> Hours:
    """Working time as people write it: "09:00-12:00, 13:00-17:00", and one date per holiday."""
    ranges = [text.strip() for text in re.split(r"[,;\n]", hours) if text.strip()]
    for text in ranges:
        if not RANGE.fullmatch(text):
            raise Refused(f"“{text}” is no working time; write it as 09:00-17:00. {UNSAVED}")
    dates = [parse_date(text) for text in re.split(r"[,;\s]+", holidays) if text]
    values = {"days": tuple(days), "hours": tuple(ranges), "zone": zone, "holidays": tuple(dates)}
    return checked(Hours, values, "Working time", UNSAVED)


def _monthly(promise: Promise) -> float:
    return promise.goal / MONTHS[promise.per] if promise.measure in COUNTED else promise.goal


def _promise(base: Agreement, measure: Measure, goals: Goals) -> Promise:
    before, goal = base.promise(measure), goals.measures[measure]
    hours = goals.hours if measure == "share_within_goal" else None
    if before and _monthly(before) == goal:
        values = before.model_dump() | {"hours": hours}
    else:
        parties = {"by": before.by, "to": before.to} if before else {}
        values = {"measure": measure, "goal": goal, "hours": hours, **parties}
    return checked(Promise, values, LABELS[measure].capitalize(), UNSAVED)
