"""How deep sales followed up: attempts on the leads not reached, and leads worked at all."""

from typing import Literal

import numpy as np
import plotly.graph_objects as go

from sla_core.figures import theme, words
from sla_core.metrics.results import Depth, DepthBucket

Show = Literal["attempts", "worked"]
SIDE: theme.Side = "sales"
LOW = 200
MOST = 10
"""Attempts from this number on share one bar."""


def depth(result: Depth, by: str, show: Show = "attempts", dark: bool = False) -> go.Figure:
    """Draw a bar per bucket: average attempts on leads not reached, or the share of leads worked."""
    buckets = result.by_period
    values = [_value(b, show) for b in buckets]
    if all(v is None for v in values):
        return theme.no_data("no leads to judge", dark)
    goal = result.goal_worked if show == "worked" else result.goal_attempts
    drawing = theme.blank(dark, kept=f"{by} {show}", height=LOW + 40, right=_right(goal))
    write = words.percent if show == "worked" else words.decimal
    hue = theme.palette(dark).hue(SIDE)
    drawing.bars(
        name=show,
        x=_keys(buckets),
        y=np.array([np.nan if v is None else v for v in values]),
        marker={
            "color": hue,
            "line": {"color": hue, "width": [1.5 if v == 0 else 0 for v in values]},
        },
        **theme.values(values, write, [True] * len(values), hue, dark),
        customdata=words.marks([b.start for b in buckets], by),
        hovertext=[_hover(b, by) for b in buckets],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    _axes(drawing, result, by, show, goal)
    if show == "attempts" and result.in_window:
        _early(drawing, buckets, dark)
    what = "share of leads worked" if show == "worked" else "attempts per lead not reached"
    theme.unit(drawing, what, dark)
    if goal is not None:
        text = words.percent(goal) if show == "worked" else words.plain(goal)
        theme.goal(drawing, goal, f"goal<br><b>{text}</b>", dark)
    return drawing.figure()


def distribution(result: Depth, dark: bool = False) -> go.Figure:
    """Draw how many of the leads not reached have had 0, 1, 2 … attempts; full colour at the goal."""
    if not result.distribution:
        return theme.no_data("no leads to judge", dark)
    drawing = theme.blank(dark, kept="distribution", height=LOW + 40)
    hue = theme.palette(dark).hue(SIDE)
    counts = _folded(result)
    goal = result.goal_attempts
    enough = [goal is None or n >= goal for n in range(len(counts))]
    drawing.bars(
        name="leads",
        x=np.arange(len(counts)),
        y=counts,
        marker={
            "color": [hue if e else theme.faded(hue, 0.35) for e in enough],
            "line": {"color": hue, "width": [0 if e else 1.5 for e in enough]},
        },
        text=[words.tight(n) if n else "" for n in counts.tolist()],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [n, f"{n} attempts" if n < MOST else f"{n} attempts and more"]
            for n in range(len(counts))
        ],
        hovertemplate="%{y:,} leads with %{customdata[1]}<extra></extra>",
    )
    names = [f"{n}+" if n == MOST else str(n) for n in range(len(counts))]
    drawing.axis("xaxis", tickmode="array", tickvals=np.arange(len(counts)), ticktext=names)
    drawing.axis("yaxis", visible=False, range=[0, counts.max() * 1.2])
    theme.unit(drawing, "leads not reached, by number of attempts", dark)
    return drawing.figure()


def title(result: Depth, show: Show = "attempts") -> str:
    """The finding in words: "3.4 attempts on leads not reached, goal 6"."""
    if show == "worked":
        return _worked_title(result)
    if result.average_attempts is None:
        return "No lead waits to be reached"
    text = f"{words.decimal(result.average_attempts)} attempts on leads not reached"
    return (
        text
        if result.goal_attempts is None
        else f"{text}, goal {words.plain(result.goal_attempts)}"
    )


def distribution_title(result: Depth) -> str:
    """The finding in words: "41 % of 96 leads not reached had 6 attempts or more"."""
    if result.share_at_goal is None or result.goal_attempts is None:
        return f"{words.counted(result.unconnected, 'lead')} not reached yet"
    return (
        f"{words.percent(result.share_at_goal)} of {words.counted(result.unconnected, 'lead')}"
        f" not reached had {words.plain(result.goal_attempts)} attempts or more"
    )


def alt(result: Depth, by: str, show: Show = "attempts") -> str:
    """The chart in words for a screen reader."""
    known = [(b, v) for b in result.by_period if (v := _value(b, show)) is not None]
    if not known:
        return "Chart without data: depth of follow-up."
    write = words.percent if show == "worked" else words.decimal
    what = "Share of leads worked" if show == "worked" else "Average attempts per lead not reached"
    parts = "; ".join(f"{words.bucket(b.start, by)} {write(v)}" for b, v in known[:31])
    return f"{what} by {by} of hand-off: {parts}. {title(result, show)}."


def distribution_alt(result: Depth) -> str:
    """The distribution in words for a screen reader."""
    parts = "; ".join(f"{_named(a.attempts)} {a.leads:,}" for a in result.distribution[:20])
    return f"Leads not reached by number of attempts: {parts or 'none'}."


def _worked_title(result: Depth) -> str:
    if result.leads_worked_share is None:
        return "No lead was handed over in this period"
    text = f"{words.percent(result.leads_worked_share)} of {result.presented:,} leads worked"
    return (
        text if result.goal_worked is None else f"{text}, goal {words.percent(result.goal_worked)}"
    )


def _axes(drawing: theme.Drawing, result: Depth, by: str, show: Show, goal: float | None) -> None:
    buckets = result.by_period
    every = -(-len(buckets) // 10)
    names = words.ticks([b.start for b in buckets], by)
    drawing.axis(
        "xaxis",
        type="category", tickmode="array", tickangle=0,
        tickvals=_keys(buckets)[::every], ticktext=names[::every],
    )  # fmt: skip
    highest = max(v for b in buckets if (v := _value(b, show)) is not None)
    top = 1.0 if show == "worked" else max(highest, goal or 0.0) or 1.0
    drawing.axis("yaxis", range=[0, top * 1.16], tickformat=".0%" if show == "worked" else "~g")


def _early(drawing: theme.Drawing, buckets: tuple[DepthBucket, ...], dark: bool) -> None:
    """Say of the last buckets why they have no bar."""
    judged = max(i for i, b in enumerate(buckets) if b.unconnected)
    if judged + 1 < len(buckets):
        theme.label(
            drawing, "still in<br>their window", (judged + len(buckets)) / 2, 0,
            theme.palette(dark).quiet, yanchor="bottom", yshift=6, name="early",
        )  # fmt: skip


def _named(attempts: int) -> str:
    more = " and more" if attempts == MOST else ""
    return f"{words.counted(attempts, 'attempt')}{more}"


def _folded(result: Depth) -> np.ndarray:
    """Leads by number of attempts from 0 on, the many last ones in one bar."""
    counts = np.zeros(min(MOST, max(a.attempts for a in result.distribution)) + 1, dtype=int)
    for point in result.distribution:
        counts[min(MOST, point.attempts)] += point.leads
    return counts


def _value(bucket: DepthBucket, show: Show) -> float | None:
    return bucket.leads_worked_share if show == "worked" else bucket.average_attempts


def _keys(buckets: tuple[DepthBucket, ...]) -> np.ndarray:
    return np.array([b.start.isoformat() for b in buckets])


def _right(goal: float | None) -> int:
    return 16 if goal is None else 66


def _hover(bucket: DepthBucket, by: str) -> str:
    return "<br>".join(
        [
            f"<b>{words.bucket(bucket.start, by)}</b>",
            f"{words.counted(bucket.presented, 'lead')} handed over",
            f"{bucket.worked:,} worked ({words.percent(bucket.leads_worked_share)})",
            f"{bucket.unconnected:,} not reached,"
            f" with {words.decimal(bucket.average_attempts)} attempts on average",
        ]
    )
