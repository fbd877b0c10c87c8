"""The files that were dropped: each recognised or asked about, previewed, and loaded together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.parts import (
    caches,
    file_heads,
    file_mapping,
    file_older,
    file_previews,
    file_reading,
    file_words,
    people,
)
from pages.parts.caches import Store
from pages.parts.dropped import Dropped
from pages.parts.file_mapping import Screen
from pages.parts.file_reading import Reading
from pages.parts.formats import escape
from pages.parts.meters import Meter
from pages.parts.notices import telling
from sla_core import asking, glancing, uploads
from sla_core.asking import Options, SavedMapping
from sla_core.glancing import Glance
from sla_core.problems import Refused

NAMED = 6
"""So many of what is left are named."""


@dataclass(frozen=True)
class Asked:
    """The answers about one file; `unsure` names those that are still to be checked.

    `by_itself`: the columns and words are as the file says, and nobody asked to see them. `missing`
    is what it needs and has no column for: so it cannot be read yet.
    """

    reading: Reading
    wishes: Options
    unsure: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    by_itself: bool = False


@dataclass(frozen=True)
class Shown:
    """A file on the screen: `wishes` where it can be loaded, `left` what stands before that.

    With neither there is nothing to load, and `why` says why not.
    """

    file: Dropped
    wishes: Options | None = None
    left: tuple[str, ...] = ()
    why: str = "refused, as said above"


def show(engine: Store, files: Sequence[UploadedFile], zone: str) -> None:
    """All files, and one button for those that can be loaded."""
    cards = [_Card(engine, file, zone, alone=len(files) == 1) for file in files]
    shown = [card.show() for card in cards]
    ready = [(one.file, one.wishes) for one in shown if one.wishes and not one.left]
    waiting = [one for one in shown if one.left]
    if not ready and not waiting:
        return
    names = [file.name for file, _ in ready] or [one.file.name for one in waiting]
    label = f"Load {names[0]}" if len(names) == 1 else f"Load {len(names)} files"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        go = st.button(
            escape(label), type="primary", icon=":material/input:", key="load", disabled=not ready
        )
        who = people.asked()
    _told(shown)
    for file, wishes in ready if go else ():
        with telling():
            uploads.start(engine, file.name, file.data, wishes, who=who)
            st.session_state[f"{file.key}-started"] = True


def _told(shown: Sequence[Shown]) -> None:
    """Which files the button loads, what stands before the others, and which are left out."""
    ready = [one.file.name for one in shown if one.wishes and not one.left]
    if len(shown) > 1 and ready:
        st.caption(escape(f"To be loaded: {', '.join(ready)}."))
    for one in shown:
        if one.left:
            st.markdown(f":orange-badge[{len(one.left)} left to check] {escape(_left(one))}")
        elif not one.wishes:
            st.caption(escape(f"Left out: {one.file.name} ({one.why})."))


def _left(one: Shown) -> str:
    """What stands before a file can be loaded: "of april.csv: lead id, “Messe” and 7 more"."""
    named, more = ", ".join(one.left[:NAMED]), len(one.left) - NAMED
    return f"of {one.file.name}: {named}{f' and {more} more' if more > 0 else ''}"


class _Card:
    """One file on the page."""

    def __init__(self, engine: Store, file: UploadedFile, zone: str, *, alone: bool) -> None:
        self.engine, self.zone, self.alone = engine, zone, alone
        self.file = Dropped(file.file_id, file.name, file.getvalue())

    def show(self) -> Shown:
        """The file, with what can be done with it."""
        found = Shown(self.file)
        with st.container(border=True):
            st.markdown(f"##### {escape(self.file.name)}", anchors=False)
            with telling():
                glance = self.file.glance()
                if glance.declined:
                    file_heads.declined(glance)
                    found = replace(found, why="not needed here")
                else:
                    found = self._read(glance)
        return found

    def _read(self, glance: Glance) -> Shown:
        offered = self._offered(glance)
        file_heads.show(glance, offered)
        return self._asked_and_previewed(glance, offered)

    def _offered(self, glance: Glance) -> SavedMapping | None:
        """The mapping that was saved for the header; one for a header like it where that is wished."""
        found = asking.offered(self.engine, glance.head.header)
        close = None if found else asking.near(self.engine, self.file.name, self.file.data)
        if close and file_heads.take(close, self.file.key):
            st.session_state.pop(f"{self.file.key}-asked-first", None)
            return close.mapping
        return found

    def _asked_and_previewed(self, glance: Glance, offered: SavedMapping | None) -> Shown:
        questions, first, second = st.container(), st.container(), st.container()
        by_hand, asked_first = f"{self.file.key}-by-hand", f"{self.file.key}-asked-first"
        # What has to be answered stands before what follows from it, and stays there once it is
        # answered and kept under a name.
        if not glance.known and offered is None:
            st.session_state[asked_first] = True
        elif st.session_state.get(asked_first):
            st.session_state.setdefault(by_hand, True)
        unknown = bool(st.session_state.get(asked_first))
        how, counts = (first, second) if unknown else (second, first)
        opened = unknown or bool(st.session_state.get(by_hand))
        opened &= not st.session_state.get(f"{self.file.key}-started")
        with how, st.expander("How it is read", expanded=opened):
            asked = self._ask(glance, offered, questions)
        if asked is None:
            return Shown(self.file, left=("what is in it",))
        if asked.missing:
            needed = tuple(f"a column for {what}" for what in asked.missing)
            return Shown(self.file, left=(*needed, *asked.unsure))
        with counts:
            return self._previewed(asked, questions)

    def _ask(
        self, glance: Glance, offered: SavedMapping | None, questions: DeltaGenerator
    ) -> Asked | None:
        """The wishes for the file; an export that is known asks nothing unless it is asked to."""
        reading = file_reading.asked(self.file.key, self.zone, offered)
        known = glance.dialect not in file_mapping.UNKNOWN and glance.known
        by_hand = not (known or offered) or st.toggle(
            "Say which column is what", key=f"{self.file.key}-by-hand"
        )
        if not by_hand:
            with questions:
                self._keep(glance, offered, reading)
            return Asked(reading, reading.wishes(self.engine, offered), by_itself=True)
        mapped = Screen(self.engine, self.file, glance, offered).show()
        if mapped is None:
            return None
        mapping = replace(mapped.mapping, answers=reading.answers)
        mapping = file_mapping.save_as(
            self.engine, self.file, glance, mapping, unsure=bool(mapped.unsure or mapped.missing)
        )
        wishes = reading.wishes(self.engine, mapping)
        return Asked(reading, wishes, mapped.unsure, mapped.missing)

    def _keep(self, glance: Glance, offered: SavedMapping | None, reading: Reading) -> None:
        """Offer to remember the answers about the cells for the next file of this export."""
        if offered:
            file_reading.keep(self.engine, glance.head.header, offered, reading)
        elif glance.kind and reading.answers.plain():
            own = SavedMapping("", glance.kind, answers=reading.answers)
            file_mapping.save_as(self.engine, self.file, glance, own)

    def _previewed(self, asked: Asked, questions: DeltaGenerator) -> Shown:
        """Show what loading would do, or the question that stands before it."""
        file, key = self.file, asked.reading.key
        try:
            with st.spinner("Reading and comparing …", show_time=True), Meter() as meter:
                preview = caches.previewed(
                    self.engine, file.key, file.name, file.data, asked.wishes, meter.tell
                )
        except Refused as refusal:
            column = glancing.asks_day_order(refusal)
            if column is None:
                raise
            with questions:
                file_reading.ask_day_order(file, key, refusal, column)
            return Shown(file, left=(*asked.unsure, "whether the day comes first"))
        left = asked.unsure
        with questions:
            asked_about = tuple(filter(glancing.asks_decimal, preview.outcome.rules))
            if asked_about and preview.clean:
                file_reading.ask_decimals(key, asked_about)
            if preview.clean and asked.by_itself:
                file_words.ask_unknown(preview.clean, f"{file.key}-by-hand")
            if not file_older.settled(file.key, preview.outcome, self.zone):
                left = (*left, "whether it corrects what stands")
        said = (*file.glance().notes, *asked_about)
        file_previews.show(preview, file.key, said, alone=self.alone)
        if preview.outcome.known:
            return Shown(file, why="in the store already")
        return Shown(file, asked.wishes, left)
