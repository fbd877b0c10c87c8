"""Days in one column and their times of day in another: which two belong together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.cells import trimmed
from sla_core.crm.cells.day_numbers import NUMBER
from sla_core.crm.cells.shown import columns_of
from sla_core.crm.files.header import Sheet
from sla_core.crm.language.names import plain
from sla_core.crm.layouts.looks import sampled
from sla_core.crm.layouts.plans import Plan
from sla_core.fields import Cell

_CLOCK = re.compile(
    r"([01]?\d|2[0-3])[:.h][0-5]\d([:.][0-5]\d([.,]\d+)?)?\s*([ap]\.?\s?m\.?|uhr|h|z)?",
    re.IGNORECASE,
)
_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:[.,]0+)?)?Z?|,? 12:00(?::00)? AM)$"
_DAY = "date|day|datum|tag|fecha|dia|data|jour|日付|年月日|日"
_TIME = "time|uhrzeit|zeit|hora|horario|heure|時刻"
_SPAN = "duration|length|elapsed|talk|wait|hold|dauer|duree|duracion|duracao|所要時間|通話時間"
_FILLING = {*"of the at on am um der des de du da do la le el".split()}


@dataclass(frozen=True)
class _Name:
    """What a column's name says: whether it is of times of day, and of what (words in order)."""

    clock: bool
    of: tuple[str, ...]

    @classmethod
    def said(cls, name: str) -> "_Name":
        words = [word for word in plain(name).split() if word not in _FILLING]
        clock = bool(words) and any(re.search(f"(?:{_TIME})$", word) for word in words)
        bare = (re.sub(f"(?:{_TIME}|{_DAY})$", "", word) for word in words)
        return cls(clock, tuple(filter(None, bare)))


def with_clocks(sheet: Sheet, plan: Plan) -> Plan:
    """The plan, with the column of clocks that surely belongs to a column of days; and said so.

    A column of clocks beside one of days whose name does not say so is not used, and that is said.
    """
    days = [
        column
        for column in columns_of(plan.kind, plan.columns, Cell.TIME)
        if not plan.dialect.since(column)
    ]
    mapped = {column for columns in plan.columns.values() for column in columns}
    others = [column for column in sheet.header if column not in mapped]
    found = {day: clock for day in days if (clock := _belongs(sheet, day, others, days))}
    beside = [pair for day in days if day not in found for pair in _beside(sheet, day, others)]
    if not found and not beside:
        return plan
    cells = _Cells(sheet)
    clocks = {
        day: its for day, its in found.items() if cells.are_days(day) and cells.are_clocks(its)
    }
    unused = [
        (day, its)
        for day, its in beside
        if its not in clocks.values() and cells.are_days(day) and cells.are_clocks(its)
    ]
    said = (*plan.accepted, *map(_taken, clocks.items()), *map(_unused, unused))
    return replace(plan, clocks=clocks, accepted=said)


def joined(days: pa.Array, clocks: pa.Array) -> pa.Array:
    """Trimmed text: each day with the clock beside it, where it has none of its own."""
    alone = pc.replace_substring_regex(days, _MIDNIGHT, "")
    both = pc.and_(pc.is_valid(clocks), pc.invert(pc.match_substring(alone, ":")))
    together = pc.binary_join_element_wise(alone, clocks, " ")
    return pc.if_else(both.fill_null(False), together, days)


def _belongs(sheet: Sheet, day: str, others: list[str], days: list[str]) -> str:
    """The column whose name says that it has the times of these days; "" where none does.

    “Uhrzeit” has those of the days before it, and only where there are none those of the days behind.
    """
    mine = _Name.said(day)
    names = {other: _Name.said(other) for other in others}
    same = [other for other, its in names.items() if its.clock and its.of and its.of == mine.of]
    behind, before = _neighbours(sheet, day)
    before = "" if _neighbours(sheet, before)[1] in days else before
    bare = [its for its in (behind, before) if its in names and names[its].clock]
    bare = [its for its in bare if not names[its].of]
    return same[0] if len(same) == 1 else next(iter(bare), "")


def _beside(sheet: Sheet, day: str, others: list[str]) -> Iterator[tuple[str, str]]:
    for other in _neighbours(sheet, day):
        if other in others and not re.search(_SPAN, plain(other)):
            yield day, other


def _neighbours(sheet: Sheet, column: str) -> tuple[str, str]:
    """The columns behind this one and before it, "" where there is none."""
    names = ["", *sheet.header, ""]
    place = names.index(column)
    return (names[place + 1], names[place - 1]) if column else ("", "")


class _Cells:
    """The cells of a sheet's first rows."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._rows = sheet, sampled(sheet)

    def are_days(self, column: str) -> bool:
        """Whether they have no time of day but midnight, and are no numbers."""
        cells = [re.sub(_MIDNIGHT, "", cell) for cell in self._of(column)]
        numbers = all(re.fullmatch(NUMBER.strip("^$"), cell) for cell in cells)
        return bool(cells) and not numbers and not any(":" in cell for cell in cells)

    def are_clocks(self, column: str) -> bool:
        """Whether all are times of day."""
        cells = self._of(column)
        return bool(cells) and all(map(_CLOCK.fullmatch, cells))

    def _of(self, column: str) -> list[str]:
        place = self._sheet.header.index(column)
        texts = trimmed(pa.chunked_array([[row[place] for row in self._rows]], pa.string()))
        return [cell for cell in texts.to_pylist() if cell]


def _taken(pair: tuple[str, str]) -> str:
    return f"“{pair[0]}” has days alone: their times of day were taken from “{pair[1]}”."


def _unused(pair: tuple[str, str]) -> str:
    return (
        f"“{pair[0]}” has days alone: the times of day in “{pair[1]}” were not used, since nothing"
        " says that they belong to it."
    )
