"""The rows behind a mark: which leads a bar, a bucket or a group is made of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sla_core.reports.rows import leads_behind

from pages.parts.draw import Picked, Rows
from pages.parts.view import View
from sla_core.metrics.results import Day
from sla_core.reports.review import Review


def days(view: View, result: Review, daily: Sequence[Day]) -> Rows:
    """The leads that marketing qualified on the day that was picked."""
    return lambda picked: qualified(
        view, result, *_span([d.date for d in daily], picked.place, result)
    )


def qualified(view: View, result: Review, start: date, end: date) -> pd.DataFrame:
    """The leads that marketing qualified from the one day to before the other."""
    return leads_behind(view.engine, result, start, end, by_time="qualified")


def buckets(view: View, result: Review, starts: Sequence[date], states: Sequence[Any]) -> Rows:
    """The leads handed over in the bucket that was picked; `states` has one per trace."""

    def rows(picked: Picked) -> pd.DataFrame:
        start, end = _span(starts, picked.place, result)
        state = states[picked.series or 0]
        return leads_behind(view.engine, result, start, end, by_time="presented", state=state)

    return rows


def group(view: View, result: Review, by: str, names: Sequence[str], by_time: Any) -> Rows:
    """The leads of the tier, source, owner or team that was picked."""
    return lambda picked: leads_behind(
        view.engine, result, by_time=by_time, group=(by, names[min(picked.place, len(names) - 1)])
    )


def attempts(view: View, result: Review, most: int) -> Rows:
    """The leads not reached that had so many attempts; from `most` on they share one bar."""

    def rows(picked: Picked) -> pd.DataFrame:
        found = leads_behind(view.engine, result, by_time="presented", state="unconnected")
        had = found["attempts"].clip(upper=most)
        return found[had == picked.place]

    return rows


def _span(starts: Sequence[date], place: int, result: Review) -> tuple[date, date]:
    """The bucket at this place, its end excluded; the last one, where newer data has fewer."""
    ends = [*starts[1:], max(result.period.end, starts[-1] + timedelta(1))]
    at = min(place, len(starts) - 1)
    return starts[at], ends[at]
