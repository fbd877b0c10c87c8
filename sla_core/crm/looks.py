"""What the cells of a column look like, whatever it is called."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from babel.numbers import list_currencies

from sla_core.crm.blanks import BLANK
from sla_core.crm.header import Sheet

SAMPLED = 200
_HEAD = 1 << 20
_EMAIL = re.compile(r".*[^@\s()<>;,]+@[^@\s()<>;,]+\.[^@\s()<>;,]+.*")
_TIME = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.*|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})\b.*"
    r"|\d{1,2}\.? [^\W\d_]{3,}\.?,? \d{4}.*|[^\W\d_]{3,}\.? \d{1,2},? \d{4}.*|\d{4}年\d{1,2}月\d{1,2}日.*"
)
_MOMENT = re.compile(r"\d{10}(\d{3})?|[34]\d{4}(\.\d+)?")
_NUMBER = re.compile(r"\(?-?\d[\d.,'\s]*\)?[KMkm]?")
_MARKS = re.compile(r"R\$|zł|[$€£¥￥₹%]|\b[A-Z]{3}\b")
_CENTS = re.compile(r"[.,]\d\d$")
_COUNT = re.compile(r"\d{1,4}(\.0+)?")
_ID, _CODE = re.compile(r"\S{1,64}"), re.compile(r"(?=\D*\d)\S{1,64}")
_CURRENCIES = frozenset(list_currencies())
_BLANKS = frozenset(BLANK)


@dataclass(frozen=True)
class Looks:
    """Shares (0 to 1) of a column's sampled cells that are not blank.

    `filled` is how many these are, of `rows`; `words` the different ones, at most 40. `unique`:
    none of them stands twice.
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
    """The first rows of a sheet, as wide as its header, cells trimmed."""
    lines = io.StringIO(str(sheet.body[:_HEAD], "utf-8", "ignore"), newline="")
    rows = csv.reader(lines, delimiter=sheet.delimiter)
    wide = (row for row in rows if len(row) == sheet.width and any(row))
    return [[cell.strip() for cell in row] for row in islice(wide, most)]


def looks(cells: Sequence[str]) -> Looks:
    """What a column's cells look like; blank ones count in `rows` alone."""
    counts = Counter(cell for cell in cells if cell.casefold() not in _BLANKS)
    filled = counts.total()

    def share(fits: Callable[[str], object]) -> float:
        return sum(count for cell, count in counts.items() if fits(cell)) / max(filled, 1)

    times = share(_TIME.fullmatch)
    return Looks(
        rows=len(cells),
        filled=filled,
        emails=share(_EMAIL.fullmatch),
        times=times,
        moments=share(_MOMENT.fullmatch),
        numbers=share(_is_number) if times < 0.5 else 0.0,
        money=share(_is_money) if times < 0.5 else 0.0,
        counts=share(_COUNT.fullmatch),
        ids=share(_ID.fullmatch),
        codes=share(_CODE.fullmatch),
        currencies=share(lambda cell: cell.upper() in _CURRENCIES),
        words=tuple(islice(counts, 40)),
        unique=len(counts) == filled > 0,
    )


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(_MARKS.sub("", cell).strip()))


def _is_money(cell: str) -> bool:
    return bool(_MARKS.search(cell) or _CENTS.search(cell)) and _is_number(cell)
