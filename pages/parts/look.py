"""How figures are shown: under a heading that says their finding, with bars of a fit width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from pages.parts import definitions
from pages.parts.definitions import Rule
from pages.parts.formats import escape
from sla_core.periods import Period

Choice = TypeVar("Choice", bound=str)


def heading(text: str, *rules: Rule) -> None:
    """What a figure says, as its heading, and beside it how it is counted."""
    # It wraps on a telephone, which a figure's own title does not.
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(f"##### {escape(text)}", anchors=False, width="stretch")
        definitions.beside(*rules)


@dataclass(frozen=True)
class Fact:
    """One large number: its name above, what it is measured against below, its rule as a tip."""

    name: str
    value: str
    beside: str
    rule: Rule


def facts(shown: Sequence[Fact]) -> None:
    """Large numbers in a row."""
    with st.container(horizontal=True, gap="medium"):
        for fact in shown:
            st.metric(
                fact.name,
                fact.value,
                fact.beside or None,
                delta_color="off",
                delta_arrow="off",
                width="content",
                help=definitions.tip(fact.rule),
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
    """A chart's key: what was picked in it is forgotten where its bars are others, after the dot."""
    return f"{name}.{period.name}-{by}"
