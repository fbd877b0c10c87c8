"""The filters that the review screens share; they live in the address bar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import streamlit as st

from sla_core import periods
from sla_core.periods import Period, Unit, parse_period, period_holding
from sla_core.problems import Refused
from sla_core.store.extent import Extent
from sla_core.store.settings import Workspace

By = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = ("month", "quarter", "year")
BARS: dict[str, By] = {"Day": "day", "Week": "week", "Month": "month"}


@dataclass(frozen=True)
class Chosen:
    """What the filters are set to."""

    period: Period
    as_of: datetime | None
    team: str | None
    by: By | None


def chosen(kept: Workspace) -> Chosen:
    """The filters as they stand."""
    state = st.session_state
    period = _named(state.get("period"), kept) or _holding(periods.now(), kept)
    return Chosen(
        period, _end_of(state.get("as_of"), kept.zone), state.get("team"), state.get("by")
    )


def show(there: Extent, kept: Workspace, *, folded: bool) -> None:
    """Draw the filters; each is a name in the address, so that a link shows what its sender saw.

    The address holds an option as it is shown: so periods are shown by the names that links use.

    They are drawn on every screen, so that Back and the navigation keep them; `folded` away where
    they change nothing.
    """
    with st.expander("Filters of the review") if folded else st.container():
        _widgets(there, kept)


def _widgets(there: Extent, kept: Workspace) -> None:
    newest = min(there.last or periods.now(), periods.now()) - timedelta(microseconds=1)
    period = _started(_holding(newest, kept), kept)
    st.segmented_control(
        "Period",
        UNITS,
        format_func=str.capitalize,
        key="unit",
        on_change=_change_unit,
        args=(kept, periods.local_date(newest, kept.zone)),
        required=True,
        width="stretch",
    )
    st.selectbox(
        "Which",
        [p.name for p in _offered(there, newest, period, kept)],
        index=None,
        key="period",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    _team(there)
    st.segmented_control("Bars per", list(BARS), key="by", bind="query-params", width="stretch")
    st.date_input(
        "As known at the end of",
        value=None,
        min_value=periods.local_date(there.first, kept.zone) if there.first else None,
        max_value=periods.local_date(periods.now(), kept.zone),
        key="as_of",
        bind="query-params",
        format="DD/MM/YYYY",
        help="Shows the period as it stood that evening. Empty: as the newest data has it.",
    )


def _team(there: Extent) -> None:
    if there.teams or st.session_state.get("team"):
        st.selectbox(
            "Team",
            there.teams,
            index=None,
            key="team",
            bind="query-params",
            placeholder="All teams",
        )


def _started(default: Period, kept: Workspace) -> Period:
    """The period that the address names, else the default, which is then written there."""
    state, asked = st.session_state, st.query_params.get("period")
    period = _named(state.get("period") or asked, kept)
    if period is None:
        # Both are needed: the one shows in the address, the other in this very run.
        st.query_params["period"] = state["period"] = default.name
        period = default
    state["unit"] = period.unit
    return period


def _offered(
    there: Extent, newest: datetime, period: Period, kept: Workspace
) -> tuple[Period, ...]:
    """The periods of one unit that hold data, the newest first, and the one that is asked for."""
    last = _holding(newest, kept, period.unit)
    first = _holding(there.first, kept, period.unit) if there.first else last
    found = {period}
    while first.start <= last.start:
        found.add(first)
        first = first.shifted(1)
    return tuple(sorted(found, key=lambda p: p.start, reverse=True))


def _change_unit(kept: Workspace, newest: date) -> None:
    """The month, quarter or year that holds the end of what was looked at."""
    state = st.session_state
    period = _named(state["period"], kept)
    if period and state["unit"]:
        last = min(period.end - timedelta(1), max(newest, period.start))
        state["period"] = period_holding(last, state["unit"], kept.fiscal_start).name


def _named(name: str | None, kept: Workspace) -> Period | None:
    try:
        return parse_period(name, kept.fiscal_start) if name else None
    except Refused:
        return None


def _holding(at: datetime, kept: Workspace, unit: Unit = "month") -> Period:
    return period_holding(periods.local_date(at, kept.zone), unit, kept.fiscal_start)


def _end_of(day: date | None, zone: str) -> datetime | None:
    return periods.moment(periods.instant(day + timedelta(1), zone)) if day else None
