"""Level bars by tier, source, owner or team, each with its count; few cases are never ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import plotly.graph_objects as go

from sla_core.figures import theme, words
from sla_core.metrics.results import Group, SalesGroup

Measure = Literal["share", "hours", "attempts", "worked"]
FEW = 10
"""A group of fewer cases is shown with its count, grey and below the others."""
MOST = 12
"""So many bars can be read; the table below the chart holds every group."""
ROW = 34
NOUNS: dict[Measure, str] = {
    "share": "answered within the goal",
    "hours": "average hours to the first follow-up",
    "attempts": "average attempts per lead not reached",
    "worked": "share of leads worked",
}


@dataclass(frozen=True)
class Bar:
    """A group as it is drawn: its place among the groups given, its value, the cases behind it."""

    place: int
    name: str
    value: float | None
    cases: int
    goal: float | None
    text: str
    beside: str
    hover: str


def counts(groups: Sequence[Group], dark: bool = False) -> go.Figure:
    """Draw marketing's leads per group, most first; a mark stands at the group's goal."""
    return _draw(_ordered([_count(i, g) for i, g in enumerate(groups)]), "marketing", "leads", dark)


def rates(
    groups: Sequence[SalesGroup], measure: Measure, goal: float | None = None, dark: bool = False
) -> go.Figure:
    """Draw sales' figure per group, best first; a mark stands at the goal."""
    found = [_rate(i, g, measure, goal) for i, g in enumerate(groups)]
    return _draw(_ordered(found, up=measure == "hours"), "sales", NOUNS[measure], dark)


def counts_alt(groups: Sequence[Group], by: str) -> str:
    """Marketing's groups in words for a screen reader."""
    bars = _ordered([_count(i, g) for i, g in enumerate(groups)])
    return f"Leads by {by}: {_listed(bars)}."


def rates_alt(groups: Sequence[SalesGroup], by: str, measure: Measure) -> str:
    """Sales' groups in words for a screen reader."""
    found = [_rate(i, g, measure, None) for i, g in enumerate(groups)]
    bars = _ordered(found, up=measure == "hours")
    return f"{NOUNS[measure].capitalize()} by {by}: {_listed(bars)}."


def counts_title(groups: Sequence[Group], by: str) -> str:
    """The finding in words: "Webinar brings 41 % of the leads"."""
    if len(groups) == 1:
        return f"All leads are of one {by}: {groups[0].name}"
    known = [g for g in groups if g.actual >= FEW and g.share is not None]
    if not known:
        return f"Leads by {by}"
    first = max(known, key=lambda g: g.actual)
    return f"{first.name} brings {words.percent(first.share)} of the leads"


def rates_title(groups: Sequence[SalesGroup], by: str, measure: Measure) -> str:
    """The finding in words: "from 96 % in Team North to 71 % in Team West"."""
    found = [_rate(i, g, measure, None) for i, g in enumerate(groups)]
    ranked = [b for b in _ordered(found, up=measure == "hours") if _ranks(b)]
    what = NOUNS[measure][0].upper() + NOUNS[measure][1:]
    if len(ranked) < 2:
        return f"{what}, by {by}"
    ends = (f"{b.name} {b.text}" for b in (ranked[0], ranked[-1]))
    return f"{what}: {', '.join(ends)}"


def _count(place: int, group: Group) -> Bar:
    goal = "" if group.goal is None else f" of {words.count(group.goal)}"
    return Bar(
        place, group.name, group.actual, round(group.actual), group.goal,
        words.count(group.actual), goal,
        f"{words.count(group.actual)}{goal} leads ({words.percent(group.share)} of all)"
        f"<br>{words.counted(group.customers, 'customer')}",
    )  # fmt: skip


def _rate(place: int, group: SalesGroup, measure: Measure, goal: float | None) -> Bar:
    value, cases = _measured(group, measure)
    write = {"hours": words.hours, "attempts": words.decimal}.get(measure, words.percent)
    return Bar(
        place, group.name, value, cases, goal, write(value), f", n = {cases:,}",
        f"{write(value)} {NOUNS[measure]}, of {words.counted(cases, 'lead')}"
        f"<br>{group.presented:,} handed over, {group.untouched:,} untouched,"
        f" {group.overdue:,} overdue",
    )  # fmt: skip


def _measured(group: SalesGroup, measure: Measure) -> tuple[float | None, int]:
    """The group's value, and the number of leads that it rests on."""
    if measure == "share":
        return group.share_within_goal, group.due
    if measure == "hours":
        return group.average_hours, group.presented - group.untouched
    if measure == "attempts":
        return group.average_attempts, group.unconnected
    return group.leads_worked_share, group.presented


def _ranks(bar: Bar) -> bool:
    return bar.value is not None and bar.cases >= FEW


def _ordered(bars: list[Bar], up: bool = False) -> list[Bar]:
    """The best first; after them, in the order of their names, groups of few cases."""
    ranked = sorted(
        filter(_ranks, bars), key=lambda b: ((b.value or 0.0) * (1 if up else -1), b.name)
    )
    return ranked + sorted((b for b in bars if not _ranks(b)), key=lambda b: b.name)


def _draw(bars: list[Bar], side: theme.Side, what: str, dark: bool) -> go.Figure:
    shown = bars[:MOST]
    if not any(b.value is not None for b in shown):
        return theme.no_data("no data", dark)
    drawing = theme.blank(dark, kept=what, height=82 + ROW * len(shown), right=124)
    drawing.layout["margin"]["b"] = 20
    colours = theme.palette(dark)
    drawing.bars(
        orientation="h",
        y=np.arange(len(shown)),
        x=np.array([b.value or 0.0 for b in shown]),
        marker={
            "color": [
                colours.hue(side) if _ranks(b) else theme.faded(colours.quiet, 0.5) for b in shown
            ],
            "line": {"width": 0},
        },
        width=0.72,
        customdata=[[b.place, b.name] for b in shown],
        hovertext=[f"<b>{words.safe(b.name)}</b><br>{b.hover}" for b in shown],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    _texts(drawing, shown, dark)
    _goals(drawing, shown, dark)
    _shared_goal(drawing, shown, dark)
    _axes(drawing, shown, dark)
    left = len(bars) - len(shown)
    more = f"; {left:,} more in the table" if left else ""
    theme.unit(drawing, what + more, dark)
    return drawing.figure()


def _texts(drawing: theme.Drawing, bars: list[Bar], dark: bool) -> None:
    """Each value behind its bar, and behind its goal where that is further out."""
    colours = theme.palette(dark)
    for row, bar in enumerate(bars):
        end = max(bar.value or 0.0, bar.goal or 0.0)
        colour = colours.ink if _ranks(bar) else colours.quiet
        text = f"{bar.text}{bar.beside}"
        theme.label(drawing, text, end, row, colour, name="value", xanchor="left", xshift=6)


def _goals(drawing: theme.Drawing, bars: list[Bar], dark: bool) -> None:
    """A dashed neutral mark across each bar at its goal."""
    for row, bar in enumerate(bars):
        if bar.goal is not None:
            drawing.shape(
                name="goal", x0=bar.goal, x1=bar.goal, y0=row - 0.46, y1=row + 0.46,
                line={"width": 2, "dash": "dot", "color": theme.palette(dark).ink},
            )  # fmt: skip


def _shared_goal(drawing: theme.Drawing, bars: list[Bar], dark: bool) -> None:
    """Name the goal once where all bars have the same."""
    goals = {bar.goal for bar in bars}
    goal = goals.pop()
    if goals or goal is None:
        return
    theme.label(
        drawing, "goal", goal, 0, theme.palette(dark).ink,
        yref="paper", yanchor="top", yshift=2, name="goal",
    )  # fmt: skip


def _axes(drawing: theme.Drawing, bars: list[Bar], dark: bool) -> None:
    drawing.axis(
        "yaxis",
        range=[len(bars) - 0.5, -0.5], tickmode="array", tickvals=np.arange(len(bars)),
        ticktext=[f"{words.safe(b.name)} " for b in bars], showgrid=False,
        tickfont={"color": theme.palette(dark).ink}, rangemode="normal",
    )  # fmt: skip
    most = max(max(b.value or 0.0, b.goal or 0.0) for b in bars)
    drawing.axis("xaxis", visible=False, range=[0, most * 1.02 or 1.0])


def _listed(bars: list[Bar]) -> str:
    return "; ".join(f"{b.name} {b.text}{b.beside}" for b in bars[:MOST]) or "no data"
