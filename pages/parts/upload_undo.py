"""Taking an upload back: what will happen is said first, and asked."""

import streamlit as st

from pages.parts import people
from pages.parts.caches import Store
from pages.parts.formats import escape, several
from pages.parts.notices import telling
from sla_core import undoing
from sla_core.store import jobs
from sla_core.store.foretold import foretold


def offer(engine: Store, number: int, file: str, kept: int) -> None:
    """The button; it asks before anything is done. `kept` rows of the file were not refused."""
    if st.button("Take this upload back", icon=":material/undo:", key=f"undo-{number}"):
        _asked(engine, number, file, kept)


def running(engine: Store, number: int) -> bool:
    """Whether the upload is being taken back just now."""
    latest = jobs.latest(engine)
    return any(job.state == "running" and job.sha256 == f"batch {number}" for job in latest)


@st.dialog("Take this upload back?", width="medium")
def _asked(engine: Store, number: int, file: str, kept: int) -> None:
    with telling():
        told = foretold(engine, number)
        st.markdown(f"**Upload {number}: {escape(file)}**")
        other = kept - told.rows_removed - told.rows_restored
        lines = [
            f"{several(told.rows_removed, 'row goes', 'rows go')}: no other upload has them.",
            f"{several(told.rows_restored, 'row stays', 'rows stay')}, as another upload has them.",
            f"{several(other, 'row of it does', 'rows of it do')} not stand by this upload, and"
            " nothing changes there.",
            "Its refused rows and faults are forgotten; its line stays in the history.",
            "Goals, settings and mappings stay as they are.",
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.caption("The same file can be uploaded again.")
        if st.button("Yes, take it back", type="primary", key="undo-yes"):
            undoing.start(engine, number, who=people.current())
            st.rerun()
        if st.button("No, keep it", key="undo-no"):
            st.rerun()
