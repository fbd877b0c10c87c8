"""What an import of a file would do: its rows, its columns, what is refused and why."""

import pandas as pd
import streamlit as st

from pages.parts.formats import escape, moment
from sla_core import uploads
from sla_core.clean import CleanFile
from sla_core.store.imports import Outcome
from sla_core.uploads import Preview

COUNTS = ("new", "changed", "same", "refused")
MOST_REFUSED = 1000


def show(preview: Preview, key: str) -> None:
    """The preview of one file."""
    outcome, clean = preview.outcome, preview.clean
    st.markdown(f"**{outcome.kind.capitalize()}**, read as {escape(outcome.dialect)}.")
    if clean is None:
        st.success(
            "This file is in the store already; importing it again changes nothing.",
            icon=":material/check_circle:",
        )
    with st.container(horizontal=True, gap="large"):
        st.metric("rows", f"{outcome.read:,}", width="content")
        for name in COUNTS:
            st.metric(name, f"{getattr(outcome, name):,}", width="content")
    if clean is None:
        return
    up_to = moment(outcome.data_as_of, clean.zone)
    st.caption(f"The data speaks up to {up_to} ({escape(clean.zone)}).")
    _notes(outcome, clean)
    _columns(clean, key)
    if clean.refused:
        _refused(clean, key)


def _notes(outcome: Outcome, clean: CleanFile) -> None:
    lines = [*clean.rules]
    lines += [
        f"{count:,} cells of “{column}” could not be read and are left blank."
        for column, count in clean.blanked.items()
    ]
    if outcome.older:
        lines.append(
            f"{outcome.older:,} rows are older than what is known; they are kept as history."
        )
    for line in lines:
        st.caption(escape(line))


def _columns(clean: CleanFile, key: str) -> None:
    mapping = clean.mapping
    unused = [name for name in clean.header if name not in " / ".join(mapping.values())]
    with st.expander(f"Columns: {len(mapping)} of {len(clean.header)} are read"):
        rows = [(theirs, ours.replace("_", " ")) for ours, theirs in mapping.items()]
        st.dataframe(
            pd.DataFrame(rows, columns=["Theirs", "Ours"]), hide_index=True, key=f"{key}-columns"
        )
        if unused:
            st.text(f"Not read: {', '.join(unused)}")


def _refused(clean: CleanFile, key: str) -> None:
    with st.expander(f"{clean.refused_rows:,} rows are refused; the others are imported"):
        rows = [
            {
                "Line": row.line,
                "Column": row.problem.column or "",
                "It says": row.problem.text or "",
                "Why": row.problem.kind,
                "Accepted": row.problem.accepted,
            }
            for row in clean.refused[:MOST_REFUSED]
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, key=f"{key}-refused")
        st.download_button(
            "Download the refused rows",
            data=lambda: uploads.refused_csv(clean).encode("utf-8-sig"),
            file_name=f"refused-{clean.file}",
            mime="text/csv",
            key=f"{key}-refused-csv",
            on_click="ignore",
            icon=":material/download:",
        )
