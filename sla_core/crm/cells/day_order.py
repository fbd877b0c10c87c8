"""Whether dates begin with the day or the month: what a column shows by itself."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sla_core.crm.cells import dates, day_numbers
from sla_core.crm.cells.short_years import ShortYears

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class DayOrder:
    """What slash dates show: a cell whose first part is over 12, one whose second is, one in doubt.

    Each is the first such cell as it stands, or "".
    """

    day_first: str = ""
    month_first: str = ""
    doubtful: str = ""

    @classmethod
    def of(cls, text: str) -> "DayOrder":
        """What one date shows; nothing where both readings are the same."""
        first, second = dates.first_parts(text) or (0, 0)
        if max(first, second) <= 12:
            return cls(doubtful=text if first != second else "")
        if min(first, second) > 12:
            return cls()
        return cls(day_first=text) if first > 12 else cls(month_first=text)

    def __or__(self, other: "DayOrder") -> "DayOrder":
        return DayOrder(
            self.day_first or other.day_first,
            self.month_first or other.month_first,
            self.doubtful or other.doubtful,
        )

    @property
    def contradicts(self) -> bool:
        """Whether some dates must begin with the day and others with the month."""
        return bool(self.day_first and self.month_first)

    @property
    def decided(self) -> bool | None:
        """True for the day first, False for the month first; None where nothing decides."""
        if bool(self.day_first) != bool(self.month_first):
            return bool(self.day_first)
        return None if self.doubtful or self.day_first else False


@dataclass(frozen=True)
class Signs:
    """What a column shows by itself: its day order, and whether its times are bare numbers.

    `units` are those of `day_numbers.UNITS`, "" where a cell is no such number; `number` is the
    first cell where all are. `dotted`: there are dates such as 23.11.2026. `years` is about dates
    such as 26/09/30; `ending` what these show of day and month if the year stands last.
    """

    order: DayOrder = DayOrder()
    units: frozenset[str] = frozenset()
    number: str = ""
    dotted: bool = False
    years: ShortYears = field(default_factory=ShortYears)
    ending: DayOrder = DayOrder()

    def __or__(self, other: "Signs") -> "Signs":
        return Signs(
            self.order | other.order,
            self.units | other.units,
            self.number or other.number,
            self.dotted or other.dotted,
            self.years | other.years,
            self.ending | other.ending,
        )

    @property
    def year_last(self) -> DayOrder:
        """What the dates show of day and month, if the year of two digits stands last."""
        return self.order | self.ending

    @property
    def unit(self) -> str:
        """What all cells are, if they are numbers that are times, else ""."""
        return day_numbers.together(self.units)


@dataclass(frozen=True)
class Walk:
    """A column's days from row to row: the first and last, how many differ from the one before."""

    first: int | None = None
    last: int | None = None
    steps: int = 0
    rises: bool = True
    falls: bool = True

    @classmethod
    def of(cls, days: Days) -> "Walk":
        """The walk through one piece's days, NaT left out."""
        known = days[~np.isnat(days)].astype(np.int64)
        if not len(known):
            return cls()
        moves = np.diff(known)
        steps = int(np.count_nonzero(moves))
        return cls(
            int(known[0]), int(known[-1]), steps, bool((moves >= 0).all()), bool((moves <= 0).all())
        )

    def __or__(self, other: "Walk") -> "Walk":
        """This piece and the one that follows it."""
        move = 0 if self.last is None or other.first is None else other.first - self.last
        return Walk(
            other.first if self.first is None else self.first,
            self.last if other.last is None else other.last,
            self.steps + other.steps + (move != 0),
            self.rises and other.rises and move >= 0,
            self.falls and other.falls and move <= 0,
        )

    @property
    def in_order(self) -> bool:
        """Whether so many rows in order are no accident."""
        return self.steps >= 5 and (self.rises or self.falls)
