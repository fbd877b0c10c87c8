"""A review with round numbers, for tests of figures and screens: November 2026 on day 23 of 30."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sla_core.metrics.results import (
    AttemptCount,
    Day,
    Depth,
    DepthBucket,
    Excluded,
    Group,
    Interval,
    Marketing,
    Pacing,
    PromiseState,
    Rates,
    Sales,
    SalesGroup,
    Speed,
    SpeedBucket,
)
from sla_core.periods import Period, add_months
from sla_core.reports.review import Coverage, Headline, NoteLine, Review

NOVEMBER = Period("month", date(2026, 11, 1))
AS_OF = datetime(2026, 11, 23, 9, tzinfo=UTC)
PASSED = 22.375


def pacing(
    unit: str = "leads",
    goal: float | None = 480.0,
    a_day: float = 18.0,
    passed: float = PASSED,
    days: int = 30,
) -> Pacing:
    """A period that gets `a_day` each day and has run for so many days."""
    seen = min(days, int(passed) + (passed % 1 > 0))
    first = date(2026, 11, 1)
    daily = tuple(
        Day(
            first + timedelta(i),
            a_day if i < seen else None,
            a_day * (i + 1) if i < seen else None,
            None if goal is None else goal * (i + 1) / days,
        )
        for i in range(days)
    )
    actual = a_day * seen
    line = None if goal is None else goal * min(passed, days) / days
    left = max(0.0, days - passed)
    gap = None if line is None else actual - line
    return Pacing(
        unit=unit,
        goal=goal,
        actual=actual,
        line=line,
        gap=gap,
        gap_days=None if gap is None or not goal else gap / (goal / days),
        days_left=left,
        needed_per_day=None if goal is None or not left else max(0.0, goal - actual) / left,
        forecast=None,
        verdict="no data" if gap is None else "on track" if gap >= 0 else "behind",
        daily=daily,
    )


def nothing_paced(unit: str = "leads", goal: float | None = 480.0) -> Pacing:
    """A period without any lead file."""
    empty = pacing(unit, goal)
    daily = tuple(replace(d, leads=None, cumulative=None) for d in empty.daily)
    return replace(
        empty,
        actual=None,
        line=None,
        gap=None,
        gap_days=None,
        needed_per_day=None,
        verdict="no data",
        daily=daily,
    )


def speed() -> Speed:
    """Four weeks: answered faster each week, the last one not yet ripe."""
    weeks = [(2, 96, 90, 6, 96, 81, 5.5), (9, 104, 97, 7, 104, 92, 4.0),
             (16, 98, 88, 10, 98, 90, 3.2), (23, 12, 4, 8, 3, 3, 1.1)]  # fmt: skip
    buckets = tuple(
        SpeedBucket(date(2026, 11, d), p, f, u, due, w, hours, w / due, ripe=d < 23)
        for d, p, f, u, due, w, hours in weeks
    )
    return Speed(
        measure="share_within_goal",
        clock="working",
        goal_hours=4.0,
        goal_share=0.9,
        goal_average_hours=None,
        presented=313,
        followed_up=279,
        untouched=31,
        overdue=22,
        oldest_hours=131.0,
        due=301,
        within=266,
        not_yet_due=9,
        not_yet_due_answered=1,
        pre_worked=2,
        returned=0,
        average_hours=4.1,
        average_working_hours=4.1,
        average_calendar_hours=17.0,
        median_hours=3.0,
        p90_hours=11.0,
        share_within_goal=266 / 301,
        by_period=buckets,
        over=False,
        verdict="behind",
        excluded=Excluded(no_time_of_day=2, before_hand_off=1),
    )


def depth() -> Depth:
    """Unconnected leads with 3.4 attempts on average, of 6 promised."""
    counts = (20, 22, 30, 34, 28, 20, 16, 8, 4, 2, 1, 1)
    points = tuple(AttemptCount(i, n) for i, n in enumerate(counts))
    weeks = [
        (2, 96, 91, 60, 4.4),
        (9, 104, 98, 58, 3.8),
        (16, 98, 90, 50, 2.7),
        (23, 12, 4, 18, 1.0),
    ]
    buckets = tuple(DepthBucket(date(2026, 11, d), p, w, n, a, w / p) for d, p, w, n, a in weeks)
    return Depth(
        presented=310,
        unconnected=sum(counts),
        in_window=12,
        average_attempts=3.4,
        goal_attempts=6.0,
        share_at_goal=32 / 186,
        worked=283,
        leads_worked_share=283 / 310,
        goal_worked=0.95,
        distribution=points,
        by_period=buckets,
        over=False,
        verdict="behind",
    )


def nothing_followed_up() -> Sales:
    """Sales' side of a store without follow-up data."""
    no_speed = replace(
        speed(), presented=0, followed_up=0, untouched=0, overdue=0, oldest_hours=None, due=0,
        within=0, not_yet_due=0, not_yet_due_answered=0, pre_worked=0, average_hours=None,
        average_working_hours=None, average_calendar_hours=None, median_hours=None, p90_hours=None,
        share_within_goal=None, by_period=(), verdict="no data", excluded=Excluded(0, 0),
    )  # fmt: skip
    no_depth = replace(
        depth(), presented=0, unconnected=0, in_window=0, average_attempts=None, share_at_goal=None,
        worked=0, leads_worked_share=None, distribution=(), by_period=(), verdict="no data",
    )  # fmt: skip
    return Sales(None, no_speed, no_depth, (), (), (), ())


def groups() -> tuple[Group, ...]:
    """Three tiers; one has a goal that it misses, one is tiny."""
    return (
        Group("manager", 250.0, 221.0, 8840.0, 12, 61000.0, 0.55),
        Group("director", 150.0, 176.0, 8800.0, 9, 90500.0, 0.43),
        Group("CEO", None, 7.0, 700.0, 1, 30000.0, 0.02),
    )


def sales_groups() -> tuple[SalesGroup, ...]:
    """Three teams; one has too few cases to be ranked."""
    return (
        SalesGroup("North", 140, 10, 6, 3.1, 0.93, 132, 80, 3.9, 0.94),
        SalesGroup("West", 165, 19, 15, 5.2, 0.84, 160, 100, 2.9, 0.90),
        SalesGroup("Trial", 5, 2, 1, 0.5, 1.0, 4, 3, 6.0, 0.60),
    )


def rates() -> tuple[Rates, ...]:
    """Thirteen months with 10 more leads each, and one customer in twenty."""
    return tuple(_rates(add_months(date(2025, 11, 1), i), 300 + 10 * i) for i in range(13))


def promises() -> tuple[PromiseState, ...]:
    """Three promises, the worst gap first."""
    return (
        PromiseState("sales", "marketing", "average_attempts", "average attempts on leads not reached",
                     6.0, 3.4, "attempts", "behind", "3.4 attempts of 6 promised."),
        PromiseState("sales", "marketing", "share_within_goal", "share followed up within the goal",
                     0.9, 0.884, "share", "behind", "88 % within 4 working hours, 90 % promised."),
        PromiseState("marketing", "sales", "leads", "qualified leads",
                     480.0, 414.0, "leads", "on track", "414 of 480 leads."),
    )  # fmt: skip


def sample_review() -> Review:
    """Marketing ahead of its line, sales behind both of its promises."""
    leads = pacing()
    return Review(
        period=NOVEMBER,
        as_of=AS_OF,
        zone="Europe/Berlin",
        currency="EUR",
        data_as_of=AS_OF,
        agreement_name="SLA",
        agreement_version=3,
        demo=False,
        marketing=Marketing(
            leads, pacing("points", 20000.0, 820.0), pacing("money", 150000.0, 7400.0),
            groups(), groups(), groups(), rates(),
        ),
        sales=Sales(AS_OF, speed(), depth(), *[sales_groups()] * 4),
        marketing_headline=Headline("on track", "414 of 480 leads, 56 ahead of the line", ""),
        sales_headline=Headline("behind", "88 % answered within 4 working hours", "22 overdue now"),
        promises=promises(),
        notes=(NoteLine("action", "Call back *every* lead of the fair", "Ada", "2026-11-30", "open"),),
        coverage=(
            Coverage("marketing", "leads.csv: origin from the source"),
            Coverage("sales", "leads without a time of day", 2),
        ),
        problems=(),
    )  # fmt: skip


def _rates(start: date, leads: int) -> Rates:
    customers = leads // 20
    return Rates(
        period=f"{start:%Y-%m}",
        start=start,
        leads=leads,
        customers=customers,
        sized=customers,
        customer_revenue=customers * 5000.0,
        marketing_revenue=customers * 6000.0,
        total_revenue=customers * 15000.0,
        cycle_days=45.0,
        close_rate=customers / leads,
        close_rate_lagged=0.06,
        close_rate_cohort=0.03,
        cohort_maturing=start >= date(2026, 9, 1),
        deal_size=5000.0,
        marketing_share=0.4,
        intervals={"close_rate": Interval(0.03, 0.08), "close_rate_cohort": Interval(0.01, 0.05)},
    )
