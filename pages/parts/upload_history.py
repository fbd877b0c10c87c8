"""The uploads that the store was made of, and what was wrong in each."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import draw
from pages.parts.caches import Store
from pages.parts.formats import escape, moment
from sla_core.store import batches

COLUMNS = {
    "id": "No.",
    "file": "File",
    "kind": "Kind",
    "dialect": "Read as",
    "read_rows": "Read",
    "new_rows": "New",
    "changed_rows": "Changed",
    "same_rows": "Same",
    "refused_rows": "Refused",
    "data_as_of": "Data as of",
    "who": "Who",
    "uploaded_at": "When",
    "rules": "Rules",
}
FAULTS = {
    "line": "Line",
    "refused": "Row refused",
    "column": "Column",
    "text": "It says",
    "kind": "Why",
    "accepted": "Accepted",
}


def show(engine: Store, zone: str) -> None:
    """All uploads, the newest first; choosing one lists its faults."""
    found = batches.history(engine)
    if found.empty:
        st.text("No uploads yet.")
        return
    frame = found[list(COLUMNS)].rename(columns=COLUMNS)
    for name in ("Data as of", "When"):
        frame[name] = [moment(at, zone) for at in frame[name]]
    frame["Rules"] = [" ".join(json.loads(rules)) for rules in frame["Rules"]]
    state: Any = st.dataframe(
        frame, hide_index=True, key="history", on_select="rerun", selection_mode="single-row"
    )
    st.caption("Choose a row to see what was wrong in that file.")
    for place in state["selection"]["rows"]:
        _faults(engine, int(found["id"].iloc[place]), str(found["file"].iloc[place]))


def _faults(engine: Store, number: int, name: str) -> None:
    found = batches.faults(engine, number)
    if found.empty:
        st.text(f"Nothing was wrong in {name}.")
        return
    st.markdown(f"**What was wrong in {escape(name)}: {len(found):,} rows or cells**")
    frame: pd.DataFrame = found[list(FAULTS)].rename(columns=FAULTS)
    draw.table(frame, f"faults-{number}", f"faults-{number}.csv")
