"""The rows behind a mark: which leads or deals a bar, a bucket or a group is made of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

import pandas as pd

from pages.parts import caches
from pages.parts.draw import Picked, Rows
from pages.parts.view import View
from sla_core.figures.recalibration import Rate
from sla_core.metrics.results import Day
from sla_core.reports import rows
from sla_core.reports.review import Review
from sla_core.reports.rows import Property, State, Which, Won
from sla_core.store.snapshot import Snapshot

Thing = TypeVar("Thing")


def days(view: View, result: Review, daily: Sequence[Day], *, money: bool) -> Rows:
    """The leads that marketing qualified on the day that was picked; of money, the deals won."""
    fetch = rows.won_deals if money else rows.qualified
    starts = [d.date for d in daily]
    return lambda picked: fetch(
        view.engine, result, Which(*_span(starts, picked.place, result.period.end)), read(view)
    )


def rated(view: View, result: Review, rate: Rate) -> Rows:
    """What a period's rate is made of: its leads, the first deals of its customers, all deals won."""
    starts = [r.start for r in result.marketing.recalibration]
    won: Won = "all" if rate == "marketing_share" else "first"

    def found(picked: Picked) -> pd.DataFrame:
        which = Which(*_span(starts, picked.place, result.period.end), won=won)
        fetch = rows.qualified if rate == "close_rate" else rows.won_deals
        return fetch(view.engine, result, which, read(view))

    return found


def buckets(view: View, result: Review, starts: Sequence[date], states: Sequence[State]) -> Rows:
    """The leads handed over in the bucket that was picked; `states` has one per trace."""

    def found(picked: Picked) -> pd.DataFrame:
        start, end = _span(starts, picked.place, result.period.end)
        which = Which(start, end, team=view.team, state=states[picked.series or 0])
        return rows.handed_over(view.engine, result, which, read(view))

    return found


def delivered_by(view: View, result: Review, by: Property, names: Sequence[str]) -> Rows:
    """Marketing's leads of the tier, source or owner that was picked."""
    return lambda picked: rows.qualified(
        view.engine, result, Which(group=(by, _at(names, picked.place))), read(view)
    )


def worked_by(view: View, result: Review, by: Property, names: Sequence[str]) -> Rows:
    """The leads handed over of the tier, source, owner or team that was picked."""
    return lambda picked: rows.handed_over(
        view.engine, result, Which(group=(by, _at(names, picked.place)), team=view.team), read(view)
    )


def attempts(view: View, result: Review, most: int) -> Rows:
    """The leads not reached that had so many attempts; from `most` on they share one bar."""

    def found(picked: Picked) -> pd.DataFrame:
        frame = standing(view, result, "unconnected")
        return frame[frame["attempts"].clip(upper=most) == picked.place]

    return found


def standing(view: View, result: Review, state: State) -> pd.DataFrame:
    """The period's leads that stand so, the longest ago first."""
    return rows.handed_over(view.engine, result, Which(team=view.team, state=state), read(view))


def read(view: View) -> Snapshot:
    """The store as the figures were computed from it."""
    return caches.read(view.engine)


def _span(starts: Sequence[date], place: int, end: date) -> tuple[date, date]:
    """The bucket at this place, its end excluded; the last one, where newer data has fewer."""
    ends = [*starts[1:], max(end, starts[-1] + timedelta(1))]
    return _at(starts, place), _at(ends, place)


def _at(of: Sequence[Thing], place: int) -> Thing:
    return of[min(place, len(of) - 1)]
