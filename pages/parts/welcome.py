"""The first start, and the invented company: loading it, its label on every screen, removing it."""

import streamlit as st

from pages.parts.caches import Store
from sla_core import periods
from sla_core.demo import loading
from sla_core.store import demo

WHO = "this app"


def first_start(engine: Store) -> None:
    """Nothing is here yet: the two things to do."""
    st.title("Are marketing and sales keeping their word?")
    st.markdown(
        "Marketing promises leads, sales promises to follow them up. This page will show both"
        " promises side by side: who keeps theirs, why not, and who acts."
    )
    look, bring = st.columns(2, gap="medium")
    with look.container(border=True):
        st.markdown("##### Look around first")
        st.markdown(
            "An invented company with fourteen months of leads, follow-ups and deals."
            " It is labelled on every screen and goes away with one click."
        )
        if st.button("Load the invented company", icon=":material/science:", key="demo-load"):
            with st.spinner("Inventing a company …"):
                loading.load(engine, periods.now(), WHO)
            st.rerun()
    with bring.container(border=True):
        st.markdown("##### Bring your own data")
        st.markdown(
            "CSV exports of leads, deals and activities from HubSpot, Salesforce or any other"
            " CRM. They stay on this machine."
        )
        if st.button(
            "Upload your exports", icon=":material/upload_file:", key="first-upload", type="primary"
        ):
            st.switch_page("pages/data/upload.py")


def invented(engine: Store) -> None:
    """The label that stands on every screen while the invented company is loaded."""
    with st.container(horizontal=True, vertical_alignment="center", key="invented"):
        st.badge("Invented company", icon=":material/science:", color="violet")
        st.caption("None of these figures are real.", width="content")
        remove(engine, "demo-remove")


def remove(engine: Store, key: str) -> None:
    """The button that takes the invented company out."""
    if st.button("Remove it", key=key, type="tertiary", icon=":material/delete:"):
        demo.remove(engine)
        st.rerun()
