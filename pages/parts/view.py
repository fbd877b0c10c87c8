"""What the visitor looks at: the filters of the address bar, and the review that they ask for."""

from dataclasses import dataclass
from datetime import datetime

from pages.parts import caches, filters
from pages.parts.caches import Store
from pages.parts.filters import By
from sla_core import money
from sla_core.periods import Period
from sla_core.reports.build import Question
from sla_core.reports.review import Review
from sla_core.store.engine import reading
from sla_core.store.settings import workspace

store = caches.store


@dataclass(frozen=True)
class View:
    """The filters as chosen, and how the workspace speaks.

    `as_of` None is the moment of the newest data, `team` None is all teams, `by` None leaves the
    width of the bars (day, week, month) to the period's length.
    """

    engine: Store
    period: Period
    as_of: datetime | None
    team: str | None
    by: By | None
    zone: str
    currency: str


def current() -> View:
    """The view that the filters above the page ask for."""
    engine = store()
    with reading(engine) as connection:
        kept = workspace(connection)
    chosen = filters.chosen(kept)
    return View(
        engine=engine,
        period=chosen.period,
        as_of=chosen.as_of,
        team=chosen.team,
        by=chosen.by,
        zone=kept.zone,
        currency=kept.currency or money.UNSTATED,
    )


def review(view: View) -> Review:
    """The review of this view; computed once per data version, filters and minute."""
    question = Question(view.period, view.as_of, view.team, view.by)
    return caches.reviewed(view.engine, question)
