"""What the cells of a column look like, whatever it is called: as the readers would read them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.addresses import first_addresses
from sla_core.crm.blanks import without_errors
from sla_core.crm.cells import trimmed
from sla_core.crm.footers import is_total
from sla_core.crm.header import Sheet
from sla_core.crm.numbers import NumberColumn, known_currencies, parse_counts
from sla_core.crm.times import TimeColumn

Mask = npt.NDArray[np.bool_]
SAMPLED = 200
_HEAD = 1 << 20
_CENTS = r"[.,](\d\d|-+)\D*$"
_ID, _CODE = r"^\S{1,64}$", r"^\S*\d\S*$"
_ANY_CROWN = "SEK"
"""A workspace in which “500 kr” is an amount: here it only has to look like one."""


@dataclass(frozen=True)
class Looks:
    """Shares (0 to 1) of a column's sampled cells that are not blank.

    `filled` is how many these are, of `rows`; `words` the different ones, at most 40. `unique`:
    none of them stands twice. `times` are written as such, `moments` as bare numbers.
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
    """The first rows of a sheet, as wide as its header, cells trimmed; totals are none."""
    lines = io.StringIO(str(sheet.body[:_HEAD], "utf-8", "ignore"), newline="")
    rows = csv.reader(lines, delimiter=sheet.delimiter)
    wide = (row for row in rows if len(row) == sheet.width and any(row) and not is_total(row))
    return [[cell.strip() for cell in row] for row in islice(wide, most)]


def looks(cells: Sequence[str]) -> Looks:
    """What a column's cells look like; blank ones and spreadsheet errors count in `rows` alone."""
    texts = without_errors(trimmed(pa.chunked_array([list(cells)], pa.string()))).drop_null()
    times, moments = _times(texts)
    amounts, priced = _amounts(texts) if times < 0.5 else (0.0, 0.0)
    words = pc.unique(texts)
    return Looks(
        rows=len(cells),
        filled=len(texts),
        emails=_share(pc.match_substring_regex(first_addresses(texts), r"@.*\.")),
        times=times,
        moments=moments,
        numbers=amounts,
        money=priced,
        counts=_readable(parse_counts(texts)[1]) if _has_digits(texts) else 0.0,
        ids=_share(pc.match_substring_regex(texts, _ID)),
        codes=_share(pc.match_substring_regex(texts, _CODE)),
        currencies=_readable(known_currencies(texts)[1]),
        words=tuple(words[:40].to_pylist()),
        unique=len(words) == len(texts) > 0,
    )


def _times(texts: pa.Array) -> tuple[float, float]:
    """The shares of times in text, and of numbers that are times because all cells are."""
    if not _has_digits(texts):
        return 0.0, 0.0
    column = TimeColumn(texts)
    unit = column.signs().unit
    if unit:
        return 0.0, _readable(column.parse("UTC", unit=unit).unreadable)
    ways = ((True, False), (False, False), (False, True))
    read = [column.parse("UTC", day, year_first=year).unreadable for day, year in ways]
    return _readable(np.logical_and.reduce(read)), 0.0


def _amounts(texts: pa.Array) -> tuple[float, float]:
    """The shares of numbers, and of those that a currency or cents show to be money."""
    if not _has_digits(texts):
        return 0.0, 0.0
    column = NumberColumn(texts)
    money = column.money(pa.nulls(len(texts), pa.string()), _ANY_CROWN)
    priced = pc.or_(column.named(_ANY_CROWN), pc.match_substring_regex(texts, _CENTS))
    return _readable(money.unreadable), _share(pc.and_(money.amounts.is_valid(), priced))


def _has_digits(texts: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, r"\d|[^\x00-\x7f]")).as_py())


def _share(found: pa.Array) -> float:
    return (pc.sum(found.fill_null(False)).as_py() or 0) / max(len(found), 1)


def _readable(unreadable: Mask) -> float:
    return 1 - float(unreadable.mean()) if len(unreadable) else 0.0
