"""Imports that run outside the page: how far they are, and how the last ones ended."""

import streamlit as st

from pages.parts.caches import Store
from pages.parts.formats import escape, moment
from pages.parts.notices import telling
from sla_core.store import jobs
from sla_core.store.jobs import JobState

SHOWN = 5
STATES = {
    "done": ":material/check_circle:",
    "failed": ":material/block:",
    "interrupted": ":material/warning:",
}


def running(engine: Store) -> bool:
    """Whether an import is running now."""
    return any(job.state == "running" for job in jobs.latest(engine, SHOWN))


def show(engine: Store, zone: str, *, importing: bool) -> None:
    """The newest imports; while one runs, this part of the page looks again every second.

    `importing`: one ran when the page began to draw what stands above.
    """
    if running(engine):
        _watched(engine, zone)
        return
    _listed(engine, zone)
    if importing:
        # It ended meanwhile: the previews above are of the store before it.
        st.rerun()


@st.fragment(run_every=1.0)
def _watched(engine: Store, zone: str) -> None:
    with telling():
        if not _listed(engine, zone):
            # The previews, the history and the filters above have changed with it.
            st.rerun()


def _listed(engine: Store, zone: str) -> bool:
    """Draw them; whether one is still running."""
    found = jobs.latest(engine, SHOWN)
    for job in found:
        _one(job, zone)
    return any(job.state == "running" for job in found)


def _one(job: JobState, zone: str) -> None:
    name = escape(job.file)
    if job.state == "running":
        text = f"Importing {name} … {escape(job.step)}; it goes on when you leave this page."
        st.progress(min(max(job.share_done, 0.0), 1.0), text=text)
        return
    when = moment(job.ended_at, zone)
    st.markdown(f"{STATES[job.state]} **{name}**, {when}: {escape(job.message)}")
