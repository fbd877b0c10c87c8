"""The review of a period put together from the store and the agreements in force."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from sla_core import money
from sla_core.agreement import model
from sla_core.agreement.model import Agreement
from sla_core.metrics import breakdown, recalibration
from sla_core.metrics.buckets import Step, buckets, usual
from sla_core.metrics.columns import before
from sla_core.metrics.depth import DepthGoals, depth, no_depth
from sla_core.metrics.pacing import pacing
from sla_core.metrics.recalibration import Book
from sla_core.metrics.results import Marketing, Pacing, Sales
from sla_core.metrics.speed import SpeedGoals, no_speed, speed
from sla_core.periods import Period, as_instant, local_date, period_holding
from sla_core.reports import coverage, words
from sla_core.reports.review import NoteLine, Review
from sla_core.store import agreements, notes, snapshot
from sla_core.store.engine import Connection, Engine, reading
from sla_core.store.seen import presented
from sla_core.store.snapshot import Snapshot


@dataclass(frozen=True)
class Question:
    """What a review is asked for: the defaults are the running month as the newest data shows it.

    `team` narrows sales' side to one team; `by` is the width of the bars over time.
    """

    period: Period | None = None
    as_of: datetime | None = None
    team: str | None = None
    by: Step | None = None


@dataclass(frozen=True)
class Frame:
    """What both sides are judged by: the period, the moment, the zone, the agreements."""

    period: Period
    as_of: datetime
    zone: str
    versions: tuple[Agreement, ...]
    agreed: Agreement | None

    @property
    def instant(self) -> np.datetime64:
        """The as-of moment as metrics take it."""
        return as_instant(self.as_of)

    @property
    def span(self) -> tuple[np.datetime64, np.datetime64]:
        """The period's bounds as metrics take them."""
        return self.period.bounds(self.zone)


def review(engine: Engine, question: Question, now: datetime) -> Review:
    """The whole review; `now` bounds the default as-of moment and is read nowhere else."""
    with reading(engine) as connection:
        data = snapshot.load(connection)
        versions = agreements.versions(connection)
        return assemble(connection, data, versions, question, now)


def assemble(
    connection: Connection,
    data: Snapshot,
    versions: tuple[Agreement, ...],
    question: Question,
    now: datetime,
) -> Review:
    """The review of data that has been read already."""
    frame = _frame(data, versions, question, now)
    marketing = _marketing(data, frame)
    sales = _sales(connection, data, frame, question)
    found = (
        *coverage.coverage(connection, data),
        *coverage.not_yet(data, frame.period, frame.zone, frame.instant),
    )
    return Review(
        period=frame.period,
        as_of=frame.as_of,
        zone=frame.zone,
        currency=data.currency,
        data_as_of=data.lead_data_as_of,
        agreement_name=frame.agreed.name if frame.agreed else None,
        agreement_version=frame.agreed.version if frame.agreed else None,
        demo=data.demo,
        marketing=marketing,
        sales=sales,
        marketing_headline=words.marketing_headline(marketing.leads),
        sales_headline=words.sales_headline(sales, frame.agreed),
        promises=words.promises(marketing, sales, frame.agreed, data.currency),
        notes=tuple(_line(n) for n in notes.standing(connection)),
        coverage=found,
        problems=coverage.problems(data),
    )


def _frame(
    data: Snapshot, versions: tuple[Agreement, ...], question: Question, now: datetime
) -> Frame:
    zone = data.workspace.zone
    as_of = question.as_of or min(now, data.lead_data_as_of or now)
    period = question.period or period_holding(
        _last_seen_day(as_of, zone), "month", data.workspace.fiscal_start
    )
    return Frame(period, as_of, zone, versions, model.in_force(versions, period.start))


def _last_seen_day(as_of: datetime, zone: str) -> date:
    """The day of the last instant before the as-of: midnight still speaks of the day before."""
    return local_date(as_of - timedelta(microseconds=1), zone)


def _marketing(data: Snapshot, frame: Frame) -> Marketing:
    book = _book(data, frame)
    worth = frame.agreed.points() if frame.agreed else {}
    tiers = _tier_goals(frame)
    return Marketing(
        leads=_leads(data, frame),
        points=_points(data, frame, worth),
        revenue=_revenue(data, frame),
        tiers=breakdown.marketing_groups(book, lambda x: x.tier, frame.span, tiers, worth),
        sources=breakdown.marketing_groups(book, lambda x: x.source, frame.span, {}, worth),
        owners=breakdown.marketing_groups(book, lambda x: x.owner, frame.span, {}, worth),
        recalibration=recalibration.table(book, frame.period),
    )


def _book(data: Snapshot, frame: Frame) -> Book:
    scale = 10 ** money.digits(data.currency)
    return Book(data.leads, data.deals, frame.instant, frame.zone, scale)


def _leads(data: Snapshot, frame: Frame) -> Pacing:
    times = data.leads.qualified[data.leads.marketing]
    values = np.ones(len(times)) if data.lead_data_as_of else None
    return _paced(frame, "leads", times, values)


def _points(data: Snapshot, frame: Frame, worth: dict[str, float]) -> Pacing:
    ours = data.leads.marketing
    known = bool(worth) and data.lead_data_as_of is not None
    values = breakdown.points_of(data.leads.tier[ours], worth) if known else None
    return _paced(frame, "points", data.leads.qualified[ours], values)


def _revenue(data: Snapshot, frame: Frame) -> Pacing:
    won = data.deals.won & data.deals.marketing
    # An export without amounts says nothing of revenue; it does not say zero.
    told = data.deals.won & data.deals.counted & before(data.deals.closed, frame.instant)
    known = data.lead_data_as_of is not None and bool(told.any())
    amounts = data.deals.amount[won].astype(np.float64) if known else None
    scale = 10 ** money.digits(data.currency)
    return _paced(frame, "marketing_revenue", data.deals.closed[won], amounts, scale)


def _paced(
    frame: Frame,
    measure: model.Measure,
    times: np.ndarray[tuple[int], np.dtype[np.datetime64]],
    values: np.ndarray[tuple[int], np.dtype[np.float64]] | None,
    scale: int = 1,
) -> Pacing:
    return pacing(
        times,
        values,
        model.goal(frame.versions, measure, frame.period),
        period=frame.period,
        zone=frame.zone,
        as_of=frame.instant,
        unit="money" if measure == "marketing_revenue" else measure,
        scale=scale,
    )


def _tier_goals(frame: Frame) -> dict[str, float]:
    """The leads that the agreement expects of each tier in the period."""
    names = [tier.name for tier in frame.agreed.tiers] if frame.agreed else []
    goals = {name: model.tier_goal(frame.versions, name, frame.period) for name in names}
    return {name: goal for name, goal in goals.items() if goal is not None}


def _sales(connection: Connection, data: Snapshot, frame: Frame, question: Question) -> Sales:
    goals = (speed_goals(frame.agreed), depth_goals(frame.agreed))
    if data.follow_up_as_of is None:
        return Sales(None, no_speed(goals[0]), no_depth(goals[1]), (), (), (), ())
    seen = min(frame.as_of, data.follow_up_as_of)
    as_of = as_instant(seen)
    leads = presented(connection, data, frame.span, as_of)
    leads = leads.where(leads.marketing)
    if question.team:
        leads = leads.where(leads.team == question.team)
    step = question.by or usual(frame.period)
    cut = buckets(frame.period, step, frame.zone, as_of)
    over = bool(as_of >= frame.span[1])
    return Sales(
        as_of=seen,
        speed=speed(leads, as_of, goals[0], cut, over),
        depth=depth(leads, as_of, goals[1], cut, over),
        tiers=breakdown.sales_groups(leads, lambda x: x.tier, as_of, goals),
        sources=breakdown.sales_groups(leads, lambda x: x.source, as_of, goals),
        owners=breakdown.sales_groups(leads, lambda x: x.owner, as_of, goals),
        teams=breakdown.sales_groups(leads, lambda x: x.team, as_of, goals),
    )


def speed_goals(agreed: Agreement | None) -> SpeedGoals:
    """What the agreement says of speed; nothing without one."""
    if agreed is None:
        return SpeedGoals()
    within, average = agreed.promise("share_within_goal"), agreed.promise("average_hours")
    return SpeedGoals(
        clock=agreed.clock,
        calendar=agreed.calendar.calendar() if agreed.calendar else None,
        hours=within.hours if within else None,
        share=within.goal if within else None,
        average=average.goal if average else None,
    )


def depth_goals(agreed: Agreement | None) -> DepthGoals:
    """What the agreement says of depth; nothing without one."""
    if agreed is None:
        return DepthGoals()
    attempts, worked = agreed.promise("average_attempts"), agreed.promise("leads_worked")
    return DepthGoals(
        attempts=attempts.goal if attempts else None,
        worked=worked.goal if worked else None,
        window_days=agreed.working_window_days,
    )


def _line(note: notes.StoredNote) -> NoteLine:
    due = note.due.isoformat() if note.due else None
    return NoteLine(note.kind, note.text, note.owner, due, note.state)
