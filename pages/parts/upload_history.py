"""The uploads that the store was made of: who, when, what; and each of them opened."""

from typing import Any

import streamlit as st

from pages.parts import upload_details
from pages.parts.caches import Store
from pages.parts.formats import NONE, brief, moment
from pages.parts.sheets import harmless
from sla_core.store import batches

COLUMNS = {
    "id": "No.",
    "file": "File",
    "uploaded_at": "When",
    "who": "Who",
    "undone": "Taken back",
    "kind": "Kind",
    "read_rows": "Read",
    "new_rows": "New",
    "changed_rows": "Changed",
    "same_rows": "Same",
    "refused_rows": "Refused",
    "data_as_of": "Data as of",
}
"""How it was read stands in the upload, once it is opened: the table fits a screen without it."""
WHOLE = {
    name: st.column_config.NumberColumn(format="localized")
    for name in ("Read", "New", "Changed", "Same", "Refused")
}
KEY = "batch"
"""In the address, so that a link opens an upload."""


def show(engine: Store, zone: str) -> None:
    """All uploads, the newest first; choosing one opens it."""
    found = batches.history(engine)
    if found.empty:
        st.text("No uploads yet. Drop your first export above: it is shown before it is loaded.")
        return
    found["undone"] = [
        f"{moment(at, zone)}, by {who}" if at is not None else ""
        for at, who in zip(found["undone_at"], found["undone_by"], strict=True)
    ]
    # Mostly nothing was, and then the line is shorter.
    names = [name for name in COLUMNS if name != "undone" or any(found["undone"])]
    frame = found[names].rename(columns=COLUMNS)
    for name in ("Data as of", "When"):
        frame[name] = [brief(at, zone) for at in frame[name]]
    numbers = [str(number) for number in found["id"]]
    st.dataframe(
        harmless(frame),
        hide_index=True,
        key="history",
        on_select=lambda: _picked(numbers),
        selection_mode="single-row",
        placeholder=NONE,
        column_config=WHOLE,
    )
    number = st.selectbox(
        "Open upload no.",
        numbers,
        index=None,
        key=KEY,
        bind="query-params",
        placeholder="Choose one, here or in the table",
        width=320,
    )
    if number:
        (row,) = found[found["id"] == int(number)].to_dict("records")
        upload_details.show(engine, {str(name): value for name, value in row.items()}, zone)


def link(number: int, key: str) -> None:
    """A button that opens an upload below."""
    st.button(
        f"What upload {number} changed",
        key=key,
        type="tertiary",
        icon=":material/arrow_downward:",
        on_click=_open,
        args=(number,),
    )


def _open(number: int) -> None:
    st.session_state[KEY] = str(number)


def _picked(numbers: list[str]) -> None:
    state: Any = st.session_state["history"]
    rows = state["selection"]["rows"]
    st.session_state[KEY] = numbers[rows[0]] if rows else None
