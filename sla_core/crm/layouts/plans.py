"""How a file is to be read: which columns are which fields, and what that rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default

from sla_core import fields
from sla_core.crm.layouts.dialects import Dialect, bare
from sla_core.crm.stable import stable_columns, telling_columns

REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "leads": (("lead_id",), ("qualified_at", "created_at")),
    "deals": (("deal_id",), ("outcome", "stage")),
    "activities": (("at",), ("lead_id", "contact_id", "email")),
}
"""Per kind: of each group at least one field needs a column."""
MOST_NAMED = 20


@dataclass(frozen=True)
class Plan:
    """How a file is to be read: field -> columns of theirs, field -> one value for every row.

    `stable` are the columns from which ids are made where the file has none, `telling` those from
    which activities without an id get one, each by the name that it goes by there. `accepted` are the
    sentences on what was taken as what because it was sure enough; `guessed` are the fields whose
    column nobody named. `clocks` are columns of days -> the column with their times of day.
    """

    kind: str
    dialect: Dialect
    name: str
    columns: Mapping[str, tuple[str, ...]]
    set: Mapping[str, str]
    header: tuple[str, ...] = ()
    stable: tuple[str, ...] = ()
    telling: Mapping[str, str] = default(default_factory=dict)
    accepted: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()
    clocks: Mapping[str, str] = default(default_factory=dict)

    def with_made_ids(self) -> "Plan":
        """The plan with the columns from which ids are made, where the file has none."""
        return replace(
            self,
            stable=stable_columns(self.kind, self.header, self) or (),
            telling=telling_columns(self.header, self) if self.kind == "activities" else {},
        )

    def shown(self) -> dict[str, str]:
        """Field -> the columns' text, as people read it; days with their times of day."""
        return {name: " / ".join(self._with_clocks(its)) for name, its in self.columns.items()}

    def _with_clocks(self, columns: Sequence[str]) -> tuple[str, ...]:
        return (*columns, *(self.clocks[name] for name in columns if name in self.clocks))

    def missing(self) -> tuple[str, ...]:
        """The required fields that have no column: "lead_id", "qualified_at or created_at"."""
        there = {*self.columns, *self.set, *([fields.KEYS[self.kind]] if self.stable else ())}
        return tuple(" or ".join(any_of) for any_of in REQUIRED[self.kind] if not there & {*any_of})

    def lacking(self) -> str:
        """What is missing in words, with what the export calls it."""
        return " and ".join(map(self._lacking, self.missing()))

    def theirs(self, name: str) -> str:
        """What the export calls a field that has no column: "“Created Time”"; "" where unknown."""
        shown = [
            columns for names, columns in self.dialect.columns.items() if name in names.split()
        ]
        known = self.dialect.system != "file"
        return f"“{shown[0].split(' | ')[0]}”" if shown and known else ""

    def _lacking(self, group: str) -> str:
        known = [shown for name in group.split(" or ") if (shown := self.theirs(name))]
        return f"{group} (in this export {' or '.join(known)})" if known else group

    def rules(self) -> tuple[str, ...]:
        """The sentences on how the file is read, known before its rows are."""
        return (
            *(*self._constants(), *self._made(), *self._again(), *self._said(), *self.accepted),
            *self._not_read(),
        )

    def _constants(self) -> Iterator[str]:
        for name, value in sorted(self.set.items()):
            yield f"Every row's {name} is “{value}”."

    def _made(self) -> Iterator[str]:
        if self.kind == "activities" and "activity_id" not in {*self.columns, *self.set}:
            at = self._with_clocks(self.columns.get("at", ()))
            cells = dict.fromkeys((*at, *self.telling.values()))
            named = ", ".join(f"“{column}”" for column in cells)
            yield f"There is no id: one was made from {named}; rows that are the same there are one."
        if not self.stable:
            return
        named = ", ".join(f"“{column}”" for column in self.stable)
        moving = self.kind == "deals" and self.stable[-1] in self.columns.get("closed_at", ())
        yield (
            f"There is no id: one was made from {named}; a row in which one of these changes is"
            " another row." + (" A deal whose close date moves is such a row." if moving else "")
        )

    def _again(self) -> Iterator[str]:
        """Which of several columns of one name is read."""
        used = {column: name for name, columns in self.columns.items() for column in columns}
        for column, name in used.items():
            own = bare(column, self.header)
            places = [
                i for i, other in enumerate(self.header, 1) if bare(other, self.header) == own
            ]
            if len(places) > 1:
                place = self.header.index(column) + 1
                yield (
                    f"The header has “{own}” in the columns {' and '.join(map(str, places))};"
                    f" {name} is read from column {place}."
                )

    def _not_read(self) -> Iterator[str]:
        """The columns of a layout that is not known, or our own, which nothing comes from."""
        if self.dialect.system != "file":
            return
        read = {*self.stable, *self.telling.values(), *self.clocks.values()}
        read.update(column for columns in self.columns.values() for column in columns)
        told = " ".join(self.accepted)
        left = [
            f"“{column}”"
            for column in self.header
            if column.strip() and column not in read and f"“{column}”" not in told
        ]
        if left:
            more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
            yield f"Not read: {', '.join(left[:MOST_NAMED])}{more}."

    def _said(self) -> Iterator[str]:
        for name, sentence in self.dialect.says.items():
            if name in self.columns:
                yield sentence
