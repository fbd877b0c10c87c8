"""How close rate, deal size and marketing's share moved over the last periods."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from sla_core import money
from sla_core.figures import theme, words
from sla_core.metrics.results import Rates

Rate = Literal["close_rate", "deal_size", "marketing_share"]
NOUNS: dict[Rate, str] = {
    "close_rate": "Close rate",
    "deal_size": "Average deal",
    "marketing_share": "Revenue from marketing",
}
UNITS: dict[Rate, str] = {
    "close_rate": "customers / leads, with its 95 % range",
    "deal_size": "first deals of new customers",
    "marketing_share": "of all revenue won",
}
HEIGHT = 210


def history(
    rows: Sequence[Rates], rate: Rate, currency: str = money.UNSTATED, dark: bool = False
) -> go.Figure:
    """Draw one rate per period as a line with its 95 % interval, the last value at its end."""
    values = np.array([np.nan if (v := getattr(r, rate)) is None else v for r in rows])
    if not np.isfinite(values).any():
        return theme.no_data("no data", dark)
    drawing = theme.blank(dark, kept=rate, height=HEIGHT, right=72)
    _band(drawing, rows, rate, dark)
    hue = theme.palette(dark).marketing
    drawing.line(
        name=rate,
        x=_keys(rows),
        y=values,
        mode="lines+markers",
        line={"color": hue, "width": 3},
        marker={"size": 8},
        customdata=np.array([[r.start.isoformat()] for r in rows]),
        hovertext=[_hover(r, rate, currency) for r in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    last = int(np.flatnonzero(np.isfinite(values))[-1])
    text = f"<b>{_written(float(values[last]), rate, currency)}</b>"
    theme.label(drawing, text, last, float(values[last]), hue, xanchor="left", xshift=8)
    _axes(drawing, rows, rate, currency)
    theme.unit(drawing, UNITS[rate], dark)
    return drawing.figure()


def title(rows: Sequence[Rates], rate: Rate, currency: str = money.UNSTATED) -> str:
    """The finding in words: "Close rate 3.0 % (12 of 400)"."""
    if all(getattr(r, rate) is None for r in rows):
        return f"{NOUNS[rate]}: no data"
    last = getattr(rows[-1], rate)
    now = "no data now" if last is None else _written(last, rate, currency)
    if rate == "close_rate" and last is not None:
        now = f"{now} ({rows[-1].customers:,} of {rows[-1].leads:,})"
    return f"{NOUNS[rate]} {now}"


def alt(rows: Sequence[Rates], rate: Rate, currency: str = money.UNSTATED) -> str:
    """The line in words for a screen reader."""
    parts = "; ".join(f"{r.period} {_written(getattr(r, rate), rate, currency)}" for r in rows)
    return f"{NOUNS[rate]} per period: {parts or 'no data'}."


def _band(drawing: theme.Drawing, rows: Sequence[Rates], rate: Rate, dark: bool) -> None:
    """The interval behind the line, where the rate has one."""
    found = [(i, n) for i, r in enumerate(rows) if (n := r.intervals.get(rate))]
    if not found:
        return
    line: dict[str, Any] = {"line": {"width": 0}, "hoverinfo": "skip"}
    x = np.array([rows[i].start.isoformat() for i, _ in found])
    drawing.line(name="low", x=x, y=np.array([n.low for _, n in found]), **line)
    drawing.line(
        name="high",
        x=x,
        y=np.array([n.high for _, n in found]),
        fill="tonexty",
        fillcolor=theme.faded(theme.palette(dark).marketing, 0.18),
        **line,
    )


def _axes(drawing: theme.Drawing, rows: Sequence[Rates], rate: Rate, currency: str) -> None:
    keys = _keys(rows)
    every = max(1, (len(rows) - 1) // 2)
    places = np.arange(len(rows))[::-every][::-1]
    names = [f"{rows[i].start:%b %y}" for i in places]
    drawing.axis(
        "xaxis",
        type="category", categoryorder="array", categoryarray=keys, tickangle=0,
        tickmode="array", tickvals=keys[places], ticktext=names, range=[-0.3, len(rows) - 0.7],
    )  # fmt: skip
    money_ = rate == "deal_size"
    drawing.axis(
        "yaxis",
        tickformat="~s" if money_ else ".1~%",
        tickprefix=words.sign(currency) if money_ else "",
        nticks=4,
    )


def _keys(rows: Sequence[Rates]) -> np.ndarray:
    return np.array([r.start.isoformat() for r in rows])


def _written(value: float | None, rate: Rate, currency: str) -> str:
    if rate == "deal_size":
        return money.shown(value, currency)
    return words.percent(value, 1)


def _hover(row: Rates, rate: Rate, currency: str) -> str:
    counts = {
        "close_rate": f"{words.counted(row.customers, 'customer')}, {row.leads:,} leads",
        "deal_size": words.counted(row.customers, "customer"),
        "marketing_share": f"{money.shown(row.marketing_revenue, currency)} of"
        f" {money.shown(row.total_revenue, currency)}",
    }[rate]
    value = _written(getattr(row, rate), rate, currency)
    interval = row.intervals.get(rate)
    likely = (
        f"<br>likely {_written(interval.low, rate, currency)}"
        f" to {_written(interval.high, rate, currency)}"
        if interval
        else ""
    )
    return f"<b>{row.period}</b><br>{value}<br>{counts}{likely}"
