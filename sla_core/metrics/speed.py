"""How fast sales follows up: averages, the share within the goal, the untouched and the overdue."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sla_core.calendars import Calendar, worked_seconds
from sla_core.metrics import survival, verdicts
from sla_core.metrics.buckets import Bucket, places
from sla_core.metrics.columns import Flags, Leads, Times, before
from sla_core.metrics.results import Excluded, Speed, SpeedBucket, Verdict

Hours = NDArray[np.float64]


@dataclass(frozen=True)
class SpeedGoals:
    """What sales promised: a share within so many hours, an average, and on which clock."""

    clock: Literal["calendar", "working"] = "calendar"
    calendar: Calendar | None = None
    hours: float | None = None
    share: float | None = None
    average: float | None = None


@dataclass(frozen=True)
class Waits:
    """Every presented lead's wait as seen from the as-of moment, on the agreement's clock.

    `hours` is the response time of the followed up, the wait so far of the untouched; `working`
    the same in working hours, NaN without a calendar. `measurable` leaves out the leads without a
    time of day and those with a CRM's follow-up before the hand-off.
    """

    hours: Hours
    calendar_hours: Hours
    working: Hours
    elapsed: Hours
    touched: Flags
    answered: Flags
    untouched: Flags
    measurable: Flags
    no_time: Flags
    due: Flags
    within: Flags


def waits(leads: Leads, as_of: np.datetime64, goals: SpeedGoals) -> Waits:
    """The waits of leads that were presented before the as-of moment.

    Due: the deadline (hand-off + goal hours on the agreement's clock) lies strictly before the
    as-of moment. Within: due, and followed up in at most the goal's hours.
    """
    touched = before(leads.first_follow_up, as_of)
    timed = leads.presented_timed & (leads.follow_up_timed | ~touched)
    # A CRM that counts attempts but does not say when the first was made.
    undated = np.isnat(leads.first_follow_up) & (leads.attempts > 0)
    no_time = ~leads.before_hand_off & (~timed | undated)
    measurable = ~leads.before_hand_off & ~no_time
    ends = np.where(touched, leads.first_follow_up, as_of)
    now = np.full(len(leads), as_of)
    calendar_hours = _calendar_hours(leads.presented, ends)
    working = _working_hours(goals.calendar, leads.presented, ends)
    on_clock = goals.clock == "working"
    elapsed = (
        _working_hours(goals.calendar, leads.presented, now)
        if on_clock
        else _calendar_hours(leads.presented, now)
    )
    hours = working if on_clock else calendar_hours
    due = measurable & (elapsed > goals.hours) if goals.hours else np.zeros(len(leads), bool)
    return Waits(
        hours=hours,
        calendar_hours=calendar_hours,
        working=working,
        elapsed=elapsed,
        touched=touched,
        answered=measurable & touched,
        untouched=measurable & ~touched,
        measurable=measurable,
        no_time=no_time,
        due=due,
        within=due & touched & (hours <= (goals.hours or 0.0)),
    )


def speed(
    leads: Leads,
    as_of: np.datetime64,
    goals: SpeedGoals,
    cut: tuple[Bucket, ...],
    over: bool,
) -> Speed:
    """The speed figures of the leads presented in a period; `over` says that the period has ended.

    `cut` are the period's buckets; all leads were presented within them and before the as-of.
    """
    wait = waits(leads, as_of, goals)
    overdue = wait.untouched & wait.due
    waiting = wait.measurable & ~wait.due if goals.hours else np.zeros(len(leads), bool)
    average = mean(wait.hours[wait.answered])
    share = ratio(wait.within, wait.due)
    over = over and not waiting.any()
    measure, verdict = _verdict(goals, average, share, over)
    return Speed(
        measure=measure,
        clock=goals.clock,
        goal_hours=goals.hours,
        goal_share=goals.share,
        goal_average_hours=goals.average,
        presented=len(leads),
        followed_up=int(wait.answered.sum()),
        untouched=int(wait.untouched.sum()),
        overdue=int(overdue.sum()),
        oldest_hours=float(wait.elapsed[overdue].max()) if overdue.any() else None,
        due=int(wait.due.sum()),
        within=int(wait.within.sum()),
        not_yet_due=int(waiting.sum()),
        not_yet_due_answered=int((waiting & wait.touched).sum()),
        pre_worked=int(leads.pre_worked.sum()),
        returned=int(before(leads.returned, as_of).sum()),
        average_hours=average,
        average_working_hours=mean(wait.working[wait.answered]) if goals.calendar else None,
        average_calendar_hours=mean(wait.calendar_hours[wait.answered]),
        median_hours=_quantile(wait, 0.5),
        p90_hours=_quantile(wait, 0.9),
        share_within_goal=share,
        by_period=_by_period(leads, wait, cut, bool(goals.hours)),
        over=over,
        verdict=verdict,
        excluded=Excluded(int(wait.no_time.sum()), int(leads.before_hand_off.sum())),
    )


def no_speed(goals: SpeedGoals) -> Speed:
    """Speed where there is no follow-up data at all: goals, and no figure."""
    return speed(Leads.none(), np.datetime64(0, "us"), goals, (), False)


def mean(values: Hours) -> float | None:
    """The mean; None of nothing."""
    return float(values.mean()) if len(values) else None


def ratio(part: Flags, whole: Flags) -> float | None:
    """How large a share of the whole the part is; None of nothing."""
    count = int(whole.sum())
    return int(part.sum()) / count if count else None


def _verdict(
    goals: SpeedGoals, average: float | None, share: float | None, over: bool
) -> tuple[str | None, Verdict]:
    """The promised measure decides, the share before the average."""
    if goals.share is not None:
        return "share_within_goal", verdicts.of_rate(goals.share, share, over)
    if goals.average is None:
        return None, "no data"
    return "average_hours", verdicts.of_rate(goals.average, average, over, lower_is_better=True)


def _quantile(wait: Waits, share: float) -> float | None:
    kept = wait.measurable
    return survival.quantile(wait.hours[kept], wait.answered[kept], share)


def _by_period(
    leads: Leads, wait: Waits, cut: tuple[Bucket, ...], with_goal: bool
) -> tuple[SpeedBucket, ...]:
    place = places(leads.presented, cut) if len(leads) else np.array([], np.intp)
    return tuple(_bucket(b, place == i, wait, with_goal) for i, b in enumerate(cut))


def _bucket(bucket: Bucket, inside: Flags, wait: Waits, with_goal: bool) -> SpeedBucket:
    return SpeedBucket(
        start=bucket.start,
        presented=int(inside.sum()),
        followed_up=int((wait.answered & inside).sum()),
        untouched=int((wait.untouched & inside).sum()),
        due=int((wait.due & inside).sum()),
        within=int((wait.within & inside).sum()),
        average_hours=mean(wait.hours[wait.answered & inside]),
        share_within_goal=ratio(wait.within & inside, wait.due & inside),
        ripe=not (with_goal and bool((wait.measurable & ~wait.due & inside).any())),
    )


def _calendar_hours(start: Times, end: Times) -> Hours:
    hours: Hours = (end - start) / np.timedelta64(1, "h")
    return hours


def _working_hours(calendar: Calendar | None, start: Times, end: Times) -> Hours:
    if calendar is None:
        return np.full(start.shape, np.nan)
    return worked_seconds(calendar, start, end) / 3600.0
