"""Days in one column and their times of day in another: which two belong together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.cells import trimmed
from sla_core.crm.cells.compact import is_compact
from sla_core.crm.cells.day_numbers import NUMBER
from sla_core.crm.cells.shown import columns_of
from sla_core.crm.files.header import Sheet
from sla_core.crm.language.names import plain
from sla_core.crm.layouts.looks import sampled
from sla_core.crm.layouts.plans import Plan
from sla_core.fields import Cell

_CLOCK = re.compile(
    r"([01]?\d|2[0-3])[:.h時][0-5]\d([:.][0-5]\d([.,]\d+)?)?\s*(分|[ap]\.?\s?m\.?|uhr|h|z)?",
    re.IGNORECASE,
)
_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:[.,]0+)?)?Z?|,? 12:00(?::00)? AM)$"
_DAY = "date|day|datum|tag|fecha|dia|data|jour|日付|年月日|日"
_HOUR = "uhrzeit|hora|horario|heure|時刻|^ora|^orario|^hour"
_TIME = f"time|zeit|{_HOUR}|^時間|(?<=開始)時間"
_SPAN = "duration|length|elapsed|talk|wait|hold|dauer|duree|duracion|duracao|所要時間|通話時間"
_THING = (
    "call|activity|task|event|meeting|anrufs?|gesprachs?|aktivitats?|aufgaben?|termins?|llamada"
    "|actividad|tarea|reunion|appel|activite|tache|chamada|ligacao|atividade|tarefa|reuniao"
    "|chiamata|attivita|通話|架電|活動|対応"
)
_BEGIN = (
    "start|started|starts|begin|began|begins|beginn|anfangs?|gestartet|inicio|inicial|comienzo"
    "|iniciada|iniciado|comeco|debut|inizio|開始"
)
_FILLING = {*"of the at on am um der des de du da do la le el l d del dell della di".split()}


@dataclass(frozen=True)
class _Name:
    """What a column's name says: whether it is of times of day, and of what (words in order).

    `begin`: that it is of those at which something begins that is done, such as a call.
    """

    clock: bool
    of: tuple[str, ...]
    begin: bool

    @classmethod
    def said(cls, name: str) -> "_Name":
        words = [word for word in plain(name).split() if word not in _FILLING]
        clock = any(re.search(f"(?:{_TIME})$", word) for word in words)
        hour = any(re.search(f"(?:{_HOUR})$", word) for word in words)
        bare = (re.sub(f"(?:{_TIME}|{_DAY})$", "", word) for word in words)
        of = tuple(filter(None, bare))
        known = all(re.fullmatch(f"(?:{_THING})?(?:{_BEGIN})?", word) for word in of)
        begin = any(re.search(f"(?:{_BEGIN})$", word) for word in of) or hour
        return cls(clock and not re.search(_SPAN, plain(name)), of, known and begin)


def with_clocks(sheet: Sheet, plan: Plan) -> Plan:
    """The plan, with the column of clocks that surely belongs to a column of days; and said so.

    A column of clocks beside one of days whose name does not say so is not used, and that is said.
    """
    days = _days(plan)
    mapped = {column for columns in plan.columns.values() for column in columns}
    others = [column for column in sheet.header if column not in mapped]
    found = {day: clock for day in days if (clock := _belongs(sheet, day, others, plan))}
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


def _days(plan: Plan) -> list[str]:
    """The columns of times, but for those that count from another time."""
    found = columns_of(plan.kind, plan.columns, Cell.TIME)
    return [column for column in found if not plan.dialect.since(column)]


def _belongs(sheet: Sheet, day: str, others: list[str], plan: Plan) -> str:
    """The column whose name says that it has the times of these days; "" where none does.

    “Uhrzeit” has those of the days before it, and only where there are none those of the days behind.
    “Start” has those of the days on which something was done.
    """
    mine = _Name.said(day)
    names = {other: _Name.said(other) for other in others}
    same = [other for other, its in names.items() if its.clock and its.of and its.of == mine.of]
    behind, before = _neighbours(sheet, day)
    before = "" if _neighbours(sheet, before)[1] in _days(plan) else before
    done = day in plan.columns.get("at", ())
    near = [its for its in (behind, before) if its in names]
    bare = [its for its in near if names[its].clock and not names[its].of]
    begin = [its for its in near if done and names[its].begin]
    return same[0] if len(same) == 1 else next(iter([*bare, *begin]), "")


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
        numbers = all(re.match(NUMBER, cell) and not is_compact(cell) for cell in cells)
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
