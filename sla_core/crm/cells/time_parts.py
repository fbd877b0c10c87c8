"""Times in parts (date, clock, fraction, what stands behind): read once per different part."""

import re
from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells import clock, dates
from sla_core.crm.cells.day_order import DayOrder, Signs
from sla_core.crm.cells.short_years import ShortYears

Mask = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.int64]

SHORT = re.compile(dates.SHORT)
_NONE = clock.NO_TIME
_DAY = 24 * clock.HOUR


class Parts:
    """Cells that were cut in parts: a struct of `date`, `clock`, `fraction`, `tail`, maybe `before`."""

    def __init__(self, parts: pa.StructArray) -> None:
        names = [field.name for field in parts.type]
        fields = dict(zip(names, parts.flatten(), strict=True))
        self._fields = {name: field.dictionary_encode() for name, field in fields.items()}
        self._height = len(parts)

    def signs(self) -> Signs:
        """What the dates show of their order."""
        found, order, ending = self._fields["date"].dictionary, DayOrder(), DayOrder()
        shapes = f"(?:{dates.EITHER}|{dates.SHORT})"
        years = ShortYears()
        for text in _like(found, shapes):
            if SHORT.fullmatch(text):
                years, ending = years | ShortYears.of(text), ending | DayOrder.of(text)
            else:
                order |= DayOrder.of(text)
        dotted = pc.any(pc.match_substring_regex(found, f"^{dates.DOTTED}$")).as_py()
        years |= ShortYears(long=next(iter(_like(found, dates.LONG)), ""))
        return Signs(order, dotted=bool(dotted), years=years, ending=ending)

    def read(self, day_first: bool, year_first: bool = False) -> tuple[Instants, Mask, Mask]:
        """The instants, NaT where there is none; dates alone; those with a zone."""
        days = self._numbers("date", lambda text: dates.days(text, day_first, year_first))
        of_day, fraction = self._of_day, self._numbers("fraction", clock.fraction)
        offset = self._numbers("tail", lambda text: clock.tail(text).offset)
        timed = self._numbers("clock", lambda _: 1) == 1
        halved, wrong = self._halves(of_day // clock.HOUR)
        wrong = wrong | (days == _NONE) | (timed & (of_day == _NONE))
        micros = np.where(timed, of_day + halved, 0) + np.where(fraction == _NONE, 0, fraction)
        micros -= np.where(offset == _NONE, 0, offset)
        total = np.where(wrong, 0, days * _DAY + micros)
        wall = np.where(wrong, np.datetime64("NaT", "us"), total.astype("datetime64[us]"))
        return self._regions(wall, ~timed, offset != _NONE)

    def _numbers(self, name: str, number: Callable[[str], int | None]) -> Numbers:
        """A part as numbers, _NONE where there is none or no such."""
        if name not in self._fields:
            return np.full(self._height, _NONE)
        part = self._fields[name]
        told = [number(text) if text else None for text in part.dictionary.to_pylist()]
        known = np.array([_NONE if each is None else each for each in (*told, None)], np.int64)
        places = part.indices.fill_null(len(told)).to_numpy(zero_copy_only=False)
        numbers: Numbers = known[places]
        return numbers

    @cached_property
    def _of_day(self) -> Numbers:
        return self._numbers("clock", clock.micros)

    def _halves(self, hour: Numbers) -> tuple[Numbers, Mask]:
        """What a clock of twelve hours adds, and which cells make no sense."""
        behind = self._numbers("tail", lambda text: clock.tail(text).half)
        before = self._numbers("before", lambda text: clock.tail(text).half)
        wrong = self._numbers("tail", lambda text: int(bool(clock.tail(text).unknown))) == 1
        wrong |= (behind != _NONE) & (before != _NONE)
        half = np.where(before == _NONE, behind, before)
        wrong |= (half != _NONE) & ((hour < 1) | (hour > 12))
        return np.where(half == _NONE, 0, half * 12 - 12 * (hour == 12)) * clock.HOUR, wrong

    def _regions(self, wall: Instants, dated: Mask, zoned: Mask) -> tuple[Instants, Mask, Mask]:
        """Times with the name of a region behind them as instants."""
        tails = self._fields["tail"].dictionary.to_pylist()
        for zone in sorted({clock.tail(text or "").region or "" for text in tails} - {""}):
            there = [zone == clock.tail(text or "").region for text in tails]
            its = np.array([*there, False])[self._fields["tail"].indices.fill_null(len(tails))]
            rows = np.flatnonzero(its & ~np.isnat(wall))
            wall[rows], _, _ = to_utc(wall[rows], zone)
            zoned = zoned | its
        return wall, dated, zoned


def _like(texts: pa.Array, shape: str) -> list[str]:
    """The texts that are wholly of a shape."""
    found: list[str] = pc.filter(texts, pc.match_substring_regex(texts, f"^{shape}$")).to_pylist()
    return found


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
