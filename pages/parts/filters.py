"""The filters that the review screens share; they live in the address bar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import streamlit as st

from sla_core import periods
from sla_core.periods import Period, parse_period, period_holding

By = Literal["day", "week", "month"]


@dataclass(frozen=True)
class Chosen:
    """What the filters are set to."""

    period: Period
    as_of: datetime | None
    team: str | None
    by: By | None


def chosen(zone: str, fiscal_start: int) -> Chosen:
    """The filters as they stand; the period that holds today where none was chosen."""
    state = st.session_state
    name = state.get("period")
    today = periods.local_date(periods.now(), zone)
    period = parse_period(name, fiscal_start) if name else period_holding(today)
    return Chosen(period, _end_of(state.get("as_of"), zone), state.get("team"), state.get("by"))


def _end_of(day: date | None, zone: str) -> datetime | None:
    return periods.moment(periods.instant(day + timedelta(1), zone)) if day else None
