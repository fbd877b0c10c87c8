"""What was promised and how it stands, open notes, and what the figures rest on."""

import pandas as pd
import streamlit as st

from pages.parts import draw
from pages.parts.formats import escape
from sla_core.metrics.results import PromiseState
from sla_core.reports.review import Coverage, Review


def promises(result: Review) -> None:
    """Every promise as it stands, the worst gap first."""
    st.markdown("#### Promises, worst gap first", anchors=False)
    if not result.promises:
        st.markdown("No goals are agreed for this period.")
        st.page_link("pages/data/settings.py", label="Set goals", icon=":material/settings:")
        return
    rows = [(_badge(p), f"{p.by.capitalize()}: {p.label}", p.sentence) for p in result.promises]
    # Static, since its cells wrap on a telephone; they are read as Markdown.
    cells = [(badge, escape(what), escape(how)) for badge, what, how in rows]
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
    with st.expander("What these figures rest on", icon=":material/fact_check:"):
        for line in result.coverage:
            st.markdown(f"- {_side(line)}{escape(line.text)}{_rows(line)}")
        for problem in result.problems:
            st.markdown(f"- :material/warning: {escape(problem)}")
        if not result.coverage and not result.problems:
            st.caption("No file has been uploaded yet.")


def _side(line: Coverage) -> str:
    hue = {"marketing": "blue", "sales": "orange"}.get(line.side, "gray")
    return f":{hue}[{escape(line.side.capitalize())}] "


def _rows(line: Coverage) -> str:
    return "" if line.rows is None else f": **{line.rows:,}**"


def _badge(promise: PromiseState) -> str:
    shape, color = draw.SHAPES[promise.verdict]
    return f":{color}-badge[{shape} {promise.verdict}]"
