"""What all figures share: two hues, large type, no chrome, and a figure that says "no data"."""

from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

Side = Literal["marketing", "sales"]
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'
SIZE = 15
HEIGHT = 310


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as in .streamlit/config.toml: a hue per side, the rest neutral."""

    marketing: str
    sales: str
    ink: str
    quiet: str
    grid: str
    page: str

    def hue(self, side: Side) -> str:
        """The side's colour."""
        return self.marketing if side == "marketing" else self.sales


LIGHT = Palette("#0b6fa4", "#b84f08", "#1c2733", "#5b6673", "#e3e8ec", "#ffffff")
DARK = Palette("#56b4e9", "#f2a44b", "#e6eaee", "#9aa7b4", "#2a333d", "#12171d")


def palette(dark: bool) -> Palette:
    """The colours for a dark or a light page."""
    return DARK if dark else LIGHT


def faded(colour: str, opacity: float) -> str:
    """The same colour, let through to the page."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def blank(dark: bool, *, kept: str, height: int = HEIGHT, right: int = 16) -> go.Figure:
    """A figure without marks; what the user hid or picked stays as long as `kept` is the same."""
    colours = palette(dark)
    # A drag scrolls the page, also on a telephone; a click picks a mark.
    axis: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": "rgba(0,0,0,0)",
        "tickfont": {"size": SIZE, "color": colours.quiet},
    }
    layout = go.Layout(
        height=height,
        margin={"l": 8, "r": right, "t": 38, "b": 8},
        font={"family": FONT, "size": SIZE, "color": colours.ink},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        uirevision=kept,
        hoverlabel={"font": {"size": SIZE, "family": FONT}},
        xaxis={**axis, "automargin": True, "linecolor": colours.quiet, "showline": True},
        yaxis={
            **axis,
            "automargin": True,
            "showgrid": True,
            "gridcolor": colours.grid,
            "rangemode": "tozero",
            "nticks": 6,
        },
    )
    return go.Figure(layout=layout)


def no_data(words: str, dark: bool, *, height: int = 140) -> go.Figure:
    """A figure without data, which says so."""
    figure = blank(dark, kept="no data", height=height)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(
        text=words,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": SIZE + 2, "color": palette(dark).quiet},
    )
    return figure


def unit(figure: go.Figure, words: str, dark: bool, *, y: float = 1.0, side: str = "left") -> None:
    """Say an axis' unit at its upper end, level, where it costs a telephone no width."""
    figure.add_annotation(
        text=words,
        name="unit",
        x=0 if side == "left" else 1,
        y=y,
        xref="paper",
        yref="paper",
        xanchor=side,
        yanchor="bottom",
        yshift=8,
        showarrow=False,
        font={"color": palette(dark).quiet},
    )


def label(figure: go.Figure, text: str, x: Any, y: float, colour: str, **where: Any) -> None:
    """Write at a line's end what the line is."""
    figure.add_annotation(
        **{"text": text, "x": x, "y": y, "showarrow": False, "font": {"color": colour}, **where}
    )


def goal(figure: go.Figure, value: float, text: str, dark: bool, *, yref: str = "y") -> None:
    """Draw a level goal as a dashed neutral line across the plot, named in the right margin."""
    colours = palette(dark)
    figure.add_shape(
        type="line",
        name="goal",
        xref="paper",
        x0=0,
        x1=1,
        yref=yref,
        y0=value,
        y1=value,
        line={"dash": "dash", "width": 2, "color": colours.ink},
    )
    label(
        figure,
        text,
        1,
        value,
        colours.ink,
        xref="paper",
        yref=yref,
        xanchor="left",
        xshift=4,
        align="left",
    )


def values(texts: list[str], solid: list[bool], hue: str, dark: bool) -> dict[str, Any]:
    """Write values at the foot of their bars, clear of the goal line; above bars too small for it.

    More than eight bars carry none: on a telephone they would run into each other.
    """
    colours = palette(dark)
    return {
        "text": texts if len(texts) <= 8 else None,
        "textposition": "auto",
        "insidetextanchor": "start",
        "textangle": 0,
        "cliponaxis": False,
        "insidetextfont": {"color": [colours.page if s else colours.ink for s in solid]},
        "outsidetextfont": {"color": hue},
    }
