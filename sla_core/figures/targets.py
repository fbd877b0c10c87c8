"""The way from a quota to a lead target, and that target by tier and by month."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from sla_core import money
from sla_core.figures import theme, words

SIDE: theme.Side = "marketing"


def chain(
    quota: float, revenue: float, customers: float, leads: float, currency: str, dark: bool = False
) -> go.Figure:
    """Draw the two parts of the way: marketing's part of the quota, and customers among leads."""
    if not all(np.isfinite(v) and v > 0 for v in (quota, revenue, customers, leads)):
        return theme.no_data("four inputs over 0 give a target", dark)
    drawing = theme.blank(dark, kept="chain", height=230, right=24)
    names = ["quota", "marketing's revenue", "leads", "customers"]
    texts = [
        money.shown(quota, currency),
        money.shown(revenue, currency),
        words.count(np.ceil(round(leads, 9))),
        words.count(np.ceil(round(customers, 9))),
    ]
    colours = theme.palette(dark)
    hue, quiet = colours.marketing, theme.faded(colours.quiet, 0.45)
    drawing.bars(
        orientation="h",
        y=np.array([0.0, 1.0, 2.4, 3.4]),
        x=np.array([1.0, revenue / quota, 1.0, customers / leads]),
        marker={"color": [quiet, hue, hue, quiet], "line": {"width": 0}},
        width=0.8,
        text=[f"{n} <b>{t}</b>" for n, t in zip(names, texts, strict=True)],
        textposition="auto",
        insidetextanchor="start",
        insidetextfont={"color": [colours.ink, colours.page, colours.page, colours.ink]},
        textangle=0,
        cliponaxis=False,
        hoverinfo="skip",
    )
    drawing.axis("xaxis", visible=False, range=[0, 1])
    drawing.axis("yaxis", visible=False, range=[4.0, -0.6])
    return drawing.figure()


def chain_alt(quota: float, revenue: float, customers: float, leads: float, currency: str) -> str:
    """The chain in words for a screen reader."""
    return (
        f"Of a quota of {money.shown(quota, currency)} marketing brings"
        f" {money.shown(revenue, currency)}: {customers:,.1f} customers, from {leads:,.1f} leads."
    )


def per_tier(values: Sequence[tuple[str, float]], dark: bool = False) -> go.Figure:
    """Draw the leads needed of each tier as level bars, in the order given."""
    if not values:
        return theme.no_data("no tiers in the agreement", dark)
    drawing = theme.blank(dark, kept="tiers", height=60 + 36 * len(values), right=72)
    drawing.bars(
        orientation="h",
        y=np.arange(len(values)),
        x=np.array([v for _, v in values]),
        marker={"color": theme.palette(dark).hue(SIDE), "line": {"width": 0}},
        width=0.72,
        text=[words.count(v) for _, v in values],
        textposition="outside",
        cliponaxis=False,
        customdata=[["", name] for name, _ in values],
        hovertext=[f"{words.safe(name)}: {words.count(v)} leads" for name, v in values],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    drawing.axis("xaxis", visible=False)
    drawing.axis(
        "yaxis",
        range=[len(values) - 0.5, -0.5], tickmode="array", tickvals=np.arange(len(values)),
        ticktext=[f"{words.safe(name)} " for name, _ in values], showgrid=False,
        rangemode="normal",
    )  # fmt: skip
    theme.unit(drawing, "leads needed", dark)
    return drawing.figure()


def per_month(values: Sequence[tuple[str, float]], dark: bool = False) -> go.Figure:
    """Draw the leads needed in each coming month, as (label, leads)."""
    if not values:
        return theme.no_data("no months to show", dark)
    drawing = theme.blank(dark, kept="months", height=260)
    drawing.bars(
        x=np.arange(len(values)),
        y=np.array([v for _, v in values]),
        marker={"color": theme.palette(dark).hue(SIDE), "line": {"width": 0}},
        text=[words.tight(math.ceil(v)) for _, v in values],
        textposition="outside",
        textangle=0,
        textfont={"size": theme.SIZE if len(values) <= 6 else theme.SIZE - 2},
        cliponaxis=False,
        hovertext=[f"{words.safe(name)}: {words.count(v)} leads" for name, v in values],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    every = 1 if len(values) <= 6 else 3
    drawing.axis(
        "xaxis",
        tickmode="array", tickangle=0,
        tickvals=np.arange(len(values))[::every], ticktext=[words.safe(n) for n, _ in values][::every],
    )  # fmt: skip
    most = max(v for _, v in values)
    drawing.axis("yaxis", visible=False, range=[0, (most or 1.0) * 1.18])
    theme.unit(drawing, "leads needed per month", dark)
    return drawing.figure()


def listed(values: Sequence[tuple[str, float]], what: str) -> str:
    """Bars in words for a screen reader."""
    parts = "; ".join(f"{name} {words.count(v)}" for name, v in values)
    return f"Leads needed {what}: {parts or 'none'}."
