"""The mappings that were saved: taken along as files, brought from files, removed."""

import pandas as pd
import streamlit as st

from pages.parts.caches import Store
from pages.parts.formats import escape, moment
from pages.parts.notices import telling
from pages.parts.sheets import harmless
from sla_core import asking


def show(engine: Store, zone: str) -> None:
    """All saved mappings, and what can be done with one."""
    found = asking.saved(engine)
    if not found:
        st.text("None yet. Of an export that is not known, save the answers under a name.")
    else:
        rows = [
            (m.name, m.kind, ", ".join(m.columns), asking.answers_of(m).in_words(),
             moment(m.saved_at, zone))
            for m in found
        ]  # fmt: skip
        columns = ["Name", "Kind", "Their columns", "Answers", "Saved"]
        frame = pd.DataFrame(rows, columns=columns)
        st.dataframe(harmless(frame), hide_index=True, key="mappings")
        _one(engine, [m.name for m in found])
    with telling():
        _brought(engine)


def _one(engine: Store, names: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Mapping", names, key="mapping-name", width=260)
        with telling():
            st.download_button(
                "Download as a file",
                data=lambda: asking.exported(engine, name),
                file_name=f"{name}.toml",
                mime="application/toml",
                key="mapping-download",
                on_click="ignore",
                icon=":material/download:",
            )
        if st.button("Remove", key="mapping-remove", icon=":material/delete:"):
            asking.forget(engine, name)
            st.rerun()


def _brought(engine: Store) -> None:
    file = st.file_uploader(
        "Bring a mapping from a file", type=["toml"], key="mapping-file", max_upload_size=1
    )
    if file and st.button("Save this mapping", key="mapping-save", icon=":material/save:"):
        made = asking.imported(engine, file.name, file.getvalue().decode("utf-8", "replace"))
        st.markdown(f"Saved as **{escape(made.name)}**; it is offered for files with its columns.")
