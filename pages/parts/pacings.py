"""Marketing's pace on the screen: the chart of each counted promise, and what it would take."""

from typing import Literal

from pages.parts import behind, draw, formats, look, notices, tables
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
    if missing := _missing(result, what):
        look.heading(f"{COUNTS[what]}: no data", what)
        notices.no_data(*missing)
        return shown
    look.heading(pacing.title(shown, result.currency), what, "gap")
    draw.chart(
        pacing.pacing(shown, result.currency, draw.dark()),
        look.key(f"pacing-{what}", view.by, result.period),
        pacing.alt(shown, result.currency),
        table=tables.pacing(shown) if pacing.begun(shown) else None,
        rows=behind.days(view, result, shown.daily, money=what == "revenue"),
        columns=tables.COLUMNS,
    )
    return shown


def _missing(result: Review, what: Count) -> tuple[str, str] | None:
    """Why there is nothing to draw, and what would bring it."""
    if what == "points" and result.marketing.points.actual is None:
        return "No tier is worth points yet.", "Give the tiers points under Settings."
    if what == "revenue" and result.marketing.revenue.actual is None:
        return "No won deal has an amount.", "Upload deals with amounts, or map their column."
    return None


def need(shown: Pacing, currency: str) -> None:
    """Where the line stands, how far the sum is from it, and what the days left would have to bring."""
    if shown.goal is None or not pacing.begun(shown):
        return
    days = "" if shown.gap_days is None else formats.signed(shown.gap_days, "days")
    facts = [
        look.Fact("Goal line", _amount(shown.line, shown, currency), "", "leads"),
        look.Fact("From the line", _signed(shown, currency), days, "gap"),
    ]
    if shown.needed_per_day is not None:
        facts.append(look.Fact("Needed a day", _rate(shown, currency), "to the end", "gap"))
    look.facts(facts)


def _amount(value: float | None, shown: Pacing, currency: str) -> str:
    return formats.measured(value, shown.unit if shown.unit == "money" else "", currency)


def _signed(shown: Pacing, currency: str) -> str:
    if shown.gap is None:
        return formats.NONE
    size = _amount(abs(shown.gap), shown, currency)
    return size if size == _amount(0.0, shown, currency) else formats.sign(shown.gap) + size


def _rate(shown: Pacing, currency: str) -> str:
    if shown.unit == "money":
        return formats.amount(shown.needed_per_day, currency)
    return formats.number(shown.needed_per_day)
