"""Before a workspace has a time zone: in which one times are read, and the way to set it."""

from zoneinfo import available_timezones

import streamlit as st

from pages.parts.caches import Store
from pages.parts.formats import escape
from sla_core.store import settings


def show(engine: Store, zone: str) -> None:
    """Say it beside what is going to be read; nothing once a zone was set."""
    if settings.zone_is_set(engine):
        return
    zones = sorted(available_timezones())
    with st.container(border=True, key="zone-first"):
        st.markdown(
            f":material/schedule: **Times without a zone are read as {escape(zone)}**, since this"
            " workspace has no time zone yet. It also says where a day ends."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            here = st.context.timezone
            chosen = st.selectbox(
                "Time zone of this workspace",
                zones,
                index=zones.index(here if here in zones else zone),
                key="zone-first-choice",
                width=320,
            )
            if st.button("Set it", key="zone-first-set", icon=":material/check:"):
                settings.save(engine, {"zone": chosen})
                st.rerun()
        st.caption(
            "It can be changed in Settings; a file of another zone says so in “How it is read”."
        )
