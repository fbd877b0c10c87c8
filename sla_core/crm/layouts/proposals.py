"""A layout that is not known: which column is probably which field, how sure that is, and why."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from functools import cached_property

from sla_core import fields
from sla_core.crm.files.header import Sheet
from sla_core.crm.language.meanings import SURE, of_question, sure_words
from sla_core.crm.language.names import plain
from sla_core.crm.layouts import evidence
from sla_core.crm.layouts.evidence import Guess
from sla_core.crm.layouts.looks import Looks, looks, sampled
from sla_core.crm.layouts.plans import REQUIRED
from sla_core.crm.layouts.references import Lookup, references
from sla_core.fields import Cell

WORTH_SHOWING = 0.5
CLOSE_BY = 0.1
"""A rival less than this below is close by: then nobody can say which of the two it is."""
_AGAIN = re.compile(r"\s*[_(]?\d+\)?\s*$")


@dataclass(frozen=True)
class Proposal:
    """A column for one field, or none (""); `rivals` are other columns close by.

    `passed_over` are such that are not named like the field, where this one is, or are called
    the same once more. `doubtful` are words of the column whose meaning has to be asked.
    `required`: one of the fields of which a file of the kind needs at least one.
    """

    field: str
    column: str
    confidence: float
    why: str
    required: bool = False
    rivals: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    words: Mapping[str, str] = default(default_factory=dict)
    passed_over: tuple[str, ...] = ()

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
    """Proposes for one file; its columns are looked at once.

    `lookup` tells which ids are known ones; it is asked where nothing else says whom a row is about.
    """

    def __init__(
        self,
        name: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        lookup: Lookup | None = None,
    ) -> None:
        self.name, self.header, self.rows, self.lookup = name, tuple(header), rows, lookup

    @classmethod
    def of(cls, sheet: Sheet, lookup: Lookup | None = None) -> "Reader":
        """Of a sheet's first rows."""
        return cls(sheet.name, sheet.header, sampled(sheet), lookup)

    @cached_property
    def looks(self) -> Mapping[str, Looks]:
        """What each column's cells look like."""
        places = range(len(self.header))
        found = looks([[row[place] for row in self.rows] for place in places])
        return dict(zip(self.header, found, strict=True))

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
        able = [one for one in kinds if {*(told or {})} <= {*fields.names(one)}] or [*kinds]
        chosen = kind or max(able, key=lambda one: kinds[one])
        sure = 1.0 if kind else kinds[chosen]
        return Proposals(chosen, sure, self._fields(chosen, there, said or {}), kinds)

    def _fields(
        self, kind: str, told: Mapping[str, str], said: Mapping[str, Mapping[str, str]]
    ) -> tuple[Proposal, ...]:
        needed = [name for group in REQUIRED[kind] for name in group]
        others = [name for name in fields.names(kind) if name not in needed]
        guesses = evidence.guesses(kind, self.looks)
        if self.lookup and kind != "leads":
            guesses += references(guesses, told, self.looks, self.lookup)
        chosen = _assigned(guesses, told)
        found = []
        for name in (*needed, *others):
            one = self._one(kind, name, chosen.get(name), guesses, chosen)
            doubt = tuple(word for word in one.doubtful if not {word, "*"} & {*said.get(name, ())})
            one = replace(one, required=name in needed, doubtful=doubt)
            if name in told:
                also = (*one.rivals, *one.passed_over)
                one = Proposal(name, told[name], 1.0, "told", one.required, passed_over=also)
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
        near = tuple(
            one.column
            for one in guesses
            if one.field == name
            and one.column not in taken
            and one.confidence > guess.confidence - CLOSE_BY
            and one.confidence >= WORTH_SHOWING
        )
        beaten = tuple(other for other in near if _goes_before(name, guess.column, other))
        rivals = tuple(other for other in near if other not in beaten)
        words, doubtful = self._words(kind, name, guess.column)
        found = Proposal(name, guess.column, guess.confidence, guess.why, False, rivals)
        return replace(found, doubtful=doubtful, words=words, passed_over=beaten)

    def _words(self, kind: str, name: str, column: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """The words whose meaning is sure, and those that have to be asked."""
        its, found = fields.field(kind, name), self.looks[column].words
        if name == "tier" and evidence.holds_titles(column):
            return {}, found
        if its.cell not in (Cell.CHOICE, Cell.FLAG):
            return {}, ()
        answers = of_question(kind, name, column)
        sure = sure_words(kind, name, found)
        sure |= {its: answers[its.casefold()] for its in found if its.casefold() in answers}
        return sure, tuple(word for word in found if word not in sure)


def _goes_before(name: str, column: str, other: str) -> bool:
    """Whether a column needs no asking beside another: it bears the field's very name, or theirs.

    "Email 2" and "Email (2)" are "Email" once more.
    """
    if plain(column) == plain(other):
        return True
    return plain(column) == plain(name) or plain(_AGAIN.sub("", other)) == plain(column)


def wants_outcome(kind: str, proposals: Proposals, looks: Mapping[str, Looks]) -> tuple[str, ...]:
    """The words of a deal's stage that nobody knows, where none of the others says won."""
    found, taken = proposals.found(), proposals.taken()
    if kind != "deals" or "stage" not in found or "outcome" in taken:
        return ()
    words = looks[found["stage"].column].words
    sure = sure_words("deals", "outcome", words)
    return () if "won" in sure.values() else tuple(word for word in words if word not in sure)


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
