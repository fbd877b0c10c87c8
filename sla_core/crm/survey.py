"""A look through a whole file at the cells that have several readings, before one is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

import pyarrow as pa

from sla_core import fields
from sla_core.crm import cells, day_first, day_order, decimals
from sla_core.crm.day_order import Evidence
from sla_core.crm.decimals import Around, Decimals
from sla_core.crm.header import Sheet
from sla_core.crm.numbers import NumberColumn
from sla_core.crm.options import Options
from sla_core.crm.plans import Plan
from sla_core.crm.reading import Body, read_bodies
from sla_core.crm.times import TimeColumn
from sla_core.fields import Cell
from sla_core.problems import Problem, Refused

NUMBERS = (Cell.MONEY, Cell.COUNT)


@dataclass(frozen=True)
class Ways:
    """How the cells of each column are read, and the sentences that say so.

    Whether slash dates begin with the day, the unit of times that are bare numbers, and what marks
    decimals.
    """

    day_first: Mapping[str, bool] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


@dataclass
class _Seen:
    times: Evidence = field(default_factory=Evidence)
    numbers: dict[str, Decimals] = field(default_factory=dict)


def survey(sheet: Sheet, plan: Plan, options: Options, now: datetime) -> Ways:
    """How to read the file's times and numbers; Refused where its evidence does not decide."""
    times, numbers = _columns(plan, (Cell.TIME,)), _columns(plan, NUMBERS)
    wanted = [*sum(times.values(), ()), *sum(numbers.values(), ())]
    if not wanted:
        return Ways()
    seen = _Seen()
    for body in read_bodies(sheet, sorted({sheet.header.index(column) for column in wanted})):
        _look(body, plan, seen, now)
    days = day_first.decide(seen.times, options.day_first, sheet.name)
    if isinstance(days, Problem):
        raise Refused.because(days)
    around = Around(sheet.delimiter, seen.times.dotted, False in days.day_first.values())
    marked = decimals.decide(seen.numbers, options.decimal, around)
    return Ways(days.day_first, days.units, marked.marks, days.rules + marked.rules)


def _look(body: Body, plan: Plan, seen: _Seen, now: datetime) -> None:
    theirs = _columns(plan, (Cell.TIME,))
    columns = {
        column: TimeColumn(text_of(body, plan, column)) for column in sum(theirs.values(), ())
    }
    seen.times |= day_order.gather(plan.kind, theirs, columns, now, seen.times)
    for column in sum(_columns(plan, NUMBERS).values(), ()):
        found = NumberColumn(text_of(body, plan, column)).decimals()
        seen.numbers[column] = reduce(or_, [seen.numbers.get(column, Decimals()), found])


def text_of(body: Body, plan: Plan, column: str) -> pa.Array:
    """A column of theirs as trimmed text, null where blank."""
    place = body.sheet.header.index(column)
    return cells.trimmed(body.columns[place], plan.dialect.several(column))


def _columns(plan: Plan, kinds: tuple[Cell, ...]) -> dict[str, tuple[str, ...]]:
    """Field -> columns of theirs, of the fields whose cells are of these kinds."""
    return {
        name: columns
        for name, columns in plan.columns.items()
        if fields.field(plan.kind, name).cell in kinds
    }
