"""Files whose columns bear our own names: which kind they are of, and what speaks against it."""

from collections.abc import Collection, Set

from sla_core import fields
from sla_core.crm.files.header import Sheet
from sla_core.crm.language.meanings import SURE
from sla_core.crm.language.names import named, of_a_thing
from sla_core.crm.layouts.dialects import Dialect, folded, own
from sla_core.crm.layouts.evidence import EVERYWHERE
from sla_core.crm.layouts.looks import sampled
from sla_core.crm.layouts.plans import REQUIRED

_TWICE = 0.8
"""Fewer different ids than this share of the rows that have one: the rows are not leads."""


def ours(header: Collection[str], kinds: Collection[str], told: bool) -> Dialect | None:
    """Our own names of one of these kinds; None where they are of none, or, unless the kind was
    `told`, more of the columns are surely another kind's.
    """
    names = {folded(name) for name in header}
    found = [kind for kind in kinds if _is_own(kind, names)]
    kind = max(found, key=lambda one: _likeness(one, names)) if found else None
    return own(kind) if kind and (told or not _is_anothers(kind, names)) else None


def repeats_leads(sheet: Sheet) -> bool:
    """Whether the ids of leads stand again and again, and no other column is of leads alone."""
    names = [folded(name) for name in sheet.header]
    alone = [name for name in names if _speaks(name, "leads", "activities")]
    if "lead_id" not in names or {*alone, "modified_at"} & {*names}:
        return False
    place = names.index("lead_id")
    cells = [row[place] for row in sampled(sheet) if row[place]]
    return len(set(cells)) < _TWICE * len(cells)


def _is_own(kind: str, names: Set[str]) -> bool:
    """Whether a header bears our own names: what is required, the kind's id, or mostly them."""
    whole, count = _likeness(kind, names)
    return whole or fields.KEYS[kind] in names or 2 * count > len(names)


def _likeness(kind: str, names: Set[str]) -> tuple[bool, int]:
    """Whether all that the kind requires is there, and how many of its fields are."""
    whole = all(names & {*any_of} for any_of in REQUIRED[kind])
    return whole, len(names & {*fields.names(kind)})


def _is_anothers(kind: str, names: Set[str]) -> bool:
    """Whether more columns are surely of one other kind than of this one, beside its id.

    Where all is there that the kind requires, it takes two more.
    """
    rest = names - {fields.KEYS[kind]}
    least = 2 if _likeness(kind, names)[0] else 1
    return any(
        sum(_speaks(name, other, kind) for name in rest)
        >= sum(_speaks(name, kind, other) for name in rest) + least
        for other in fields.KINDS
        if other != kind
    )


def _speaks(name: str, kind: str, other: str) -> bool:
    """Whether a column's name surely is of the one kind and not of the other."""
    if _fields(other, name) or _everywhere(name):
        return False
    return bool(_fields(kind, name)) or (of_a_thing(kind, name) and not of_a_thing(other, name))


def _fields(kind: str, name: str) -> set[str]:
    return _sure(kind, name) & {*fields.names(kind)}


def _everywhere(name: str) -> bool:
    return any(_sure(kind, name) & EVERYWHERE for kind in fields.KINDS)


def _sure(kind: str, name: str) -> set[str]:
    return {one.field for one in named(kind, name) if one.confidence >= SURE}
