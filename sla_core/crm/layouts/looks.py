"""What the cells of a column look like, whatever it is called: as the readers would read them."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.addresses import first_addresses
from sla_core.crm.cells.blanks import without_errors
from sla_core.crm.cells.cells import trimmed
from sla_core.crm.cells.numbers import NumberColumn, known_currencies, parse_counts
from sla_core.crm.cells.times import TimeColumn
from sla_core.crm.files.footers import is_named_total, is_total
from sla_core.crm.files.groups import without_groups
from sla_core.crm.files.header import Sheet

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Reader = Callable[[pa.Array], Mask]
SAMPLED = 200
_HEAD = 1 << 20
_NEARLY = 0.95
_CENTS = r"[.,](\d\d|-+)\D*$"
_ID, _CODE = r"^\S{1,64}$", r"^\S*\d\S*$"
_DECIMAL = r"^[-+(]*[$€£¥]?(?:\d+|\d{1,3}(?:[.,'’]\d{3})+)[.,](?:\d\d|[1-9])[$€£¥%)-]*$"
"""No id: a number with decimals, but for the “.0” that some programs write behind whole ones."""
_CLOCK = r"^\d{1,3}[:h時][0-5]?\d(?:[:分].*)?$"
"""No id either: a time of day, or how long something took."""
_PRICE_OR_PHONE = r"^[-+(]*[$€£¥]|[$€£¥]$|^\+\d|^\(\d"
"""Nor is an amount with its sign, or a phone number."""
_ANY_CROWN = "SEK"
"""A workspace in which “500 kr” is an amount: here it only has to look like one."""


@dataclass(frozen=True)
class Looks:
    """Shares (0 to 1) of a column's sampled cells that are not blank.

    `filled` is how many these are, of `rows`; `words` the different ones, at most 40. `unique`:
    hardly any of them stands twice. `times` are written as such, `moments` as bare numbers.
    """

    rows: int
    filled: int
    emails: float
    times: float
    moments: float
    numbers: float
    money: float
    counts: float
    ids: float
    codes: float
    currencies: float
    words: tuple[str, ...]
    unique: bool

    @property
    def whole(self) -> float:
        """The share of rows whose cell is not blank."""
        return self.filled / max(self.rows, 1)

    @property
    def few(self) -> bool:
        """Whether the cells say few different things again and again."""
        return 0 < len(self.words) <= max(2, min(20, self.filled // 2))


def sampled(sheet: Sheet, most: int = SAMPLED) -> list[list[str]]:
    """The first rows of a sheet, as wide as its header, cells trimmed.

    Totals are none, nor are titles of groups with the header once more.
    """
    lines = io.StringIO(str(sheet.body[:_HEAD], "utf-8", "ignore"), newline="")
    rows = csv.reader(lines, delimiter=sheet.delimiter)
    data = (row for row in rows if any(row) and not is_total(row) and not is_named_total(row))
    first = [*islice(data, 2 * most)]
    level = map(sheet.level, without_groups(first, sheet.header))
    return [[cell.strip() for cell in row] for row in islice(filter(None, level), most)]


def looks(columns: Sequence[Sequence[str]]) -> list[Looks]:
    """What the columns' cells look like; blank ones and spreadsheet errors count in `rows` alone.

    Each different cell of all columns is read once.
    """
    texts = pa.array([cell for cells in columns for cell in cells], pa.string())
    found = without_errors(trimmed(pa.chunked_array([texts]))).dictionary_encode()
    words, places = found.dictionary, found.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    marks = {name: reader(words) for name, reader in _READERS.items()}
    pieces = np.split(places, np.cumsum([len(cells) for cells in columns], dtype=np.int64))
    return [_looks(its, words, marks) for its in pieces[: len(columns)]]


def _looks(places: Places, words: pa.Array, marks: Mapping[str, Mask]) -> Looks:
    """One column, whose cells are `words` at these places, -1 where they say nothing."""
    filled = places[places >= 0]
    shares = {
        name: float(mark[filled].mean()) if len(filled) else 0.0 for name, mark in marks.items()
    }
    different = list(dict.fromkeys(filled.tolist()))
    its = words.take(pa.array(different, pa.int64()))
    if shares["times"] >= 0.5:
        shares |= {"numbers": 0.0, "money": 0.0}
    return Looks(
        rows=len(places),
        filled=len(filled),
        moments=_moments(its) if shares["counts"] or shares["numbers"] else 0.0,
        words=tuple(its[:40].to_pylist()),
        unique=len(different) >= _NEARLY * len(filled) > 0,
        **shares,
    )


def _like(shape: str) -> Reader:
    return lambda some: _mask(pc.match_substring_regex(some, shape))


def _like_ids(shape: str) -> Reader:
    no_ids = (_DECIMAL, _CLOCK, _PRICE_OR_PHONE)
    return lambda some: _like(shape)(some) & ~_like("|".join(no_ids))(some)


def _are_emails(some: pa.Array) -> Mask:
    return _mask(pc.match_substring_regex(first_addresses(some), r"@.*\."))


def _moments(words: pa.Array) -> float:
    """1 where all cells are numbers that are times, as the readers ask."""
    return float(bool(TimeColumn(words).signs().unit))


def _are_times(some: pa.Array) -> Mask:
    """Times in any order of day, month and year."""
    column, found = TimeColumn(some), np.zeros(len(some), bool)
    for day_first, year_first in ((True, False), (False, False), (False, True)):
        if not found.all():
            found |= ~column.parse("UTC", day_first, year_first=year_first).unreadable
    return found


def _are_numbers(some: pa.Array) -> Mask:
    nothing = pa.nulls(len(some), pa.string())
    return ~NumberColumn(some).money(nothing, _ANY_CROWN).unreadable


def _are_priced(some: pa.Array) -> Mask:
    """Numbers that a currency or cents show to be money."""
    cents = _mask(pc.match_substring_regex(some, _CENTS))
    return _are_numbers(some) & (cents | _mask(NumberColumn(some).named(_ANY_CROWN)))


def _are_counts(some: pa.Array) -> Mask:
    return ~parse_counts(some)[1]


def _mask(found: pa.Array) -> Mask:
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False), bool)


_READERS: Mapping[str, Reader] = {
    "emails": _are_emails,
    "times": _are_times,
    "numbers": _are_numbers,
    "money": _are_priced,
    "counts": _are_counts,
    "ids": _like_ids(_ID),
    "codes": _like_ids(_CODE),
    "currencies": lambda some: ~known_currencies(some)[1],
}
