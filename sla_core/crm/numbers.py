"""Counts and exact money from text: no float on the way."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from babel.numbers import list_currencies

from sla_core import money

Mask = npt.NDArray[np.bool_]

SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₹": "INR", "zł": "PLN", "R$": "BRL"}
DOLLARS = ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN")
_EXACT = pa.decimal128(38, 15)
_NUMBER = r"^-?\d{1,14}(\.\d{1,15})?$"


@dataclass(frozen=True)
class Money:
    """Amounts in minor units of `currencies`; null where blank or unreadable."""

    amounts: pa.Array
    currencies: pa.Array
    unreadable: Mask


def parse_counts(texts: pa.Array) -> tuple[pa.Array, Mask]:
    """3, 3.0 or 1,234 as integers, and which cells are none of these."""
    grouped = pc.match_substring_regex(texts, r"^\d{1,3}(,\d{3})+(\.0+)?$")
    bare = pc.if_else(grouped, pc.replace_substring(texts, ",", ""), texts)
    bare = pc.replace_substring_regex(bare, r"\.0+$", "")
    fits = pc.match_substring_regex(bare, r"^\d{1,15}$")
    counts = pc.cast(pc.if_else(fits, bare, None), pa.int64())
    return counts, _mask(pc.and_(pc.is_valid(texts), pc.invert(fits)))


def known_currencies(texts: pa.Array) -> tuple[pa.Array, Mask]:
    """A currency column as ISO 4217 codes, and which cells are no such code."""
    signs = {**SIGNS, "$": "USD"}
    known = list_currencies()
    found = texts.dictionary_encode()
    codes = [signs.get(word, word.upper()) for word in found.dictionary.to_pylist()]
    ours = pa.array([code if code in known else None for code in codes], pa.string())
    result = ours.take(found.indices)
    return result, _mask(pc.and_(pc.is_valid(texts), pc.is_null(result)))


def parse_money(texts: pa.Array, stated: pa.Array, home: str | None) -> Money:
    """Amounts exactly, halves of a minor unit to even.

    The currency is the one `stated` beside the amount, else a sign or code in the cell, else
    `home`, the workspace's, else none at all.
    """
    bare = _plain_numbers(_without_marks(texts))
    fits = pc.match_substring_regex(bare, _NUMBER).fill_null(False)
    exact = pc.cast(pc.if_else(fits, bare, None), _EXACT)
    currencies = pc.coalesce(stated, _marked(texts, home), pa.scalar(home or money.UNSTATED))
    amounts = _minor(exact, currencies)
    there = pc.is_valid(amounts)
    blank = pa.scalar(None, pa.string())
    currencies = pc.if_else(there, currencies, pc.coalesce(stated, blank))
    return Money(amounts, currencies, _mask(pc.and_(pc.is_valid(texts), pc.invert(there))))


def _marked(texts: pa.Array, home: str | None) -> pa.Array:
    """The currency that a cell itself names; a dollar is the workspace's if that has dollars."""
    dollar = home if home in DOLLARS else "USD"
    code = pc.struct_field(pc.extract_regex(texts, r"(?:^|\s)(?P<code>[A-Z]{3})(?:\s|$)"), "code")
    code = pc.if_else(pc.is_in(code, pa.array(sorted(list_currencies()))), code, None)
    for sign, named in {"$": dollar, **SIGNS}.items():
        code = pc.if_else(pc.match_substring(texts, sign), pc.coalesce(code, named), code)
    return pc.cast(code, pa.string())


def _without_marks(texts: pa.Array) -> pa.Array:
    """Without signs, codes and spaces; an amount in brackets is negative."""
    bare = pc.replace_substring_regex(texts, r"R\$|zł|[$€£¥￥₹]|\b[A-Z]{3}\b", "")
    bare = pc.replace_substring_regex(bare, "[\\s\u00a0\u202f'’]", "")
    bare = pc.replace_substring_regex(bare, "^\u2212", "-")
    return pc.replace_substring_regex(bare, r"^\((.*)\)$", r"-\1")


def _plain_numbers(bare: pa.Array) -> pa.Array:
    """1234.56 from 1,234.56, 1.234,56 or 1234,56.

    A lone separator before three digits groups thousands where it is a comma, and is a decimal
    point where it is a dot, unless other cells of the column show a decimal comma.
    """
    comma = pc.match_substring_regex(bare, r"^-?(\d{1,3}(\.\d{3})+|\d+|0),\d{1,2}$|^-?0,\d+$")
    dot = pc.match_substring_regex(bare, r"^-?(\d{1,3}(,\d{3})+|\d+)\.\d{1,2}$|^-?\d{4,}\.\d{3}$")
    european = pc.any(comma).as_py() and not pc.any(dot).as_py()
    by_dots = r"^-?\d{1,3}(\.\d{3})+$" if european else r"^-?\d{1,3}(\.\d{3}){2,}$"
    grouped_by_dots = pc.or_(comma, pc.match_substring_regex(bare, by_dots))
    ungrouped = pc.if_else(grouped_by_dots, pc.replace_substring(bare, ".", ""), bare)
    decimal = pc.match_substring_regex(ungrouped, r"^-?\d+,(\d{1,2}|\d{4,})$|^-?0,\d+$")
    if european:
        decimal = pc.match_substring_regex(ungrouped, r"^-?\d+,\d+$")
    pointed = pc.if_else(decimal, pc.replace_substring(ungrouped, ",", "."), ungrouped)
    grouped = pc.match_substring_regex(pointed, r"^-?\d{1,3}(,\d{3})+(\.\d*)?$")
    return pc.if_else(grouped, pc.replace_substring(pointed, ",", ""), pointed)


def _minor(exact: pa.Array, currencies: pa.Array) -> pa.Array:
    """Minor units, by each currency's own number of digits."""
    places = {code: money.digits(code) for code in pc.unique(currencies).to_pylist() if code}
    minor = pa.nulls(len(exact), pa.int64())
    for digits in sorted(set(places.values())):
        codes = pa.array([code for code, its in places.items() if its == digits])
        mine = pc.if_else(pc.is_in(currencies, codes), exact, None)
        rounded = pc.round(mine, digits, "half_to_even")
        factor = pa.scalar(Decimal(10**digits), pa.decimal128(5, 0))
        scaled = pc.multiply(pc.cast(rounded, pa.decimal128(20, digits)), factor)
        minor = pc.coalesce(minor, pc.cast(scaled, pa.int64()))
    return minor


def _mask(found: pa.Array) -> Mask:
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False), bool)
