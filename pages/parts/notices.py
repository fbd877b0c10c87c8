"""What a screen says beside its figures: failures, empty states, the invented company, old data."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from pages.parts.formats import escape, moment
from sla_core.problems import Refused


@contextmanager
def telling() -> Iterator[None]:
    """Whatever was refused inside becomes one sentence on the screen."""
    try:
        yield
    except Refused as refusal:
        # A page has the command line's options as controls.
        sentence = re.sub(r" \(--[^)]*\)", "", str(refusal))
        st.error(escape(sentence), icon=":material/block:")


def no_data(what: str, do: str) -> None:
    """An empty state: what is missing, and what to do next."""
    st.info(f"{escape(what)} {escape(do)}", icon=":material/info:")


def stale(since: datetime, zone: str) -> None:
    """Says that the newest data is older than it should be; verdicts are grey then."""
    told = f"As of {moment(since, zone)}, and too old to judge: upload a newer export."
    st.markdown(f":gray[:material/history: {escape(told)}]")


def link_here() -> None:
    """The address of what is on the screen, ready to copy."""
    with st.popover("Link to this view", icon=":material/link:", width="stretch"):
        st.caption("Opens with the same filters; without an as-of day, with the newest data.")
        st.code(_address(), language=None, wrap_lines=True)


def _address() -> str:
    here = (st.context.url or "").partition("?")[0]
    chosen = {key: value for key, value in st.query_params.items() if value}
    return f"{here}?{urlencode(chosen)}" if chosen else here
