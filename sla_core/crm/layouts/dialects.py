"""The exports that are known: each a declaration of its columns and words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sla_core import fields

_AGAIN = re.compile(r"(.+) \(\d+\)$")

SALES_SOURCES = {
    "Cold Call": "sales",
    "Cold Calling": "sales",
    "Outbound": "sales",
    "Outbound prospecting": "sales",
    "Sales": "sales",
    "Sales generated": "sales",
    "Self-sourced": "sales",
    "Offline Sources": "sales",
}
"""Sources whose leads are sales' own, in every CRM."""


@dataclass(frozen=True)
class Dialect:
    """One export: recognised when every cell of `signature` is in the header, none of `without`.

    Names parted by " | " are alternatives; of a field's columns the first with a cell that is not
    blank wins. Fields parted by a space share their columns. `values` translates words per field,
    `cells` per field and column of theirs ("outcome Call status"), `origins` says which sources are
    sales'. `set` is one value for every row. `lists` are columns with several ids in a cell.
    `block` is the column with which the export's own columns begin where it is joined with another
    thing's. `spans` are columns of durations, each with the field of the time that they begin at.
    `says` has, per field, what a reader of its figures has to know; it is said where the field has a
    column.
    """

    name: str
    kind: str
    signature: tuple[str, ...]
    columns: Mapping[str, str]
    without: str = ""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=lambda: SALES_SOURCES)
    set: Mapping[str, str] = field(default_factory=dict)
    lists: str = ""
    block: str = ""
    spans: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def system(self) -> str:
        """The CRM that the export is of: what its name begins with."""
        return self.name.partition("-")[0]

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a header is this export's."""
        there = {folded(name) for name in header}
        wanted = all(there & _alternatives(name) for name in self.signature)
        return wanted and not there & _alternatives(self.without)

    def mapped(self, header: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Field -> the header's columns for it, in the order in which they are asked."""
        there = {**by_folded(header), **own_block(header, self.block)}
        found = {
            name: tuple(there[key] for key in _ordered(columns) if key in there)
            for names, columns in self.columns.items()
            for name in names.split()
        }
        if "amount" in found:
            # Beside an amount stands one currency: a second amount would not be in it.
            found["amount"] = found["amount"][:1]
        return {name: columns for name, columns in found.items() if columns}

    def words(self, name: str, column: str) -> Mapping[str, str]:
        """Theirs -> ours for one field as one column of theirs writes it."""
        own = {folded(key): words for key, words in self.cells.items()}
        return own.get(folded(f"{name} {column}"), self.values.get(name, {}))

    def since(self, column: str) -> str:
        """The field of the time at which the column's durations begin; "" where it has none."""
        return {folded(key): name for key, name in self.spans.items()}.get(folded(column), "")

    def several(self, column: str) -> bool:
        """Whether the column's cells hold several ids."""
        return folded(column) in _alternatives(self.lists)


def folded(name: str) -> str:
    """A header cell without differences of case and white space."""
    return " ".join(name.casefold().split())


def by_folded(header: Sequence[str]) -> dict[str, str]:
    """Folded name -> header cell; of equal names the first."""
    return {folded(name): name for name in reversed(header)}


def own_block(header: Sequence[str], begin: str) -> dict[str, str]:
    """Folded name -> header cell, of the columns that belong to the thing whose id is `begin`.

    An export of contacts with their companies has "Create Date" twice (the second is called "Create
    Date (2)"): the contact's is the one after `Record ID - Contact` and before the next such id.
    """
    prefix = folded(begin).partition(" - ")[0] + " - "
    starts = [place for place, name in enumerate(header) if folded(name).startswith(prefix)]
    own = next((place for place in starts if folded(header[place]) == folded(begin)), None)
    if own is None:
        return {}
    end = next((place for place in starts if place > own), len(header))
    return {folded(bare(name, header)): name for name in reversed(header[own:end])}


def bare(name: str, header: Sequence[str]) -> str:
    """A header cell's own name: "Create Date" for the second one, which is "Create Date (2)"."""
    found = _AGAIN.match(name)
    return found[1] if found and found[1] in header else name


def own(kind: str) -> Dialect:
    """A file whose columns bear our own field names."""
    names = fields.names(kind)
    return Dialect("file", kind, (), {name: name for name in names})


def _ordered(names: str) -> list[str]:
    return [folded(name) for name in names.split(" | ") if name]


def _alternatives(names: str) -> set[str]:
    return set(_ordered(names))
