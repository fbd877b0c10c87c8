"""What a review shows, as frozen records: screens, exports and the JSON report read these.

Hours, shares (0 to 1), counts and money are unrounded; None is "no data". Money is in major units
of the reporting currency. Names are those of the JSON report.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Verdict = Literal["met", "missed", "on track", "at risk", "behind", "no data"]


@dataclass(frozen=True)
class Day:
    """One day of a period's pacing: the day's own count, the running sum, the goal line at its end.

    `leads` and `cumulative` are None from the as-of moment on; `line` without a goal.
    """

    date: date
    leads: float | None
    cumulative: float | None
    line: float | None


@dataclass(frozen=True)
class Pacing:
    """A counted promise over one period; `unit` is leads, points or money.

    `gap` = actual - line; `gap_days` the same in days of goal; `needed_per_day` None when no days
    are left; `forecast` stays None until a forecast can be made.
    """

    unit: str
    goal: float | None
    actual: float | None
    line: float | None
    gap: float | None
    gap_days: float | None
    days_left: float
    needed_per_day: float | None
    forecast: None
    verdict: Verdict
    daily: tuple[Day, ...]


@dataclass(frozen=True)
class Group:
    """One tier, source, owner or team of marketing's leads: its count and its goal, if it has one."""

    name: str
    goal: float | None
    actual: float
    points: float | None
    customers: int
    revenue: float
    share: float | None


@dataclass(frozen=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True)
class Rates:
    """A row of the recalibration table: one period's counts, money and the rates from them.

    `sized` of the customers have a first deal with an amount: the base of the deal size.
    """

    period: str
    start: date
    leads: int
    customers: int
    sized: int
    customer_revenue: float
    marketing_revenue: float
    total_revenue: float
    cycle_days: float | None
    close_rate: float | None
    close_rate_lagged: float | None
    close_rate_cohort: float | None
    cohort_maturing: bool
    deal_size: float | None
    marketing_share: float | None
    intervals: dict[str, Interval | None]


@dataclass(frozen=True)
class Observed:
    """A calculator input as the data shows it: the pooled value, its range, what it is made of."""

    value: float | None
    interval: Interval | None
    cases: int
    periods: tuple[str, ...]


@dataclass(frozen=True)
class SpeedBucket:
    """One day, week or month of hand-offs; `followed_up` is the count behind the average.

    `ripe` is False while a lead of it could still be answered in time.
    """

    start: date
    presented: int
    followed_up: int
    untouched: int
    due: int
    within: int
    average_hours: float | None
    share_within_goal: float | None
    ripe: bool


@dataclass(frozen=True)
class Excluded:
    """Leads that hour-level figures leave out, by why."""

    no_time_of_day: int
    before_hand_off: int


@dataclass(frozen=True)
class Speed:
    """How fast sales followed up the leads presented in a period.

    presented = followed_up + untouched + excluded. `due` leads have a deadline before the as-of
    moment; `within` of them were answered in time; share_within_goal = within / due.
    `oldest_hours` is how long the longest-waiting overdue lead has waited. `over`: the period has
    ended and no lead of it is still to fall due.
    """

    measure: str | None
    clock: Literal["calendar", "working"]
    goal_hours: float | None
    goal_share: float | None
    goal_average_hours: float | None
    presented: int
    followed_up: int
    untouched: int
    overdue: int
    oldest_hours: float | None
    due: int
    within: int
    not_yet_due: int
    not_yet_due_answered: int
    pre_worked: int
    returned: int
    average_hours: float | None
    average_working_hours: float | None
    average_calendar_hours: float | None
    median_hours: float | None
    p90_hours: float | None
    share_within_goal: float | None
    by_period: tuple[SpeedBucket, ...]
    over: bool
    verdict: Verdict
    excluded: Excluded


@dataclass(frozen=True)
class AttemptCount:
    """How many unconnected leads have had so many attempts."""

    attempts: int
    leads: int


@dataclass(frozen=True)
class DepthBucket:
    """One day, week or month of hand-offs: its unconnected leads and their average attempts."""

    start: date
    presented: int
    worked: int
    unconnected: int
    average_attempts: float | None
    leads_worked_share: float | None


@dataclass(frozen=True)
class Depth:
    """How deep sales followed up: attempts on leads that are neither connected nor closed."""

    presented: int
    unconnected: int
    in_window: int
    average_attempts: float | None
    goal_attempts: float | None
    share_at_goal: float | None
    worked: int
    leads_worked_share: float | None
    goal_worked: float | None
    distribution: tuple[AttemptCount, ...]
    by_period: tuple[DepthBucket, ...]
    over: bool
    verdict: Verdict


@dataclass(frozen=True)
class SalesGroup:
    """One tier, source, owner or team of the leads presented to sales."""

    name: str
    presented: int
    untouched: int
    overdue: int
    average_hours: float | None
    share_within_goal: float | None
    due: int
    unconnected: int
    average_attempts: float | None
    leads_worked_share: float | None


@dataclass(frozen=True)
class PromiseState:
    """One promise as it stands: what was promised, what is, and the word for it."""

    by: str
    to: str
    measure: str
    label: str
    goal: float | None
    actual: float | None
    unit: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True)
class Marketing:
    """Marketing's side of a review."""

    leads: Pacing
    points: Pacing
    revenue: Pacing
    tiers: tuple[Group, ...]
    sources: tuple[Group, ...]
    owners: tuple[Group, ...]
    recalibration: tuple[Rates, ...]


@dataclass(frozen=True)
class Sales:
    """Sales' side of a review; None is "no data": no follow-up data at all."""

    as_of: datetime | None
    speed: Speed
    depth: Depth
    tiers: tuple[SalesGroup, ...]
    sources: tuple[SalesGroup, ...]
    owners: tuple[SalesGroup, ...]
    teams: tuple[SalesGroup, ...]
