"""The pacing chart: each day's step on the way to the goal, beside the line that leads there."""

import math
from datetime import date

import numpy as np
import plotly.graph_objects as go

from sla_core import money
from sla_core.figures import theme, words
from sla_core.metrics.results import Day, Pacing

DAY_MS = 86_400_000
SIDE: theme.Side = "marketing"
NOTHING = 1e-6
"""A gap below this is a rounding error of sums."""


def pacing(result: Pacing, currency: str = money.UNSTATED, dark: bool = False) -> go.Figure:
    """Draw a counted promise: daily steps from sum to sum, dashed goal line, today marked."""
    if not begun(result):
        return theme.no_data("no data", dark)
    drawing = theme.blank(dark, kept=result.daily[0].date.isoformat(), right=66)
    _steps(drawing, result, currency, dark)
    _line(drawing, result, currency, dark)
    _today(drawing, result, currency, dark)
    _axes(drawing, result, currency, dark)
    return drawing.figure()


def begun(result: Pacing) -> bool:
    """Whether there is anything to draw: some day of the period that the data reaches."""
    return result.actual is not None and bool(_seen(result))


def title(result: Pacing, currency: str = money.UNSTATED) -> str:
    """The finding in words: "23 leads behind the line on day 23 of 30"."""
    if result.actual is None or not begun(result):
        return f"{_noun(result)}: no data for this period"
    if result.goal is None:
        return f"{_amount(result, result.actual, currency)}, no goal agreed"
    if result.days_left <= 0:
        return _finished(result, result.goal, result.actual, currency)
    where = f"the line on day {_elapsed_day(result)} of {len(result.daily)}"
    gap = result.gap or 0.0
    if abs(gap) < NOTHING:
        return f"{_noun(result)}: on {where}"
    much = _amount(result, abs(gap), currency)
    size = f"{_noun(result)}: just" if _little(gap, result.unit) else much
    return f"{size} {'behind' if gap < 0 else 'above'} {where}"


def alt(result: Pacing, currency: str = money.UNSTATED) -> str:
    """The chart in words for a screen reader."""
    if result.actual is None or not begun(result):
        return f"Chart without data: {_noun(result).lower()} by day."
    goal = "no goal" if result.goal is None else f"goal {_amount(result, result.goal, currency)}"
    first, last = result.daily[0].date, result.daily[-1].date
    return (
        f"Cumulative {_noun(result).lower()} by day from {words.day(first)} to {words.day(last)}:"
        f" {_amount(result, result.actual, currency)} so far, {goal}."
        f" {title(result, currency)}."
    )


def _finished(result: Pacing, goal: float, actual: float, currency: str) -> str:
    sums = f"{words.short(actual, result.unit, currency)} of {_amount(result, goal, currency)}"
    over = actual - goal
    if abs(over) < NOTHING:
        return f"{sums}: exactly the goal"
    much = words.short(abs(over), result.unit, currency)
    by = "just" if _little(over, result.unit) else much
    return f"{sums}: {by} {'over the goal' if over > 0 else 'short of the goal'}"


def _steps(drawing: theme.Drawing, result: Pacing, currency: str, dark: bool) -> None:
    """Each day's bar stands on yesterday's sum; a line carries the sum over empty days."""
    days = _seen(result)
    hue = theme.palette(dark).hue(SIDE)
    tops = np.array([d.cumulative or 0.0 for d in days])
    steps = np.array([d.leads or 0.0 for d in days])
    starts = _dates(days)
    drawing.line(
        name="sum",
        x=np.append(starts, _now(result)),
        y=np.append(tops, tops[-1]),
        line={"color": hue, "width": 2, "shape": "hv"},
        fill="tozeroy",
        fillcolor=theme.faded(hue, 0.12),
        hoverinfo="skip",
    )
    drawing.bars(
        name="day",
        x=starts,
        y=steps,
        base=tops - steps,
        offset=0,
        width=_widths(result, len(days)),
        marker={"color": hue, "line": {"width": 0}},
        customdata=[[i, words.day(d.date), d.date.isoformat()] for i, d in enumerate(days)],
        hovertext=[_hover(d, result.unit, currency) for d in days],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _line(drawing: theme.Drawing, result: Pacing, currency: str, dark: bool) -> None:
    """The goal line from nothing to the goal, its name at its end."""
    if result.goal is None:
        return
    colours = theme.palette(dark)
    drawing.line(
        name="goal",
        x=np.append(_dates(result.daily), _end(result)),
        y=np.array([0.0, *(d.line or 0.0 for d in result.daily)]),
        line={"color": colours.ink, "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
    text = f"goal<br><b>{words.short(result.goal, result.unit, currency)}</b>"
    anchor = "middle" if not _crowded(result) else "top" if _over(result) else "bottom"
    end = _end(result)
    theme.label(
        drawing, text, end, result.goal, colours.ink,
        xanchor="left", yanchor=anchor, xshift=4, align="left",
    )  # fmt: skip


def _today(drawing: theme.Drawing, result: Pacing, currency: str, dark: bool) -> None:
    """Mark the as-of moment, how far the sum is from the line then, and name the sum."""
    colours, now, sum_ = theme.palette(dark), _now(result), result.actual or 0.0
    if result.days_left > 0:
        drawing.shape(
                name="today", xref="x", x0=now, x1=now, yref="paper", y0=0, y1=1,
            line={"width": 1, "dash": "dot", "color": colours.quiet},
        )  # fmt: skip
        theme.label(
            drawing, _short_day(_seen(result)[-1].date), now, 1, colours.quiet,
            yref="paper", yanchor="bottom", yshift=8, xanchor="right" if _passed(result) > 0.3 else "left",
        )  # fmt: skip
    if result.line is not None and result.days_left > 0:
        drawing.line(
            name="gap", x=np.array([now, now]), y=np.array([sum_, result.line]),
            line={"color": colours.ink, "width": 4}, hoverinfo="skip",
        )  # fmt: skip
    text = f"<b>{words.short(sum_, result.unit, currency)}</b>"
    theme.label(drawing, text, now, sum_, colours.hue(SIDE), **_beside(result))


def _beside(result: Pacing) -> dict[str, object]:
    """Where the sum's label is clear of bars, line and goal: above where ahead, else to the right."""
    if _crowded(result):
        return {"xanchor": "left", "yanchor": "bottom" if _over(result) else "top", "xshift": 4}
    ahead = (result.gap or 0.0) >= 0
    if ahead and _passed(result) > 0.2:
        return {"xanchor": "right", "yanchor": "bottom", "xshift": -4}
    low = (result.actual or 0.0) < 0.1 * _top(result)
    return {"xanchor": "left", "yanchor": "bottom" if ahead or low else "top", "xshift": 6}


def _axes(drawing: theme.Drawing, result: Pacing, currency: str, dark: bool) -> None:
    days = [d.date for d in result.daily]
    at, text = _ticks(days)
    drawing.axis(
        "xaxis",
        range=[np.datetime64(days[0], "ms"), _end(result)],
        tickmode="array",
        tickvals=at,
        ticktext=text,
        type="date",
    )
    top = _top(result)
    low = min(0.0, *(d.cumulative or 0.0 for d in result.daily))
    drawing.axis(
        "yaxis",
        range=[low * 1.05, top * 1.08],
        tickformat="~s" if result.unit != "leads" else ",d",
        tickprefix=words.sign(currency) if result.unit == "money" else "",
        dtick=1 if top <= 5 else None,
    )
    what = "revenue" if result.unit == "money" else result.unit
    # Away from the mark of the as-of moment, also on a telephone.
    side = "left" if _passed(result) > 0.62 else "right"
    theme.unit(drawing, f"{what} so far", dark, side=side)


def _ticks(days: list[date]) -> tuple[np.ndarray, list[str]]:
    """Every fifth day of a month, at its noon; the months of anything longer."""
    if len(days) <= 31:
        chosen = [d for d in days if d.day == 1 or d.day % 5 == 0]
        text = [f"{d.day} {d:%b}" if d.day == 1 else f"{d.day}" for d in chosen]
        return np.array(chosen, dtype="datetime64[ms]") + DAY_MS // 2, text
    firsts = [d for d in days if d.day == 1]
    chosen = firsts if len(firsts) <= 3 else firsts[::3]
    text = [f"{d.day} {d:%b}" for d in chosen]
    return np.array(chosen, dtype="datetime64[ms]"), text


def _hover(day: Day, unit: str, currency: str) -> str:
    line = "" if day.line is None else f"<br>goal line {words.amount(day.line, unit, currency)}"
    return (
        f"<b>{words.day(day.date)}</b><br>{words.amount(day.leads, unit, currency)} that day"
        f"<br>{words.amount(day.cumulative, unit, currency)} so far{line}"
    )


def _short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _seen(result: Pacing) -> list[Day]:
    return [d for d in result.daily if d.cumulative is not None]


def _dates(days: "list[Day] | tuple[Day, ...]") -> np.ndarray:
    return np.array([d.date for d in days], dtype="datetime64[ms]")


def _end(result: Pacing) -> np.datetime64:
    return np.datetime64(result.daily[-1].date, "ms") + np.timedelta64(DAY_MS, "ms")


def _now(result: Pacing) -> np.datetime64:
    """The as-of moment on the axis: so many days before the period's end."""
    ahead = np.timedelta64(round(min(result.days_left, len(result.daily)) * DAY_MS), "ms")
    return _end(result) - ahead


def _widths(result: Pacing, seen: int) -> np.ndarray:
    """A day wide each; the day that holds the as-of moment only up to it."""
    whole = np.full(seen, float(DAY_MS))
    passed = len(result.daily) - result.days_left
    whole[-1] *= min(1.0, max(0.1, passed - (seen - 1)))
    return whole


def _elapsed_day(result: Pacing) -> int:
    return max(1, math.ceil(len(result.daily) - result.days_left))


def _passed(result: Pacing) -> float:
    return 1 - result.days_left / len(result.daily)


def _top(result: Pacing) -> float:
    return max(result.goal or 0.0, *(d.cumulative or 0.0 for d in result.daily), 1.0)


def _crowded(result: Pacing) -> bool:
    """The sum's label stands beside the goal's, and about as high."""
    if result.goal is None or _passed(result) <= 0.75:
        return False
    return abs((result.actual or 0.0) - result.goal) < 0.2 * _top(result)


def _over(result: Pacing) -> bool:
    return (result.actual or 0.0) > (result.goal or 0.0)


def _little(gap: float, unit: str) -> bool:
    """Whether the gap would be shown as 0, though the verdict knows its side."""
    return abs(gap) < (1.0 if unit == "money" else 0.5)


def _noun(result: Pacing) -> str:
    return "Revenue" if result.unit == "money" else result.unit.capitalize()


def _amount(result: Pacing, value: float, currency: str) -> str:
    return words.amount(value, result.unit, currency)
