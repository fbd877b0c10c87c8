"""Marketing's pace on the screen: the chart of each counted promise, and what it would take."""

from typing import Literal

from pages.parts import behind, draw, formats, look, tables
from pages.parts.view import View
from sla_core.figures import pacing
from sla_core.metrics.results import Pacing
from sla_core.reports.review import Review

Count = Literal["leads", "points", "revenue"]
COUNTS: dict[Count, str] = {"leads": "Leads", "points": "Points", "revenue": "Revenue"}


def switched(view: View, result: Review) -> Pacing:
    """The chart of leads, of points or of revenue, as the switch stands; says which it drew."""
    return chart(view, result, look.switch("What is counted", COUNTS, "count"))


def chart(view: View, result: Review, what: Count) -> Pacing:
    """The pacing chart of leads, points or revenue, with its finding, its table and its rows."""
    shown: Pacing = getattr(result.marketing, what)
    look.heading(pacing.title(shown, result.currency))
    draw.chart(
        pacing.pacing(shown, result.currency, draw.dark()),
        look.key(f"pacing-{what}", view.by, result.period),
        pacing.alt(shown, result.currency),
        table=tables.pacing(shown) if pacing.begun(shown) else None,
        rows=behind.days(view, result, shown.daily, money=what == "revenue"),
        columns=tables.COLUMNS,
    )
    return shown


def need(shown: Pacing, currency: str) -> None:
    """Where the line stands, how far the sum is from it, and what the days left would have to bring."""
    if shown.goal is None or not pacing.begun(shown):
        return
    days = formats.number(shown.gap_days, "days")
    facts = [
        ("Goal line now", _amount(shown.line, shown, currency), ""),
        ("From the line", _signed(shown, currency), days if shown.gap_days is not None else ""),
    ]
    if shown.needed_per_day is not None:
        facts.append(("Needed a day", _rate(shown, currency), "to the end"))
    look.facts(facts)


def _amount(value: float | None, shown: Pacing, currency: str) -> str:
    return formats.measured(value, shown.unit if shown.unit == "money" else "", currency)


def _signed(shown: Pacing, currency: str) -> str:
    if shown.gap is None:
        return formats.NONE
    sign = "+" if shown.gap > 0 else "-"
    return sign + _amount(abs(shown.gap), shown, currency)


def _rate(shown: Pacing, currency: str) -> str:
    if shown.unit == "money":
        return formats.amount(shown.needed_per_day, currency)
    return formats.number(shown.needed_per_day)
