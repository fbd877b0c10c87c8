"""The form of the goals in force; saving it makes the agreement's next version."""

from datetime import date
from typing import Any, Literal, cast
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from pages.parts.caches import Store, extent_of
from sla_core import periods
from sla_core.agreement.goals import Goals, goals_of, tiers_of, with_goals, working_time
from sla_core.agreement.model import WEEKDAYS, Agreement, Hours, Measure, Tier
from sla_core.store import agreements
from sla_core.store.engine import reading
from sla_core.store.settings import Workspace

WHO = "this app"
Clock = Literal["calendar", "working"]
CLOCKS: dict[Clock, str] = {"calendar": "round the clock", "working": "working time only"}
COUNTS: dict[Measure, str] = {
    "leads": "Qualified leads a month",
    "points": "Points a month",
    "marketing_revenue": "Revenue from marketing a month",
}
MONTHS_AHEAD = 13


def show(engine: Store, current: Agreement | None, kept: Workspace, *, demo: bool) -> None:
    """The form, filled with the goals in force; one Save for all of it."""
    goals = goals_of(current)
    with st.form("goals", enter_to_submit=False):
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("##### :blue[Marketing promises]")
            measures = _counts(goals, kept.currency)
        with right:
            st.markdown("##### :orange[Sales promises]")
            speed, hours = _speed(goals)
            depth, window = _depth(goals)
            clock, working = _clock(goals, kept.zone)
        tiers = _tiers(goals.tiers)
        month = _month(engine, kept)
        if st.form_submit_button("Save as a new version", type="primary"):
            given = {**measures, **speed, **depth}
            wanted: dict[Measure, float] = {m: v for m, v in given.items() if v is not None}
            calendar = working_time(*working) if clock == "working" or goals.calendar else None
            told = Goals(wanted, hours, clock, window, tiers_of(tiers), calendar)
            save(engine, with_goals(current, told, month), demo=demo)


def save(engine: Store, agreement: Agreement, *, demo: bool) -> None:
    """Store the version, say so, and show the page with it."""
    saved = agreements.save(engine, agreement, who=WHO, now=periods.now(), demo=demo)
    st.toast(f"Saved as version {saved.version}.", icon=":material/check:")
    st.rerun()


def month_choice(engine: Store, kept: Workspace, key: str) -> date | None:
    """From which month on: the beginning, or one of the last and next months.

    It begins with this month, or where nothing is agreed yet with the first one of the data, so that
    what is there is judged.
    """
    here = periods.period_holding(periods.local_date(periods.now(), kept.zone))
    months = [here.shifted(steps).start for steps in range(MONTHS_AHEAD - 1, -2 * MONTHS_AHEAD, -1)]
    first = _first_month(engine, kept.zone)
    choices: list[date | None] = [None, *sorted({*months, *([first] if first else [])})]
    month = st.selectbox(
        "In force from",
        choices,
        index=choices.index(first or here.start),
        format_func=lambda day: f"{day:%B %Y}" if day else "the beginning",
        key=key,
        help="Months before it keep the goals that were in force then.",
    )
    if first:
        st.caption(f"Nothing is agreed yet, and your data begins in {first:%B %Y}.")
    return month


def _first_month(engine: Store, zone: str) -> date | None:
    """The first day of the first month with data; None once anything is agreed."""
    begun = extent_of(engine).first
    with reading(engine) as connection:
        if begun is None or agreements.versions(connection):
            return None
    return periods.local_date(begun, zone).replace(day=1)


def _month(engine: Store, kept: Workspace) -> date | None:
    choose, _ = st.columns(2, gap="large")
    with choose:
        return month_choice(engine, kept, "goals-from")


def _number(
    label: str, value: float | None, step: float = 1.0, tip: str | None = None
) -> float | None:
    shown = "%.0f" if value is None or float(value).is_integer() else None
    return st.number_input(
        label,
        min_value=0.0,
        value=value,
        step=step,
        format=shown,
        placeholder="not promised",
        help=tip,
    )


def _counts(goals: Goals, currency: str | None) -> dict[Measure, float | None]:
    found: dict[Measure, float | None] = {}
    for measure, label in COUNTS.items():
        unit = f" ({currency})" if measure == "marketing_revenue" and currency else ""
        tip = "Empty: the tiers' leads times their points." if measure == "points" else None
        value = goals.measures.get(measure)
        found[measure] = _number(label + unit, float(value) if value else None, tip=tip)
    return found


def _tiers(tiers: tuple[Tier, ...]) -> list[dict[str, Any]]:
    st.markdown(
        "Tiers", help="A lead's type or level, as your CRM names it. All but the name may be empty."
    )
    names = list(Tier.model_fields)
    frame = pd.DataFrame([tier.model_dump() for tier in tiers], columns=names)
    numbers = {name: "float64" for name in names if name != "name"}
    edited = st.data_editor(
        frame.astype({"name": "str", **numbers}),
        key="goals-tiers",
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn("Tier"),
            "points": st.column_config.NumberColumn("Points a lead", min_value=0),
            "leads": st.column_config.NumberColumn("Leads a month", min_value=0),
            "share": st.column_config.NumberColumn(
                "Share", min_value=0, max_value=1, format="percent"
            ),
            "close_rate": st.column_config.NumberColumn(
                "Close rate", min_value=0, max_value=1, format="percent"
            ),
            "deal_size": st.column_config.NumberColumn("Deal size", min_value=0),
        },
    )
    rows = edited.astype(object).where(edited.notna(), None)
    return cast("list[dict[str, Any]]", rows.to_dict("records"))


def _speed(goals: Goals) -> tuple[dict[Measure, float | None], float | None]:
    one, two = st.columns(2)
    with one:
        share = _percent("Followed up within the goal (%)", goals.measures.get("share_within_goal"))
    with two:
        hours = _number("The goal (hours)", goals.hours)
    average = _number(
        "Average hours to the first follow-up", goals.measures.get("average_hours"), step=0.5
    )
    return {"share_within_goal": share, "average_hours": average}, hours if share else None


def _depth(goals: Goals) -> tuple[dict[Measure, float | None], float | None]:
    one, two = st.columns(2)
    with one:
        attempts = _number("Attempts on leads not reached", goals.measures.get("average_attempts"))
    with two:
        window = _number("Time for the attempts (days)", goals.working_window)
    worked = _percent("Leads worked at all (%)", goals.measures.get("leads_worked"))
    return {"average_attempts": attempts, "leads_worked": worked}, window or None


def _percent(label: str, share: float | None) -> float | None:
    percent = _number(label, None if share is None else round(share * 100, 6))
    return None if percent is None else percent / 100


def _clock(goals: Goals, zone: str) -> tuple[Clock, tuple[list[str], str, str, str]]:
    clock = st.radio(
        "The clock runs",
        list(CLOCKS),
        index=list(CLOCKS).index(goals.clock),
        format_func=CLOCKS.__getitem__,
        horizontal=True,
    )
    hours = goals.calendar or Hours(zone=zone)
    days = st.pills(
        "Working days",
        WEEKDAYS,
        default=hours.days,
        selection_mode="multi",
        format_func=str.capitalize,
        wrap=True,
    )
    one, two = st.columns(2)
    ranges = one.text_input(
        "Working hours", ", ".join(hours.hours), help="09:00-12:00, 13:00-17:00"
    )
    zones = sorted(available_timezones())
    place = two.selectbox("Time zone of these hours", zones, index=zones.index(hours.zone))
    holidays = st.text_input(
        "Holidays",
        ", ".join(f"{day}" for day in hours.holidays),
        placeholder="2026-12-25, 2027-01-01",
    )
    return clock, (list(days), ranges, place, holidays)
