"""What the words of a file mean: each with its count, what is proposed, and what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from pages.parts.dropped import Dropped
from pages.parts.formats import escape, several
from sla_core import asking, glancing
from sla_core.asking import SURE, Word
from sla_core.clean import CleanFile

KEEP = "as it stands"
BLANK = "(leave it blank)"
MOST = 40


@dataclass
class Meanings:
    """Theirs -> ours per field, as chosen; `unsure` names proposals that are still to be checked."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    """The words of one file; `saved` are those of a mapping that was saved.

    `known`: the export says by itself what its words mean, so that only other meanings are kept.
    """

    file: Dropped
    kind: str
    saved: Mapping[str, Mapping[str, str]]
    known: bool = False

    def ask(self, name: str, column: str, found: Meanings) -> None:
        """The words of a field's column, those that are not sure first; answers go into `found`."""
        ours = asking.translatable(self.kind, name, column)
        words = [w for w in self.file.words(self.kind, name, column) if self._strange(name, w)]
        if not ours or not words:
            return
        sure = [word for word in words if self._sure(name, word)]
        unsure = [word for word in words if word not in sure]
        shown = name.replace("_", " ")
        st.markdown(f"**What the words of “{escape(column)}” mean: {shown}**")
        if name == "tier":
            st.caption("Pick a tier, or write one of your own.")
        if len(words) >= MOST:
            st.caption(
                f"The {MOST} most frequent words; any other is what it surely means, or left blank."
            )
        found.unsure += self._rows(name, unsure, ours, found, check=not self.known)
        if sure:
            with st.expander(f"{len(sure):,} {'more ' if unsure else ''}that are sure"):
                self._rows(name, sure, ours, found, check=False)

    def ask_origins(self, column: str, found: Meanings) -> None:
        """The sources whose leads are sales' own."""
        words = {word.theirs: word for word in self.file.words("leads", "origin", column)}
        saved = self.saved.get("origin", {})
        proposed = [w for w, its in words.items() if saved.get(w, its.ours) == "sales"]
        sales = st.multiselect(
            "Leads of these sources are sales' own; all others are marketing's",
            list(words),
            default=proposed,
            format_func=lambda word: f"{word} ({words[word].count:,})",
            key=f"{self.file.key}-origins-{column}",
        )
        found.values["origin"] = {
            word: "sales" if word in sales else "marketing"
            for word, its in words.items()
            if (word in sales) != (its.ours == "sales") or word in sales
        }

    def _strange(self, name: str, word: Word) -> bool:
        if name == "tier":
            return True
        return bool(asking.strange(self.kind, name, [word.theirs]))

    def _sure(self, name: str, word: Word) -> bool:
        return word.theirs in self.saved.get(name, {}) or word.confidence >= SURE

    def _rows(
        self,
        name: str,
        words: Sequence[Word],
        ours: Sequence[str],
        found: Meanings,
        *,
        check: bool,
    ) -> list[str]:
        """A select box per word, three beside each other; those that are still to be checked."""
        columns, left = st.columns(3), []
        for place, word in enumerate(words):
            with columns[place % 3]:
                chosen, checked = self._one(name, word, ours, check=check)
            # What is shown and left so counts, unless the file is read like that by itself.
            by_itself = self.known and word.theirs not in self.saved.get(name, {})
            by_itself &= chosen == word.ours and (word.confidence >= SURE or not chosen)
            if chosen != KEEP and not by_itself:
                found.values.setdefault(name, {})[word.theirs] = chosen
            left += [] if checked else [f"“{word.theirs}”"]
        return left

    def _one(self, name: str, word: Word, ours: Sequence[str], *, check: bool) -> tuple[str, bool]:
        """What was chosen, and whether it needs no more looking at."""
        own = name == "tier"
        options = self._options(name, ours)
        saved = self.saved.get(name, {}).get(word.theirs)
        start = saved if saved is not None else word.ours or options[0]
        key = f"{self._begin(name)}{word.theirs}"
        chosen = st.selectbox(
            escape(word.theirs),
            options,
            index=options.index(start) if start in options else 0,
            format_func=lambda one: one.replace("_", " ") or BLANK,
            accept_new_options=own,
            key=key,
        )
        # Beside the label, which is read aloud as it is written.
        asked = check and chosen == start != KEEP
        checked = not asked or bool(st.session_state.get(f"{key}-checked"))
        mark = "" if checked else ":orange-badge[check] "
        rows = several(word.count, "row", "rows")
        st.markdown(f"{mark}:gray[:small[{escape(f'{rows}; {word.why}')}]]")
        if asked:
            meaning = f"is {chosen.replace('_', ' ')}" if chosen else "is to be left blank"
            confirm(f"“{word.theirs}” {meaning}", f"{key}-checked")
        return chosen or "", checked

    def _begin(self, name: str) -> str:
        """What the keys of a field's words begin with."""
        return f"{self.file.key}-{self.kind}-{name}-is-"

    def _options(self, name: str, ours: Sequence[str]) -> list[str]:
        """What a word can become; for a tier also what was saved or written for another word."""
        if name != "tier":
            return ["", *ours]
        begin = self._begin(name)
        written = [
            st.session_state[key]
            for key in map(str, st.session_state)
            if key.startswith(begin) and not key.endswith("-checked")
        ]
        own = [*self.saved.get(name, {}).values(), *written]
        return list(dict.fromkeys([KEEP, "", *ours, *sorted(filter(None, own))]))


def ask_unknown(clean: CleanFile, key: str) -> None:
    """Words that nobody translated, and the way to say what they mean: a toggle of this key."""
    found = glancing.unknown_words(clean)
    if not found:
        return
    told = ", ".join(
        f"“{escape(column)}” ({several(cells, 'row', 'rows')})" for column, cells in found.items()
    )
    st.markdown(
        f":material/help: **Some words are not known**, and left blank as it stands: in {told}."
    )
    st.button("Say what they mean", key=f"{key}-words", on_click=_open, args=(key,))


def _open(key: str) -> None:
    st.session_state[key] = True


def confirm(told: str, key: str) -> None:
    """A box to say that a proposal was looked at and is right."""
    st.checkbox(f"Yes, {escape(told)}", key=key)
