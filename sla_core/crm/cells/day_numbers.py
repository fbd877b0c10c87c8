"""Times as bare numbers: a spreadsheet's days since 1899-12-30, or seconds since 1970 in UTC."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.datetime64]

_SAMPLE = 200
NUMBER = r"^\d{1,13}([.,]\d+)?$"


@dataclass(frozen=True)
class Unit:
    """A way to write times as numbers: microseconds per unit, and the number of 1970-01-01."""

    name: str
    micros: int
    epoch: int
    zoned: bool

    def holds(self, numbers: npt.NDArray[np.float64]) -> Mask:
        """Which numbers are times of the years 1990 to 2099."""
        first, after = np.datetime64("1990-01-01", "us"), np.datetime64("2100-01-01", "us")
        low, high = (int(each.astype(np.int64)) / self.micros for each in (first, after))
        return (numbers >= low + self.epoch) & (numbers < high + self.epoch)


UNITS: Mapping[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("days as a spreadsheet counts them", 86_400_000_000, 25569, False),
        Unit("seconds since 1970", 1_000_000, 0, True),
        Unit("milliseconds since 1970", 1000, 0, True),
    )
}

SECONDS, MILLISECONDS = "seconds since 1970", "milliseconds since 1970"
EITHER = "seconds or milliseconds since 1970, each by its size"
"""The name of the two units together: no number of the years 1990 to 2099 is in both."""


def together(units: frozenset[str]) -> str:
    """What a column's numbers are where its cells are in these units; "" where that is nothing."""
    if units == {SECONDS, MILLISECONDS}:
        return EITHER
    (only, *more) = units or {""}
    return "" if more else only


def floats(texts: pa.Array) -> npt.NDArray[np.float64]:
    """The numbers, NaN where a cell is blank or none."""
    kept = pc.if_else(pc.match_substring_regex(texts, NUMBER), texts, None)
    numbers = pc.cast(pc.replace_substring(kept, ",", "."), pa.float64())
    return np.asarray(numbers.to_numpy(zero_copy_only=False), np.float64)


def units_of(texts: pa.Array) -> frozenset[str]:
    """The units that the cells of a column can be in; "" where a cell is in none."""
    numbers = floats(texts.drop_null())
    fits = {name: unit.holds(numbers) for name, unit in UNITS.items()}
    found = {name for name, mask in fits.items() if mask.any()}
    return frozenset(found if sum(map(np.sum, fits.values())) == len(numbers) else {*found, ""})


def strays(texts: pa.Array) -> Mask:
    """The cells that are not in the unit in which most are; none where the first is no number."""
    first = texts[:_SAMPLE].drop_null()[:1]
    if not len(first) or not re.match(NUMBER, first[0].as_py()):
        return np.zeros(len(texts), bool)
    numbers = floats(texts)
    most = max((unit.holds(numbers) for unit in UNITS.values()), key=np.count_nonzero)
    there: Mask = texts.is_valid().to_numpy(zero_copy_only=False)
    return there & ~most


def parse(texts: pa.Array, unit: str) -> tuple[Instants, Mask, Mask]:
    """Numbers as instants: NaT where out of range, dates alone (whole days), those in UTC.

    `unit` is one of `UNITS`, or `EITHER`.
    """
    if unit == EITHER:
        first, second = (parse(texts, each) for each in (SECONDS, MILLISECONDS))
        return np.where(np.isnat(first[0]), second[0], first[0]), first[1], first[2]
    numbers, its = floats(texts), UNITS[unit]
    fits = its.holds(numbers)
    since = np.where(fits, numbers, its.epoch) - its.epoch
    # A spreadsheet keeps fifteen digits of a day: its times are good to the millisecond.
    millis = np.rint(since * (its.micros / 1000)).astype(np.int64)
    wall = np.where(fits, (millis * 1000).astype("datetime64[us]"), np.datetime64("NaT", "us"))
    whole = ~np.full(len(numbers), its.zoned) & (since == np.rint(since))
    return wall, whole, np.full(len(numbers), its.zoned)
