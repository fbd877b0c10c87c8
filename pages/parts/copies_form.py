"""A copy of the database to keep, and the way back from one."""

import tempfile
from pathlib import Path

import streamlit as st

from pages.parts.caches import Store
from pages.parts.formats import escape
from pages.parts.notices import telling
from sla_core import periods
from sla_core.problems import Refused
from sla_core.store import copies
from sla_core.store.engine import file_of


def show(engine: Store, zone: str) -> None:
    """Both ways; a server's database is put back by the command line."""
    save, back = st.columns(2, gap="medium")
    with save, telling():
        _save(engine, zone)
    with back, telling():
        if file_of(engine):
            _restore(engine)
        else:
            st.text(
                "This database lies on a server. To put a copy in its place, run on this machine:"
            )
            st.code("python -m sla_core restore COPY.db", language=None)


def _save(engine: Store, zone: str) -> None:
    st.text("Everything in one file, made while others work, and checked.")
    if not st.button("Make a copy of the database", icon=":material/save:", key="copy-make"):
        return
    name = f"sla-{periods.local_date(periods.now(), zone)}.db"
    with st.spinner("Copying and checking …"), tempfile.TemporaryDirectory() as folder:
        made = copies.backup(engine, Path(folder) / name)
        data = made.file.read_bytes()
    st.download_button(
        f"Download {name}",
        data,
        name,
        "application/vnd.sqlite3",
        key="copy-save",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption(f"{made.size:,} bytes, checked and sound.")


def _restore(engine: Store) -> None:
    file = st.file_uploader("Put a copy in place of the database", type=["db"], key="copy-file")
    if file is None:
        return
    st.markdown(
        f"**{escape(file.name)}** replaces everything that is here: uploads, goals, settings,"
        " mappings. It is checked first, and what stands now is kept beside the database."
    )
    sure = st.checkbox("Yes, replace what is here", key="copy-sure")
    if not st.button("Restore this copy", key="copy-restore", disabled=not sure):
        return
    with st.spinner("Checking and restoring …"), tempfile.TemporaryDirectory() as folder:
        # Its own name may hold anything; only the sentences below speak of it.
        source = Path(folder) / "copy.db"
        source.write_bytes(file.getvalue())
        try:
            done = copies.restore(engine, source, now=periods.now())
        except Refused as refusal:
            raise Refused(str(refusal).replace(str(source), file.name)) from None
    st.success(
        f"Restored. What stood here before is kept as {escape(done.replaced)}.",
        icon=":material/check_circle:",
    )
