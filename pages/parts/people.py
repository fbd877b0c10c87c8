"""Who it is that changes something: asked once, and noted in the history."""

import getpass

import streamlit as st


def asked() -> str:
    """The name for the history, the one of this machine's user until another is written."""
    told = st.text_input(
        "Uploaded by", _here(), key="who", persist_state="session", width=220, max_chars=60
    )
    return told.strip() or _here()


def current() -> str:
    """The name as it was last written."""
    return str(st.session_state.get("who") or "").strip() or _here()


def _here() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "this app"
