"""What is counted over a file's rows, chunk by chunk, and said in its rules."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.cells import ANY_OTHER
from sla_core.crm.cells.clock import in_words
from sla_core.crm.language.meanings import SURE, meaning
from sla_core.crm.layouts.dialects import folded
from sla_core.crm.words import MOST_WORDS, Heard, rows, value_options

MOST_NAMED = 12
MOST_OPEN = 10
_OWN = {"marketing": "marketing's", "sales": "sales'"}


@dataclass
class Tally:
    """The counts behind a file's rules; one tally serves all drafts of a file.

    `sources` counts the rows of a file without a column for origin by source and origin taken, of
    which `known_sources` (folded) are those whose origin somebody said; `filled` those of a file
    with one whose cell said nothing, by origin taken and whether the source told it. `closed` are
    the statuses that close a lead. `stages` counts stages by the outcome seen in their words.
    `dateless` counts won deals that do not say when, `ahead` rows changed later than now.
    `directions` counts the channels of a file without a column for direction by what they say of it,
    `notes` the rows that are no attempts. `words` are the user's own words per field, with how often
    each stands in the file; `heard` are words that nobody translated.
    """

    local: Counter[str] = field(default_factory=Counter)
    twice: Counter[str] = field(default_factory=Counter)
    never: Counter[str] = field(default_factory=Counter)
    zone: str = "UTC"
    stood_in: dict[str, str] = field(default_factory=dict)
    unrated: bool = False
    no_outcome: bool = False
    dateless: int = 0
    ahead: int = 0
    sources: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    known_sources: set[str] = field(default_factory=set)
    filled: Counter[tuple[str, bool]] = field(default_factory=Counter)
    closed: set[str] = field(default_factory=set)
    stages: Counter[tuple[str, str]] = field(default_factory=Counter)
    directions: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: int = 0
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    heard: Heard = field(default_factory=Heard)

    def sentences(self) -> list[str]:
        """The rules, in the order in which they are shown."""
        return [
            *self._clock(),
            *self._stood_in(),
            *self._origins(),
            *self._stages(),
            *self._dateless(),
            *self._ahead(),
            *self._channels(),
            *self._words(),
            *self.heard.rules(),
        ]

    def notice(self, name: str, texts: pa.Array, asked: Mapping[str, str]) -> None:
        """Count the user's words for a field among its cells."""
        found = {word.casefold() for word in pc.unique(texts).to_pylist() if word is not None}
        for word in asked:
            self.words[name, word] += word == "*" or word.casefold() in found

    def look_ahead(self, changed: pa.ChunkedArray, now: datetime) -> None:
        """Count the rows that say they changed later than now."""
        later = pc.greater(changed, pa.scalar(now, pa.timestamp("us")))
        self.ahead += pc.sum(later).as_py() or 0

    def _clock(self) -> Iterator[str]:
        for zone, count in self.local.items():
            named = "" if zone == self.zone else ", as their column's name says"
            yield f"Times that name no zone, read as {in_words(zone)}{named}: {count:,}."
        for zone, count in self.twice.items():
            yield (
                f"Times that exist twice in {zone}: {count:,}; each was taken as the earlier one."
            )
        for zone, count in self.never.items():
            yield (
                f"Times that do not exist in {zone}: {count:,}; each was moved to the first moment"
                " after."
            )

    def _stood_in(self) -> Iterator[str]:
        for name, other in self.stood_in.items():
            yield f"There is no column for {name}: {other} stands in for it."

    def _origins(self) -> Iterator[str]:
        if self.sources:
            yield self._by_source()
            yield from self._strange_sources()
        if self.filled:
            told = ", ".join(
                f"{count:,} {_OWN[origin]}{' by their source' if by_source else ''}"
                for (origin, by_source), count in sorted(self.filled.items())
            )
            yield f"Rows whose origin is blank or cannot be read: {self.filled.total():,}; taken as: {told}."
        if self.closed:
            yield f"By its words the status {_named(sorted(self.closed))} closes a lead."
        if self.unrated:
            yield "There is no column for tier: every lead is unrated."

    def _by_source(self) -> str:
        begin = "There is no column for origin:"
        sales = sorted({source for source, origin in self.sources if origin == "sales" and source})
        if not sales:
            return f"{begin} every lead is marketing's."
        count = sum(n for (_, origin), n in self.sources.items() if origin == "sales")
        blank = self.sources[None, "marketing"]
        without = f", {blank:,} of them without a source" if blank else ""
        return (
            f"{begin} leads of the source {_named(sales)} are sales' ({count:,}), the others"
            f" marketing's ({self.sources.total() - count:,}{without})."
        )

    def _strange_sources(self) -> Iterator[str]:
        """The sources that were taken as marketing's because nobody knows them."""
        if len(self.sources) > MOST_WORDS:
            return
        strange = [
            (source, count)
            for (source, origin), count in self.sources.most_common()
            if source and origin == "marketing" and self._is_strange(source)
        ]
        if strange:
            named = ", ".join(f"“{source}” ({count:,})" for source, count in strange[:MOST_NAMED])
            more = f" and {len(strange) - MOST_NAMED} more" if len(strange) > MOST_NAMED else ""
            option = value_options("leads", [("origin", strange[0][0])])[0]
            yield (
                f"Of these sources nobody knows whose they are, and they were taken as marketing's:"
                f" {named}{more} ({option})."
            )

    def _is_strange(self, source: str) -> bool:
        if {folded(source), ANY_OTHER} & self.known_sources:
            return False
        return meaning("leads", "origin", source).confidence < SURE

    def _stages(self) -> Iterator[str]:
        if not self.no_outcome:
            return
        told = [
            f"{_named(stages)} {outcome}"
            for outcome in ("won", "lost")
            if (stages := sorted(stage for stage, its in self.stages if its == outcome))
        ]
        if told:
            yield f"There is no column for outcome: by its words the stage {', '.join(told)}, any other open."
            yield from self._taken_as_open()
        else:
            yield (
                "There is no column for outcome, and no stage says won or lost: every deal is open."
            )

    def _dateless(self) -> Iterator[str]:
        if self.dateless:
            yield (
                f"Won deals without a time of closing: {self.dateless:,}; they count in no period"
                " (--map closed_at=COLUMN says where it stands)."
            )

    def _ahead(self) -> Iterator[str]:
        if self.ahead:
            yield (
                f"Rows that say they changed in the future: {self.ahead:,}; until then no other upload"
                " corrects them."
            )

    def _taken_as_open(self) -> Iterator[str]:
        """The stages that nobody knows, the most frequent first, and the blank ones."""
        blank = sum(count for (stage, _), count in self.stages.items() if not stage)
        ranked = sorted(
            (-count, stage) for (stage, its), count in self.stages.items() if stage and not its
        )
        if ranked and len(ranked) <= MOST_WORDS:
            named = [f"“{stage}” ({rows(-count)})" for count, stage in ranked]
            one = "counts" if len(named) == 1 else "count"
            option = value_options("deals", [("outcome", ranked[0][1])])[0]
            yield f"{_joined(named, MOST_OPEN)} {one} as open; {option} says otherwise."
        if blank:
            yield f"{rows(blank)} without a stage count{'s' if blank == 1 else ''} as open."

    def _channels(self) -> Iterator[str]:
        """What the channel says of the direction, and which rows are notes."""
        told = [
            f"{_joined(named, MOST_OPEN)} {direction}"
            for direction in ("inbound", "outbound")
            if (
                named := [
                    f"“{channel}” ({rows(count)})"
                    for (channel, its), count in self.directions.most_common()
                    if its == direction
                ]
            )
        ]
        if told:
            yield (
                f"There is no column for direction: by its words the channel {', '.join(told)},"
                " any other outbound."
            )
        if self.notes:
            yield f"Notes are no attempts: {rows(self.notes)}."

    def _words(self) -> Iterator[str]:
        for (name, word), count in self.words.items():
            if not count:
                yield f"“{word}” stands in no cell for {name}; what it means changed nothing."


def _joined(words: list[str], most: int) -> str:
    """“A”, “B” and “C”; "and 5 more" behind `most`."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _named(words: list[str]) -> str:
    more = f" and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return ", ".join(f"“{word}”" for word in words[:MOST_NAMED]) + more
