"""How fast sales followed up, per day, week or month of hand-off, against what was promised."""

from typing import Literal

import numpy as np
import plotly.graph_objects as go

from sla_core.figures import theme, words
from sla_core.metrics.results import Speed, SpeedBucket

Show = Literal["average", "share"]
SIDE: theme.Side = "sales"
STRIP = 0.16
"""The height of the lower plot, which counts the untouched leads, as a part of the figure's."""


def speed(result: Speed, by: str, show: Show = "average", dark: bool = False) -> go.Figure:
    """Draw a bar per bucket with its goal, and under it the leads that nobody touched yet.

    Buckets whose leads could still be answered in time are hatched.
    """
    if not any(_value(b, show) is not None or b.untouched for b in result.by_period):
        return theme.no_data("no follow-up data", dark)
    goal = _goal(result, show)
    drawing = theme.blank(dark, kept=f"{by} {show}", right=16 if goal is None else 66)
    _bars(drawing, result, by, show, dark)
    _untouched(drawing, result, by, dark)
    _axes(drawing, result, by, show, dark)
    if goal is not None:
        text = words.percent(goal) if show == "share" else f"{words.plain(goal)} h"
        theme.goal(drawing, goal, f"goal<br><b>{text}</b>", dark)
    return drawing.figure()


def title(result: Speed, show: Show = "average") -> str:
    """The finding in words: "3.2 hours to the first follow-up, goal 2"."""
    if show == "share":
        return _share_title(result)
    if result.average_hours is None:
        return "No follow-up data for this period"
    clock = " working hours" if result.clock == "working" else " hours"
    text = f"{words.decimal(result.average_hours)}{clock} to the first follow-up"
    goal = _goal(result, "average")
    return text if goal is None else f"{text}, goal {words.plain(goal)}"


def alt(result: Speed, by: str, show: Show = "average") -> str:
    """The chart in words for a screen reader."""
    known = [(b, v) for b in result.by_period if (v := _value(b, show)) is not None]
    if not known:
        return "Chart without data: speed of follow-up."
    write = words.percent if show == "share" else words.hours
    what = "Share answered within the goal" if show == "share" else "Average first follow-up"
    parts = "; ".join(f"{words.bucket(b.start, by)} {write(v)}" for b, v in known[:31])
    left = words.counted(result.untouched, "lead")
    return f"{what} by {by} of hand-off: {parts}. {left} untouched. {title(result, show)}."


def _share_title(result: Speed) -> str:
    if result.share_within_goal is None or result.goal_hours is None:
        return "No lead's deadline has passed in this period"
    within = f"{words.percent(result.share_within_goal)} answered within {_promised(result)}"
    if result.goal_share is None:
        return f"{within} ({result.within:,} of {result.due:,} due)"
    return f"{within}, promised {words.percent(result.goal_share)}"


def _promised(result: Speed) -> str:
    working = "working " if result.clock == "working" else ""
    noun = "hour" if result.goal_hours == 1 else "hours"
    return f"{words.plain(result.goal_hours or 0.0)} {working}{noun}"


def _goal(result: Speed, show: Show) -> float | None:
    """What is agreed of the measure that is drawn: hours of a share are no goal for an average."""
    return result.goal_share if show == "share" else result.goal_average_hours


def _bars(drawing: theme.Drawing, result: Speed, by: str, show: Show, dark: bool) -> None:
    buckets = result.by_period
    hue = theme.palette(dark).hue(SIDE)
    values = [_value(b, show) for b in buckets]
    write = words.percent if show == "share" else words.decimal
    drawing.bars(
        name=show,
        x=_keys(buckets),
        y=np.array([np.nan if v is None else v for v in values]),
        marker={
            "color": [hue if b.ripe else theme.faded(hue, 0.18) for b in buckets],
            "line": {
                "color": hue,
                "width": [
                    1.5 if not b.ripe or v == 0 else 0 for b, v in zip(buckets, values, strict=True)
                ],
            },
            "pattern": {
                "shape": ["" if b.ripe else "/" for b in buckets],
                "fgcolor": theme.faded(hue, 0.45),
                "fillmode": "overlay",
                "size": 7,
            },
        },
        **theme.values(values, write, [b.ripe for b in buckets], hue, dark),
        customdata=words.marks([b.start for b in buckets], by),
        hovertext=[_hover(b, by) for b in buckets],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _untouched(drawing: theme.Drawing, result: Speed, by: str, dark: bool) -> None:
    """A strip under the bars: how many leads of each bucket still wait for their first touch."""
    buckets = result.by_period
    colours = theme.palette(dark)
    counts = np.array([b.untouched for b in buckets])
    drawing.bars(
        name="untouched",
        x=_keys(buckets),
        y=counts,
        yaxis="y2",
        marker={"color": colours.quiet, "line": {"width": 0}},
        text=[words.tight(b.untouched) if b.presented else "" for b in buckets]
        if len(buckets) <= 8
        else None,
        textposition="outside",
        textfont={"color": colours.quiet},
        cliponaxis=False,
        customdata=words.marks([b.start for b in buckets], by, "untouched, "),
        hovertext=[_hover(b, by) for b in buckets],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    most = max(1, int(counts.max(initial=0)))
    drawing.axis(
        "yaxis2",
        domain=[0, STRIP],
        anchor="x",
        range=[0, most * (1.9 if len(buckets) <= 8 else 1.2)],
        visible=len(buckets) > 8,
        tickvals=[0, most],
        tickfont={"size": theme.SIZE - 2, "color": colours.quiet},
        showgrid=False,
        fixedrange=True,
    )


def _axes(drawing: theme.Drawing, result: Speed, by: str, show: Show, dark: bool) -> None:
    buckets = result.by_period
    every = -(-len(buckets) // 10)
    keys, names = _keys(buckets), words.ticks([b.start for b in buckets], by)
    drawing.axis(
        "xaxis",
        type="category", anchor="y2", tickmode="array", tickangle=0,
        tickvals=keys[::every], ticktext=names[::every],
    )  # fmt: skip
    highest = max((v for b in buckets if (v := _value(b, show)) is not None), default=0.0)
    top = 1.0 if show == "share" else max(highest, _goal(result, show) or 0.0) or 1.0
    drawing.axis(
        "yaxis",
        domain=[STRIP + 0.19, 1], range=[0, top * 1.14],
        tickformat=".0%" if show == "share" else "~g",
    )  # fmt: skip
    working = "working hours" if result.clock == "working" else "hours"
    what = (
        f"answered in time, by {by} of hand-off"
        if show == "share"
        else f"{working}, by {by} of hand-off"
    )
    theme.unit(drawing, what, dark)
    theme.unit(drawing, "leads not touched yet", dark, y=STRIP)


def _value(bucket: SpeedBucket, show: Show) -> float | None:
    return bucket.share_within_goal if show == "share" else bucket.average_hours


def _keys(buckets: tuple[SpeedBucket, ...]) -> np.ndarray:
    return np.array([b.start.isoformat() for b in buckets])


def _hover(bucket: SpeedBucket, by: str) -> str:
    lines = [
        f"<b>{words.bucket(bucket.start, by)}</b>",
        f"{words.counted(bucket.presented, 'lead')} handed over",
        f"{bucket.followed_up:,} followed up, on average after {words.hours(bucket.average_hours)}",
        f"{bucket.untouched:,} untouched",
    ]
    if bucket.due:
        lines.append(
            f"{bucket.within:,} of {bucket.due:,} due in time"
            f" ({words.percent(bucket.share_within_goal)})"
        )
    if not bucket.ripe:
        lines.append("some are not due yet")
    return "<br>".join(lines)
