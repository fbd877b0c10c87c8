"""Loads and undos that run outside the page: how far they are, and how the last ones ended."""

from datetime import timedelta

import streamlit as st

from pages.parts import meters, upload_history
from pages.parts.caches import Store
from pages.parts.formats import escape, moment, size
from pages.parts.notices import telling
from sla_core import periods
from sla_core.glancing import on_a_page
from sla_core.store import jobs
from sla_core.store.jobs import JobState

LOOKED_AT = 20
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
SHOWN = {"done": AN_HOUR, "failed": A_DAY, "interrupted": A_DAY}
"""So long an end is told: what was done stands in the history, what was not stands nowhere else."""
STATES = {
    "done": ":green[:material/check_circle:]",
    "failed": ":red[:material/block:]",
    "interrupted": ":orange[:material/warning:]",
}
DOING = {"import": "Loading", "undo": "Taking back"}


def running(engine: Store) -> bool:
    """Whether one is running now."""
    return any(job.state == "running" for job in jobs.latest(engine, LOOKED_AT))


def show(engine: Store, zone: str, *, working: bool) -> None:
    """The newest jobs; while one runs, this part of the page looks again every second.

    `working`: one ran when the page began to draw what stands below.
    """
    if running(engine):
        _watched(engine, zone)
        return
    _listed(engine, zone)
    if working:
        # It ended meanwhile: the previews are of the store before it.
        st.rerun()


@st.fragment(run_every=1.0)
def _watched(engine: Store, zone: str) -> None:
    with telling():
        if not _listed(engine, zone):
            # The previews, the history and the filters have changed with it.
            st.rerun()


def _listed(engine: Store, zone: str) -> bool:
    """Draw them; whether one is still running."""
    found = jobs.latest(engine, LOOKED_AT)
    still = any(job.state == "running" for job in found)
    for job in found:
        if job.state == "running":
            _running(job, zone)
        elif _new(job):
            _ended(job, zone, linked=not still)
    if not still and any(_new(job) and job.state == "done" for job in found):
        st.page_link(
            "pages/review/weekly.py", label="To the weekly review", icon=":material/balance:"
        )
    return still


def _new(job: JobState) -> bool:
    """Whether it is told of yet, or still; what is not in the store any more is not."""
    if job.state == "running":
        return True
    recent = (job.ended_at or job.started_at) > periods.now() - SHOWN[job.state]
    return recent and not job.gone


def _running(job: JobState, zone: str) -> None:
    parts = [f"{DOING[job.kind]} {job.file}"]
    if job.size and not (job.far and job.far.rows_total):
        parts.append(size(job.size))
    # How far another process is, it alone knows.
    parts.append(meters.words(job.far) if job.far else f"since {moment(job.started_at, zone)}")
    told = escape(" · ".join(parts))
    share = job.far.share_done if job.far else 0.0
    st.progress(share, text=f"{told}. It goes on when you leave this page.")


def _ended(job: JobState, zone: str, *, linked: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"{STATES[job.state]} **{escape(job.file)}**, {moment(job.ended_at, zone)}:"
            f" {escape(on_a_page(job.message))}{' Taken back since.' if job.undone else ''}",
            width="content",
        )
        if linked and job.kind == "import" and job.state == "done" and job.batch_id:
            upload_history.link(job.batch_id, f"job-{job.id}")
