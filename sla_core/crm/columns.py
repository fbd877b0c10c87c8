"""All columns of an export cleaned: each field from its columns, with what was unreadable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.crm import cells
from sla_core.crm.cells import Column, Reading
from sla_core.crm.day_order import DayOrder
from sla_core.crm.numbers import parse_money
from sla_core.crm.options import Options
from sla_core.crm.reading import Body
from sla_core.crm.recognise import Plan
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
    """The fields of a file, and what could not be read on the way."""

    columns: dict[str, Column] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)

    def lost(self, name: str) -> Mask | None:
        """The rows in which a column of the field was unreadable; None where there is none."""
        found = [each.rows for each in self.unreadable if each.field.name == name]
        return reduce(or_, found) if found else None


class Cleaner:
    """Cleans the columns of one body as a plan and the user's wishes say."""

    def __init__(self, body: Body, plan: Plan, options: Options) -> None:
        self.body, self.plan, self.options = body, plan, options
        self._texts: dict[str, pa.Array] = {}
        self._times: dict[str, TimeColumn] = {}

    def clean(self) -> Cleaned:
        """Every mapped field, and every field with one value for all rows."""
        result = Cleaned()
        orders = self._day_orders()
        for name in self.plan.columns:
            its = fields.field(self.plan.kind, name)
            if its.cell is not Cell.MONEY:
                result.columns[name] = self._field(its, orders, result)
        for name, value in self.plan.set.items():
            result.columns[name] = self._constant(name, value)
        for name in self.plan.columns:
            its = fields.field(self.plan.kind, name)
            if its.cell is Cell.MONEY:
                self._money(its, result)
        return result

    def text(self, column: str) -> pa.Array:
        """A column of theirs as trimmed text, null where blank."""
        if column not in self._texts:
            place = self.body.sheet.header.index(column)
            several = self.plan.dialect.several(column)
            self._texts[column] = cells.trimmed(self.body.columns[place], several)
        return self._texts[column]

    def _field(self, its: Field, orders: Mapping[str, bool], result: Cleaned) -> Column:
        read = []
        for column in self.plan.columns[its.name]:
            words = {
                **self.plan.dialect.words(its.name, column),
                **self.options.wanted_values(its.name),
            }
            read.append(self._one(its, column, words, orders.get(column, False)))
            if read[-1].unreadable.any():
                result.unreadable.append(Unreadable(its, column, read[-1].unreadable))
        return cells.combined(read)

    def _one(self, its: Field, column: str, words: Mapping[str, str], day_first: bool) -> Column:
        if its.cell is Cell.TIME and not words:
            return cells.timed(self._time(column).parse(self.options.zone, day_first))
        return cells.clean(self.text(column), its, words, Reading(self.options.zone, day_first))

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

    def _money(self, its: Field, result: Cleaned) -> None:
        """The amount, and its currency: where that is unreadable, the amount says nothing."""
        (column, *_) = self.plan.columns[its.name]
        texts = self.text(column)
        height = len(texts)
        stated = result.columns.get("currency")
        codes = stated.values if stated else pa.nulls(height, pa.string())
        money = parse_money(texts, codes, self.options.currency)
        none, lost = np.zeros(height, bool), result.lost("currency")
        known = None if lost is None else pa.array(~lost)
        for name, values in (("amount", money.amounts), ("currency", money.currencies)):
            shown = values if known is None else pc.if_else(known, values, None)
            result.columns[name] = Column(shown, none, none)
        if money.unreadable.any():
            result.unreadable.append(Unreadable(its, column, money.unreadable))

    def _day_orders(self) -> dict[str, bool]:
        """Per time column whether the day comes first: its own evidence, else the file's."""
        names = [name for name in self.plan.columns if name in fields.times(self.plan.kind)]
        columns = [column for name in names for column in self.plan.columns[name]]
        if self.options.day_first is not None:
            return dict.fromkeys(columns, self.options.day_first)
        evidence = {column: self._time(column).day_order() for column in columns}
        whole = reduce(or_, evidence.values(), DayOrder())
        return {column: self._decide(column, said, whole) for column, said in evidence.items()}

    def _decide(self, column: str, said: DayOrder, whole: DayOrder) -> bool:
        decided = said.decided
        if decided is None and not (said.day_first and said.month_first):
            decided = whole.decided
        if decided is not None:
            return decided
        raise Refused.because(
            Problem(
                "nothing in the file says whether its dates begin with the day or the month",
                self.body.sheet.name,
                column=column,
                text=said.doubtful,
                accepted="the choice of day first (--day-first) or month first (--month-first)",
            )
        )
