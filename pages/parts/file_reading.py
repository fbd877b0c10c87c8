"""How a file's cells are read: the zone of its times, day or month first, the decimal mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from pages.parts.caches import Store
from pages.parts.dropped import Dropped
from pages.parts.formats import day, escape
from sla_core import asking, glancing
from sla_core.asking import Answers, Options, SavedMapping
from sla_core.problems import Refused

YEAR = "year"
DATES: dict[bool | str | None, str] = {
    None: "see from the file",
    True: "the day",
    False: "the month",
    YEAR: "the year",
}
MARKS: dict[str | None, str] = {None: "see from the file", ",": "a comma", ".": "a point"}
OTHER_MARK = {",": ".", ".": ","}


@dataclass(frozen=True)
class Reading:
    """The answers about the cells, and the data's as-of as it was written; `key` is of the controls."""

    key: str
    answers: Answers
    as_of: str

    def wishes(self, engine: Store, mapping: SavedMapping | None) -> Options:
        """All answers as the readers take them; Refused where the as-of is no date or time."""
        return asking.wishes(engine, mapping, self.answers, self.as_of)


def asked(file: str, zone: str, offered: SavedMapping | None) -> Reading:
    """The four controls; each stands on what the mapping keeps, or the file itself says."""
    kept = offered.answers if offered else Answers()
    # A mapping that comes or goes brings its own answers.
    key = f"{file}-by-{offered.name}" if offered else file
    one, two = st.columns(2)
    st.session_state.setdefault(f"{key}-zone", kept.zone or "")
    place = one.selectbox(
        "Times without a zone are of",
        ["", *sorted(available_timezones())],
        format_func=lambda named: named or f"{zone}, as in Settings",
        key=f"{key}-zone",
    )
    as_of = two.text_input(
        "Data as of",
        placeholder="as its newest row",
        help="When the export was made: 2026-11-23 or 2026-11-23T09:00. Empty: up to its newest row.",
        key=f"{file}-as-of",
    )
    three, four = st.columns(2)
    if kept.day_first is not None or kept.year_first:
        st.session_state.setdefault(f"{key}-day", YEAR if kept.year_first else kept.day_first)
    first = three.radio(
        "Dates such as 3/4/2026 or 26/9/30 begin with",
        list(DATES),
        format_func=DATES.__getitem__,
        horizontal=True,
        key=f"{key}-day",
    )
    if kept.decimal:
        st.session_state.setdefault(f"{key}-decimal", kept.decimal)
    mark = four.radio(
        "Decimals follow",
        list(MARKS),
        format_func=MARKS.__getitem__,
        horizontal=True,
        key=f"{key}-decimal",
        help="Of numbers such as 1.500 or 1,500, which could be read in two ways.",
    )
    day_first = first if isinstance(first, bool) else None
    answers = Answers(day_first, mark, place or None, first == YEAR or None)
    return Reading(key, answers, as_of)


def keep(engine: Store, header: Sequence[str], offered: SavedMapping, reading: Reading) -> None:
    """Offer to add the answers to the mapping, so that they are not asked for again.

    What the mapping keeps and is left to this file alone stays in it.
    """
    answers = replace(offered.answers, **reading.answers.plain())
    if answers == offered.answers:
        return
    new = {n: v for n, v in answers.plain().items() if v != offered.answers.plain().get(n)}
    now = Answers(**new).in_words()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(escape(f"“{offered.name}” does not say so yet: {now}."), width="content")
        st.button(
            f"Keep it in “{escape(offered.name)}”",
            key=f"{reading.key}-keep",
            icon=":material/save:",
            on_click=asking.keep,
            args=(engine, replace(offered, answers=answers), header),
        )


def ask_day_order(file: Dropped, key: str, refusal: Refused, column: str) -> None:
    """The question that only the user can answer, with the dates in doubt read all ways."""
    why = refusal.problem.kind if refusal.problem else ""
    year = glancing.asks_year(refusal)
    question = (
        "the day come first, the month, or the year" if year else "the day come first, or the month"
    )
    st.markdown(f":material/help: **Does {question}?** In “{escape(column)}” {escape(why)}.")
    ways = ["Day first", "Month first", *(["Year first"] if year else [])]
    rows = [
        (
            two.cell,
            *(day(its) if its else "" for its in (two.day_first, two.month_first, two.year_first)),
        )
        for two in file.in_doubt(column)
    ]
    if rows:
        frame = pd.DataFrame([row[: 1 + len(ways)] for row in rows], columns=["It says", *ways])
        st.dataframe(frame, hide_index=True, key=f"{file.key}-in-doubt", width="content")
    answers: dict[str, bool | str] = {"The day comes first": True, "The month comes first": False}
    _buttons(f"{key}-day", answers | ({"The year comes first": YEAR} if year else {}))


def ask_decimals(key: str, rules: Sequence[str]) -> None:
    """What was assumed of numbers that have two readings, and one way for the file to say otherwise."""
    for rule in rules:
        st.markdown(f":material/help: {escape(glancing.on_a_page(rule))}")
    mark = glancing.asks_decimal(rules[0])
    st.markdown("**Is that right?**")
    _buttons(f"{key}-decimal", {"Yes, thousands": OTHER_MARK[mark], "No, decimals": mark})


def _buttons(key: str, answers: Mapping[str, bool | str]) -> None:
    with st.container(horizontal=True):
        for label, value in answers.items():
            st.button(label, key=f"{key}-{value}", on_click=_answer, args=(key, value))


def _answer(key: str, value: bool | str) -> None:
    st.session_state[key] = value
