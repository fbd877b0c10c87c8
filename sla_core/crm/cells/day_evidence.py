"""All that the pieces of a file show of the order in its dates, columns beside each other too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from sla_core import periods
from sla_core.crm.cells.day_order import DayOrder, Days, Signs, Walk
from sla_core.crm.cells.short_years import ShortYears

Way = TypeVar("Way")
Key = TypeVar("Key")
READINGS = (True, False)
"""The day first, the month first."""


@dataclass(frozen=True)
class Clue:
    """Something that should not be, in `columns`; in words if it happens once, and more often.

    `hard` clues cannot be at all; others happen now and then in a sound file.
    """

    columns: tuple[str, ...]
    once: str
    often: str
    hard: bool = False

    def words(self, count: int) -> str:
        """The clause on so many of them."""
        return self.once if count == 1 else f"{count:,} {self.often}"


Counts = Mapping[tuple[bool, ...], int]
"""How often a clue is found: per reading of each of its columns."""


@dataclass(frozen=True)
class Evidence:
    """All that the pieces of a file show; pieces are joined in their order by `|`."""

    signs: Mapping[str, Signs] = field(default_factory=dict)
    clues: Mapping[Clue, Counts] = field(default_factory=dict)
    walks: Mapping[str, tuple[Walk, Walk]] = field(default_factory=dict)

    def __or__(self, other: "Evidence") -> "Evidence":
        return Evidence(
            _joined(self.signs, other.signs, lambda one, two: one | two),
            _joined(self.clues, other.clues, _added),
            {
                name: (
                    self._walk(name, 0) | other._walk(name, 0),
                    self._walk(name, 1) | other._walk(name, 1),
                )
                for name in {**self.walks, **other.walks}
            },
        )

    def _walk(self, name: str, way: int) -> Walk:
        """A column's walk; in no order where the column has cells that were not walked through."""
        if name in self.walks:
            return self.walks[name][way]
        cells = name in self.signs and bool(self.signs[name].units)
        return Walk(rises=not cells, falls=not cells)

    def without(self, year_first: frozenset[str]) -> "Evidence":
        """The evidence where dates of three short parts begin with the year in these columns."""
        if not year_first:
            return self
        signs = {
            name: replace(its, ending=DayOrder(), dotted=False) if name in year_first else its
            for name, its in self.signs.items()
        }
        clues = {c: n for c, n in self.clues.items() if not year_first & {*c.columns}}
        walks = {name: its for name, its in self.walks.items() if name not in year_first}
        return Evidence(signs, clues, walks)

    @property
    def settled(self) -> bool:
        """Whether every column with slash dates shows by itself what they begin with."""
        return all(each.year_last.decided is not None for each in self.signs.values())

    @property
    def dotted(self) -> bool:
        """Whether there are dates such as 23.11.2026, as countries with a decimal comma write."""
        return any(each.dotted for each in self.signs.values())


class Times(Protocol):
    """A piece of a column of times, as `times.TimeColumn` is."""

    def signs(self) -> Signs:
        """What the column shows by itself."""

    def either_way(self) -> tuple[Days, Days] | None:
        """Its days in both readings."""

    def one_way(self) -> Days:
        """Its days where there is one reading."""


def gather(
    kind: str,
    columns: Mapping[str, Sequence[str]],
    times: Mapping[str, Times],
    now: datetime,
    known: Evidence | None = None,
) -> Evidence:
    """The evidence of one piece of a file: `columns` by field, `times` by column.

    What columns show beside each other is looked for only where one is in doubt; `known` is what
    the pieces before have shown.
    """
    signs = Evidence(
        {
            name: column.signs() | Signs(years=ShortYears(latest=_latest(name, columns, now)))
            for name, column in times.items()
        }
    )
    if (signs if known is None else known | signs).settled:
        return signs
    written = {name: column for name, column in times.items() if not signs.signs[name].unit}
    ways = {name: column.either_way() for name, column in written.items()}
    doubtful = {name for name, both in ways.items() if both}
    if not doubtful:
        return signs
    days = {name: both or (times[name].one_way(),) * 2 for name, both in ways.items()}
    clues = dict(_clues(kind, columns, days, doubtful, now))
    walks = {name: (Walk.of(first), Walk.of(second)) for name, (first, second) in days.items()}
    return Evidence(signs.signs, clues, walks)


_AFTER_CREATION = {
    "qualified_at": "be qualified",
    "presented_at": "be handed over",
    "assigned_at": "be assigned",
    "returned_at": "be handed back",
    "first_follow_up_at": "be followed up",
    "closed_out_at": "be closed",
    "closed_at": "close",
    "modified_at": "be changed",
}
_MAY_LIE_AHEAD = {"at", "closed_at"}
"""A planned call, and the close that is hoped for."""


def _latest(column: str, columns: Mapping[str, Sequence[str]], now: datetime) -> int:
    """The last year that the times of a column may be of."""
    ahead = any(column in columns.get(name, ()) for name in _MAY_LIE_AHEAD)
    return now.year + (5 if ahead else 0)


def _clues(
    kind: str,
    columns: Mapping[str, Sequence[str]],
    days: Mapping[str, tuple[Days, Days]],
    doubtful: set[str],
    now: datetime,
) -> Iterator[tuple[Clue, Counts]]:
    tomorrow = periods.as_instant(now).astype("datetime64[D]") + 1
    for name, theirs in columns.items():
        for column in doubtful.intersection(theirs):
            words = f"in “{column}” would lie in the future"
            counts: Counts = {(way,): _count(days[column][not way] > tomorrow) for way in READINGS}
            hard = name not in _MAY_LIE_AHEAD
            yield Clue((column,), f"one time {words}", f"times {words}", hard), counts
    for early, name in product(columns.get("created_at", ()), _AFTER_CREATION):
        for late in columns.get(name, ()):
            if early != late and {early, late} & doubtful and {early, late} <= {*days}:
                once = f"one of the {kind} would {_AFTER_CREATION[name]} before it was created"
                often = f"{kind} would {_AFTER_CREATION[name]} before they were created"
                clue = Clue((early, late), once, often, name == "modified_at")
                yield clue, _clashes(days[early], days[late])


def _clashes(early: tuple[Days, Days], late: tuple[Days, Days]) -> Counts:
    """How often the late day is before the early one; a day more, as zones may differ."""
    return {
        (one, other): _count(late[not other] + 1 < early[not one])
        for one, other in product(READINGS, READINGS)
    }


def _count(found: npt.NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(found))


def _added(one: Counts, other: Counts) -> Counts:
    return {way: one.get(way, 0) + other.get(way, 0) for way in {*one, *other}}


def _joined(one: Mapping[Key, Way], other: Mapping[Key, Way], join: object) -> dict[Key, Way]:
    keys: Iterable[Key] = dict.fromkeys([*one, *other])
    return {
        key: join(one[key], other[key])  # type: ignore[operator]
        if key in one and key in other
        else (one[key] if key in one else other[key])
        for key in keys
    }
