"""What was promised and how it stands, open notes, and what the figures rest on."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts import definitions, draw
from pages.parts.formats import escape
from pages.parts.view import View
from sla_core import periods
from sla_core.reports import left_out
from sla_core.reports.freshness import stale_since
from sla_core.reports.review import Coverage, Review


def promises(view: View, result: Review) -> None:
    """Every promise as it stands, the worst gap first."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown("#### Promises, worst gap first", anchors=False, width="content")
        definitions.beside("promises")
    if not result.promises:
        st.markdown("No goals are agreed for this period.")
        st.page_link("pages/data/settings.py", label="Set goals", icon=":material/settings:")
        return
    old = {
        p.by: bool(stale_since(result, p.by, periods.now(), view.as_of)) for p in result.promises
    }
    # Static, since its cells wrap on a telephone; they are read as Markdown.
    cells = [
        (
            draw.badge(p.verdict, stale=old[p.by]),
            escape(f"{p.by.capitalize()}: {p.label}"),
            escape(p.sentence),
        )
        for p in result.promises
    ]
    st.table(
        pd.DataFrame(cells, columns=["verdict", "promise", "as it stands"]),
        border="horizontal",
        hide_index=True,
    )


def notes(result: Review) -> None:
    """Decisions and actions of meetings that are still open."""
    if not result.notes:
        return
    st.markdown("#### Open actions", anchors=False)
    rows = [(n.kind, n.text, n.owner, n.due, n.state) for n in result.notes]
    frame = pd.DataFrame(rows, columns=["kind", "what", "owner", "due", "state"])
    draw.table(frame, "notes", f"notes-{result.period.name}.csv")


def coverage(result: Review) -> None:
    """Which rules were applied, and which rows could not be used."""
    lines = (*result.coverage, *left_out.of_sales(result))
    with st.expander(_counted(lines), icon=":material/fact_check:"):
        for line in lines:
            st.markdown(f"- {_side(line)}{escape(line.text)}{_rows(line)}")
        for problem in result.problems:
            st.markdown(f"- :material/warning: {escape(problem)}")
        if not lines and not result.problems:
            st.caption("No file has been uploaded yet.")


def _side(line: Coverage) -> str:
    hue = {"marketing": "blue", "sales": "orange"}.get(line.side, "gray")
    return f":{hue}[{escape(line.side.capitalize())}] "


def _rows(line: Coverage) -> str:
    return "" if line.rows is None else f": **{line.rows:,}**"


def _counted(lines: Sequence[Coverage]) -> str:
    """The panel's name, which says how much is in it."""
    assumed = sum(line.rows is None for line in lines)
    aside = sum(line.rows or 0 for line in lines)
    parts = [f"{assumed:,} assumption{'' if assumed == 1 else 's'}"] if assumed else []
    parts += [f"{aside:,} rows or cells counted apart"] if aside else []
    return "What these figures rest on" + (f": {', '.join(parts)}" if parts else "")
