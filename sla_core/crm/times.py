"""Times as CRMs write them: from text to UTC instants, or to dates without a time of day."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.datetime64]
Parts = dict[str, npt.NDArray[np.int64]]

EARLIEST, LATEST = np.datetime64("1900-01-01", "us"), np.datetime64("2200-01-01", "us")
_CLOCK = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
_HALF = r"\s*(?:(?P<p>[AaPp])\.?[Mm]\.?)?"
_ZONE = r"\s*(?:(?P<z>Z|z|UTC|GMT)|(?P<sign>[+-])(?P<zh>\d{2}):?(?P<zm>\d{2})?)?"
FORMATS = {
    "iso": rf"^(?P<y>\d{{4}})[-/](?P<mo>\d{{1,2}})[-/](?P<d>\d{{1,2}})(?:[T\s]+{_CLOCK}{_ZONE})?$",
    "slash": rf"^(?P<a>\d{{1,2}})[/-](?P<b>\d{{1,2}})[/-](?P<y>\d{{4}}|\d{{2}})(?:,?\s+{_CLOCK}{_HALF})?$",
    "dots": rf"^(?P<d>\d{{1,2}})\.(?P<mo>\d{{1,2}})\.(?P<y>\d{{4}}|\d{{2}})(?:,?\s+{_CLOCK})?$",
}
"""How a time may be written; "slash" has the day or the month first."""
ACCEPTED = (
    "2026-11-23, 2026-11-23 14:05, 2026-11-23T14:05:00Z, 11/23/2026 2:05 PM or 23.11.2026 14:05"
)


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
    """What the slash dates of a column say: is there a first part over 12, a second, any doubt."""

    day_first: bool = False
    month_first: bool = False
    open: bool = False
    example: str = ""

    def __or__(self, other: "DayOrder") -> "DayOrder":
        return DayOrder(
            self.day_first or other.day_first,
            self.month_first or other.month_first,
            self.open or other.open,
            self.example or other.example,
        )

    @property
    def decided(self) -> bool | None:
        """True for the day first, False for the month first; None where nothing decides."""
        if self.day_first == self.month_first:
            return None if self.open or self.day_first else False
        return self.day_first


def day_order(texts: pa.Array) -> DayOrder:
    """The evidence of one column of trimmed text."""
    parts = None if _plain(texts) else _split(texts, "slash")
    if not parts:
        return DayOrder()
    a, b, there = parts["a"], parts["b"], parts["y"] >= 0
    doubtful = there & (a <= 12) & (b <= 12) & (a != b)
    example = texts[int(np.flatnonzero(doubtful)[0])].as_py() if doubtful.any() else ""
    return DayOrder(
        bool((there & (a > 12) & (b <= 12)).any()),
        bool((there & (b > 12) & (a <= 12)).any()),
        bool(doubtful.any()),
        example,
    )


def parse_times(texts: pa.Array, zone: str, day_first: bool = False) -> Times:
    """Trimmed text (blank is null) as instants; a time without a zone is read in `zone`."""
    there = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    wall, dates, zoned = _plain(texts) or _any_format(texts, day_first)
    outside = (wall < EARLIEST) | (wall >= LATEST)
    wall = np.where(outside, np.datetime64("NaT", "us"), wall)
    local = ~dates & ~zoned & ~np.isnat(wall)
    twice = never = 0
    if zone != "UTC" and local.any():
        wall[local], twice, never = to_utc(wall[local], zone)
    unread = np.isnat(wall)
    return Times(wall, dates & ~unread, there & unread, twice, never)


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
        try:
            wall = pc.cast(texts, kind).cast(pa.timestamp("us"))
        except pa.ArrowInvalid:
            continue
        values = wall.to_numpy(zero_copy_only=False).astype("datetime64[us]")
        return values, lengths == 10, np.full(len(values), zoned)
    return None


def _any_format(texts: pa.Array, day_first: bool) -> tuple[Instants, Mask, Mask]:
    """Each cell in the format that it fits."""
    wall = np.full(len(texts), "NaT", "datetime64[us]")
    dates, zoned = np.zeros(len(texts), bool), np.zeros(len(texts), bool)
    for name in FORMATS:
        parts = _split(texts, name)
        if not parts:
            continue
        if name == "slash":
            parts["d"], parts["mo"] = (
                (parts["a"], parts["b"]) if day_first else (parts["b"], parts["a"])
            )
        found = parts["y"] >= 0
        wall = np.where(found, _instants(parts), wall)
        dates |= found & (parts["h"] < 0)
        zoned |= found & ((parts["z"] >= 0) | (parts["zh"] >= 0))
    return wall, dates, zoned


def _split(texts: pa.Array, name: str) -> Parts | None:
    """The parts of the cells that fit the format, -1 where there is none; None where none fits."""
    found = pc.extract_regex(texts, FORMATS[name])
    if found.null_count == len(found):
        return None
    gaps = pc.is_null(found).to_numpy(zero_copy_only=False)
    groups = re.findall(r"\?P<(\w+)>", FORMATS[name])
    parts = {group: _numbers(pc.struct_field(found, group), group, gaps) for group in groups}
    blank = np.full(len(texts), -1, np.int64)
    return dict.fromkeys(("f", "p", "z", "sign", "zh", "zm", "s"), blank) | parts


def _numbers(part: pa.Array, group: str, gaps: Mask) -> npt.NDArray[np.int64]:
    """One part as numbers; am, + and Z are 0, pm and - are 1, a fraction is microseconds."""
    if group == "f":
        full = pc.utf8_slice_codeunits(pc.utf8_rpad(part, 6, "0"), 0, 6)
        part = pc.if_else(pc.equal(part, ""), "", full)
    if group in ("p", "sign", "z"):
        ones = pc.if_else(pc.is_in(part, pa.array(["P", "p", "-"])), "1", "0")
        part = pc.if_else(pc.equal(part, ""), "", ones)
    number = pc.cast(pc.if_else(pc.equal(part, ""), "-1", part), pa.int64()).fill_null(-1)
    values = np.array(number.to_numpy(zero_copy_only=False), np.int64)
    if group == "y":
        values = _full_years(values, pc.utf8_length(part).fill_null(0).to_numpy(False))
    values[gaps] = -1
    return values


def _full_years(
    years: npt.NDArray[np.int64], digits: npt.NDArray[np.int32]
) -> npt.NDArray[np.int64]:
    """Two digits are the years 1970 to 2069."""
    return np.where(digits == 2, np.where(years < 70, 2000, 1900) + years, years)


def _instants(parts: Parts) -> Instants:
    """The parts put together, NaT where there is no such day or time."""
    day, no_day = _days(parts["y"], parts["mo"], parts["d"])
    hour, no_hour = _hours(parts["h"], parts["p"])
    at = [np.maximum(parts[part], 0) for part in ("mi", "s", "f", "zh", "zm")]
    wrong = no_day | no_hour | (at[0] > 59) | (at[1] > 59) | (at[3] > 15) | (at[4] > 59)
    shift = np.where(parts["sign"] == 1, 1, -1) * (at[3] * 60 + at[4])
    micros = ((np.maximum(hour, 0) * 60 + at[0] + shift) * 60 + at[1]) * 1_000_000 + at[2]
    whole = day.astype("datetime64[us]") + micros.astype("timedelta64[us]")
    return np.where(wrong, np.datetime64("NaT", "us"), whole)


def _days(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.datetime64], Mask]:
    wrong = (month < 1) | (month > 12) | (day < 1) | (day > 31) | (year < 1)
    months = np.where(wrong, 0, (year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (np.where(wrong, 1, day) - 1).astype("timedelta64[D]")
    return days, wrong | (days.astype("datetime64[M]") != months)


def _hours(
    hour: npt.NDArray[np.int64], half: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], Mask]:
    """Hours of the day; on a clock with halves, 12 am is 0 and 12 pm is 12."""
    halved = half >= 0
    wrong = np.where(halved, (hour < 1) | (hour > 12), hour > 23)
    return np.where(halved, hour % 12 + 12 * (half == 1), hour), wrong
