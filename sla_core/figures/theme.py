"""What all figures share: two hues, large type, no chrome, and a figure that says "no data"."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True)
class Drawing:
    """A figure while it is put together: plain marks and settings, checked once at the end.

    Plotly's own figure checks each step, and that takes three times as long.
    """

    marks: list[dict[str, Any]]
    layout: dict[str, Any]

    def bars(self, **told: Any) -> None:
        """Add bars, told as Plotly's bar trace is."""
        self.marks.append({"type": "bar", **told})

    def line(self, **told: Any) -> None:
        """Add a line, told as Plotly's scatter trace is."""
        self.marks.append({"type": "scatter", "mode": "lines", **told})

    def shape(self, **told: Any) -> None:
        """Add a straight line that is no data, told as Plotly's shape is."""
        self.layout["shapes"].append({"type": "line", **told})

    def text(self, text: str, **told: Any) -> None:
        """Add words, told as Plotly's annotation is."""
        self.layout["annotations"].append({"text": text, "showarrow": False, **told})

    def axis(self, name: str, **told: Any) -> None:
        """Tell more of the axis `xaxis`, `yaxis` or a further one."""
        self.layout[name] = {**self.layout.get(name, {}), **told}

    def figure(self) -> go.Figure:
        """The finished figure."""
        return go.Figure(data=self.marks, layout=self.layout)


def palette(dark: bool) -> Palette:
    """The colours for a dark or a light page."""
    return DARK if dark else LIGHT


def faded(colour: str, opacity: float) -> str:
    """The same colour, let through to the page."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def blank(dark: bool, *, kept: str, height: int = HEIGHT, right: int = 16) -> Drawing:
    """A drawing without marks; what the user hid or picked stays as long as `kept` is the same."""
    colours = palette(dark)
    # A drag scrolls the page, also on a telephone; a click picks a mark.
    axis: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": "rgba(0,0,0,0)",
        "tickfont": {"size": SIZE, "color": colours.quiet},
    }
    upright = {"showgrid": True, "gridcolor": colours.grid, "rangemode": "tozero", "nticks": 6}
    layout = {
        "height": height,
        "margin": {"l": 8, "r": right, "t": 38, "b": 8},
        "font": {"family": FONT, "size": SIZE, "color": colours.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "uirevision": kept,
        "hoverlabel": {"font": {"size": SIZE, "family": FONT}},
        "xaxis": {**axis, "linecolor": colours.quiet, "showline": True},
        "yaxis": {**axis, **upright},
        "shapes": [],
        "annotations": [],
    }
    return Drawing([], layout)


def no_data(words: str, dark: bool, *, height: int = 140) -> go.Figure:
    """A figure without data, which says so."""
    drawing = blank(dark, kept="no data", height=height)
    drawing.axis("xaxis", visible=False)
    drawing.axis("yaxis", visible=False)
    font = {"size": SIZE + 2, "color": palette(dark).quiet}
    drawing.text(words, x=0.5, y=0.5, xref="paper", yref="paper", font=font)
    return drawing.figure()


def unit(drawing: Drawing, words: str, dark: bool, *, y: float = 1.0, side: str = "left") -> None:
    """Say an axis' unit at its upper end, level, where it costs a telephone no width."""
    drawing.text(
        words, name="unit", x=0 if side == "left" else 1, y=y, xref="paper", yref="paper",
        xanchor=side, yanchor="bottom", yshift=8, font={"color": palette(dark).quiet},
    )  # fmt: skip


def label(drawing: Drawing, text: str, x: Any, y: float, colour: str, **where: Any) -> None:
    """Write at a line's end what the line is."""
    drawing.text(text, **{"x": x, "y": y, "font": {"color": colour}, **where})


def goal(drawing: Drawing, value: float, text: str, dark: bool) -> None:
    """Draw a level goal as a dashed neutral line across the plot, named in the right margin."""
    ink = palette(dark).ink
    line = {"dash": "dash", "width": 2, "color": ink}
    drawing.shape(name="goal", xref="paper", x0=0, x1=1, y0=value, y1=value, line=line)
    label(drawing, text, 1, value, ink, xref="paper", xanchor="left", xshift=4, align="left")


def values(
    heights: Sequence[float | None],
    write: Callable[[float], str],
    solid: list[bool],
    hue: str,
    dark: bool,
) -> dict[str, Any]:
    """Write values at the foot of their bars, clear of the goal line; above bars too small for it.

    More than eight bars carry none: on a telephone they would run into each other.
    """
    colours = palette(dark)
    texts = ["" if height is None else write(height) for height in heights]
    return {
        "text": texts if len(texts) <= 8 else None,
        # A bar without any height would not get its text by itself.
        "textposition": ["outside" if height == 0 else "auto" for height in heights],
        "insidetextanchor": "start",
        "textangle": 0,
        "cliponaxis": False,
        "insidetextfont": {"color": [colours.page if s else colours.ink for s in solid]},
        "outsidetextfont": {"color": hue},
    }
