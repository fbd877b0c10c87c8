"""From a file's bytes to a sheet: one delimited text in UTF-8, before any row is parsed."""

import csv
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from sla_core.crm.files import foreign, limits, packed, workbook
from sla_core.crm.files.decoding import as_text, too_large
from sla_core.crm.files.foreign import refused
from sla_core.crm.files.heading import EMPTY, find_heading, nameless
from sla_core.crm.files.lengths import Lengths
from sla_core.crm.files.limits import MOST_COLUMNS
from sla_core.problems import Problem, Refused

__all__ = ["MOST_COLUMNS", "Sheet", "open_sheet", "refuse_rounded", "refuse_without_rows", "split"]

_SOMETHING = re.compile(rb"[^\s,;|\"]")
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class Sheet:
    """A delimited text: `header` has unique names, `body` is UTF-8 without the header.

    `lines_before` says how many physical lines (of a workbook: rows) precede the body. `encoding`
    names what the file was in, and `notes` are sentences about what was converted or left out.
    `rounded` are the columns whose numbers Excel has cut to 15 digits: no ids any more. `beyond` is
    how many blank cells each row has behind those of the header, and `nameless` how many cells of
    the header are blank at its end.
    """

    name: str
    header: tuple[str, ...]
    delimiter: str
    body: memoryview
    lines_before: int
    encoding: str = "UTF-8"
    notes: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()
    beyond: int = 0
    nameless: int = 0

    @property
    def width(self) -> int:
        """How many cells a row has, but for blank ones at its end: see `level`."""
        return len(self.header) + self.beyond

    @property
    def least(self) -> int:
        """How many cells a row has at least: those below a name."""
        return len(self.header) - self.nameless

    def level(self, cells: Sequence[str]) -> tuple[str, ...] | None:
        """A row's cells, as many as `width`; None where it has not these.

        At its end it may have more if they are blank, and fewer if they stand below no name.
        """
        if len(cells) < self.least or any(map(str.strip, cells[self.width :])):
            return None
        return (*cells[: self.width], *[""] * (self.width - len(cells)))

    @property
    def wanted(self) -> str:
        """The width in words, as what is accepted."""
        more = f", and {in_words(self.beyond)} more if blank" if self.beyond else ""
        return f"{in_words(len(self.header))} as in the header{more}"


def open_sheet(name: str, data: Any, head_only: bool = False) -> Sheet:
    """The sheet in a file's bytes or its mmap; Refused, in one sentence, where there is none.

    Text in UTF-8 is used in place; the rest is converted, in memory or in an unnamed temporary
    file. With `head_only` the body ends after some megabytes, perhaps in the middle of a row.
    """
    view = memoryview(data).cast("B")
    if not len(view):
        raise refused(name, "the file is empty", EMPTY)
    if len(view) > limits.most_bytes():
        raise too_large(name)
    view, notes = packed.unpacked(name, view)
    if bytes(view[:4]) == foreign.ZIP:
        return _workbook(name, view, head_only, notes)
    foreign.refuse_foreign(name, bytes(view[:4096]))
    return _delimited(name, view, head_only, notes)


def split(record: str, delimiter: str) -> list[str]:
    """The cells of one record."""
    return next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])


def in_words(cells: int) -> str:
    """So many cells."""
    return "1 cell" if cells == 1 else f"{cells} cells"


def _delimited(name: str, view: memoryview, head_only: bool, notes: tuple[str, ...]) -> Sheet:
    text = as_text(name, view, head_only)
    heading = find_heading(name, text.view)
    header = unique(heading.cells)
    lines = bytes(text.view[: heading.end]).count(b"\n")
    body = text.view[heading.end :]
    if head_only:
        body = body[: limits.HEAD]
    else:
        Lengths(name, header, heading.delimiter, body, lines).refuse()
    every = (*notes, *text.notes, *heading.notes)
    known = Sheet(name, header, heading.delimiter, body, lines, text.encoding, every)
    return replace(known, beyond=heading.beyond, nameless=nameless(heading.cells))


def _workbook(name: str, view: memoryview, head_only: bool, notes: tuple[str, ...]) -> Sheet:
    table = workbook.read(name, view, head_only)
    header = unique(table.header)
    every = (*notes, *table.notes)
    rounded = tuple(header[place] for place in table.rounded if place < len(header))
    what = "Excel workbook"
    sheet = Sheet(name, header, ",", table.body, table.rows_before, what, every, rounded)
    return replace(sheet, nameless=nameless(table.header))


def refuse_without_rows(sheet: Sheet) -> None:
    """Refused where nothing but blank cells stands below the header."""
    if not _SOMETHING.search(sheet.body):
        raise Refused.because(Problem("the file has a header but no rows", sheet.name))


def refuse_rounded(sheet: Sheet, column: str) -> None:
    """Refused where a column that is to hold ids holds numbers that Excel has cut to 15 digits."""
    if column in sheet.rounded:
        kind = "its ids are numbers of more than 15 digits, of which Excel keeps only 15"
        told = "ids as text; import the CRM's own CSV file, not opened in Excel before"
        raise refused(sheet.name, kind, told, column=column)


def unique(cells: Sequence[str]) -> tuple[str, ...]:
    """The header cells; a name's second appearance is called "Name (2)", a blank one "Column 3"."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, 1):
        title = cell.strip() or f"Column {place}"
        numbered = (f"{title} ({number})" for number in count(2))
        names[
            title if title not in names else next(its for its in numbered if its not in names)
        ] = None
    return tuple(names)
