"""Answers about a file's cells that the cells contradict: said; asked again where nobody gave them now."""

from collections.abc import Iterator
from dataclasses import replace

from sla_core.crm.cells.day_first import CHOICE, FIRST
from sla_core.crm.cells.day_order import DayOrder
from sla_core.crm.cells.decimals import MARKS
from sla_core.crm.cells.shown import Settled, Shown
from sla_core.crm.options import Answers, Options
from sla_core.problems import Problem, Refused

MARK = "the choice of decimal comma (--decimal-comma) or decimal point (--decimal-point)"


def checked(settled: Settled, shown: Shown, options: Options, file: str) -> Settled:
    """What was settled, with the sentences on answers that the file contradicts.

    Refused where a saved mapping gave such an answer: whoever loads the file has to say it.
    """
    found = [*_days(settled, shown, options, file), *_marks(shown, options, file)]
    kept = options.kept.plain()
    for name, problem in found:
        if name in kept and options.mapping:
            said = Answers(**{name: kept[name]}).in_words()
            why = f"{problem.kind}, but your mapping “{options.mapping.name}” says {said}"
            raise Refused.because(replace(problem, kind=why))
    rules = tuple(
        f"What was chosen is not what “{each.column}” shows: {each.kind}." for _, each in found
    )
    return replace(settled, times=replace(settled.times, rules=settled.times.rules + rules))


def _days(
    settled: Settled, shown: Shown, options: Options, file: str
) -> Iterator[tuple[str, Problem]]:
    """The first column whose dates cannot begin as was said, where no other's have to."""
    asked = options.day_first
    evidence = shown.times.without(settled.times.year_first)
    orders = {name: signs.year_last for name, signs in evidence.signs.items()}
    if asked is None or any(_proof(order, asked) for order in orders.values()):
        return
    for name, order in orders.items():
        if proof := _proof(order, not asked):
            kind = f"“{proof}” can only begin with the {FIRST[not asked]}"
            yield "day_first", Problem(kind, file, column=name, accepted=CHOICE)
            return


def _marks(shown: Shown, options: Options, file: str) -> Iterator[tuple[str, Problem]]:
    """The first column that shows another decimal mark than was said, where numbers are in doubt."""
    asked, numbers = options.decimal, shown.numbers
    doubt = any(each.doubtful for each in numbers.values())
    if not asked or not doubt or any(each.mark == asked for each in numbers.values()):
        return
    for name, each in numbers.items():
        if each.mark:
            kind = f"“{each.comma or each.point}” has a decimal {MARKS[each.mark]}"
            yield "decimal", Problem(kind, file, column=name, accepted=MARK)
            return


def _proof(order: DayOrder, day_first: bool) -> str:
    return order.day_first if day_first else order.month_first
