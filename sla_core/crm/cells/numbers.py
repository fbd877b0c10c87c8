"""Counts and exact money from text: no float on the way."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import money
from sla_core.crm.cells import currencies
from sla_core.crm.cells.decimals import Decimals
from sla_core.crm.cells.number_parts import NumberParts

Mask = npt.NDArray[np.bool_]

_EXACT = pa.decimal128(38, 20)
_PLAIN = r"^-?\d{1,14}(?:\.(?:\d{1,2}|\d{4,20}))?$"
"""Numbers that need no thought: 1.500 is not among them, since it can be 1500."""
_EXACT_TEXT = r"^-?\d{1,14}(?:\.\d{0,20})?$"
_NO_TEXT = pa.scalar(None, pa.string())


def rounded_rule(column: str, count: int) -> str:
    """The sentence on amounts that were finer than their currency's minor unit."""
    return (
        f"Amounts in “{column}” that are finer than their currency's smallest unit: {count:,};"
        " each was rounded to it."
    )


def assumed_rule(column: str, currency: str, count: int) -> str:
    """The sentence on amounts that name no currency."""
    named = currencies.named_currency(column, currency)
    whose = "as the column's name says" if named else "the workspace's"
    return f"Amounts in “{column}” that name no currency: {count:,}; taken as {currency}, {whose}."


@dataclass(frozen=True)
class Money:
    """Amounts in minor units of `currencies`; null where blank or unreadable.

    `rounded` counts those that were finer than the minor unit: halves went to the even one.
    `clashing` marks cells that name another currency than the one stated beside them; their amounts
    are null. `assumed` counts the amounts whose currency is said nowhere.
    """

    amounts: pa.Array
    currencies: pa.Array
    unreadable: Mask
    clashing: Mask
    rounded: int = 0
    assumed: int = 0


class NumberColumn:
    """A column, or a piece of one, of trimmed text (null where blank) that holds numbers."""

    def __init__(self, texts: pa.Array) -> None:
        self._texts = texts
        plain = pc.match_substring_regex(texts, _PLAIN)
        self._all_plain = pc.all(plain).as_py() is not False
        self._plain = plain.fill_null(False)

    @property
    def plain(self) -> bool:
        """Whether all cells have one reading."""
        return self._all_plain

    def decimals(self) -> Decimals:
        """The column's own evidence for what marks decimals."""
        pointed = pc.and_(self._plain, pc.match_substring(self._texts, ".").fill_null(False))
        place = pc.index(pointed, True).as_py()
        shown = Decimals(point="" if place < 0 else self._texts[place].as_py())
        return shown if self._all_plain else shown | self._parts.decimals()

    def money(
        self, stated: pa.Array, home: str | None, decimal: str = "", overrides: bool = False
    ) -> Money:
        """Amounts exactly, halves of a minor unit to even.

        The currency is the one `stated` beside the amount, else a sign or code in the cell, else
        `home`, the workspace's, else none at all; where a cell contradicts the stated one there is
        no amount, unless that `overrides` it. `decimal` ("," or ".") marks decimals in numbers that
        can be read in two ways; where it is "" they are thousands.
        """
        exact, marked = self._exact(decimal, home)
        none, clashing = pa.scalar(home or money.UNSTATED), np.zeros(len(self._texts), bool)
        codes = pc.coalesce(stated, none)
        if marked is not None:
            exact, marked = self._beside(stated, exact, marked, decimal)
            codes = pc.coalesce(stated, marked, none)
            if not overrides:
                clashing = _mask(pc.not_equal(stated, marked))
        amounts, rounded = _minor(_without(exact, clashing), codes)
        unreadable = _lost(self._texts, amounts) & ~clashing
        codes = pc.if_else(pc.is_valid(amounts), codes, pc.coalesce(stated, _NO_TEXT))
        said = stated if marked is None else pc.coalesce(stated, marked)
        assumed = int(_mask(pc.and_(pc.is_valid(amounts), pc.is_null(said))).sum())
        return Money(amounts, codes, unreadable, clashing, rounded, assumed)

    def _beside(
        self, stated: pa.Array, exact: pa.Array, marked: pa.Array, decimal: str
    ) -> tuple[pa.Array, pa.Array]:
        """Signs of several currencies read as the one stated beside them: $ as CAD, kr as SEK."""
        lost = pc.and_(pc.is_valid(self._texts), pc.is_null(exact))
        other = pc.or_(lost, pc.not_equal(stated, marked).fill_null(False))
        other = pc.and_(other, pc.is_valid(stated))
        for code in pc.unique(stated.filter(other)).to_pylist():
            rows = pc.and_(other, pc.equal(stated, code).fill_null(False))
            found, named = NumberColumn(self._texts.filter(rows))._exact(decimal, code)
            exact = pc.replace_with_mask(exact, rows, found)
            if named is not None:
                marked = pc.replace_with_mask(marked, rows, named)
        return exact, marked

    def named(self, home: str | None) -> pa.Array:
        """Whether each cell that is a number names a currency itself."""
        _, marked = self._exact("", home)
        return pa.array(np.zeros(len(self._texts), bool)) if marked is None else marked.is_valid()

    def counts(self, decimal: str = "") -> tuple[pa.Array, Mask]:
        """Whole numbers such as 3, 3.0 and 1,234, and which cells are none of these."""
        exact, marked = self._exact(decimal, None)
        whole = pc.and_(pc.equal(exact, pc.floor(exact)), pc.greater_equal(exact, Decimal(0)))
        if marked is not None:
            whole = pc.and_(whole, pc.is_null(marked))
        counts = pc.cast(pc.if_else(whole, exact, pa.scalar(None, _EXACT)), pa.int64())
        return counts, _lost(self._texts, counts)

    def _exact(self, decimal: str, home: str | None) -> tuple[pa.Array, pa.Array | None]:
        """Numbers as decimals, and the currencies that cells name, if any does."""
        if self._all_plain:
            return pc.cast(self._texts, _EXACT), None
        plain = pc.cast(pc.if_else(self._plain, self._texts, _NO_TEXT), _EXACT)
        texts, codes = self._parts.read(decimal, home)
        fits = pc.match_substring_regex(texts, _EXACT_TEXT)
        exact = pc.cast(pc.if_else(fits, texts, _NO_TEXT), _EXACT)
        places = pc.cumulative_sum(pc.cast(pc.invert(self._plain), pa.int64()))
        places = pc.if_else(self._plain, pa.scalar(None, pa.int64()), pc.subtract(places, 1))
        return pc.coalesce(plain, exact.take(places)), codes.take(places)

    @cached_property
    def _parts(self) -> NumberParts:
        return NumberParts(self._texts.filter(pc.invert(self._plain)))


def parse_counts(texts: pa.Array, decimal: str = "") -> tuple[pa.Array, Mask]:
    """3, 3.0 or 1,234 as integers, and which cells are none of these."""
    if pc.all(pc.match_substring_regex(texts, r"^\d{1,15}$")).as_py() is not False:
        return pc.cast(texts, pa.int64()), np.zeros(len(texts), bool)
    return NumberColumn(texts).counts(decimal)


def parse_money(texts: pa.Array, stated: pa.Array, home: str | None, decimal: str = "") -> Money:
    """`NumberColumn.money` of a column at once."""
    return NumberColumn(texts).money(stated, home, decimal)


def known_currencies(texts: pa.Array, home: str | None = None) -> tuple[pa.Array, Mask]:
    """A currency column as ISO 4217 codes, and which cells are no code, sign or name."""
    found = texts.dictionary_encode()
    codes = [currencies.code(word, home) for word in found.dictionary.to_pylist()]
    result = pa.array(codes, pa.string()).take(found.indices)
    return result, _lost(texts, result)


def _minor(exact: pa.Array, codes: pa.Array) -> tuple[pa.Array, int]:
    """Minor units, by each currency's own number of digits; and how many had to be rounded."""
    places = {code: money.digits(code) for code in pc.unique(codes).to_pylist() if code}
    minor, inexact = pa.nulls(len(exact), pa.int64()), 0
    for digits in sorted(set(places.values())):
        mine = exact
        if len(set(places.values())) > 1:
            its = pa.array([code for code, number in places.items() if number == digits])
            mine = pc.if_else(pc.is_in(codes, its), exact, pa.scalar(None, _EXACT))
        rounded = pc.round(mine, digits, "half_to_even")
        inexact += pc.sum(pc.not_equal(rounded, mine)).as_py() or 0
        factor = pa.scalar(Decimal(10**digits), pa.decimal128(5, 0))
        scaled = pc.multiply(pc.cast(rounded, pa.decimal128(20, digits)), factor)
        minor = pc.coalesce(minor, pc.cast(scaled, pa.int64()))
    return minor, inexact


def _without(values: pa.Array, rows: Mask) -> pa.Array:
    return pc.if_else(pa.array(rows), None, values) if rows.any() else values


def _mask(found: pa.Array) -> Mask:
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False), bool)


def _lost(texts: pa.Array, values: pa.Array) -> Mask:
    return _mask(pc.and_(pc.is_valid(texts), pc.is_null(values)))
