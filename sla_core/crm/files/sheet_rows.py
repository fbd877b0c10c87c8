"""The rows of one sheet of a workbook, cell by cell as text; of a bounded size at any time."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import IO

from sla_core.crm.files import limits
from sla_core.crm.files.foreign import refused
from sla_core.crm.files.workbook_parts import Attributes, Format, Parts, Walker, damaged, plain

Row = tuple[int, list[str]]
MOST_PLACES, MOST_ROWS = 16_384, 1_048_576
"""How many columns and rows a sheet of Excel's can have."""
DIGITS = 15
"""How many digits of a number Excel keeps."""
LAST_SERIAL = 2_958_466
PLAIN = Format()


class SheetRows:
    """Reads a sheet's rows that are not blank, with their numbers, and counts what is to be said.

    Numbers stand as Excel shows them (15 digits), dates in ISO, errors such as #REF! as they are.
    """

    def __init__(self, name: str, sheet: str, parts: Parts) -> None:
        self.name, self.sheet, self.parts = name, sheet, parts
        self.rounded: Counter[int] = Counter()
        self.hidden = self.without_result = 0
        self._rows: list[tuple[int, list[tuple[int, str]]]] = []
        self._number = 0
        self._cells: list[tuple[int, str]] = []
        self._place = -1
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._length = 0
        self._taking = self._spoken = self._formula = False

    def read(self, part: IO[bytes]) -> Iterator[Row]:
        """Number and cells of each row, as far as its last cell that is not blank."""
        walker = Walker(self.name, self._start, self._end, self._text)
        for _ in walker.walk(part):
            for number, cells in self._rows:
                yield number, _side_by_side(cells)
            self._rows.clear()

    def rounded_columns(self) -> tuple[int, ...]:
        """The places of columns with numbers of more digits than Excel keeps."""
        return tuple(sorted(self.rounded))

    def notes(self, header: tuple[str, ...]) -> Iterator[str]:
        """Sentences about what was counted."""
        for place in self.rounded_columns():
            title = header[place] if place < len(header) else f"Column {place + 1}"
            yield (
                f"The column “{title}” holds {self.rounded[place]:,} numbers of more than"
                f" {DIGITS} digits; Excel keeps {DIGITS} and made the others zeros."
            )
        if self.without_result:
            yield f"Formulas without a stored result, read as blank: {self.without_result:,}."
        if self.hidden:
            yield f"Hidden rows, which are read like the others: {self.hidden:,}."

    def _start(self, tag: str, its: Attributes) -> None:
        if tag == "c":
            self._begin_cell(its)
        elif tag in {"v", "t"}:
            self._taking = not self._spoken
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._begin_row(its)
        elif tag == "rPh":
            self._spoken = True

    def _end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._spoken = False

    def _text(self, piece: str) -> None:
        if not self._taking:
            return
        self._pieces.append(piece)
        self._length += len(piece)
        if self._length > limits.MOST_CELL:
            most = limits.in_words(limits.MOST_CELL)
            kind = f"a cell of column {self._place + 1} is longer than {most}"
            raise refused(self.name, kind, f"cells of at most {most}", line=self._number)

    def _begin_row(self, its: Attributes) -> None:
        number = its.get("r", "")
        before = self._number
        self._number = int(number) if number.isdecimal() else before + 1
        if not before < self._number <= MOST_ROWS:
            raise damaged(self.name)
        self.hidden += its.get("hidden") in {"1", "true"}
        self._place = -1

    def _begin_cell(self, its: Attributes) -> None:
        letters = its.get("r", "").rstrip("0123456789")
        self._place = _column(letters) if letters else self._place + 1
        if self._place >= MOST_PLACES or len(self._cells) >= MOST_PLACES:
            raise damaged(self.name)
        self._kind, self._style = its.get("t", "n"), its.get("s", "")
        self._formula, self._length = False, 0
        self._pieces.clear()

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        if raw:
            value = self._value(raw)
            if value:
                self._cells.append((self._place, value))
        elif self._formula and self._kind != "str":
            self.without_result += 1

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append((self._number, self._cells))
            self._cells = []

    def _value(self, raw: str) -> str:
        if self._kind == "s":
            place = int(raw) if raw.isdecimal() else len(self.parts.texts)
            if place >= len(self.parts.texts):
                raise damaged(self.name)
            return self.parts.texts[place]
        if self._kind == "n":
            return self._number_text(raw)
        if self._kind == "b":
            return "false" if raw.strip() in {"0", "false"} else "true"
        return plain(raw)

    def _number_text(self, raw: str) -> str:
        style = int(self._style) if self._style.isdecimal() else 0
        formats = self.parts.formats
        shown = formats[style] if style < len(formats) else PLAIN
        if shown != PLAIN:
            return moment(raw, shown, self.parts.since_1904) or number(raw)
        if len(raw) <= DIGITS and raw.isdecimal():
            return raw
        if is_rounded(raw):
            self.rounded[self._place] += 1
        return number(raw)


def _side_by_side(cells: list[tuple[int, str]]) -> list[str]:
    """Each cell at its place: only row by row, for a row may have one cell, and far out."""
    row = [""] * (1 + max(place for place, _ in cells))
    for place, value in cells:
        row[place] = value
    return row


def number(raw: str) -> str:
    """A number as digits, with as many of them as Excel shows: 1.1000000000000001 is 1.1."""
    if re.fullmatch("-?[0-9]+", raw):
        return raw
    try:
        value = Decimal(format(float(raw), f".{DIGITS}g"))
    except ValueError:
        return raw
    return format(value, "f") if value.is_finite() else raw


def is_rounded(raw: str) -> bool:
    """Whether a whole number has more digits than Excel keeps, and has lost the others.

    Written out with other digits than zeros at its end it comes from another program, exact.
    """
    try:
        value = abs(float(raw))
    except ValueError:
        return False
    whole = raw.lstrip("-")
    exact = whole.isdecimal() and whole[DIGITS:].strip("0") != ""
    return 10**DIGITS <= value < float("inf") and not exact


def moment(raw: str, shown: Format, since_1904: bool) -> str | None:
    """The date, time of day or duration that a number of days is; None where it is none."""
    try:
        days = float(raw)
    except ValueError:
        return None
    if shown.elapsed and abs(days) < LAST_SERIAL:
        return ("-" if days < 0 else "") + _clock(1000 * round(abs(days) * 86_400))
    if not 0 <= days < LAST_SERIAL:
        return None
    day, within = divmod(round(days * 86_400_000), 86_400_000)
    if not shown.date and not day:
        return _clock(within)
    its = _date(day, since_1904)
    return f"{its} {_clock(within)}" if its and (within or shown.time) else its


def _date(day: int, since_1904: bool) -> str | None:
    """The date of a day's number; None for days that Excel counts and no calendar has."""
    if since_1904:
        since = date(1904, 1, 1)
    elif day in {0, 60}:
        return None
    else:
        since = date(1899, 12, 31 if day < 60 else 30)
    try:
        return f"{since + timedelta(days=day):%Y-%m-%d}"
    except OverflowError:
        return None


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


@lru_cache(maxsize=MOST_PLACES)
def _column(letters: str) -> int:
    """The place of a column by its letters: A is 0, Z 25, AA 26; beyond any for what is none."""
    place = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            return MOST_PLACES
        place = 26 * place + ord(letter) - 64
    return place - 1
