"""What stands in for a column that an export does not have, and the sentences that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells import Column, by_word
from sla_core.crm.dialects import folded

CLOSED = "closed|lost|disqualified|unqualified|rejected|junk|dead"
_WORD = "(?:^|[^a-z]){}(?:$|[^a-z])"


@dataclass
class Draft:
    """A file's columns on the way: cleaned fields by name, and the rules that were used."""

    height: int
    columns: dict[str, Column]
    rules: list[str] = field(default_factory=list)

    def text(self, name: str) -> pa.Array:
        """A text field's values, all null where there is no column for it."""
        column = self.columns.get(name)
        return column.values if column else pa.nulls(self.height, pa.string())

    def put(self, name: str, values: pa.Array) -> None:
        """A field's values, standing in for or filling up its column."""
        none = np.zeros(self.height, bool)
        self.columns[name] = Column(values, none, none)


def complete_leads(draft: Draft, origins: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """Qualified, presented, origin and tier where they are missing; returns closed by status."""
    _stand_in(draft, "qualified_at", "created_at")
    _stand_in(draft, "presented_at", "qualified_at")
    _origin(draft, origins)
    if "tier" not in draft.columns:
        draft.rules.append("There is no column for tier: every lead is unrated.")
    draft.put("tier", draft.text("tier").fill_null("unrated"))
    status = pc.utf8_lower(draft.text("status"))
    closed = pc.match_substring_regex(status, _WORD.format(f"(?:{CLOSED})")).fill_null(False)
    return np.asarray(closed.to_numpy(zero_copy_only=False), bool)


def complete_deals(draft: Draft) -> None:
    """The outcome where no column says it: from the words of the stage, else open."""
    stages = draft.text("stage")
    said = by_word(stages, _outcome, pa.string())
    if "outcome" not in draft.columns:
        draft.rules.append(
            "There is no column for outcome: a stage with the word “won” is won, with “lost” lost,"
            " any other open."
        )
    draft.put("outcome", pc.coalesce(draft.text("outcome"), said, "open"))


def clock_rules(draft: Draft, zone: str) -> None:
    """The local times that a clock change made double or impossible, counted."""
    twice = sum(column.twice for column in draft.columns.values())
    never = sum(column.never for column in draft.columns.values())
    if twice:
        draft.rules.append(
            f"Times that exist twice in {zone}: {twice:,}; each was taken as the earlier one."
        )
    if never:
        draft.rules.append(
            f"Times that do not exist in {zone}: {never:,}; each was moved to the first moment after."
        )


def _stand_in(draft: Draft, name: str, other: str) -> None:
    if name not in draft.columns and other in draft.columns:
        column = draft.columns[other]
        draft.columns[name] = Column(column.values, column.unreadable & False, column.dates)
        draft.rules.append(f"There is no column for {name}: {other} stands in for it.")


def _origin(draft: Draft, origins: Mapping[str, str]) -> None:
    known = {folded(source): origin for source, origin in origins.items()}
    sources = draft.text("source")
    by_source = by_word(sources, lambda source: known.get(folded(source)), pa.string())
    if "origin" not in draft.columns:
        draft.rules.append(_origin_rule(sources, by_source))
    draft.put("origin", pc.coalesce(draft.text("origin"), by_source, "marketing"))


def _origin_rule(sources: pa.Array, by_source: pa.Array) -> str:
    theirs = pc.unique(pc.filter(sources, pc.equal(by_source, "sales"))).to_pylist()
    if not theirs:
        return "There is no column for origin: every lead is marketing's."
    named = ", ".join(f"“{source}”" for source in sorted(theirs))
    return f"There is no column for origin: leads of the source {named} are sales', the others marketing's."


def _outcome(stage: str) -> str | None:
    words = "".join(letter if letter.isalpha() else " " for letter in stage.casefold()).split()
    return "won" if "won" in words else "lost" if "lost" in words else None
