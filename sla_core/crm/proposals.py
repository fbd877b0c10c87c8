"""A layout that is not known: which column is probably which field, how sure that is, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from functools import cached_property

from sla_core import fields
from sla_core.crm import evidence
from sla_core.crm.evidence import Guess
from sla_core.crm.header import Sheet
from sla_core.crm.looks import Looks, looks, sampled
from sla_core.crm.meanings import SURE, meaning, sure_words
from sla_core.crm.plans import REQUIRED
from sla_core.fields import Cell

WORTH_SHOWING = 0.5
CLOSE_BY = 0.1
"""A rival less than this below is close by: then nobody can say which of the two it is."""


@dataclass(frozen=True)
class Proposal:
    """A column for one field, or none (""); `rivals` are other columns close by.

    `doubtful` are words of the column whose meaning has to be asked. `required`: one of the fields
    of which a file of the kind needs at least one.
    """

    field: str
    column: str
    confidence: float
    why: str
    required: bool = False
    rivals: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    words: Mapping[str, str] = default(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Whether the column is taken without asking."""
        return self.confidence >= SURE and not self.rivals and not self.doubtful


@dataclass(frozen=True)
class Proposals:
    """What a file probably is: its kind, and a proposal per field, required ones first."""

    kind: str
    confidence: float
    fields: tuple[Proposal, ...]
    kinds: Mapping[str, float]

    def found(self) -> dict[str, Proposal]:
        """Field -> proposal, of those with a column."""
        return {one.field: one for one in self.fields if one.column}

    def taken(self) -> dict[str, Proposal]:
        """Field -> proposal, of those that are sure."""
        return {name: one for name, one in self.found().items() if one.sure}


class Reader:
    """Proposes for one file; its columns are looked at once."""

    def __init__(self, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.name, self.header, self.rows = name, tuple(header), rows

    @classmethod
    def of(cls, sheet: Sheet) -> "Reader":
        """Of a sheet's first rows."""
        return cls(sheet.name, sheet.header, sampled(sheet))

    @cached_property
    def looks(self) -> Mapping[str, Looks]:
        """What each column's cells look like."""
        return {
            column: looks([row[place] for row in self.rows])
            for place, column in enumerate(self.header)
        }

    def propose(
        self,
        kind: str | None = None,
        told: Mapping[str, str] | None = None,
        said: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Proposals:
        """The kind (unless it is told) and its fields.

        `told` columns are certain, and so are the words that `said` has per field.
        """
        there = {name: column for name, column in (told or {}).items() if column in self.looks}
        kinds = evidence.kinds(self.name, self.looks)
        chosen = kind or max(kinds, key=lambda one: kinds[one])
        sure = 1.0 if kind else kinds[chosen]
        return Proposals(chosen, sure, self._fields(chosen, there, said or {}), kinds)

    def _fields(
        self, kind: str, told: Mapping[str, str], said: Mapping[str, Mapping[str, str]]
    ) -> tuple[Proposal, ...]:
        needed = [name for group in REQUIRED[kind] for name in group]
        others = [name for name in fields.names(kind) if name not in needed]
        guesses = evidence.guesses(kind, self.looks)
        chosen = _assigned(guesses, told)
        found = []
        for name in (*needed, *others):
            one = self._one(kind, name, chosen.get(name), guesses, chosen)
            doubt = tuple(word for word in one.doubtful if not {word, "*"} & {*said.get(name, ())})
            one = replace(one, required=name in needed, doubtful=doubt)
            if name in told:
                one = Proposal(name, told[name], 1.0, "told", one.required)
            found.append(one)
        return tuple(found)

    def _one(
        self,
        kind: str,
        name: str,
        guess: Guess | None,
        guesses: Sequence[Guess],
        chosen: Mapping[str, Guess],
    ) -> Proposal:
        if guess is None:
            return Proposal(name, "", 0.0, "no column is like it")
        taken = {one.column for one in chosen.values()}
        rivals = tuple(
            one.column
            for one in guesses
            if one.field == name
            and one.column not in taken
            and one.confidence > guess.confidence - CLOSE_BY
            and one.confidence >= WORTH_SHOWING
        )
        words, doubtful = self._words(kind, name, guess.column)
        return Proposal(
            name, guess.column, guess.confidence, guess.why, False, rivals, doubtful, words
        )

    def _words(self, kind: str, name: str, column: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """The words whose meaning is sure, and those that have to be asked."""
        its, found = fields.field(kind, name), self.looks[column].words
        if name == "tier" and evidence.holds_titles(column):
            return {}, found
        if its.cell not in (Cell.CHOICE, Cell.FLAG):
            return {}, ()
        sure = sure_words(kind, name, found)
        return sure, tuple(word for word in found if word not in sure)


def wants_outcome(kind: str, proposals: Proposals, looks: Mapping[str, Looks]) -> tuple[str, ...]:
    """The words of a deal's stage where none of them says won: then somebody has to say it."""
    found, taken = proposals.found(), proposals.taken()
    if kind != "deals" or "stage" not in found or "outcome" in taken:
        return ()
    words = looks[found["stage"].column].words
    said = [meaning("deals", "outcome", word) for word in words]
    won = any(one.ours == "won" and one.confidence >= SURE for one in said)
    return () if won else words


def _assigned(guesses: Sequence[Guess], told: Mapping[str, str]) -> dict[str, Guess]:
    """Each field its best column, each column one field (or two that may share it)."""
    chosen = {name: Guess(name, column, 1.0, "told") for name, column in told.items()}
    for guess in sorted(guesses, key=lambda one: -one.confidence):
        if guess.confidence < WORTH_SHOWING or guess.field in chosen:
            continue
        if all(evidence.may_share(guess.field, name) for name in _fields_of(chosen, guess.column)):
            chosen[guess.field] = guess
    return chosen


def _fields_of(chosen: Mapping[str, Guess], column: str) -> Iterator[str]:
    return (name for name, one in chosen.items() if one.column == column)
