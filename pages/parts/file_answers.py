"""What the upload asks about one file: how its times are written, and which column is what."""

from collections.abc import Mapping
from zoneinfo import available_timezones

import streamlit as st

from pages.parts import caches
from pages.parts.caches import Store
from pages.parts.formats import escape
from sla_core import asking, fields
from sla_core.asking import Head, Options, SavedMapping

NOTHING = "(not in this file)"
EVERY_ROW = "every row: "
DATES: dict[bool | None, str] = {None: "see from the file", True: "the day", False: "the month"}


class Answers:
    """The questions about one file; `key` tells its widgets apart from other files'."""

    def __init__(self, engine: Store, name: str, data: bytes, key: str) -> None:
        self.engine, self.name, self.data, self.key = engine, name, data, key

    def times(self, zone: str) -> tuple[str, bool | None, str]:
        """Zone of times without one, whether the day comes first, and the data's as-of."""
        zones = sorted(available_timezones())
        one, two, three = st.columns(3)
        place = one.selectbox(
            "Times without a zone are of", zones, index=zones.index(zone), key=f"{self.key}-zone"
        )
        first = two.radio(
            "Dates such as 3/4/2026 begin with",
            list(DATES),
            format_func=DATES.__getitem__,
            horizontal=True,
            key=f"{self.key}-day",
        )
        as_of = three.text_input(
            "Data as of",
            placeholder="as its newest row",
            help="When the export was made: 2026-11-23 or 2026-11-23T09:00. Empty: up to its newest row.",
            key=f"{self.key}-as-of",
        )
        return place, first, as_of

    def mapping(self, head: Head, offered: SavedMapping | None) -> SavedMapping | None:
        """The columns as the user maps them; None until what the kind needs is there."""
        kinds = list(fields.KINDS)
        kind = st.segmented_control(
            "What is in it?",
            kinds,
            default=offered.kind if offered else None,
            format_func=str.capitalize,
            key=f"{self.key}-kind",
        )
        if kind is None:
            return None
        needed, others = asking.asked(kind)
        st.caption(f"Needed: {escape(asking.needs(kind).replace('_', ' '))}")
        chosen: dict[str, str] = {}
        guessed = offered.columns if offered else asking.guess(kind, head)
        for name in needed:
            self._field(kind, name, head, guessed, chosen)
        with st.expander("More columns"):
            for name in others:
                self._field(kind, name, head, guessed, chosen)
        return self._as_mapping(kind, chosen, offered)

    def save_as(self, mapping: SavedMapping, head: Head) -> SavedMapping:
        """Offer to keep the mapping under a name."""
        name, button = st.columns([3, 1], vertical_alignment="bottom")
        title = name.text_input(
            "Save this mapping as", mapping.name, key=f"{self.key}-name", placeholder="Our web shop"
        )
        named = SavedMapping(title, mapping.kind, mapping.columns, mapping.values, mapping.set)
        if button.button("Save", key=f"{self.key}-save", icon=":material/save:"):
            asking.keep(self.engine, named, head.header)
            st.toast("Saved; it is used for every file with this header.", icon=":material/check:")
        return named if mapping.name else mapping

    def _field(
        self, kind: str, name: str, head: Head, guessed: Mapping[str, str], chosen: dict[str, str]
    ) -> None:
        constants = [f"{EVERY_ROW}{value}" for value in asking.choices(kind, name)]
        options = [NOTHING, *constants, *head.header]
        start = guessed.get(name, NOTHING)
        pick, samples = st.columns([2, 3], vertical_alignment="bottom")
        column = pick.selectbox(
            name.replace("_", " "),
            options,
            index=options.index(start) if start in options else 0,
            key=f"{self.key}-{kind}-{name}",
        )
        if column != NOTHING:
            chosen[name] = column
            samples.text(" · ".join(head.samples.get(column, ())) or " ")

    def _as_mapping(
        self, kind: str, chosen: Mapping[str, str], offered: SavedMapping | None
    ) -> SavedMapping | None:
        constants = {
            n: c.removeprefix(EVERY_ROW) for n, c in chosen.items() if c.startswith(EVERY_ROW)
        }
        columns = {n: c for n, c in chosen.items() if n not in constants}
        if not columns:
            return None
        words = {name: self._words(kind, name, column, offered) for name, column in columns.items()}
        if kind == "leads" and "source" in columns and "origin" not in chosen:
            words["origin"] = self._origins(columns["source"])
        values = {name: found for name, found in words.items() if found}
        return SavedMapping(offered.name if offered else "", kind, columns, values, constants)

    def _words(
        self, kind: str, name: str, column: str, offered: SavedMapping | None
    ) -> dict[str, str]:
        """Their words for a field that has values of its own, each translated by the user."""
        if not asking.choices(kind, name):
            return {}
        theirs = asking.strange(kind, name, caches.words(self.key, self.name, self.data, column))
        if not theirs:
            return {}
        saved = offered.values.get(name, {}) if offered else {}
        st.markdown(f"**{escape(name)}**: what their words mean")
        options = ["", *asking.choices(kind, name)]
        columns, found = st.columns(3), {}
        for place, word in enumerate(theirs):
            guess = saved.get(word, asking.meaning(options, word))
            found[word] = columns[place % 3].selectbox(
                escape(word),
                options,
                index=options.index(guess),
                format_func=lambda ours: ours.replace("_", " ") or "says nothing",
                key=f"{self.key}-{name}-is-{word}",
            )
        return found

    def _origins(self, column: str) -> dict[str, str]:
        sources = caches.words(self.key, self.name, self.data, column)
        sales = st.multiselect(
            "Leads of these sources are sales' own; all others are marketing's",
            sources,
            key=f"{self.key}-origins",
        )
        return dict.fromkeys(sales, "sales")


def wishes(
    engine: Store, mapping: SavedMapping | None, times: tuple[str, bool | None, str]
) -> Options:
    """The answers as the readers take them."""
    return asking.wishes(engine, mapping, *times)
