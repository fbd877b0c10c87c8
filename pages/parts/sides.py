"""What is there of a side: its empty state in words, and all its rows on demand."""

import streamlit as st

from pages.parts import behind, draw, tables
from pages.parts.view import View
from sla_core.figures.theme import Side
from sla_core.reports import rows as behind_rows
from sla_core.reports.review import Review
from sla_core.reports.rows import Which


def followed_up(result: Review) -> bool:
    """Whether sales' figures can be drawn; if not, where to bring what is missing."""
    if result.sales.speed.presented:
        return True
    st.page_link(
        "pages/data/upload.py", label="Upload follow-up data", icon=":material/upload_file:"
    )
    return False


def who_waits(result: Review) -> None:
    """The way from the verdict to the leads that wait."""
    if result.sales.speed.overdue:
        st.page_link("pages/review/sales.py", label="Who waits", icon=":material/hourglass:")


def rows(view: View, result: Review, side: Side) -> None:
    """All leads of the period, fetched when the panel is opened."""
    what = "qualified" if side == "marketing" else "handed over"
    panel = st.expander(
        f"All leads {what} in {result.period.title}",
        icon=":material/table_rows:",
        on_change="rerun",
        key=f"rows-{side}",
    )
    if not panel.open:
        return
    fetch = behind_rows.qualified if side == "marketing" else behind_rows.handed_over
    which = Which(team=view.team if side == "sales" else None)
    name = f"leads-{what.replace(' ', '-')}-{result.period.name}.csv"
    with panel:
        draw.table(
            fetch(view.engine, result, which, behind.read(view)),
            f"all-{side}",
            name,
            tables.COLUMNS,
        )
