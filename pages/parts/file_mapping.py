"""The mapping screen: their columns and ours side by side, with samples, required ones first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from pages.parts.caches import Store
from pages.parts.dropped import Dropped
from pages.parts.file_words import Meanings, Words, confirm
from pages.parts.formats import escape, number
from pages.parts.sheets import harmless
from sla_core import asking, fields
from sla_core.asking import SURE, Proposal, SavedMapping
from sla_core.glancing import Glance

NOTHING = "(not in this file)"
EVERY_ROW = "every row: "
AS_KNOWN = "as recognised: "
LIKELY = 0.7
LIKE_NOTHING = 0.3
"""A kind that is less sure is not said to be what a file looks like."""
UNKNOWN = ("", "proposal", "mapping")


@dataclass(frozen=True)
class Mapped:
    """The mapping as it is on the screen.

    `unsure` names what is still to be checked, `missing` what a file of its kind needs and this has
    no column for yet.
    """

    mapping: SavedMapping
    unsure: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Screen:
    """The mapping of one file, beginning with a saved one, what is recognised, or what is proposed."""

    engine: Store
    file: Dropped
    glance: Glance
    offered: SavedMapping | None

    def show(self) -> Mapped | None:
        """All fields; None until it is said what the file holds."""
        kind = self._kind()
        if kind is None:
            return None
        proposals = self.file.proposals(kind)
        needed = st.empty()
        chosen: dict[str, str] = {}
        unsure: list[str] = []
        rest = []
        for one in proposals.fields:
            if one.required or self._start(one) != NOTHING or one.column:
                unsure += self._field(kind, one, chosen)
            else:
                rest.append(one)
        with st.expander(f"More fields of ours: {len(rest)}"):
            for one in rest:
                unsure += self._field(kind, one, chosen)
        meanings = self._meanings(kind, chosen)
        self._unused(kind, chosen)
        mapping = self._mapping(kind, chosen, meanings)
        missing = asking.missing(self.file.name, self.file.data, mapping, known=self._known)
        with needed:
            key = fields.KEYS[kind]
            made = not self._known and key not in {*mapping.columns, *mapping.set}
            _needed(kind, missing, made=made and kind != "activities")
        return Mapped(mapping, (*unsure, *meanings.unsure), missing)

    @property
    def _known(self) -> bool:
        """Whether the header is of an export that is read by itself."""
        return self.glance.dialect not in UNKNOWN

    def _kind(self) -> str | None:
        if self._known:
            return self.glance.kind
        guess = self.file.proposals()
        likely = guess.kind if guess.confidence >= SURE else None
        told = st.segmented_control(
            "What is in it?",
            list(fields.KINDS),
            default=self.offered.kind if self.offered else likely,
            format_func=str.capitalize,
            key=f"{self.file.key}-kind",
        )
        if told is None and guess.confidence < LIKE_NOTHING:
            st.text(
                f"This looks like none of {_one_of([*fields.KINDS])}. Say what it is, or take it"
                " out of the list."
            )
        elif told is None:
            st.text(f"It looks like {guess.kind} ({guess.confidence:.2f}). Say what it is.")
        return told

    def _start(self, one: Proposal) -> str:
        """The option with which a field begins."""
        if self.offered and one.field in self.offered.set:
            return f"{EVERY_ROW}{self.offered.set[one.field]}"
        if self.offered and one.field in self.offered.columns:
            return self.offered.columns[one.field]
        if self._known and one.field in self.glance.mapping:
            return f"{AS_KNOWN}{self.glance.mapping[one.field]}"
        worth = (one.required or one.confidence >= LIKELY) and not (self.offered or self._known)
        return one.column if worth and one.column else NOTHING

    def _field(self, kind: str, one: Proposal, chosen: dict[str, str]) -> list[str]:
        """One field of ours beside their column; its name where it is still to be checked."""
        start = self._start(one)
        constants = [f"{EVERY_ROW}{value}" for value in asking.choices(kind, one.field)]
        first = [start] if start.startswith(AS_KNOWN) else [NOTHING]
        options = [*first, *constants, *self.glance.head.header]
        pick, told, samples = st.columns([4, 3, 4], vertical_alignment="bottom")
        name, key = one.field.replace("_", " "), f"{self.file.key}-{kind}-{one.field}"
        column = pick.selectbox(
            f"{name}{asking.need(kind, one.field)}",
            options,
            index=options.index(start) if start in options else 0,
            key=key,
        )
        if column not in (NOTHING, *first):
            chosen[one.field] = column
        # What is neither read nor needed is said, and asked about only where its words decide.
        taken = column != NOTHING or one.required or bool(constants)
        proposed = bool(one.column) and column == start and not (self.offered or self._known)
        check = proposed and taken and (one.confidence < SURE or bool(one.rivals))
        ticked = f"{key}-checked"
        checked = bool(st.session_state.get(ticked))
        with told:
            st.markdown(self._why(one, column, start, check=check and not checked))
            if check:
                what = "not in this file" if column == NOTHING else f"“{column}”"
                confirm(f"{name} is {what}", ticked)
        shown = self.glance.head.samples.get(column.removeprefix(AS_KNOWN).split(" / ")[0], ())
        samples.text(" · ".join(shown) or " ")
        return [name] if check and not checked else []

    def _why(self, one: Proposal, column: str, start: str, *, check: bool) -> str:
        """How sure the column is, as a badge, and why."""
        mark = ":orange-badge[check] " if check else ""
        if column == NOTHING:
            maybe = f"maybe “{one.column}” ({number(one.confidence, digits=2)}): {one.why}"
            return f"{mark}:gray[{escape(maybe)}]" if one.column and column == start else " "
        if column != start:
            return ":gray-badge[your choice]"
        if column.startswith(AS_KNOWN):
            return f":green-badge[known] {escape(self.glance.title)}"
        if self.offered:
            return f":green-badge[saved] from “{escape(self.offered.name)}”"
        also = "".join(f"; or “{rival}”?" for rival in one.rivals)
        return f"{mark}{grade(one.confidence)} {escape(one.why)}{escape(also)}"

    def _meanings(self, kind: str, chosen: Mapping[str, str]) -> Meanings:
        """The words of every column that has values of ours."""
        columns = {n: c for n, c in chosen.items() if not c.startswith(EVERY_ROW)}
        if self._known:
            there = {n: c.split(" / ")[0] for n, c in self.glance.mapping.items()}
            columns = {**there, **columns}
        saved = self.offered.values if self.offered else {}
        words, found = Words(self.file, kind, saved, self._known), Meanings()
        for name, column in columns.items():
            words.ask(name, column, found)
        if kind == "deals" and "stage" in columns and "outcome" not in {*columns, *chosen}:
            words.ask("outcome", columns["stage"], found)
        if kind == "leads" and "source" in columns and "origin" not in {*columns, *chosen}:
            words.ask_origins(columns["source"], found)
        return found

    def _unused(self, kind: str, chosen: Mapping[str, str]) -> None:
        name, data = self.file.name, self.file.data
        used = {*chosen.values(), *asking.clocks(name, data, kind, chosen)}
        if self._known:
            used |= {c for text in self.glance.mapping.values() for c in text.split(" / ")}
        head = self.glance.head
        rows = [(c, " · ".join(head.samples[c])) for c in head.header if c not in used]
        if rows:
            with st.expander(f"Columns of theirs that are not used: {len(rows):,}"):
                frame = pd.DataFrame(rows, columns=["Theirs", "Samples"])
                st.dataframe(harmless(frame), hide_index=True, key=f"{self.file.key}-unused")

    def _mapping(self, kind: str, chosen: Mapping[str, str], found: Meanings) -> SavedMapping:
        constants = {
            n: c.removeprefix(EVERY_ROW) for n, c in chosen.items() if c.startswith(EVERY_ROW)
        }
        columns = {n: c for n, c in chosen.items() if n not in constants}
        if "outcome" in found.values and "outcome" not in chosen and "stage" in columns:
            columns["outcome"] = columns["stage"]
        values = {name: words for name, words in found.values.items() if words}
        name = self.offered.name if self.offered else ""
        return SavedMapping(name, kind, columns, values, constants)


def _needed(kind: str, missing: Sequence[str], *, made: bool) -> None:
    """What a file of the kind needs; loud where it is not there yet, or its id is `made`."""
    if missing:
        st.markdown(f":orange-badge[still needed] {escape('; '.join(missing))}")
        return
    if made:
        key = fields.KEYS[kind].replace("_", " ")
        st.markdown(
            f":orange-badge[no {key}] One is made from other columns. If a column has it, choose it."
        )
    else:
        st.caption(f"Needed, and there: {escape(asking.needs(kind).replace('_', ' '))}")


def _one_of(names: Sequence[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} or {last}"


def grade(confidence: float) -> str:
    """A confidence as a word and a number: "sure 0.97"."""
    words = {SURE: ("sure", "green"), LIKELY: ("likely", "blue"), 0.0: ("guess", "orange")}
    word, color = next(its for least, its in words.items() if confidence >= least)
    return f":{color}-badge[{word} {confidence:.2f}]"


def save_as(
    engine: Store, file: Dropped, glance: Glance, mapping: SavedMapping, *, unsure: bool = False
) -> SavedMapping:
    """Offer to keep the mapping under a name; the mapping with its name, if it has one.

    What is `unsure` is not kept: it would not be asked again.
    """
    name, button = st.columns([3, 1], vertical_alignment="bottom")
    title = name.text_input(
        "Save this mapping as", mapping.name, key=f"{file.key}-name", placeholder="Our web shop"
    )
    named = replace(mapping, name=title)
    tip = "Once all that is marked “check” is checked." if unsure else None
    if button.button(
        "Save", key=f"{file.key}-save", icon=":material/save:", disabled=unsure, help=tip
    ):
        asking.keep(engine, named, glance.head.header)
        st.toast(
            f"Saved as “{escape(title)}”; it is used for every file with this header.",
            icon=":material/check:",
        )
        st.rerun()
    return named if mapping.name else mapping
