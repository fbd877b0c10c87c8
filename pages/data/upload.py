"""Upload: exports in, with a preview before and a history after."""

import streamlit as st

from pages.parts import (
    file_heads,
    file_inbox,
    job_list,
    saved_mappings,
    upload_history,
    welcome,
    zone_first,
)
from pages.parts.caches import extent_of, store
from sla_core.store.engine import reading
from sla_core.store.settings import workspace


def main() -> None:
    engine = store()
    with reading(engine) as connection:
        kept = workspace(connection)
    st.title("Upload")
    if extent_of(engine).demo:
        st.info(
            "The invented company is loaded, and real data is never mixed with it. Remove it first."
        )
        welcome.remove(engine, "upload-demo-remove")
    else:
        files = st.file_uploader(
            "Exports of leads, deals and activities; drop several at once",
            type=file_heads.TYPES,
            accept_multiple_files=True,
            key="files",
        )
        if not files:
            file_heads.known_exports()
        else:
            zone_first.show(engine, kept.zone)
        working = job_list.running(engine)
        file_inbox.show(engine, files, kept.zone)
        job_list.show(engine, kept.zone, working=working)
    st.subheader("History")
    upload_history.show(engine, kept.zone)
    box = st.expander("Saved mappings", key="mappings-opened", on_change="rerun")
    if box.open:
        with box:
            saved_mappings.show(engine, kept.zone)


main()
