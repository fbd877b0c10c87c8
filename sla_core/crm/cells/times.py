"""Times as CRMs write them: from text to UTC instants, or to dates without a time of day."""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells import day_numbers
from sla_core.crm.cells.blanks import without_errors
from sla_core.crm.cells.compact import is_compact, spread
from sla_core.crm.cells.day_order import DayOrder, Signs
from sla_core.crm.cells.letters import ascii_marks
from sla_core.crm.cells.time_parts import Parts, to_utc
from sla_core.crm.cells.weekdays import without_weekdays

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.int64]
Read = tuple[Instants, Mask, Mask]

EARLIEST, LATEST = np.datetime64("1900-01-01", "us"), np.datetime64("2200-01-01", "us")
ACCEPTED = (
    "2026-11-23, 2026-11-23 14:05, 2026-11-23T14:05:00Z, 11/23/2026 2:05 PM, 23.11.2026 14:05"
    " or 23 Nov 2026 14:05"
)
WORDS = {
    **{f"{a}{day}{z}": "" for day in "月火水木金土日" for a, z in ("()", "（）")},
    **dict.fromkeys(("午前", "上午", "오전"), "AM "),
    **dict.fromkeys(("午後", "下午", "오후"), "PM "),
    **dict.fromkeys(("年", "月", "년", "월"), "/"),
    **dict.fromkeys(("日", "일"), " "),
    **dict.fromkeys(("時", "时", "시", "分", "분"), ":"),
    **dict.fromkeys(("秒", "초"), ""),
}
"""East Asian dates and clocks in signs; a colon that ends the text is taken off."""
_REST = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?P<fraction>[.,]\d{1,9})?(?P<tail>[^\d:.,].*)?)?$"
NUMERIC = r"^(?P<date>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:(?:T|,?\s+)" + _REST
THREE_WORDS = r"^(?P<date>[^-., /:]+[-., /]+[^-., /:]+[-., /]+\d{2,4})(?:,?\s+" + _REST
"""Shapes that nearly all cells have, and that are found in a third of the time."""
ANY_DATE = (
    r"^(?P<date>.*?)(?:(?:T|,?\s+|,)(?:(?i:at|um|à|às|a las)\s+)?(?P<before>[AaPp]\.?\s?[Mm]\.?)?"
    r"\s*(?P<clock>\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?)"
    r"(?P<fraction>[.,]\d{1,9})?(?P<tail>[^\d:.,].*)?)?$"
)
_DATE = (
    r"^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)"
)
_CLOCK = r"[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?"
_PLAIN = (
    (pa.timestamp("us"), False, rf"{_DATE}(?:{_CLOCK})?$"),
    (pa.timestamp("us", "UTC"), True, rf"{_DATE}{_CLOCK}(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$"),
)
"""What Arrow reads by itself, and a shape of which no cell makes it fail."""
_SAMPLE = 200
_NO_TEXT = pa.scalar(None, pa.string())


@dataclass(frozen=True)
class Times:
    """A column of times: UTC without a zone mark, null where blank or unreadable.

    `dates` marks those without a time of day. `local` counts the times that name no zone, `twice`
    and `never` those of them that a clock change made double and impossible.
    """

    values: Instants
    dates: Mask
    unreadable: Mask
    local: int = 0
    twice: int = 0
    never: int = 0


class TimeColumn:
    """A column, or a piece of one, of trimmed text (null where blank) that holds times."""

    def __init__(self, texts: pa.Array) -> None:
        self._there = pc.is_valid(texts).to_numpy(zero_copy_only=False)
        self._plain = _plain(texts)
        if not self._plain and any(map(is_compact, texts[:_SAMPLE].drop_null()[:1].to_pylist())):
            texts = spread(texts)
            self._plain = _plain(texts)
        self._texts = texts if self._plain else without_weekdays(texts)

    @property
    def plain(self) -> bool:
        """Whether all cells are ISO 8601, which has one reading."""
        return self._plain is not None

    def signs(self) -> Signs:
        """The evidence of the column itself for how its dates are to be read."""
        if self._plain:
            return Signs(units=frozenset({""} if self._there.any() else ()))
        first = [text for text in self._texts[:_SAMPLE].to_pylist() if text]
        if first and re.match(day_numbers.NUMBER, first[0]):
            units = day_numbers.units_of(without_errors(self._texts))
            if "" not in units:
                return Signs(units=units, number=first[0])
        return self._mixed.signs(frozenset({""}))

    def day_order(self) -> DayOrder:
        """The evidence of the column itself for what its slash dates begin with."""
        return self.signs().year_last

    def parse(
        self, zone: str, day_first: bool = False, unit: str = "", year_first: bool = False
    ) -> Times:
        """The column as instants; a time without a zone is read in `zone`.

        `unit` is what `day_numbers.together` says of a column in which all cells are numbers.
        `year_first` is about dates such as 26/09/30.
        """
        wall, dated, zoned = self._read(day_first, unit, year_first)
        outside = (wall < EARLIEST) | (wall >= LATEST)
        wall = np.where(outside, np.datetime64("NaT", "us"), wall)
        local = ~dated & ~zoned & ~np.isnat(wall)
        twice = never = 0
        if zone != "UTC" and local.any():
            wall[local], twice, never = to_utc(wall[local], zone)
        unread = np.isnat(wall)
        return Times(wall, dated & ~unread, self._there & unread, int(local.sum()), twice, never)

    def either_way(self) -> tuple[Instants, Instants] | None:
        """The days with the day first and with the month first; None where both are the same.

        A date that can be read in one way only is read so in both.
        """
        if self._plain or not self._mixed.in_doubt:
            return None
        first, second = (self._mixed.read(day_first)[0] for day_first in (True, False))
        first, second = (
            np.where(np.isnat(one), other, one) for one, other in ((first, second), (second, first))
        )
        return first.astype("datetime64[D]"), second.astype("datetime64[D]")

    def one_way(self) -> Instants:
        """The days of a column in which nothing is in doubt."""
        wall, _, _ = self._read(False, "", False)
        return wall.astype("datetime64[D]")

    def _read(self, day_first: bool, unit: str, year_first: bool) -> Read:
        if unit:
            return day_numbers.parse(self._texts, unit)
        return self._plain or self._mixed.read(day_first, year_first)

    @cached_property
    def _mixed(self) -> "_Mixed":
        return _Mixed(self._texts)


class _Mixed:
    """Cells in several formats: those that Arrow reads by itself, and the others in parts."""

    def __init__(self, texts: pa.Array) -> None:
        self._height = len(texts)
        self._easy, rest = _easy(texts)
        self._parts: list[tuple[Numbers, Parts]] = []
        rest = self._matched(rest, NUMERIC)
        if rest.null_count < len(rest):
            rest = self._matched(spread(rest), NUMERIC)
        if rest.null_count < len(rest):
            rest = self._matched(rest, THREE_WORDS)
        if rest.null_count < len(rest):
            self._matched(clocks_in_words(ascii_marks(rest, WORDS)), ANY_DATE)

    def _matched(self, texts: pa.Array, shape: str) -> pa.Array:
        """Keeps the parts of the cells of a shape; returns the others."""
        parts = pc.extract_regex(texts, shape)
        found = parts.is_valid()
        if not parts.null_count:
            self._parts.append((np.arange(len(texts)), Parts(parts)))
            return pa.nulls(len(texts), pa.string())
        rows = np.flatnonzero(found.to_numpy(zero_copy_only=False))
        self._parts.append((rows, Parts(parts.filter(found))))
        return pc.if_else(found, _NO_TEXT, texts)

    def signs(self, units: frozenset[str]) -> Signs:
        return reduce(or_, (parts.signs() for _, parts in self._parts), Signs(units=units))

    @cached_property
    def in_doubt(self) -> bool:
        order = self.signs(frozenset()).year_last
        return bool(order.doubtful or order.day_first or order.month_first)

    def read(self, day_first: bool, year_first: bool = False) -> Read:
        """Each cell in the format that it fits: the instants, dates alone, those with a zone."""
        wall = np.full(self._height, np.datetime64("NaT", "us"))
        dated, zoned = np.zeros((2, self._height), bool)
        mixed = ((rows, parts.read(day_first, year_first)) for rows, parts in self._parts)
        for rows, read in (*self._easy, *mixed):
            wall[rows], dated[rows], zoned[rows] = read
        return wall, dated, zoned


def _plain(texts: pa.Array) -> Read | None:
    """ISO 8601 throughout, with or without a zone: Arrow's own reading."""
    for kind, zoned, _ in _PLAIN:
        # A kind that does not fit costs Arrow an error message per cell: ask a few cells first.
        sample = _cast(texts.drop_null()[:_SAMPLE], kind)
        wall = None if sample is None else _cast(texts, kind)
        if wall is not None:
            return _with_dates(texts, wall, zoned)
    return None


def _easy(texts: pa.Array) -> tuple[list[tuple[Numbers, Read]], pa.Array]:
    """The cells of a mixed column that Arrow reads by itself, where they are many; and the rest."""
    found, sample = [], texts.drop_null()[:_SAMPLE]
    for kind, zoned, shape in _PLAIN:
        if 2 * (pc.sum(pc.match_substring_regex(sample, shape)).as_py() or 0) > len(sample):
            fits = pc.match_substring_regex(texts, shape).fill_null(False)
            rows = np.flatnonzero(fits.to_numpy(zero_copy_only=False))
            mine = texts.filter(fits)
            found.append((rows, _with_dates(mine, _cast(mine, kind), zoned)))
            texts = pc.if_else(fits, None, texts)
    return found, texts


def _with_dates(texts: pa.Array, wall: pa.Array, zoned: bool) -> Read:
    lengths = pc.binary_length(texts).fill_null(0).to_numpy(zero_copy_only=False)
    values = wall.to_numpy(zero_copy_only=False).astype("datetime64[us]")
    return values, lengths == 10, np.full(len(values), zoned)


def _cast(texts: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        return pc.cast(texts, kind).cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None


def clocks_in_words(texts: pa.Array) -> pa.Array:
    """14:30: is 14:30, and 14: is 14:00."""
    if not pc.any(pc.ends_with(texts, ":")).as_py():
        return texts
    whole = pc.replace_substring_regex(texts, r"(\s\d{1,2}|M\s*\d{1,2}):$", r"\1:00")
    return pc.replace_substring_regex(whole, r":$", "")
