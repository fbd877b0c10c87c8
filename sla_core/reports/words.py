"""Figures in words: each side's headline, and each promise as one sentence."""

import math
from collections.abc import Callable
from functools import partial
from typing import Protocol

from sla_core import money
from sla_core.agreement.model import LABELS, SHARES, Agreement, Measure, Promise
from sla_core.metrics import verdicts
from sla_core.metrics.results import Marketing, Pacing, PromiseState, Sales, Speed, Verdict
from sla_core.reports.review import Headline

NOTHING = 1e-6
"""A gap below this is a rounding error of sums."""


class Show(Protocol):
    """Writes a number in its unit, with more decimals where asked."""

    def __call__(self, value: float, more: int = 0, /) -> str:
        """The number as people read it."""


def marketing_headline(leads: Pacing) -> Headline:
    """Marketing's promise on leads: what came of what was promised, and what is needed now."""
    if leads.actual is None:
        return Headline("no data", "No leads have been uploaded yet.", "")
    if leads.goal is None or leads.gap is None:
        need = "No goal is agreed for this period: set one under Settings or Targets."
        return Headline("no data", f"{_count(leads.actual, 'lead')}.", need)
    sentence = f"{leads.actual:,.0f} of {_rounded(leads.goal)} leads, {gap_words(leads)}."
    return Headline(leads.verdict, sentence, _marketing_need(leads))


def gap_words(paced: Pacing, currency: str | None = None) -> str:
    """How far above or behind the line, or over or short of the goal once the period is over."""
    gap = paced.gap or 0.0
    over = paced.days_left <= 0
    if abs(gap) < NOTHING:
        return "exactly the goal" if over else "on the line"
    size = money.shown(abs(gap), currency) if currency else f"{abs(gap):,.0f}"
    if abs(gap) < 0.5:
        size = "just"
    if over:
        return f"{size} more than promised" if gap > 0 else f"{size} short"
    return f"{size} above the line" if gap > 0 else f"{size} behind the line"


def _marketing_need(leads: Pacing) -> str:
    if leads.needed_per_day is None:
        return ""
    if not leads.needed_per_day:
        return "The goal is reached."
    best = best_week(leads)
    compared = f"; the best week so far brought {best:,.1f} a day" if best is not None else ""
    return f"Needs {leads.needed_per_day:,.1f} a day to the end{compared}."


def best_week(paced: Pacing) -> float | None:
    """The highest daily average of seven finished days in a row; None before there are seven."""
    finished = len(paced.daily) - math.ceil(paced.days_left)
    done = [day.leads for day in paced.daily[:finished] if day.leads is not None]
    weeks = [sum(done[i : i + 7]) / 7 for i in range(len(done) - 6)]
    return max(weeks, default=None)


def sales_headline(sales: Sales, agreed: Agreement | None) -> Headline:
    """Sales' promise on speed (or on depth where none is made), and who waits."""
    if sales.as_of is None:
        return Headline(
            "no data",
            "No follow-up data has been uploaded.",
            "Upload the CRM's activities (tasks, calls) to see sales' side.",
        )
    speed = sales.speed
    if not speed.presented:
        return Headline("no data", "No leads were handed over in this period.", "")
    if not speed.followed_up + speed.untouched:
        return _without_times(speed)
    if speed.goal_hours is None and speed.goal_average_hours is None:
        return _without_speed_goal(sales)
    return Headline(speed.verdict, _speed_sentence(speed), _waiting(speed))


def _without_times(speed: Speed) -> Headline:
    """Nobody is known to wait, and nobody is known not to."""
    sentence = f"{_count(speed.presented, 'lead')} handed over, none with usable times of day."
    need = "Export hand-offs and follow-ups with their time of day to see how fast they are."
    return Headline("no data", sentence, need)


def _without_speed_goal(sales: Sales) -> Headline:
    speed, depth = sales.speed, sales.depth
    average = "–" if speed.average_hours is None else hours(speed.average_hours, clock=speed.clock)
    sentence = (
        f"{average} to the first follow-up on average, {_count(speed.untouched, 'lead')} untouched."
    )
    need = "No goal for speed is agreed: set one under Settings."
    promised = depth.goal_attempts is not None or depth.goal_worked is not None
    return Headline(depth.verdict if promised else "no data", sentence, need)


def _speed_sentence(speed: Speed) -> str:
    if speed.measure == "average_hours":
        promised = hours(speed.goal_average_hours or 0.0, clock=speed.clock)
        if speed.average_hours is None:
            return f"No lead has been followed up yet (promised: {promised} on average)."
        told = partial(hours, clock=speed.clock)
        average = beside(told, speed.average_hours, speed.goal_average_hours or 0.0)
        return f"{average} to the first follow-up on average (promised {promised})."
    within = f"{clock_hours(speed.goal_hours or 0.0, speed.clock)}"
    promised = f"promised {percent(speed.goal_share or 0.0)}"
    if speed.share_within_goal is None:
        return f"No lead is due yet; {promised} within {within}."
    share = beside(percent, speed.share_within_goal, speed.goal_share or 0.0)
    return f"{share} followed up within {within} ({promised})."


def _waiting(speed: Speed) -> str:
    if speed.overdue:
        longest = hours(speed.oldest_hours or 0.0, clock=speed.clock)
        return f"{_count(speed.overdue, 'lead')} overdue and still untouched, the longest for {longest}."
    if speed.untouched:
        return f"{_count(speed.untouched, 'lead')} untouched, none overdue."
    return "Nobody waits."


def promises(
    marketing: Marketing, sales: Sales, agreed: Agreement | None, currency: str
) -> tuple[PromiseState, ...]:
    """Every promise of the agreement as it stands, the worst gap first, "no data" last."""
    if agreed is None:
        return ()
    states = [_state(promise, marketing, sales, currency) for promise in agreed.promises]
    return tuple(state for _, state in sorted(states, key=lambda pair: pair[0]))


def _state(
    promise: Promise, marketing: Marketing, sales: Sales, currency: str
) -> tuple[float, PromiseState]:
    """The promise's state, and its relative gap to sort by: the smaller the worse."""
    paced = {
        "leads": marketing.leads,
        "points": marketing.points,
        "marketing_revenue": marketing.revenue,
    }.get(promise.measure)
    if paced is not None:
        return _counted_state(promise, paced, currency)
    return _rate_state(promise, sales)


def _counted_state(promise: Promise, paced: Pacing, currency: str) -> tuple[float, PromiseState]:
    money_of = currency if promise.measure == "marketing_revenue" else None
    relative = paced.gap / paced.line if paced.gap is not None and paced.line else float("inf")
    sentence = "No data yet."
    if paced.actual is not None and paced.goal is not None:
        show: Callable[[float], str] = (
            (lambda x: money.shown(x, currency)) if money_of else _rounded
        )
        sentence = f"{show(paced.actual)} of {show(paced.goal)}, {gap_words(paced, money_of)}."
    unit = money_of or promise.measure
    return relative, _promise(promise, paced.goal, paced.actual, unit, paced.verdict, sentence)


def _rate_state(promise: Promise, sales: Sales) -> tuple[float, PromiseState]:
    actual, waits = _rate(promise.measure, sales)
    lower = promise.measure == "average_hours"
    verdict = verdicts.of_rate(promise.goal, actual, _over(promise, sales), lower)
    if actual is None:
        return float("inf"), _promise(promise, promise.goal, None, "", "no data", "No data yet.")
    show: Show = percent if promise.measure in SHARES else _plain
    if lower:
        show = partial(hours, clock=sales.speed.clock)
    within = f" within {clock_hours(promise.hours, sales.speed.clock)}" if promise.hours else ""
    sentence = (
        f"{beside(show, actual, promise.goal)}{within}, promised {show(promise.goal)}{waits}."
    )
    relative = (promise.goal - actual if lower else actual - promise.goal) / promise.goal
    unit = "share" if promise.measure in SHARES else "hours" if lower else "attempts"
    return relative, _promise(promise, promise.goal, actual, unit, verdict, sentence)


def _rate(measure: Measure, sales: Sales) -> tuple[float | None, str]:
    speed, depth = sales.speed, sales.depth
    window = f"; {depth.in_window:,} more are still in their window" if depth.in_window else ""
    actual, note = {
        "average_hours": (speed.average_hours, f", of {speed.followed_up:,} followed up"),
        "share_within_goal": (speed.share_within_goal, f", of {speed.due:,} due"),
        "average_attempts": (
            depth.average_attempts,
            f", on {depth.unconnected:,} not reached{window}",
        ),
        "leads_worked": (depth.leads_worked_share, f", of {depth.presented:,} handed over"),
    }[measure]
    return actual, note


def _over(promise: Promise, sales: Sales) -> bool:
    """Whether the promise's period is over, as the figures' own verdicts took it."""
    judged = (
        sales.speed if promise.measure in {"average_hours", "share_within_goal"} else sales.depth
    )
    return judged.over


def _promise(
    promise: Promise,
    goal: float | None,
    actual: float | None,
    unit: str,
    verdict: Verdict,
    sentence: str,
) -> PromiseState:
    label = LABELS[promise.measure]
    by, to = promise.by, promise.to
    return PromiseState(by, to, promise.measure, label, goal, actual, unit, verdict, sentence)


def hours(value: float, more: int = 0, *, clock: str = "calendar") -> str:
    """Hours as people say them: minutes below one, days from two days on.

    On a working clock they stay hours, since a working day is shorter than 24 of them.
    """
    if value < 1:
        return f"{value * 60:.{more}f} min"
    if clock == "working":
        return f"{value:.{1 + more}f} working hours"
    if value >= 48:
        return f"{value / 24:.{1 + more}f} days"
    return f"{value:.{1 + more}f} h"


def clock_hours(value: float, clock: str) -> str:
    """A goal in hours with its clock: "4 working hours", "1 hour"."""
    number = f"{value:g}"
    return f"{number} {'working ' if clock == 'working' else ''}hour{'' if value == 1 else 's'}"


def percent(share: float, more: int = 0) -> str:
    """A share as a whole per cent, with a decimal where it is close to all or nothing."""
    shown = share * 100
    decimals = more + (1 if (0 < shown < 1 or 99 < shown < 100) else 0)
    # Nearly all is not all: 99.97 is no 100.0.
    shown = min(shown, 100 - 10**-decimals) if 99 < shown < 100 else shown
    return f"{shown:.{decimals}f} %"


def beside(show: Show, actual: float, goal: float) -> str:
    """A figure with as many decimals as tell it apart from its goal: 89.6 %, where 90 % is promised."""
    if math.isclose(actual, goal):
        return show(actual)
    told = (show(actual, more) for more in range(3))
    return next((text for more, text in enumerate(told) if text != show(goal, more)), show(actual))


def _plain(value: float, more: int = 0) -> str:
    return f"{value:,.{1 + more}f}"


def _count(value: float, noun: str) -> str:
    return f"{value:,.0f} {noun}{'' if value == 1 else 's'}"


def _rounded(goal: float) -> str:
    return f"{goal:,.0f}" if goal == int(goal) else f"{goal:,.1f}"
