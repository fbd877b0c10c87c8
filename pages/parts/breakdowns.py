"""Both sides by tier, source, owner and team: level bars, their table, and the rows behind each."""

import streamlit as st

from pages.parts import behind, draw, look, tables
from pages.parts.definitions import Rule
from pages.parts.view import View
from sla_core.figures import breakdown
from sla_core.reports.review import Review
from sla_core.reports.rows import Property

MARKETING: dict[Property, str] = {"tier": "Tier", "source": "Source", "owner": "Owner"}
SALES: dict[Property, str] = {"team": "Team", **MARKETING}
RULES: dict[breakdown.Measure, Rule] = {
    "share": "share within goal",
    "hours": "average hours",
    "attempts": "attempts",
    "worked": "leads worked",
}
MEASURES: dict[breakdown.Measure, str] = {
    "share": "In time",
    "hours": "Hours",
    "attempts": "Attempts",
    "worked": "Worked",
}


def marketing(view: View, result: Review) -> None:
    """Marketing's leads by tier, source or owner, as the switch stands."""
    leads(view, result, look.switch("By", _telling_first(result), "leads-by"))


def _telling_first(result: Review) -> dict[Property, str]:
    """The ways to break leads down; those that have but one group last."""
    single = {by: len(getattr(result.marketing, f"{by}s")) < 2 for by in MARKETING}
    return {by: MARKETING[by] for by in sorted(MARKETING, key=lambda by: single[by])}


def leads(view: View, result: Review, by: Property) -> None:
    """Marketing's leads by one of their properties."""
    found = getattr(result.marketing, f"{by}s")
    look.heading(breakdown.counts_title(found, by), "groups of leads")
    draw.chart(
        breakdown.counts(found, draw.dark()),
        look.key(f"leads-by-{by}", view.by, result.period),
        breakdown.counts_alt(found, by),
        table=tables.groups(found, by, result.currency) if found else None,
        rows=behind.delivered_by(view, result, by, [g.name for g in found]),
        columns=tables.COLUMNS,
    )


def sales(view: View, result: Review) -> None:
    """Sales' figures by tier, source, owner or team, as the two switches stand."""
    with st.container(horizontal=True):
        by = look.switch("By", SALES, "sales-by")
        measure = look.switch("Figure", MEASURES, "figure")
    found = getattr(result.sales, f"{by}s")
    look.heading(breakdown.rates_title(found, by, measure), RULES[measure], "groups of hand-offs")
    draw.chart(
        breakdown.rates(found, measure, _goal(result, measure), draw.dark()),
        look.key(f"{measure}-by-{by}", view.by, result.period),
        breakdown.rates_alt(found, by, measure),
        table=tables.sales_groups(found, by) if found else None,
        rows=behind.worked_by(view, result, by, [g.name for g in found]),
        columns=tables.COLUMNS,
    )


def _goal(result: Review, measure: breakdown.Measure) -> float | None:
    speed, depth = result.sales.speed, result.sales.depth
    return {
        "share": speed.goal_share,
        "hours": speed.goal_average_hours or speed.goal_hours,
        "attempts": depth.goal_attempts,
        "worked": depth.goal_worked,
    }[measure]
