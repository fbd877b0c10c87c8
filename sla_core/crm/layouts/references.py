"""Columns that hold the ids of leads which are known already: whom a deal or an activity is about."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sla_core.crm.language.meanings import SURE
from sla_core.crm.layouts.evidence import Guess
from sla_core.crm.layouts.looks import Looks

Lookup = Callable[[Collection[str]], Mapping[str, frozenset[str]]]
"""Of some ids those that are known, by field: lead_id, contact_id."""

REFERENCES = ("lead_id", "contact_id", "email")
_MOSTLY, _SAMPLED = 0.8, 20
_TELLING, _MAYBE = 0.93, 0.8
_LONG = 5
"""Numbers of fewer digits are counted from 1 in many lists: that they are the same says little."""


def references(
    guesses: Sequence[Guess], told: Collection[str], columns: Mapping[str, Looks], lookup: Lookup
) -> Iterator[Guess]:
    """The columns whose ids mostly are known ones, where nothing else says whom a row is about."""
    sure = {one.field for one in guesses if one.confidence >= SURE}
    if {*REFERENCES} & (sure | {*told}):
        return
    named = {one.column for one in guesses if one.confidence >= SURE}
    ids = {
        column: its.words[:_SAMPLED]
        for column, its in columns.items()
        if column not in named and its.codes * its.whole >= _MOSTLY and not its.times
    }
    known = lookup({word for words in ids.values() for word in words}) if ids else {}
    for column, words in ids.items():
        for name, found in known.items():
            count = sum(word in found for word in words)
            if count >= _MOSTLY * len(words) > 0:
                why = (
                    f"{count} of its first {len(words)} ids are those of"
                    f" {name.removesuffix('_id')}s that are known"
                )
                yield Guess(name, column, _MAYBE if _may_be_own(columns[column]) else _TELLING, why)
                break


def _may_be_own(its: Looks) -> bool:
    """Whether the ids may as well be the rows' own, which are the same by chance."""
    if any(letter.isalpha() for word in its.words for letter in word):
        return False
    return its.unique or any(len(word) < _LONG for word in its.words)
