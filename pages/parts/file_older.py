"""A file that speaks about an earlier moment than what stands: does it correct that, or is it older."""

from typing import Literal
from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts.formats import escape, moment, several
from sla_core.store.outcome import Outcome

Answer = Literal["corrects", "older"]
ANSWERS: dict[Answer, str] = {
    "corrects": "It corrects what stands",
    "older": "It is an older export",
}


def settled(file: str, outcome: Outcome, zone: str) -> bool:
    """Ask what only the user knows; whether it is answered, or there is nothing to ask.

    An answer can be changed until the file is loaded.
    """
    key = f"{file}-or-older"
    answer: Answer | None = st.session_state.get(key)
    asked = bool(outcome.stands_at and outcome.older_undated)
    if not asked and not answer:
        return True
    st.markdown(
        ":material/help: **Does it correct what stands, or is it an older export?**"
        f" {_why(outcome, zone) if asked else ''}"
    )
    if outcome.stands_at:
        st.session_state[f"{file}-stands-at"] = outcome.stands_at.astimezone(
            ZoneInfo(zone)
        ).isoformat()
    st.segmented_control(
        "Does it correct what stands?",
        list(ANSWERS),
        format_func=ANSWERS.__getitem__,
        key=key,
        on_change=_answered,
        args=(file,),
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    return answer == "older" or not asked


def _why(outcome: Outcome, zone: str) -> str:
    rows = several(outcome.older_undated, "row says", "rows say")
    return (
        f"{rows} something else than what stands, and this file speaks about an earlier moment"
        f" ({escape(moment(outcome.data_as_of, zone))}) than the upload that they differ from"
        f" ({escape(moment(outcome.stands_at, zone))})."
    )


def _answered(file: str) -> None:
    """A correction speaks about the moment of what it corrects; else the file's own as-of counts."""
    state, as_of, own = st.session_state, f"{file}-as-of", f"{file}-own-as-of"
    if state[f"{file}-or-older"] == "corrects":
        state.setdefault(own, state.get(as_of, ""))
        state[as_of] = state[f"{file}-stands-at"]
    elif own in state:
        state[as_of] = state.pop(own)
