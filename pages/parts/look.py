"""How figures are shown: under a heading that says their finding, with bars of a fit width."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

from pages.parts.formats import escape
from sla_core.periods import Period

Choice = TypeVar("Choice", bound=str)


def heading(text: str) -> None:
    """What a figure says, as its heading: it wraps on a telephone, and screen readers find it."""
    st.markdown(f"##### {escape(text)}", anchors=False)


def facts(shown: Sequence[tuple[str, str, str]]) -> None:
    """Figures in a row, each with its name above and what it is measured against below."""
    with st.container(horizontal=True, gap="medium"):
        for name, value, beside in shown:
            st.metric(
                name, value, beside or None, delta_color="off", delta_arrow="off", width="content"
            )


def switch(label: str, options: Mapping[Choice, str], key: str) -> Choice:
    """One of a few things to draw, the first until another is picked; kept in the address."""
    first, *_ = options
    picked = st.segmented_control(
        label,
        list(options),
        default=first,
        key=key,
        bind="query-params",
        format_func=lambda option: options[option],
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    return picked or first


def width(by: str | None, period: Period) -> str:
    """The width of bars: as chosen, else weeks of a month and months of anything longer."""
    return by or ("week" if period.unit == "month" else "month")


def key(name: str, by: str | None, period: Period) -> str:
    """A chart's key: what was picked in it is forgotten where its bars are others."""
    return f"{name}-{period.name}-{by}"
