"""The form of the workspace: its zone, its currency, when its fiscal year begins."""

import calendar
from zoneinfo import available_timezones

import streamlit as st

from pages.parts.caches import Store
from sla_core.store import settings
from sla_core.store.settings import Workspace


def show(engine: Store, kept: Workspace) -> None:
    """The form, filled with the settings as they stand."""
    zones = sorted(available_timezones())
    with st.form("workspace"):
        one, two, three = st.columns(3)
        zone = one.selectbox(
            "Time zone",
            zones,
            index=zones.index(kept.zone),
            help="Reports speak in it: it says where a day ends.",
        )
        currency = two.text_input(
            "Reporting currency", kept.currency or "", placeholder="EUR", max_chars=3
        )
        month = three.selectbox(
            "The fiscal year begins in",
            range(1, 13),
            index=kept.fiscal_start - 1,
            format_func=lambda number: calendar.month_name[number],
        )
        if st.form_submit_button("Save"):
            changes = {"zone": zone, "fiscal_start": str(month)}
            settings.save(engine, changes | ({"currency": currency} if currency else {}))
            st.toast("Saved.", icon=":material/check:")
            st.rerun()
