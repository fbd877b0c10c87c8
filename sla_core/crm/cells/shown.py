"""What a file's cells show of how they are to be read, piece by piece; and what is decided by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sla_core import fields
from sla_core.crm.cells import day_evidence, day_first, decimals
from sla_core.crm.cells.cells import Reading
from sla_core.crm.cells.day_evidence import Evidence
from sla_core.crm.cells.decimals import Around, Decimals
from sla_core.crm.cells.numbers import NumberColumn
from sla_core.crm.cells.times import TimeColumn
from sla_core.fields import Cell
from sla_core.problems import Problem


@dataclass(frozen=True)
class Shown:
    """The evidence of a piece of a file; pieces are joined in their order by `|`."""

    times: Evidence = field(default_factory=Evidence)
    numbers: Mapping[str, Decimals] = field(default_factory=dict)

    def __or__(self, other: "Shown") -> "Shown":
        nothing = Decimals()
        names = dict.fromkeys([*self.numbers, *other.numbers])
        numbers = {
            name: self.numbers.get(name, nothing) | other.numbers.get(name, nothing)
            for name in names
        }
        return Shown(self.times | other.times, numbers)


@dataclass(frozen=True)
class Settled:
    """What was decided for each column, and the sentences (`rules`) that say so."""

    zone: str = "UTC"
    times: day_first.Decision = field(default_factory=day_first.Decision)
    numbers: decimals.Marked = field(default_factory=decimals.Marked)

    def reading(self, column: str) -> Reading:
        """How the cells of a column are read."""
        return Reading(
            self.zone,
            self.times.day_first.get(column, False),
            self.times.units.get(column, ""),
            self.numbers.marks.get(column, ""),
            column in self.times.year_first,
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The sentences that the page shows, with their evidence."""
        return self.times.rules + self.numbers.rules


def show(
    kind: str,
    columns: Mapping[str, Sequence[str]],
    times: Mapping[str, TimeColumn],
    numbers: Mapping[str, NumberColumn],
    now: datetime,
    known: Shown | None = None,
) -> Shown:
    """The evidence of one piece: `columns` by field, `times` and `numbers` by column.

    `known` is what the pieces before have shown.
    """
    found = day_evidence.gather(kind, columns, times, now, known.times if known else None)
    return Shown(found, {name: column.decimals() for name, column in numbers.items()})


def settle(
    shown: Shown,
    zone: str,
    day_first_asked: bool | None,
    decimal_asked: str | None,
    delimiter: str,
    file: str,
    year_first_asked: bool | None = None,
) -> Settled | Problem:
    """The decisions for a whole file, or the question that the user has to answer."""
    times = day_first.decide(shown.times, day_first_asked, file, year_first_asked)
    if isinstance(times, Problem):
        return times
    evidence = shown.times.without(times.year_first)
    month_first = any(
        signs.year_last.month_first and not times.day_first[name]
        for name, signs in evidence.signs.items()
    )
    around = Around(delimiter, evidence.dotted, month_first)
    return Settled(zone, times, decimals.decide(shown.numbers, decimal_asked, around))


def columns_of(kind: str, columns: Mapping[str, Sequence[str]], *cells: Cell) -> list[str]:
    """The columns that are read as such cells, each once."""
    its = (name for name in columns if fields.field(kind, name).cell in cells)
    return list(dict.fromkeys(column for name in its for column in columns[name]))
