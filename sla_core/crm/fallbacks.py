"""What stands in for a column that an export does not have, and the sentences that say so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.cells import ANY_OTHER, Column, by_word
from sla_core.crm.language.meanings import SURE, direction_of, is_note, meaning
from sla_core.crm.layouts.dialects import folded
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.options import Options
from sla_core.crm.tally import Tally

CLOSED = "closed|lost|disqualified|unqualified|not qualified|rejected|junk|dead"
MOST_STAGES = 5_000
"""More different cells than this are no stages, and their words mean nothing."""
_WORD = "(?:^|[^a-z]){}(?:$|[^a-z])"
_TOLD_BY = {"origin": "source", "outcome": "stage"}
"""Whose words say a field that has no column."""


@dataclass
class Draft:
    """A file's columns (or a chunk's) on the way: cleaned fields by name, and what was counted.

    `begin` are the rules known before; `theirs` the cells of a field before any word of theirs was
    translated, `outcomes` what the user's words make of stages. The drafts of one file's chunks
    share a tally.
    """

    height: int
    columns: dict[str, Column]
    begin: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    theirs: dict[str, pa.Array] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> list[str]:
        """The sentences on how the file was read, and on what was counted so far."""
        return [*self.begin, *self.tally.sentences()]

    def text(self, name: str) -> pa.Array:
        """A text field's values, all null where there is no column for it."""
        column = self.columns.get(name)
        return column.values if column else pa.nulls(self.height, pa.string())

    def put(self, name: str, values: pa.Array) -> None:
        """A field's values, standing in for or filling up its column."""
        none = np.zeros(self.height, bool)
        self.columns[name] = Column(values, none, none)


def overhear(draft: Draft, plan: Plan, options: Options, text: Callable[[str], pa.Array]) -> None:
    """Keep what translation hides: the sources as they stand, and which of the user's words occur.

    `text` gives a column of theirs trimmed, null where blank.
    """
    if "source" in plan.columns and options.wanted_values("source"):
        draft.theirs["source"] = pc.coalesce(*map(text, plan.columns["source"]))
    if "tier" in plan.columns and (said := options.wanted_values("tier")):
        for column in plan.columns["tier"]:
            draft.tally.heard.keep(plan.kind, "tier", text(column), said)
    if plan.kind == "deals" and "outcome" not in plan.columns:
        draft.outcomes = options.wanted_values("outcome")
    for name, words in options.values.items():
        of = name if name in plan.columns else _TOLD_BY.get(name, name)
        for column in plan.columns.get(of, ()):
            draft.tally.notice(name, text(column), words)


def complete_leads(draft: Draft, origins: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """Qualified, presented, origin and tier where they are missing; returns closed by status."""
    _stand_in(draft, "qualified_at", "created_at")
    _stand_in(draft, "presented_at", "qualified_at")
    _origin(draft, origins)
    draft.tally.unrated |= "tier" not in draft.columns
    draft.put("tier", draft.text("tier").fill_null("unrated"))
    return _closed(draft)


def _closed(draft: Draft) -> npt.NDArray[np.bool_]:
    """Which rows' status says that the lead is closed."""
    status = draft.text("status").dictionary_encode()
    words = status.dictionary
    said = pc.match_substring_regex(pc.utf8_lower(words), _WORD.format(f"(?:{CLOSED})"))
    if len(words) <= MOST_STAGES:
        sure = [meaning("leads", "status", word).confidence >= SURE for word in words.to_pylist()]
        said = pc.or_(said, pa.array(sure, pa.bool_()))
    closed = said.take(status.indices).fill_null(False)
    draft.tally.closed.update(pc.unique(draft.text("status").filter(closed)).to_pylist())
    return np.asarray(closed.to_numpy(zero_copy_only=False), bool)


def complete_deals(draft: Draft) -> None:
    """The outcome where no column says it: from the words of the stage, else open."""
    stages = draft.text("stage")
    few = pc.count_distinct(stages).as_py() <= MOST_STAGES
    told = _outcomes(draft.outcomes)
    said = by_word(stages, told, pa.string()) if few else pa.nulls(draft.height, pa.string())
    if "outcome" not in draft.columns:
        draft.tally.no_outcome = True
        draft.tally.stages.update(_counted(stages, said))
    draft.put("outcome", pc.coalesce(draft.text("outcome"), said, "open"))
    draft.tally.dateless += pc.sum(_undated_wins(draft)).as_py() or 0


def _undated_wins(draft: Draft) -> pa.Array:
    """Which deals are won and do not say when."""
    closed = draft.columns.get("closed_at")
    undated = pc.is_null(closed.values) if closed else pa.array(np.ones(draft.height, bool))
    return pc.and_(pc.equal(draft.text("outcome"), "won"), undated)


def complete_activities(draft: Draft) -> None:
    """What the words of the channel say: the direction where no column does, and that notes are no
    attempts, where nothing else says how they went.
    """
    channels = draft.text("channel")
    if pc.count_distinct(channels).as_py() > MOST_STAGES:
        return
    if "direction" not in draft.columns:
        said = by_word(channels, direction_of, pa.string())
        draft.tally.directions.update(
            _counted(channels.filter(pc.is_valid(said)), said.drop_null())
        )
        draft.put("direction", said)
    outcomes, notes = draft.text("outcome"), by_word(channels, is_note, pa.bool_())
    notes = pc.and_(notes.fill_null(False), pc.is_null(outcomes))
    draft.tally.notes += pc.sum(notes).as_py() or 0
    draft.put("outcome", pc.if_else(notes, "planned", outcomes))


def clock_rules(draft: Draft, zone: str) -> None:
    """The times without a zone, and those that a clock change made double or impossible, counted."""
    draft.tally.zone = zone
    for column in draft.columns.values():
        draft.tally.local += column.local
        draft.tally.twice += column.twice
        draft.tally.never += column.never


def _stand_in(draft: Draft, name: str, other: str) -> None:
    if name not in draft.columns and other in draft.columns:
        column = draft.columns[other]
        draft.columns[name] = Column(column.values, column.unreadable & False, column.dates)
        draft.tally.stood_in[name] = other


def _origin(draft: Draft, origins: Mapping[str, str]) -> None:
    """The origin of its own column, else by the source (as theirs, then as ours), else marketing."""
    known = {folded(source): origin for source, origin in origins.items()}
    draft.tally.known_sources |= {*known}
    other = known.pop(ANY_OTHER, None)
    sources = draft.text("source")
    theirs = draft.theirs.get("source", sources)
    by_source = _of_sources(known, theirs)
    if theirs is not sources:
        by_source = pc.coalesce(by_source, _of_sources(known, sources))
    if other:
        by_source = pc.if_else(pc.is_valid(theirs), pc.coalesce(by_source, other), by_source)
    taken = pc.coalesce(by_source, "marketing")
    if "origin" not in draft.columns:
        draft.tally.sources.update(_counted(theirs, taken))
    else:
        gaps = pc.is_null(draft.text("origin"))
        told = pc.is_valid(by_source.filter(gaps)).cast(pa.int8())
        draft.tally.filled.update(
            {
                (origin, bool(by)): n
                for (origin, by), n in _counted(taken.filter(gaps), told).items()
            }
        )
    draft.put("origin", pc.coalesce(draft.text("origin"), taken))


def _of_sources(known: Mapping[str, str], sources: pa.Array) -> pa.Array:
    return by_word(sources, lambda source: known.get(folded(source)) or None, pa.string())


def _counted(one: pa.Array, two: pa.Array) -> dict[tuple[str, str], int]:
    """How often two columns' cells stand beside each other."""
    table = pa.table({"one": one, "two": two}).group_by(["one", "two"])
    counts = table.aggregate([([], "count_all")]).to_pylist()
    return {(row["one"], row["two"]): row["count_all"] for row in counts}


def _outcomes(asked: Mapping[str, str]) -> Callable[[str], str | None]:
    """What says the outcome of a stage: the user, else its words where they are sure."""
    known = {word.casefold(): ours or "open" for word, ours in asked.items()}

    def outcome(stage: str) -> str | None:
        found = meaning("deals", "outcome", stage)
        sure = found.ours if found.confidence >= SURE else None
        return known.get(stage.casefold()) or sure or known.get(ANY_OTHER)

    return outcome
