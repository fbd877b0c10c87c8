"""The files that were dropped: each recognised or asked about, previewed, and loaded together."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.parts import caches, file_heads, file_mapping, file_previews, file_reading, people
from pages.parts.caches import Store
from pages.parts.dropped import Dropped
from pages.parts.file_mapping import Screen
from pages.parts.formats import escape
from pages.parts.notices import telling
from sla_core import asking, glancing, uploads
from sla_core.asking import Options, SavedMapping
from sla_core.glancing import Glance
from sla_core.problems import Refused


@dataclass(frozen=True)
class Ready:
    """A file whose preview is on the screen, and of which nothing is left to be asked."""

    file: Dropped
    wishes: Options


@dataclass(frozen=True)
class Asked:
    """The answers about one file; `unsure` counts those that are still to be checked."""

    wishes: Options
    unsure: int = 0


def show(engine: Store, files: Sequence[UploadedFile], zone: str) -> None:
    """All files, and one button for those that can be loaded."""
    cards = [_Card(engine, file, zone, alone=len(files) == 1) for file in files]
    ready = [found for card in cards if (found := card.show())]
    if not ready:
        return
    label = f"Load {ready[0].file.name}" if len(ready) == 1 else f"Load {len(ready)} files"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        go = st.button(escape(label), type="primary", icon=":material/input:", key="load")
        who = people.asked()
    if len(ready) < len(files):
        st.caption("The other files wait for an answer, or there is nothing to load of them.")
    for one in ready if go else ():
        with telling():
            uploads.start(engine, one.file.name, one.file.data, one.wishes, who=who)


class _Card:
    """One file on the page."""

    def __init__(self, engine: Store, file: UploadedFile, zone: str, *, alone: bool) -> None:
        self.engine, self.zone, self.alone = engine, zone, alone
        self.file = Dropped(file.file_id, file.name, file.getvalue())

    def show(self) -> Ready | None:
        """The file, if it can be loaded as it is."""
        found = None
        with st.container(border=True):
            st.markdown(f"##### {escape(self.file.name)}", anchors=False)
            with telling():
                glance = self.file.glance()
                if glance.declined:
                    file_heads.declined(glance)
                else:
                    found = self._read(glance)
        return found

    def _read(self, glance: Glance) -> Ready | None:
        offered = asking.offered(self.engine, glance.head.header)
        file_heads.show(glance, offered.name if offered else None)
        return self._asked_and_previewed(glance, offered)

    def _asked_and_previewed(self, glance: Glance, offered: SavedMapping | None) -> Ready | None:
        questions, first, second = st.container(), st.container(), st.container()
        # What has to be answered stands before what follows from it.
        unknown = not glance.known and offered is None
        how, counts = (first, second) if unknown else (second, first)
        with how, st.expander("How it is read", expanded=unknown):
            asked = self._ask(glance, offered)
        if asked is None:
            return None
        with counts:
            loadable = self._previewed(asked, questions)
        return Ready(self.file, asked.wishes) if loadable and self._checked(asked.unsure) else None

    def _ask(self, glance: Glance, offered: SavedMapping | None) -> Asked | None:
        """The wishes for the file; an export that is known asks nothing unless it is asked to."""
        reading = file_reading.asked(self.file.key, self.zone)
        known = glance.dialect not in file_mapping.UNKNOWN and glance.known
        by_hand = not (known or offered) or st.toggle(
            "Say which column is what", key=f"{self.file.key}-by-hand"
        )
        if not by_hand:
            return Asked(reading.wishes(self.engine, offered))
        mapped = Screen(self.engine, self.file, glance, offered).show()
        if mapped is None:
            return None
        mapping = file_mapping.save_as(self.engine, self.file, glance, mapped.mapping)
        return Asked(reading.wishes(self.engine, mapping), mapped.unsure)

    def _previewed(self, asked: Asked, questions: DeltaGenerator) -> bool:
        """Show what loading would do, or the question that stands before it; whether it may load."""
        file = self.file
        try:
            with st.spinner("Reading and comparing …"):
                preview = caches.previewed(
                    self.engine, file.key, file.name, file.data, asked.wishes
                )
        except Refused as refusal:
            column = glancing.asks_day_order(refusal)
            if column is None:
                raise
            with questions:
                file_reading.ask_day_order(file, refusal, column)
            return False
        with questions:
            asked_about = tuple(filter(glancing.asks_decimal, preview.outcome.rules))
            if asked_about and preview.clean:
                file_reading.ask_decimals(file.key, asked_about)
        said = (*file.glance().notes, *asked_about)
        file_previews.show(preview, file.key, said, alone=self.alone)
        return not preview.outcome.known

    def _checked(self, unsure: int) -> bool:
        """Whether what is not sure was looked at."""
        if not unsure:
            return True
        what = "one answer" if unsure == 1 else f"{unsure} answers"
        return st.checkbox(
            f"I have checked the {what} marked “check” under “How it is read”",
            key=f"{self.file.key}-checked-{unsure}",
        )
