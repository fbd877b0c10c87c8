"""What is there of a side: its empty state in words, and all its rows on demand."""

from typing import Literal

import streamlit as st
from sla_core.reports.rows import leads_behind

from pages.parts import draw
from pages.parts.view import View
from sla_core.reports.review import Review


def followed_up(result: Review) -> bool:
    """Whether sales' figures can be drawn; if not, where to bring what is missing."""
    if result.sales.speed.presented:
        return True
    st.page_link(
        "pages/data/upload.py", label="Upload follow-up data", icon=":material/upload_file:"
    )
    return False


def rows(view: View, result: Review, by_time: Literal["qualified", "presented"]) -> None:
    """All leads of the period, fetched when the panel is opened."""
    what = "qualified" if by_time == "qualified" else "handed over"
    panel = st.expander(
        f"All leads {what} in {result.period.title}", icon=":material/table_rows:", on_change="rerun",
        key=f"rows-{by_time}",
    )  # fmt: skip
    if panel.open:
        found = leads_behind(view.engine, result, by_time=by_time)
        with panel:
            draw.table(found, f"all-{by_time}", f"leads-{by_time}-{result.period.name}.csv")
