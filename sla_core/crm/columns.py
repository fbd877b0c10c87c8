"""All columns of an export cleaned: each field from its columns, with what was unreadable."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.clean import ARROW
from sla_core.crm.cells import cells
from sla_core.crm.cells.cells import Column, Reading
from sla_core.crm.cells.clock import zone_of_name
from sla_core.crm.cells.currencies import named_currency
from sla_core.crm.cells.durations import parse_durations
from sla_core.crm.cells.numbers import Money, NumberColumn
from sla_core.crm.cells.shown import Settled
from sla_core.crm.cells.times import TimeColumn
from sla_core.crm.files.reading import Body
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.options import Options
from sla_core.crm.survey import text_of, timed_text_of
from sla_core.crm.words import Heard, Listener
from sla_core.fields import Cell, Field
from sla_core.problems import Refused

Mask = npt.NDArray[np.bool_]
_TIME = ARROW[Cell.TIME]


@dataclass(frozen=True)
class Unreadable:
    """The cells of one column of theirs that could not be read as the field.

    `why` and `accepted` say it where that does not lie in the cell alone.
    """

    field: Field
    column: str
    rows: Mask
    why: str = ""
    accepted: str = ""


@dataclass
class Cleaned:
    """The fields of a piece, and what could not be read on the way.

    `rounded` counts, by column, amounts that were finer than their currency's smallest unit;
    `assumed`, by column and currency, those that name none and were taken as of it; `heard` the
    words that nobody translated.
    """

    columns: dict[str, Column] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    rounded: Counter[str] = field(default_factory=Counter)
    assumed: Counter[tuple[str, str]] = field(default_factory=Counter)
    heard: Heard = field(default_factory=Heard)

    def only(self, rows: Mask) -> dict[str, Column]:
        """The columns, of these rows alone."""
        if rows.all():
            return self.columns
        return {name: its.only(rows) for name, its in self.columns.items()}

    def lost(self, name: str) -> Mask | None:
        """The rows in which a column of the field was unreadable; None where there is none."""
        found = [each.rows for each in self.unreadable if each.field.name == name]
        return reduce(or_, found) if found else None


class Cleaner:
    """Cleans the columns of one piece of a file as a plan and the user's wishes say.

    `settled` is asked only for cells that have several readings.
    """

    def __init__(
        self, body: Body, plan: Plan, options: Options, settled: Callable[[], Settled]
    ) -> None:
        self.body, self.plan, self.options = body, plan, options
        self._settled = settled
        self._texts: dict[str, pa.Array] = {}
        self._clocked: dict[str, pa.Array] = {}
        self._times: dict[str, TimeColumn] = {}

    def clean(self) -> Cleaned:
        """Every mapped field, and every field with one value for all rows."""
        result = Cleaned()
        # A time that is told as a duration needs the time at which that begins.
        for name in sorted(self.plan.columns, key=self._has_spans):
            its = fields.field(self.plan.kind, name)
            if its.cell is not Cell.MONEY:
                result.columns[name] = self._field(its, result)
        for name, value in self.plan.set.items():
            if fields.field(self.plan.kind, name).cell is not Cell.MONEY:
                result.columns[name] = self._constant(name, value)
        for name in {**self.plan.columns, **self.plan.set}:
            its = fields.field(self.plan.kind, name)
            if its.cell is Cell.MONEY:
                self._money(its, result)
        return result

    def order(self, its: Field, column: str) -> Reading:
        """How the times of a column with unreadable ones are read."""
        times = its.cell is Cell.TIME and not self.plan.dialect.since(column)
        return self._reading(column) if times else Reading()

    def as_written(self, name: str) -> Column:
        """The times of a field in no zone, or rather as if each were UTC that does not say its own."""
        return cells.combined([self._timed(c, "UTC") for c in self.plan.columns[name]])

    def text(self, column: str) -> pa.Array:
        """A column of theirs as trimmed text, null where blank."""
        if column not in self._texts:
            self._texts[column] = text_of(self.body, self.plan, column)
        return self._texts[column]

    def cells(self, cell: Cell, column: str) -> pa.Array:
        """What is read as such cells: days with the times of day that stand beside them."""
        if cell is not Cell.TIME or column not in self.plan.clocks:
            return self.text(column)
        if column not in self._clocked:
            self._clocked[column] = timed_text_of(self.body, self.plan, column)
        return self._clocked[column]

    def in_numbers(self) -> set[str]:
        """The columns whose times are bare numbers."""
        mixed = (name for name, times in self._times.items() if not times.plain)
        return {name for name in mixed if self._reading(name).unit}

    def _field(self, its: Field, result: Cleaned) -> Column:
        read = []
        for column in self.plan.columns[its.name]:
            words = {
                **self.plan.dialect.words(its.name, column),
                **self.options.wanted_values(its.name),
            }
            since = self.plan.dialect.since(column) if its.cell is Cell.TIME else ""
            read.append(
                self._spanned(column, result.columns.get(since))
                if since
                else self._one(its, column, words, result.heard)
            )
            if read[-1].unreadable.any():
                result.unreadable.append(Unreadable(its, column, read[-1].unreadable))
        return cells.combined(read)

    def _one(self, its: Field, column: str, words: Mapping[str, str], heard: Heard) -> Column:
        if its.cell in (Cell.CHOICE, Cell.FLAG):
            return self._said(its, column, words, heard)
        if its.cell is Cell.TIME and not words:
            return self._timed(column, self._zone(column))
        several = its.cell in (Cell.TIME, Cell.COUNT)
        reading = self._reading(column) if several else Reading(self.options.zone)
        return cells.clean(self.text(column), its, words, reading)

    def _said(self, its: Field, column: str, words: Mapping[str, str], heard: Heard) -> Column:
        """A field of few values; what words surely mean counts where nothing says what they are.

        A known export's own list goes before, and so does the user's star, unless the column was
        only guessed.
        """
        texts, reading = self.text(column), Reading(self.options.zone)
        told = self.plan.dialect.words(its.name, column)
        any_other = cells.ANY_OTHER in words
        if any_other and (told or its.name not in self.plan.guessed):
            return cells.clean(texts, its, words, reading)
        listener = Listener(self.plan.kind, its.name, column, understands=not told)
        found = cells.clean(texts, its, words, reading, listener)
        if any_other:
            listener.unknown.clear()
        heard.note(its.name, listener, texts, int((_valid(texts) & ~found.unreadable).sum()))
        return found

    def _has_spans(self, name: str) -> bool:
        return any(self.plan.dialect.since(column) for column in self.plan.columns[name])

    def _spanned(self, column: str, begin: Column | None) -> Column:
        """The times at which durations end; without a begin they are unreadable."""
        texts = self.text(column)
        seconds, unreadable = parse_durations(texts)
        none = np.zeros(len(texts), bool)
        if begin is None:
            return Column(pa.nulls(len(texts), _TIME), _valid(texts), none)
        spans = pc.cast(pc.multiply(seconds, 1_000_000), pa.duration("us"))
        ends = pc.add(begin.values, spans)
        # A day and some hours are no time of day.
        days = pc.cast(pc.cast(ends, pa.date32()), _TIME)
        values = pc.if_else(pa.array(begin.dates), days, ends)
        lost = pc.and_(pc.is_valid(seconds), pc.is_null(values)).to_numpy(zero_copy_only=False)
        return Column(values, unreadable | lost, begin.dates & _valid(values))

    def _timed(self, column: str, zone: str) -> Column:
        if column not in self._times:
            self._times[column] = TimeColumn(self.cells(Cell.TIME, column))
        times, how = self._times[column], Reading(zone)
        if not times.plain:
            how = replace(self._reading(column), zone=zone)
        return cells.timed(how.times(times), zone)

    def _zone(self, column: str) -> str:
        """In which zone the times of a column are that name none."""
        clock = self.plan.clocks.get(column, "")
        return zone_of_name(column) or zone_of_name(clock) or self.options.zone

    def _reading(self, column: str) -> Reading:
        return self._settled().reading(column)

    def _constant(self, name: str, value: str) -> Column:
        its = fields.field(self.plan.kind, name)
        one = cells.trimmed(pa.chunked_array([[value]], pa.string()))
        if one.null_count:
            raise Refused(f"The {name} of every row is to be blank; leave it out, or give a value.")
        words = self.options.wanted_values(name)
        year_first = bool(self.options.year_first)
        reading = Reading(self.options.zone, bool(self.options.day_first), year_first=year_first)
        column = cells.clean(one, its, words, reading)
        _refuse_unreadable(self.body.sheet.name, its, value, column.unreadable)
        height = len(self.body.lines)
        none = np.zeros(height, bool)
        same = pa.array(np.zeros(height, np.int32))
        return Column(column.values.take(same), none, none | column.dates[0])

    def _money(self, its: Field, result: Cleaned) -> None:
        """The amount, and its currency: where that is unreadable, the amount says nothing."""
        height = len(self.body.lines)
        stated = result.columns.get("currency")
        codes = stated.values if stated else pa.nulls(height, pa.string())
        column, numbers, decimal = self._numbers(its)
        said = "currency" in self.plan.set
        home = named_currency(column, self.options.currency) or self.options.currency
        money = numbers.money(codes, home, decimal, overrides=said)
        if its.name in self.plan.set:
            _refuse_unreadable(self.body.sheet.name, its, self.plan.set[its.name], money.unreadable)
        result.rounded[column] += money.rounded
        if home:
            result.assumed[column, home] += money.assumed
        none, lost = np.zeros(height, bool), result.lost("currency")
        known = None if lost is None else pa.array(~lost)
        for name, values in (("amount", money.amounts), ("currency", money.currencies)):
            shown = values if known is None else pc.if_else(known, values, None)
            result.columns[name] = Column(shown, none, none)
        if its.name in self.plan.columns:
            found = [
                Unreadable(its, column, money.unreadable),
                *_clashes(its, column, money, codes),
            ]
            if lost is not None:
                found.append(_without_currency(its, column, lost & _valid(money.amounts)))
            result.unreadable += [each for each in found if each.rows.any()]

    def _numbers(self, its: Field) -> tuple[str, NumberColumn, str]:
        """The amounts with their column's name, and what marks their decimals."""
        if its.name in self.plan.set:
            one = pa.array([self.plan.set[its.name].strip() or None], pa.string())
            same = one.take(pa.array(np.zeros(len(self.body.lines), np.int32)))
            return its.name, NumberColumn(same), self.options.decimal or ""
        (column, *_) = self.plan.columns[its.name]
        numbers = NumberColumn(self.text(column))
        return column, numbers, "" if numbers.plain else self._reading(column).decimal


def _refuse_unreadable(file: str, its: Field, value: str, unreadable: Mask) -> None:
    """Refused where the one value for every row is none of the field."""
    if unreadable.any():
        raise Refused(f"{file}: “{value}” is no {its.name}; accepted: {cells.accepted(its)}.")


def _clashes(its: Field, column: str, money: Money, stated: pa.Array) -> Iterator[Unreadable]:
    """Amounts whose own sign says another currency than the column beside them."""
    if money.clashing.any():
        for code in pc.unique(stated.filter(pa.array(money.clashing))).to_pylist():
            same = pc.equal(stated, code).fill_null(False).to_numpy(zero_copy_only=False)
            why = f"the cell's currency is not the {code} of its currency column"
            accepted = f"an amount in {code}, or without a currency"
            yield Unreadable(its, column, money.clashing & same, why, accepted)


def _without_currency(its: Field, column: str, rows: Mask) -> Unreadable:
    """Amounts beside which a currency stands that is none."""
    accepted = "a currency code such as EUR in its currency column"
    return Unreadable(its, column, rows, "the currency beside it cannot be read", accepted)


def _valid(values: pa.Array) -> Mask:
    return np.asarray(pc.is_valid(values).to_numpy(zero_copy_only=False), bool)
