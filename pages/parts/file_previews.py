"""What loading a file would do: its rows, what changes, what is refused and why."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.parts import draw
from pages.parts.formats import cell, escape, moment, several
from pages.parts.sheets import harmless
from sla_core import glancing, uploads
from sla_core.clean import CleanFile
from sla_core.store.outcome import Outcome
from sla_core.uploads import Preview

COUNTS = ("new", "changed", "same", "refused")
MOST_REFUSED = 1000


def show(preview: Preview, key: str, said: Sequence[str], *, alone: bool) -> None:
    """The preview of one file; of one among several it is one line, and the rest is folded away.

    The rules that were `said` elsewhere on the page are not said again.
    """
    outcome, clean = preview.outcome, preview.clean
    if clean is None:
        rows = several(outcome.read - outcome.refused_before, "row", "rows")
        more = several(outcome.refused_before, "more was", "more were")
        refused = f" ({more} refused)" if outcome.refused_before else ""
        st.markdown(
            f":green[:material/check_circle:] **In the store already**, as upload {outcome.batch}:"
            f" {rows}{refused}. Loading it again would change nothing."
        )
        return
    if alone:
        _counts(outcome)
        _details(outcome, clean, key, said)
        return
    counts = ", ".join(f"{getattr(outcome, name):,} {name}" for name in COUNTS)
    st.markdown(f"**{several(outcome.read, 'row', 'rows')}**: {counts}.")
    with st.expander("What loading it would do"):
        _details(outcome, clean, key, said)


def _counts(outcome: Outcome) -> None:
    with st.container(horizontal=True, gap="medium"):
        st.metric("rows read", f"{outcome.read:,}", width="content")
        for name in COUNTS:
            st.metric(name, f"{getattr(outcome, name):,}", width="content")


def _details(outcome: Outcome, clean: CleanFile, key: str, said: Sequence[str]) -> None:
    lines = [f"The data speaks up to {moment(outcome.data_as_of, clean.zone)} ({clean.zone})."]
    if clean.left_out:
        left_out = several(clean.left_out, "line", "lines")
        lines.append(f"{left_out} without data left out, such as totals or a footer.")
    if outcome.unmatched:
        lines.append(
            f"{outcome.unmatched:,} of the {outcome.kind} match no lead in the store yet; they are"
            " kept, and matched when their lead comes, also with another file of these."
        )
    st.caption(escape(" ".join(lines)))
    for rule in outcome.rules:
        if rule not in clean.rules:
            st.warning(escape(glancing.on_a_page(rule)), icon=":material/warning:")
    if outcome.changes:
        with st.expander("What changes, before and after", expanded=True):
            _changes(outcome, clean.zone, key)
    if clean.refused:
        rows = several(clean.refused_rows, "row is", "rows are")
        with st.expander(f"{rows} refused; the others are loaded", expanded=True):
            _refused(clean, key)
    with st.expander("What was read, assumed and left out", expanded=True):
        _notes(outcome, clean, said)


def _changes(outcome: Outcome, zone: str, key: str) -> None:
    rows = [
        (
            one.id,
            one.column.replace("_", " "),
            cell(one.before, zone),
            cell(one.after, zone),
            one.batch,
        )
        for one in outcome.changes
    ]
    shown = len({one.id for one in outcome.changes})
    if shown < outcome.changed:
        st.caption(f"The first {shown:,} of {outcome.changed:,} changed rows.")
    columns = ["Id", "Column", "Before", "After", "Before is from upload"]
    frame = pd.DataFrame(rows, columns=columns)
    st.dataframe(harmless(frame), hide_index=True, key=f"{key}-changes")


def _notes(outcome: Outcome, clean: CleanFile, said: Sequence[str]) -> None:
    mapping = clean.mapping
    used = {column for text in mapping.values() for column in text.split(" / ")}
    lines = [f"{len(used):,} of {len(clean.header):,} columns are read."]
    lines += [glancing.on_a_page(rule) for rule in clean.rules if rule not in said]
    lines += [
        f"{several(count, 'cell', 'cells')} of “{column}” could not be read, and left blank."
        for column, count in clean.blanked.items()
    ]
    if outcome.older:
        lines.append(
            f"{outcome.older:,} rows are older than what is known; they are kept as history."
        )
    st.markdown("\n".join(f"- {escape(line)}" for line in lines))
    rows = [(ours.replace("_", " "), theirs) for ours, theirs in mapping.items()]
    frame = pd.DataFrame(rows, columns=["Ours", "Theirs"])
    st.dataframe(harmless(frame), hide_index=True, width="content")
    if clean.problems:
        st.markdown("**Cells that were left blank**")
        frame = pd.DataFrame(
            [(p.line, p.column, p.text, p.kind, p.accepted) for p in clean.problems],
            columns=["Line", "Column", "It says", "Why", "Accepted"],
        )
        draw.table(frame, f"{clean.sha256[:8]}-blanked", f"blanked-{clean.file}.csv")


def _refused(clean: CleanFile, key: str) -> None:
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
    st.dataframe(harmless(pd.DataFrame(rows)), hide_index=True, key=f"{key}-refused")
    if clean.refused_rows > len(clean.refused):
        st.caption(f"The file has the first {len(clean.refused):,} of them.")
    st.download_button(
        "Download the refused rows",
        data=lambda: uploads.refused_csv(clean),
        file_name=f"refused-{Path(clean.file).stem}.csv",
        mime="text/csv",
        key=f"{key}-refused-csv",
        on_click="ignore",
        icon=":material/download:",
    )
