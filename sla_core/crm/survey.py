"""A look through a whole file at the cells that have several readings, before one is chosen."""

from datetime import datetime

import pyarrow as pa

from sla_core.crm.cells import cells
from sla_core.crm.cells.numbers import NumberColumn
from sla_core.crm.cells.shown import Settled, Shown, columns_of, settle, show
from sla_core.crm.cells.times import TimeColumn
from sla_core.crm.clock_columns import joined
from sla_core.crm.contradicted import checked
from sla_core.crm.files.header import Sheet
from sla_core.crm.files.reading import Body, read_bodies
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.options import Options
from sla_core.fields import Cell
from sla_core.problems import Problem, Refused


def survey(sheet: Sheet, plan: Plan, options: Options, now: datetime) -> Settled:
    """How to read the file's times and numbers; Refused where the user has to say it."""
    times = columns_of(plan.kind, plan.columns, Cell.TIME)
    times = [column for column in times if not plan.dialect.since(column)]
    numbers = columns_of(plan.kind, plan.columns, Cell.MONEY, Cell.COUNT)
    shown = Shown()
    if wanted := {*times, *numbers, *(plan.clocks[name] for name in times if name in plan.clocks)}:
        for body in read_bodies(sheet, sorted(map(sheet.header.index, wanted))):
            said = {name: TimeColumn(timed_text_of(body, plan, name)) for name in times}
            told = {name: NumberColumn(text_of(body, plan, name)) for name in numbers}
            shown |= show(plan.kind, plan.columns, said, told, now, shown)
    asked, year, mark = options.day_first, options.year_first, options.decimal
    settled = settle(shown, options.zone, asked, mark, sheet.delimiter, sheet.name, year)
    if isinstance(settled, Problem):
        raise Refused.because(settled)
    return checked(settled, shown, options, sheet.name)


def timed_text_of(body: Body, plan: Plan, column: str) -> pa.Array:
    """The same for a column of times, with the clocks from the column beside it."""
    days = text_of(body, plan, column)
    if column not in plan.clocks:
        return days
    return joined(days, text_of(body, plan, plan.clocks[column]))


def text_of(body: Body, plan: Plan, column: str) -> pa.Array:
    """A column of theirs as trimmed text, null where blank."""
    place = body.sheet.header.index(column)
    return cells.trimmed(body.columns[place], plan.dialect.several(column))
