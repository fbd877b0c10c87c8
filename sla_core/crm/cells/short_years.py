"""Whether the year stands first or last in dates of three short parts, such as 26/09/30."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sla_core.crm.cells import dates
from sla_core.problems import Problem

CHOICE = (
    "the choice of year first (--year-first), day first (--day-first) or month first"
    " (--month-first)"
)
MANY, FEW = 20, 6
"""So many different numbers in one part are days, and so few in the other years: no file has dates
of twenty years and only of six days of the month."""


@dataclass(frozen=True)
class ShortYears:
    """What such dates show; pieces are joined by `|`.

    Each text is the first such cell as it stands: one that only begins with a year, one that only
    ends with one, one that may do either, one that ends with a year of four digits. `heads` and
    `tails` are the different first and last parts of those in doubt, `latest` the last year that
    the column's times may be of (0: any).
    """

    first: str = ""
    last: str = ""
    either: str = ""
    long: str = ""
    heads: frozenset[int] = frozenset()
    tails: frozenset[int] = frozenset()
    latest: int = 0

    @classmethod
    def of(cls, text: str) -> "ShortYears":
        """What one date shows; nothing where it has a year of four digits, or is none."""
        parts = re.split(r"\s*[-/.]\s*", text.rstrip("."))
        begins = dates.like_a_day(dates.parts(text, False, True)) and len(parts[0]) == 2
        ends = len(parts[-1]) == 2 and any(
            dates.like_a_day(dates.parts(text, day_first)) for day_first in (True, False)
        )
        if len(parts) != 3 or max(map(len, parts)) > 2 or not (begins or ends):
            return cls()
        if begins and ends:
            heads, tails = (frozenset({int(part)}) for part in (parts[0], parts[2]))
            return cls(either=text, heads=heads, tails=tails)
        return cls(first=text) if begins else cls(last=text)

    def __or__(self, other: "ShortYears") -> "ShortYears":
        return ShortYears(
            self.first or other.first,
            self.last or other.last,
            self.either or other.either,
            self.long or other.long,
            self.heads | other.heads,
            self.tails | other.tails,
            max(self.latest, other.latest),
        )

    @property
    def contradicts(self) -> bool:
        """Whether some dates must begin with the year and others end with it."""
        return bool(self.first and self.ends)

    @property
    def ends(self) -> str:
        """A date that ends with its year and has no other reading; "" where there is none."""
        return self.last or self.long

    def decided(self) -> tuple[bool, str] | None:
        """Whether the year stands first, and why as a clause; None where nothing decides.

        The reason is "" where nothing was in doubt.
        """
        if not self.either:
            return bool(self.first), f": “{self.first}” has no other reading" if self.first else ""
        if self.first or self.ends:
            return bool(self.first), f": “{self.first or self.ends}” has no other reading"
        ahead = [self._ahead(parts) for parts in (self.heads, self.tails)]
        if any(ahead) and not all(ahead):
            return bool(ahead[1]), f": otherwise some would lie in {max(ahead)}"
        return self._by_number()

    def as_asked(self, year_first: bool) -> tuple[bool, str]:
        """Whether the year stands first where the user has said so, and why as a clause."""
        if not self.first and not self.last and not self.either:
            return False, ""
        year_first = year_first if bool(self.first) == bool(self.last) else bool(self.first)
        return year_first, ", as was chosen" if year_first and self.either else ""

    def _ahead(self, parts: frozenset[int]) -> int:
        """The latest year among these parts, where it is beyond all that may be; else 0."""
        latest = max(map(dates.whole_year, parts))
        return latest if 0 < self.latest < latest else 0

    def _by_number(self) -> tuple[bool, str] | None:
        heads, tails = len(self.heads), len(self.tails)
        if max(heads, tails) < MANY or min(heads, tails) > FEW:
            return None
        shown = f"of their first parts {heads} are different, of their last ones {tails}"
        return heads < tails, f": {shown}"


Found = Mapping[str, tuple[bool, str]]
"""Column -> whether the year stands first, and why as a clause ("" where nothing was in doubt)."""


def decide(columns: Mapping[str, ShortYears], asked: bool | None, file: str) -> Found | Problem:
    """Where the year stands in each column, or the question that the user has to answer.

    `asked` is whether the user has said that it stands first; of a column whose dates can only be
    read otherwise that says nothing.
    """
    wrong = next((name for name, its in columns.items() if its.contradicts), None)
    if wrong is not None and asked is None:
        its = columns[wrong]
        kind = f"“{its.first}” begins with the year and “{its.ends}” ends with it"
        return Problem(kind, file, column=wrong, accepted=f"{CHOICE}, or dates of one kind")
    if asked is not None:
        return {name: its.as_asked(asked) for name, its in columns.items()}
    found = {name: its.decided() for name, its in columns.items()}
    known = {name: its for name, its in found.items() if its is not None}
    told = {its[0]: name for name, its in known.items() if its[1]}
    for name in found:
        if name not in known and len(told) == 1:
            ((year_first, other),) = told.items()
            known[name] = year_first, f", as those in “{other}” do"
        elif name not in known:
            kind = "nothing in the file says whether its dates begin or end with the year"
            accepted = f"{CHOICE}, or years of four digits"
            return Problem(kind, file, column=name, text=columns[name].either, accepted=accepted)
    return known


def rules(found: Found) -> Iterator[str]:
    """The sentences on columns whose dates might have begun with the year."""
    for name, (year_first, reason) in found.items():
        if reason:
            place = "begin with the year" if year_first else "end with the year"
            yield f"Dates in “{name}” {place}{reason}."
