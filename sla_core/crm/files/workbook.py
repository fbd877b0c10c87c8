"""An Excel workbook (.xlsx): its first sheet with a header and rows, as one delimited text."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sla_core.crm.files import heading, limits, packed
from sla_core.crm.files.decoding import too_large
from sla_core.crm.files.foreign import refused
from sla_core.crm.files.heading import EMPTY, LOOKED, Record
from sla_core.crm.files.sheet_rows import Row, SheetRows
from sla_core.crm.files.spool import Spool
from sla_core.crm.files.workbook_parts import Parts, SheetPart, read_parts

BREAKS = re.compile("[\r\n]+")


@dataclass(frozen=True)
class Table:
    """A sheet: its header, its rows as text delimited by commas, and how many rows precede them.

    Each row of the sheet is one line. `rounded` are the places of columns whose numbers Excel has
    cut to 15 digits.
    """

    header: tuple[str, ...]
    body: memoryview
    rows_before: int
    notes: tuple[str, ...]
    rounded: tuple[int, ...] = ()

    @property
    def rank(self) -> tuple[bool, bool]:
        """A sheet with rows before one without; of several columns before a page of text."""
        return bool(len(self.body)), len(self.header) > 1


BEST = (True, True)


@dataclass
class _Writer:
    """Writes rows as lines, so that the line numbers stay the sheet's own."""

    name: str
    width: int
    line: int
    spool: Spool = field(default_factory=Spool)
    breaks: int = 0

    def write(self, rows: list[Row]) -> None:
        """Append rows; Refused where they grow over the limit."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        for number, cells in rows:
            out.write("\n" * (number - self.line))
            writer.writerow(self._one_line(cells) + [""] * (self.width - len(cells)))
            self.line = number + 1
        self.spool.write(out.getvalue().encode("utf-8", "replace"))
        if self.spool.size > limits.most_bytes():
            raise too_large(self.name)

    def _one_line(self, cells: list[str]) -> list[str]:
        broken = [place for place, cell in enumerate(cells) if "\n" in cell or "\r" in cell]
        for place in broken:
            cells[place] = BREAKS.sub(" ", cells[place])
        self.breaks += len(broken)
        return cells


def read(name: str, view: memoryview, head_only: bool = False) -> Table:
    """The first visible sheet with a header and rows; Refused where there is none.

    With `head_only` the body ends after about a megabyte.
    """
    with packed.open_zip(name, view) as archive:
        parts = read_parts(name, archive)
        tables: list[tuple[SheetPart, Table]] = []
        for sheet in parts.sheets:
            table = None if sheet.hidden else _table(name, archive, sheet, parts, head_only)
            if table:
                tables.append((sheet, table))
            if table and table.rank == BEST:
                break
    if not tables:
        raise refused(name, "the workbook has no visible sheet with a header and rows", EMPTY)
    sheet, table = max(tables, key=lambda found: found[1].rank)
    return replace(table, notes=(*_which(sheet, parts.sheets), *table.notes))


def _table(
    name: str, archive: zipfile.ZipFile, sheet: SheetPart, parts: Parts, head_only: bool
) -> Table | None:
    """The sheet's header and rows; None where all of it is blank."""
    if sheet.part not in archive.NameToInfo:
        return None
    reader = SheetRows(name, sheet.name, parts)
    with packed.open_member(name, archive, archive.getinfo(sheet.part)) as part:
        batches = _batches(name, reader.read(part))
        first = next(batches, [])
        width = max((len(cells) for _, cells in first), default=0)
        records = [
            Record(number, tuple(cells + [""] * (width - len(cells))), 0)
            for number, cells in first[:LOOKED]
        ]
        place = heading.place_of_header(records)
        if place is None:
            return None
        header = _stripped(records[place].cells)
        heading.refuse_wide(name, header)
        writer = _Writer(name, len(header), records[place].line + 1)
        writer.write(first[place + 1 :])
        for batch in batches:
            if head_only and writer.spool.size >= limits.HEAD:
                break
            writer.write(batch)
    notes = (*heading.left_out(records, place), *reader.notes(header), *_breaks(writer.breaks))
    rows_before = records[place].line
    return Table(header, writer.spool.view(), rows_before, notes, reader.rounded_columns())


def _batches(name: str, rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows in lists of about a megabyte; Refused where one alone is far too long."""
    batch: list[Row] = []
    size = 0
    for number, cells in rows:
        length = len(cells) + sum(map(len, cells))
        if length > limits.MOST_ROW:
            most = limits.in_words(limits.MOST_ROW)
            kind = f"the row is longer than {most}"
            raise refused(name, kind, f"rows of at most {most}", line=number)
        batch.append((number, cells))
        size += length
        if size > limits.HEAD:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _stripped(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell.strip())
    return tuple(BREAKS.sub(" ", cell) for cell in cells[: last + 1])


def _breaks(count: int) -> Iterator[str]:
    if count:
        yield f"Line breaks in {count:,} cells are read as spaces."


def _which(sheet: SheetPart, sheets: tuple[SheetPart, ...]) -> Iterator[str]:
    """A sentence about the sheets that are not read, if there are any."""
    others = [
        f"“{_line(its.name)}”{' (hidden)' if its.hidden else ''}" for its in sheets if its != sheet
    ]
    if others:
        shown = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
        yield f"The sheet “{_line(sheet.name)}” of the workbook is read; not read: {shown}."


def _line(name: str) -> str:
    return " ".join(name.split())
