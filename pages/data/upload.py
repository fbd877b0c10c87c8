"""Upload: exports in, with a preview before and a history after."""

import streamlit as st

from pages.parts import file_inbox, job_list, upload_history, welcome
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
            "CSV exports of leads, deals and activities; drop several at once",
            type=["csv", "tsv", "txt"],
            accept_multiple_files=True,
            key="files",
        )
        if not files:
            st.caption(
                "Known by their headers: HubSpot contacts and deals; Salesforce leads,"
                " opportunities and tasks. Of any other export the page asks which column is what."
                " The same file again changes nothing, and the order does not matter."
            )
        importing = job_list.running(engine)
        file_inbox.show(engine, files, kept.zone)
        job_list.show(engine, kept.zone, importing=importing)
    st.subheader("History")
    upload_history.show(engine, kept.zone)


main()
