"""A file that speaks about an earlier moment than what stands: does it correct that, or is it older."""

from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts.formats import escape, moment, several
from sla_core.store.outcome import Outcome


def settled(file: str, outcome: Outcome, zone: str) -> bool:
    """Ask what only the user knows; whether it is answered, or there is nothing to ask."""
    older = f"{file}-is-older"
    if not outcome.stands_at or not outcome.older_undated or st.session_state.get(older):
        return True
    rows = several(outcome.older_undated, "row says", "rows say")
    st.markdown(
        f":material/help: **Does it correct what stands, or is it an older export?** {rows}"
        " something else than what stands, and this file speaks about an earlier moment"
        f" ({escape(moment(outcome.data_as_of, zone))}) than the upload that they differ from"
        f" ({escape(moment(outcome.stands_at, zone))})."
    )
    as_of = outcome.stands_at.astimezone(ZoneInfo(zone)).isoformat()
    with st.container(horizontal=True):
        st.button("It corrects what stands", key=f"{file}-corrects", on_click=_keep,
                  args=(f"{file}-as-of", as_of))  # fmt: skip
        st.button("It is an older export", key=f"{file}-older", on_click=_keep, args=(older, True))
    return False


def _keep(key: str, value: str | bool) -> None:
    st.session_state[key] = value
