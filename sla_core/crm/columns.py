"""All columns of an export cleaned: each field from its columns, with what was unreadable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.crm import cells
from sla_core.crm.cells import Column, Reading
from sla_core.crm.numbers import NumberColumn, parse_money, rounded_rule
from sla_core.crm.options import Options
from sla_core.crm.reading import Body
from sla_core.crm.recognise import Plan
from sla_core.crm.shown import Settled, columns_of, settle, show
from sla_core.crm.times import TimeColumn
from sla_core.fields import Cell, Field
from sla_core.problems import Problem, Refused

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Unreadable:
    """The cells of one column of theirs that could not be read as the field."""

    field: Field
    column: str
    rows: Mask


@dataclass
class Cleaned:
    """The fields of a file, what could not be read on the way, and how it was decided to read it."""

    columns: dict[str, Column] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def lost(self, name: str) -> Mask | None:
        """The rows in which a column of the field was unreadable; None where there is none."""
        found = [each.rows for each in self.unreadable if each.field.name == name]
        return reduce(or_, found) if found else None


class Cleaner:
    """Cleans the columns of one body as a plan and the user's wishes say."""

    def __init__(self, body: Body, plan: Plan, options: Options, now: datetime) -> None:
        self.body, self.plan, self.options, self._now = body, plan, options, now
        self._texts: dict[str, pa.Array] = {}
        self._times: dict[str, TimeColumn] = {}

    def clean(self) -> Cleaned:
        """Every mapped field, and every field with one value for all rows."""
        result = Cleaned()
        settled = self._settled()
        result.rules += settled.rules
        for name in self.plan.columns:
            its = fields.field(self.plan.kind, name)
            if its.cell is not Cell.MONEY:
                result.columns[name] = self._field(its, settled, result)
        for name, value in self.plan.set.items():
            result.columns[name] = self._constant(name, value)
        for name in self.plan.columns:
            its = fields.field(self.plan.kind, name)
            if its.cell is Cell.MONEY:
                self._money(its, settled, result)
        return result

    def text(self, column: str) -> pa.Array:
        """A column of theirs as trimmed text, null where blank."""
        if column not in self._texts:
            place = self.body.sheet.header.index(column)
            several = self.plan.dialect.several(column)
            self._texts[column] = cells.trimmed(self.body.columns[place], several)
        return self._texts[column]

    def _field(self, its: Field, settled: Settled, result: Cleaned) -> Column:
        read = []
        for column in self.plan.columns[its.name]:
            words = {
                **self.plan.dialect.words(its.name, column),
                **self.options.wanted_values(its.name),
            }
            read.append(self._one(its, column, words, settled.reading(column)))
            if read[-1].unreadable.any():
                result.unreadable.append(Unreadable(its, column, read[-1].unreadable))
        return cells.combined(read)

    def _one(self, its: Field, column: str, words: Mapping[str, str], how: Reading) -> Column:
        if its.cell is Cell.TIME and not words:
            return cells.timed(self._time(column).parse(how.zone, how.day_first, how.unit))
        return cells.clean(self.text(column), its, words, how)

    def _time(self, column: str) -> TimeColumn:
        if column not in self._times:
            self._times[column] = TimeColumn(self.text(column))
        return self._times[column]

    def _constant(self, name: str, value: str) -> Column:
        its = fields.field(self.plan.kind, name)
        one = pa.array([value.strip()], pa.string())
        words = self.options.wanted_values(name)
        reading = Reading(self.options.zone, bool(self.options.day_first))
        column = cells.clean(one, its, words, reading)
        if column.unreadable[0]:
            raise Refused(f"“{value}” is no {name}; accepted: {cells.accepted(its)}.")
        height = len(self.body.lines)
        none = np.zeros(height, bool)
        same = pa.array(np.zeros(height, np.int32))
        return Column(column.values.take(same), none, none | column.dates[0])

    def _money(self, its: Field, settled: Settled, result: Cleaned) -> None:
        """The amount, and its currency: where that is unreadable, the amount says nothing."""
        (column, *_) = self.plan.columns[its.name]
        texts = self.text(column)
        height = len(texts)
        stated = result.columns.get("currency")
        codes = stated.values if stated else pa.nulls(height, pa.string())
        mark = settled.reading(column).decimal
        money = parse_money(texts, codes, self.options.currency, mark)
        if money.rounded:
            result.rules.append(rounded_rule(column, money.rounded))
        none, lost = np.zeros(height, bool), result.lost("currency")
        known = None if lost is None else pa.array(~lost)
        for name, values in (("amount", money.amounts), ("currency", money.currencies)):
            shown = values if known is None else pc.if_else(known, values, None)
            result.columns[name] = Column(shown, none, none)
        if money.unreadable.any():
            result.unreadable.append(Unreadable(its, column, money.unreadable))

    def _settled(self) -> Settled:
        """What the cells decide of how they are read; Refused where the user has to say it."""
        kind, columns = self.plan.kind, self.plan.columns
        times = {name: self._time(name) for name in columns_of(kind, columns, Cell.TIME)}
        numbers = {
            name: NumberColumn(self.text(name))
            for name in columns_of(kind, columns, Cell.MONEY, Cell.COUNT)
        }
        shown = show(kind, columns, times, numbers, self._now)
        asked, sheet = self.options.day_first, self.body.sheet
        settled = settle(shown, self.options.zone, asked, None, sheet.delimiter, sheet.name)
        if isinstance(settled, Problem):
            raise Refused.because(settled)
        return settled
