"""What a file was recognised as, and what the page can read at all."""

import streamlit as st

from pages.parts.formats import escape
from sla_core import glancing
from sla_core.asking import Near, SavedMapping
from sla_core.glancing import Glance

TYPES = ["csv", "tsv", "txt", "xlsx", "zip", "gz"]


def known_exports() -> None:
    """What is read without help, by product."""
    limit = st.get_option("server.maxUploadSize")
    st.caption(
        f"CSV, TSV, TXT and XLSX, or one of these in a ZIP or GZ; up to {limit:,} MB each, several"
        " at once. The same file again changes nothing, and the order does not matter."
    )
    with st.expander("Which exports are known"):
        lines = [
            f"- {product}: {', '.join(kinds)}" for product, kinds in glancing.products().items()
        ]
        st.markdown("\n".join(lines))
        st.caption(
            "Of any other export the columns are proposed by their names and cells, and what is"
            " not sure is asked."
        )


def take(close: Near, key: str) -> bool:
    """Whether a mapping is to be used that was saved for another header like the file's."""
    its = close.mapping
    return st.toggle(
        f"Read it as {its.kind} with your mapping **{escape(its.name)}**, which was saved for"
        " another header like this one",
        key=f"{key}-near",
    )


def show(glance: Glance, mapping: SavedMapping | None) -> None:
    """What the file is, how it is written, and what was done to it before it was read."""
    written = [glance.encoding, glance.delimiter, f"{len(glance.head.header):,} columns"]
    st.markdown(f"{_what(glance, mapping)} :gray[{escape(' · '.join(filter(None, written)))}]")
    for note in glance.notes:
        st.caption(escape(note))


def declined(glance: Glance) -> None:
    """The file is something else, and is left alone."""
    st.info(
        f"This is {escape(glance.declined)}. It is not needed here: leads, deals and activities"
        " are loaded. Take it out of the list; nothing was loaded of it.",
        icon=":material/do_not_disturb_on:",
    )


def _what(glance: Glance, mapping: SavedMapping | None) -> str:
    if glance.declined:
        return f"**{escape(glance.declined)}**"
    if mapping:
        return f"Read with your mapping **{escape(mapping.name)}**, as {mapping.kind}."
    if glance.kind is None:
        return "**An export that is not known here.**"
    return f"**{escape(glance.title)}**, {escape(read_as(glance.dialect))}."


def read_as(dialect: str) -> str:
    """How a file was recognised: "read as salesforce-lead"."""
    by = {
        "file": "by our own names for its columns",
        "mapping": "by columns that were named",
        "proposal": "by the names and cells of its columns",
    }
    return by.get(dialect, f"read as {dialect}")
