"""Charts with their tables and the rows behind them, tables with their files, verdicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.formats import NONE, escape
from pages.parts.notices import telling
from pages.parts.sheets import as_csv, harmless
from sla_core.metrics.results import Verdict

# A click selects; dragging would hide what the axes show, and nothing may be sent elsewhere.
CONFIG = {"showSendToCloud": False, "displaylogo": False, "displayModeBar": False}
UPLOADS = 4
"""So many uploads are linked under a table of rows, the newest."""
SHAPES: dict[Verdict, tuple[str, str]] = {
    "met": ("✔", "green"),
    "on track": ("●", "green"),
    "at risk": ("▲", "orange"),
    "behind": ("▼", "red"),
    "missed": ("✖", "red"),
    "no data": ("○", "gray"),
}


@dataclass(frozen=True)
class Picked:
    """What was clicked: `place` is the row of the chart's table, or the point's place in its trace.

    A trace may name the table's row as the first entry of each point's customdata. `series` is the
    trace's number, None where the row was picked in the table. `x` is the point's, or the name that
    stands after the row in its customdata, or the table's first cell.
    """

    place: int
    series: int | None = None
    x: Any = None


Rows = Callable[[Picked], pd.DataFrame]


@st.fragment
def chart(
    figure: Any,
    key: str,
    alt: str,
    *,
    table: pd.DataFrame | None = None,
    rows: Rows | None = None,
    columns: dict[str, Any] | None = None,
) -> None:
    """One Plotly figure as wide as its place, its numbers as a table, and the rows behind a click.

    Only this part runs again on a click. A row of the table opens its rows as well, for those who
    do not use a mouse. `columns` is the table's st.dataframe column_config.
    """
    with telling():
        picked = _figure(figure, key, alt, clickable=rows is not None)
        if table is not None:
            picked = _numbers(table, key, columns, clickable=rows is not None) or picked
        if rows and picked:
            _rows_behind(rows, picked, key, columns)


def table(
    frame: pd.DataFrame, key: str, file_name: str, columns: dict[str, Any] | None = None
) -> None:
    """Rows to read and to take along as a CSV file; `columns` as st.dataframe's column_config."""
    st.dataframe(
        harmless(frame),
        key=key,
        hide_index=True,
        width="stretch",
        column_config=columns,
        placeholder=NONE,
    )
    _take_along(frame, key, file_name)
    if "upload" in frame:
        _uploads(frame, key)


def _uploads(frame: pd.DataFrame, key: str) -> None:
    """The way to the uploads that the rows are from."""
    pairs = frame[["upload", "file"]].drop_duplicates().itertuples(index=False)
    found = sorted((int(number), str(file)) for number, file in pairs)
    with st.container(horizontal=True, gap="small", key=f"{key}-uploads"):
        for number, file in found[-UPLOADS:]:
            st.page_link(
                "pages/data/upload.py",
                label=f"Upload {number}: {escape(file)}",
                icon=":material/upload_file:",
                query_params={"batch": str(number)},
            )
    if len(found) > UPLOADS:
        st.caption("“upload” is its number; the history on the Upload page opens any.")


@st.fragment
def opening(
    frame: pd.DataFrame, key: str, rows: Rows, columns: dict[str, Any] | None = None
) -> None:
    """A table at its full height, of which each row opens the rows behind it."""
    with telling():
        if picked := _choosing(frame, key, columns, height="content"):
            _rows_behind(rows, picked, key, columns)


def _take_along(frame: pd.DataFrame, key: str, file_name: str) -> None:
    st.download_button(
        "Download CSV",
        data=lambda: as_csv(frame),
        file_name=file_name,
        mime="text/csv",
        key=f"{key}-csv",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def dark() -> bool:
    """Whether the visitor's page is dark, for figures that bring their own colours."""
    return st.context.theme.type == "dark"


def badge(verdict: Verdict, *, stale: bool = False, goal: bool = True) -> str:
    """The verdict as a word and a shape, for Markdown; grey where the data is old.

    Without a `goal` there is data, and nothing that it could be held against.
    """
    shape, color = SHAPES[verdict]
    told = verdict if goal else "no goal agreed"
    return f":{'gray' if stale else color}-badge[{shape} {told}]"


def _figure(figure: Any, key: str, alt: str, *, clickable: bool) -> Picked | None:
    if not clickable:
        st.plotly_chart(figure, key=key, theme=None, config=CONFIG, alt=alt)
        return None
    state: Any = st.plotly_chart(
        figure,
        key=key,
        theme=None,
        config=CONFIG,
        alt=alt,
        on_select="rerun",
        selection_mode="points",
    )
    points: Sequence[dict[str, Any]] = state["selection"]["points"]
    return _picked(points[0]) if points else None


def _picked(point: dict[str, Any]) -> Picked:
    custom = point.get("customdata")
    first, *names = custom if isinstance(custom, list | tuple) and custom else (custom,)
    if not isinstance(first, int):
        return Picked(point["point_index"], point.get("curve_number"), point.get("x"))
    return Picked(first, point.get("curve_number"), names[0] if names else point.get("x"))


def _numbers(
    frame: pd.DataFrame, key: str, columns: dict[str, Any] | None, *, clickable: bool
) -> Picked | None:
    # A closed table costs nothing; an open one stays open when the chart shows another period.
    box = st.expander("As a table", key=f"{key.partition('.')[0]}-opened", on_change="rerun")
    with box:
        if not box.open:
            return None
        if clickable:
            return _choosing(frame, key, columns)
        table(frame, f"{key}-table", f"{key}.csv", columns)
    return None


def _choosing(
    frame: pd.DataFrame, key: str, columns: dict[str, Any] | None, height: Any = "auto"
) -> Picked | None:
    """A table of which one row can be picked, with the mouse or with Shift and Space."""
    state: Any = st.dataframe(
        harmless(frame),
        key=f"{key}-table",
        hide_index=True,
        height=height,
        column_config=columns,
        placeholder=NONE,
        on_select="rerun",
        selection_mode="single-row",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        _take_along(frame, f"{key}-table", f"{key}.csv")
        st.caption("A row that you pick (keyboard: Shift + Space) opens below.", width="content")
    chosen = state["selection"]["rows"]
    return Picked(chosen[0], None, frame.iloc[chosen[0], 0]) if chosen else None


def _rows_behind(rows: Rows, picked: Picked, key: str, columns: dict[str, Any] | None) -> None:
    found = rows(picked)
    st.markdown(f"**Rows behind {escape(picked.x)}: {len(found):,}**")
    table(found, f"{key}-rows", f"{key}-rows.csv", columns)
