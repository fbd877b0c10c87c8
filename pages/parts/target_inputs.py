"""The four inputs of the calculator, in the address bar, each beside what the data shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from pages.parts import formats
from sla_core import money
from sla_core.metrics import targets
from sla_core.metrics.results import Observed
from sla_core.metrics.targets import Inputs


@dataclass(frozen=True)
class Knob:
    """One input: its name in the address, its words, and whether it is written in percent."""

    key: str
    label: str
    field: str
    cases: str
    pooled: str
    percent: bool
    step: float
    tip: str


KNOBS = (
    Knob("quota", "Quota a month", "quota", "months", "their mean", False, 1000.0,
         "The revenue that the company wants to close in a month."),
    Knob("share", "Marketing's share of it (%)", "marketing_share", "customers",
         "all revenue pooled", True, 1.0,
         "The part of the revenue that is to come from leads of marketing."),
    Knob("size", "Average deal size", "deal_size", "deals", "first deals pooled", False, 100.0,
         "What the first deal of a customer brings on average."),
    Knob("rate", "Close rate (%)", "close_rate", "leads", "cohort reading", True, 0.1,
         "The share of leads that become customers. The value in the data is the cohort reading: of"
         " the leads of the six newest months that are old enough, those that have won by now."),
)  # fmt: skip


def show(observed: Mapping[str, Observed], agreed: Mapping[str, float], currency: str) -> None:
    """Draw the inputs; at first they hold what the agreement was made with, else what was observed."""
    for knob in KNOBS:
        seen = observed.get(knob.field)
        _start(knob, agreed.get(knob.field, seen.value if seen else None))
        st.number_input(
            knob.label
            if knob.percent or currency == money.UNSTATED
            else f"{knob.label} ({currency})",
            min_value=0.0,
            max_value=100.0 if knob.percent else None,
            value=None,
            step=knob.step,
            format="%0.2f" if knob.percent else "%0.0f",
            key=knob.key,
            bind="query-params",
            placeholder="Type a number",
            help=knob.tip,
        )
        _beside(knob, seen, currency)


def given() -> Inputs | None:
    """The inputs as they stand, None while one is missing; Refused names one that cannot be."""
    written = {knob.field: st.session_state.get(knob.key) for knob in KNOBS}
    if any(value is None for value in written.values()):
        return None
    return targets.inputs(**{knob.field: _as_share(knob, written[knob.field]) for knob in KNOBS})


def as_numbers() -> dict[str, float]:
    """The inputs as an agreement keeps them: shares of 1."""
    written = {knob.field: st.session_state[knob.key] for knob in KNOBS}
    return {knob.field: float(_as_share(knob, written[knob.field])) for knob in KNOBS}


def _start(knob: Knob, value: float | None) -> None:
    """Before the first drawing: into the address and into this run, unless the address has one."""
    state = st.session_state
    if knob.key in state or knob.key in st.query_params or value is None:
        return
    written = _written(knob, value)
    st.query_params[knob.key] = str(written)
    state[knob.key] = written


def _beside(knob: Knob, seen: Observed | None, currency: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        if seen is None or seen.value is None:
            st.caption("Your data does not show it yet.")
            return
        st.caption(_in_words(knob, seen, currency))
        st.button(
            "Take it",
            key=f"take-{knob.key}",
            type="tertiary",
            icon=":material/arrow_upward:",
            on_click=_take,
            args=(knob, seen.value),
            help="Sets the input to the value in the data.",
        )


def _take(knob: Knob, value: float) -> None:
    st.session_state[knob.key] = _written(knob, value)


def _in_words(knob: Knob, seen: Observed, currency: str) -> str:
    shown = _shown(knob, seen.value, currency)
    between = "**"
    if seen.interval:
        low, high = (_shown(knob, v, currency) for v in (seen.interval.low, seen.interval.high))
        between = f"** {formats.escape(f'({low} to {high})')}"
    span = f", {seen.periods[0]} to {seen.periods[-1]}" if seen.periods else ""
    basis = formats.escape(f"{knob.pooled}, {seen.cases:,} {knob.cases}{span}")
    return f"In the data **{formats.escape(shown)}{between}: {basis}"


def _shown(knob: Knob, value: float | None, currency: str) -> str:
    return formats.percent(value, 1) if knob.percent else formats.amount(value, currency)


def _written(knob: Knob, value: float) -> float:
    """The value as the input holds it: percent with two decimals, whole money."""
    return round(value * 100, 2) if knob.percent else float(round(value))


def _as_share(knob: Knob, value: float | None) -> str:
    exact = Decimal(str(value))
    return str(exact / 100 if knob.percent else exact)
