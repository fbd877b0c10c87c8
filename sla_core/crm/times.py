"""Times as CRMs write them: from text to UTC instants, or to dates without a time of day."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.int64]

EARLIEST, LATEST = np.datetime64("1900-01-01", "us"), np.datetime64("2200-01-01", "us")
ACCEPTED = (
    "2026-11-23, 2026-11-23 14:05, 2026-11-23T14:05:00Z, 11/23/2026 2:05 PM or 23.11.2026 14:05"
)
DATES = {
    "year first": re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"),
    "day first": re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d{2})"),
    "either": re.compile(r"(?P<a>\d{1,2})[-/](?P<b>\d{1,2})[-/](?P<y>\d{4}|\d{2})"),
}
"""How a date may be written; "either" begins with the day or with the month."""
_ZONE = r"Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}"
_SHAPE = (
    r"^(?P<date>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:(?:T|,?\s+)(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
    rf"(?P<fraction>[.,]\d{{1,9}})?(?P<tail>\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:{_ZONE})?))?$"
)
_SAMPLE = 200
_NONE = np.iinfo(np.int64).min
_DAY, _HOUR, _MINUTE = 86_400_000_000, 3_600_000_000, 60_000_000


@dataclass(frozen=True)
class Times:
    """A column of times: UTC without a zone mark, null where blank or unreadable.

    `dates` marks those without a time of day, `twice` and `never` count the local times that a
    clock change made double and impossible.
    """

    values: Instants
    dates: Mask
    unreadable: Mask
    twice: int = 0
    never: int = 0


@dataclass(frozen=True)
class DayOrder:
    """What slash dates show: a first part over 12, a second part over 12, or one in doubt."""

    day_first: bool = False
    month_first: bool = False
    doubtful: str = ""

    def __or__(self, other: "DayOrder") -> "DayOrder":
        return DayOrder(
            self.day_first or other.day_first,
            self.month_first or other.month_first,
            self.doubtful or other.doubtful,
        )

    @property
    def decided(self) -> bool | None:
        """True for the day first, False for the month first; None where nothing decides."""
        if self.day_first != self.month_first:
            return self.day_first
        return None if self.doubtful or self.day_first else False


class TimeColumn:
    """A column of trimmed text (null where blank) that holds times."""

    def __init__(self, texts: pa.Array) -> None:
        self._there = pc.is_valid(texts).to_numpy(zero_copy_only=False)
        self._plain = _plain(texts)
        self._parts = None if self._plain else pc.extract_regex(texts, _SHAPE)

    def day_order(self) -> DayOrder:
        """The evidence of the column itself."""
        order = DayOrder()
        for text in self._part("date").dictionary.to_pylist() if self._parts is not None else ():
            found = DATES["either"].fullmatch(text or "")
            if found:
                first, second = int(found["a"]), int(found["b"])
                doubt = text if first != second and max(first, second) <= 12 else ""
                order |= DayOrder(first > 12 >= second, second > 12 >= first, doubt)
        return order

    def parse(self, zone: str, day_first: bool = False) -> Times:
        """The column as instants; a time without a zone is read in `zone`."""
        wall, dates, zoned = self._plain or self._any_format(day_first)
        outside = (wall < EARLIEST) | (wall >= LATEST)
        wall = np.where(outside, np.datetime64("NaT", "us"), wall)
        local = ~dates & ~zoned & ~np.isnat(wall)
        twice = never = 0
        if zone != "UTC" and local.any():
            wall[local], twice, never = to_utc(wall[local], zone)
        unread = np.isnat(wall)
        return Times(wall, dates & ~unread, self._there & unread, twice, never)

    def _part(self, name: str) -> pa.DictionaryArray:
        part = pc.struct_field(self._parts, name)
        return pc.if_else(pc.is_valid(self._parts), part, None).dictionary_encode()

    def _numbers(self, name: str, number: Callable[[str], int]) -> Numbers:
        """A part as numbers, _NONE where there is none or no such."""
        part = self._part(name)
        known = [number(text) if text else _NONE for text in part.dictionary.to_pylist()]
        known_and_none = np.array([*known, _NONE], np.int64)
        places = part.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        numbers: Numbers = known_and_none[places]
        return numbers

    def _any_format(self, day_first: bool) -> tuple[Instants, Mask, Mask]:
        """Each cell in the format that it fits: the instants, dates alone, those with a zone."""
        days = self._numbers("date", lambda text: _day(text, day_first))
        clock, fraction = self._numbers("clock", _clock), self._numbers("fraction", _fraction)
        half, offset = self._numbers("tail", _half), self._numbers("tail", _offset)
        timed = pc.not_equal(self._part("clock").cast(pa.string()), "").fill_null(False)
        timed = timed.to_numpy(zero_copy_only=False)
        hour = clock // _HOUR
        wrong = (days == _NONE) | (timed & (clock == _NONE))
        wrong |= (half != _NONE) & ((hour < 1) | (hour > 12))
        halved = np.where(half == _NONE, 0, half * 12 - 12 * (hour == 12)) * _HOUR
        micros = sum(np.where(part == _NONE, 0, part) for part in (clock, fraction))
        micros = micros - np.where(offset == _NONE, 0, offset) + np.where(clock == _NONE, 0, halved)
        total = np.where(wrong, 0, days) * _DAY + micros
        wall = np.where(wrong, np.datetime64("NaT", "us"), total.astype("datetime64[us]"))
        return wall, ~timed, offset != _NONE


def to_utc(wall: Instants, zone: str) -> tuple[Instants, int, int]:
    """Local times as instants: a double one is the earlier, an impossible one the first after it.

    Returns the instants, how many were double and how many impossible.
    """
    index = pd.DatetimeIndex(wall)
    first = index.tz_localize(zone, ambiguous=np.ones(len(wall), bool), nonexistent="shift_forward")
    last = index.tz_localize(zone, ambiguous=np.zeros(len(wall), bool), nonexistent="shift_forward")
    never = int((first.tz_localize(None) != index).sum())
    instants = first.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]")
    return instants, int((first != last).sum()), never


def _plain(texts: pa.Array) -> tuple[Instants, Mask, Mask] | None:
    """ISO 8601 throughout, with or without a zone: Arrow's own reading."""
    lengths = pc.binary_length(texts).fill_null(0).to_numpy(zero_copy_only=False)
    for kind, zoned in ((pa.timestamp("us"), False), (pa.timestamp("us", "UTC"), True)):
        # A kind that does not fit costs Arrow an error message per cell: ask a few cells first.
        sample = _cast(texts.drop_null()[:_SAMPLE], kind)
        wall = None if sample is None else _cast(texts, kind)
        if wall is not None:
            values = wall.to_numpy(zero_copy_only=False).astype("datetime64[us]")
            return values, lengths == 10, np.full(len(values), zoned)
    return None


def _cast(texts: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        return pc.cast(texts, kind).cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None


def _day(text: str, day_first: bool) -> int:
    """Days since 1970."""
    for name, pattern in DATES.items():
        found = pattern.fullmatch(text)
        if found:
            a, b = ("d", "m") if name != "either" else ("a", "b") if day_first else ("b", "a")
            return _days_since_1970(found["y"], int(found[b]), int(found[a]))
    return _NONE


def _days_since_1970(year: str, month: int, day: int) -> int:
    """Years of two digits are 1970 to 2069."""
    full = int(year) if len(year) > 2 else int(year) + (2000 if int(year) < 70 else 1900)
    try:
        return date(full, month, day).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError:
        return _NONE


def _clock(text: str) -> int:
    """Microseconds since midnight."""
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        return _NONE
    return ((hour * 60 + minute) * 60 + second) * 1_000_000


def _fraction(text: str) -> int:
    return int(text[1:7].ljust(6, "0"))


def _half(tail: str) -> int:
    """0 in the morning, 1 after noon; 12 AM is 0 and 12 PM is 12."""
    found = re.match(r"\s*([AaPp])\.?[Mm]", tail)
    return "ap".index(found[1].lower()) if found else _NONE


def _offset(tail: str) -> int:
    """Microseconds east of Greenwich; 0 for Z."""
    found = re.search(rf"(?:{_ZONE})$", tail)
    if not found:
        return _NONE
    if found[0][0] not in "+-":
        return 0
    digits = found[0][1:].replace(":", "").ljust(4, "0")
    east = (int(digits[:2]) * 60 + int(digits[2:])) * _MINUTE
    return east if found[0][0] == "+" else -east
