"""One column of theirs as one field of ours: typed values, and which cells were unreadable."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.clean import ARROW
from sla_core.crm.cells.addresses import first_addresses
from sla_core.crm.cells.blanks import (
    errors,
    nulled,
    rounded_ids,
    trim,
    without_blanks,
    without_errors,
)
from sla_core.crm.cells.numbers import known_currencies, parse_counts
from sla_core.crm.cells.times import ACCEPTED, TimeColumn, Times
from sla_core.crm.language.meanings import FLAGS
from sla_core.fields import Cell, Field

Mask = npt.NDArray[np.bool_]
Words = Mapping[str, str]
Understand = Callable[[str], str | None]

SAYS_NOTHING = ""
ANY_OTHER = "*"


@dataclass(frozen=True)
class Reading:
    """How cells are read: the zone of times without one, and what the evidence has decided.

    Whether slash dates are day first (or, in `year_first`, 26/09/30 begins with the year), the
    unit of times that are bare numbers (see `day_numbers.together`), and the decimal mark of
    numbers that could be read in two ways.
    """

    zone: str = "UTC"
    day_first: bool = False
    unit: str = ""
    decimal: str = ""
    year_first: bool = False

    def times(self, column: TimeColumn) -> Times:
        """A column of times, read so."""
        return column.parse(self.zone, self.day_first, self.unit, self.year_first)


@dataclass(frozen=True)
class Column:
    """A cleaned column: values of the field's type, null where blank or unreadable.

    `dates` marks times without a time of day; `local`, `twice` and `never` are the counts of `Times`
    by the zone that these were read in.
    """

    values: pa.Array
    unreadable: Mask
    dates: Mask
    local: Counter[str] = default(default_factory=Counter)
    twice: Counter[str] = default(default_factory=Counter)
    never: Counter[str] = default(default_factory=Counter)

    def only(self, rows: Mask) -> "Column":
        """These rows of it."""
        return replace(
            self,
            values=self.values.filter(pa.array(rows)),
            unreadable=self.unreadable[rows],
            dates=self.dates[rows],
        )


def trimmed(column: pa.ChunkedArray, several: bool = False) -> pa.Array:
    """Text without outer white space, null where blank; the first of `several` by semicolon.

    What a spreadsheet wraps text in is taken off.
    """
    texts = trim(_one_array(column))
    if several:
        texts = trim(pc.replace_substring_regex(texts, ";.*$", ""))
    return without_blanks(texts)


def _no_word(_: str) -> None:
    """Understands nothing."""


def clean(
    texts: pa.Array,
    field: Field,
    words: Words,
    reading: Reading,
    understand: Understand = _no_word,
) -> Column:
    """Trimmed text as the field's values, theirs translated by `words` first.

    A word's translation may be "" (it says nothing). A word that is not among them is what
    `understand` says, once per different word; the word "*" stands for any other. The error of a
    spreadsheet is unreadable, whatever the field.
    """
    wrong = errors(texts)
    if wrong.any():
        found = clean(without_errors(texts), field, words, reading, understand)
        return replace(found, unreadable=found.unreadable | wrong)
    if words and field.cell is not Cell.CHOICE and field.cell is not Cell.FLAG:
        texts = translated(texts, words)
    if field.cell is Cell.TIME:
        return timed(reading.times(TimeColumn(texts)), reading.zone)
    if field.cell is Cell.COUNT:
        return _column(*parse_counts(texts, reading.decimal))
    return _READERS[field.cell](texts, field, words, understand)


def translated(texts: pa.Array, words: Words) -> pa.Array:
    """Text with the words that are known replaced, whatever their case."""
    known = {word.casefold(): ours for word, ours in words.items()}
    other = known.get(ANY_OTHER)

    def ours(word: str) -> str | None:
        return known.get(word.casefold(), word if other is None else other) or None

    return by_word(texts, ours, pa.string())


def by_word(texts: pa.Array, ours: Callable[[str], object], kind: pa.DataType) -> pa.Array:
    """A function of each different text, spread over the rows."""
    found = texts.dictionary_encode()
    return pa.array([ours(word) for word in found.dictionary.to_pylist()], kind).take(found.indices)


def accepted(field: Field) -> str:
    """What a cell of the field may hold, in words."""
    if field.cell is Cell.CHOICE:
        return ", ".join(field.choices)
    return {
        Cell.TIME: ACCEPTED,
        Cell.COUNT: "a whole number such as 3 or 1,234",
        Cell.FLAG: "true, false, yes, no, 1 or 0",
        Cell.MONEY: "an amount such as 1234.50, 1.234,50, €3,500 or $1.2M",
        Cell.EMAIL: "an address such as ann@example.com",
    }.get(field.cell, "a currency code such as EUR" if field.name == "currency" else "text")


def combined(columns: list[Column]) -> Column:
    """Several columns of theirs for one field: the first cell that says something."""
    values, dates = columns[0].values, columns[0].dates
    for column in columns[1:]:
        gaps = pc.is_null(values).to_numpy(zero_copy_only=False)
        dates = np.where(gaps, column.dates, dates)
        values = pc.coalesce(values, column.values)
    names = ("local", "twice", "never")
    none: Counter[str] = Counter()
    counts = {name: sum((getattr(each, name) for each in columns), none) for name in names}
    return Column(values, np.zeros(len(values), bool), dates, **counts)


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())


def _column(values: pa.Array, unreadable: Mask) -> Column:
    return Column(values, unreadable, np.zeros(len(values), bool))


def timed(times: Times, zone: str) -> Column:
    """Times that were parsed in a zone, as a column."""
    values = pa.array(times.values, ARROW[Cell.TIME])
    local, twice, never = (Counter({zone: n}) for n in (times.local, times.twice, times.never))
    return Column(values, times.unreadable, times.dates, local, twice, never)


def _text(texts: pa.Array, field: Field, *_: object) -> Column:
    if field.name == "currency":
        return _column(*known_currencies(texts))
    wrong = rounded_ids(texts) if field.name.endswith("_id") else np.zeros(len(texts), bool)
    return _column(nulled(texts, wrong), wrong)


def _email(texts: pa.Array, field: Field, *_: object) -> Column:
    """The first address in the cell, in lower case."""
    found = first_addresses(pc.utf8_lower(texts))
    return _column(found, _lost(texts, found))


def _choice(texts: pa.Array, field: Field, words: Words, understand: Understand) -> Column:
    known = {choice: choice for choice in field.choices} | _folded(words)
    other = known.pop(ANY_OTHER, None)

    def ours(word: str) -> str | None:
        told = known.get(word.casefold())
        told = understand(word) if told is None else told
        return other if told is None else told

    said = by_word(texts, ours, pa.string())
    values = pc.if_else(pc.equal(said, SAYS_NOTHING), pa.scalar(None, pa.string()), said)
    return _column(values, _lost(texts, said))


def _flag(texts: pa.Array, field: Field, words: Words, understand: Understand) -> Column:
    known = _folded(words)
    other = known.pop(ANY_OTHER, None)

    def ours(word: str) -> str | None:
        told = known.get(word.casefold(), word if word.casefold() in FLAGS else None)
        told = understand(word) if told is None else told
        return other if told is None else told

    said = by_word(texts, ours, pa.string())
    values = by_word(said, lambda word: FLAGS.get(word.casefold()), pa.bool_())
    return _column(values, _lost(texts, said))


def _folded(words: Words) -> dict[str, str]:
    return {word.casefold(): ours for word, ours in words.items()}


def _lost(texts: pa.Array, values: pa.Array) -> Mask:
    lost = pc.and_(pc.is_valid(texts), pc.is_null(values))
    return np.asarray(lost.to_numpy(zero_copy_only=False), bool)


_READERS: dict[Cell, Callable[[pa.Array, Field, Words, Understand], Column]] = {
    Cell.TEXT: _text,
    Cell.EMAIL: _email,
    Cell.CHOICE: _choice,
    Cell.FLAG: _flag,
}
