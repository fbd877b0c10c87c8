"""The head of a review: its period and what it rests on, and each side's verdict in words."""

from datetime import timedelta

import streamlit as st

from pages.parts import draw, notices
from pages.parts.formats import day, escape, moment
from pages.parts.view import View
from sla_core import periods
from sla_core.figures.theme import Side
from sla_core.reports.freshness import stale_since
from sla_core.reports.review import Review

HUES: dict[Side, str] = {"marketing": "blue", "sales": "orange"}


def head(view: View, result: Review) -> None:
    """Period, day of it, age of the data and version of the agreement, in one line."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.subheader(result.period.title, anchor=False, width="content")
        st.caption(escape(" · ".join(_facts(view, result))), width="content")


def verdict(view: View, result: Review, side: Side) -> None:
    """One side's name in its hue, its verdict as a word and a shape, and what it needs."""
    told = result.marketing_headline if side == "marketing" else result.sales_headline
    old = stale_since(result, side, periods.now(), view.as_of)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"### :{HUES[side]}[{side.capitalize()}]", anchors=False, width="content")
        goal = told.verdict != "no data" or _agreed(result, side)
        shown = draw.badge(told.verdict, stale=bool(old), goal=goal)
        st.markdown(f"#### {shown}", anchors=False, width="content")
    st.markdown(f"#### {escape(told.sentence)}", anchors=False)
    if old:
        notices.stale(old, result.zone)
    if told.need:
        st.markdown(escape(told.need))


def _agreed(result: Review, side: Side) -> bool:
    """Whether a goal is agreed that a verdict needs, or there is no data for one anyway."""
    leads, speed, depth = result.marketing.leads, result.sales.speed, result.sales.depth
    if side == "marketing":
        return leads.actual is None or leads.goal is not None
    promised = (
        *(speed.goal_hours, speed.goal_average_hours),
        *(depth.goal_attempts, depth.goal_worked),
    )
    there = speed.followed_up + speed.untouched
    return not there or any(goal is not None for goal in promised)


def _facts(view: View, result: Review) -> list[str]:
    data = "no data yet" if result.data_as_of is None else f"data as of {_at(result)}"
    version = result.agreement_version
    agreed = "no agreement in force" if version is None else f"agreement v{version}"
    team = [f"team {view.team} only"] if view.team else []
    return [_day(result), data, agreed, *team]


def _day(result: Review) -> str:
    """The day of the period that the review speaks about: the last one of which it saw anything."""
    seen = periods.local_date(result.as_of - timedelta(microseconds=1), result.zone)
    if seen < result.period.start:
        return f"begins on {day(result.period.start)}"
    if seen >= result.period.end:
        return f"all {result.period.days} days"
    return f"day {(seen - result.period.start).days + 1} of {result.period.days}"


def _at(result: Review) -> str:
    return moment(result.data_as_of, result.zone)
