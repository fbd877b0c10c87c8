"""Which row is the header and what parts its cells, by the evidence of the first rows."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from sla_core.crm.files import limits
from sla_core.crm.files.foreign import refused

DELIMITERS = ",;\t|"
LOOKED = 100
"""Rows by which delimiter and header are judged."""
END = "\x1e"
SEP = re.compile(r'"?sep=([!#-/:-@\[-`{-~\t])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
VALUE = re.compile(r"[\d\s.,:/+$€£¥%()-]*\d[\d\s.,:/+$€£¥%()-]*|\S+@\S+\.\S+")
"""What is a value and no name of a column: a number, a date, an e-mail address."""
EMPTY = "a CSV file with a header and rows"


@dataclass(frozen=True)
class Record:
    """One row as it stands: its first line, its cells, where in the text's bytes it ends.

    `whole` is false where it ends only because what was looked at does.
    """

    line: int
    cells: tuple[str, ...]
    end: int
    whole: bool = True

    @property
    def filled(self) -> list[str]:
        """The cells that are not blank."""
        return [cell for cell in self.cells if cell.strip()]


@dataclass(frozen=True)
class Heading:
    """The header as it stands, the delimiter, and what stood above the header.

    `beyond` is how many blank cells more the rows have, as where each ends with a delimiter.
    """

    cells: tuple[str, ...]
    delimiter: str
    end: int
    notes: tuple[str, ...]
    beyond: int = 0


def find_heading(name: str, text: memoryview) -> Heading:
    """The header of a delimited text in UTF-8; Refused where none ends in the first megabyte."""
    head = str(text[: limits.HEAD], "utf-8", "ignore")
    all_of_it = len(text) <= limits.HEAD
    told = SEP.match(head)
    marks = told[1] if told else DELIMITERS
    read = {mark: _records(head, mark, all_of_it)[bool(told) :] for mark in marks}
    delimiter = max(marks, key=lambda mark: _evidence(read[mark]))
    rows = read[delimiter]
    place = place_of_header(rows)
    if place is None:
        raise refused(name, "the file is empty", EMPTY)
    header = rows[place]
    if not header.whole and all_of_it:
        kind = "the header ends in the middle of a quoted cell"
        raise refused(name, kind, "", line=header.line)
    if not header.whole:
        most = f"at most {limits.MOST_COLUMNS} columns"
        raise refused(name, "the header is longer than a megabyte", most)
    refuse_wide(name, header.cells)
    beyond, notes = _beyond(header, rows[place + 1 :]), left_out(rows, place)
    if beyond:
        more = "1 cell" if beyond == 1 else f"{beyond} cells"
        notes += (f"The rows have {more} more than the header, blank and at their end: left out.",)
    return Heading(header.cells, delimiter, header.end, notes, beyond)


def place_of_header(rows: Sequence[Record]) -> int | None:
    """Which of the first rows is the header; None where all are blank.

    It is the first row that is not blank, unless titles stand there: rows of a single cell, above
    a row of several names with rows of the same width below it.
    """
    filled = [place for place, row in enumerate(rows) if row.filled]
    names = next((place for place in filled if not _is_title(rows[place])), None)
    if names is not None and names != filled[0] and _is_header(rows, names):
        widest = max(len(rows[place].filled) for place in filled if place < names)
        return names if widest < len(rows[names].filled) else filled[0]
    return filled[0] if filled else None


def nameless(header: Sequence[str]) -> int:
    """How many cells of the header are blank at its end; 0 where all are."""
    named = [place for place, cell in enumerate(header, 1) if cell.strip()]
    return len(header) - max(named, default=len(header))


def refuse_wide(name: str, header: Sequence[str]) -> None:
    """Refused where the header has more columns than a file may have."""
    if len(header) > limits.MOST_COLUMNS:
        kind = f"the header has {len(header):,} columns"
        raise refused(name, kind, f"at most {limits.MOST_COLUMNS} columns")


def left_out(rows: Sequence[Record], header: int) -> tuple[str, ...]:
    """A sentence about the titles above the header."""
    above = [row for row in rows[:header] if row.filled]
    if not above:
        return ()
    lines = f"Line {above[0].line} stands above the header and was left out"
    if len(above) > 1:
        first, last = above[0].line, above[-1].line
        lines = f"Lines {first} to {last} stand above the header and were left out"
    return (
        f"{lines}: “{' '.join(above[0].filled[0].split())[:80]}”{' …' if len(above) > 1 else ''}.",
    )


def _records(head: str, delimiter: str, all_of_it: bool) -> list[Record]:
    """The first rows, blank ones included. A quote that never closes swallows the end's mark."""
    found: list[Record] = []
    ends = [0]
    reader = csv.reader(_lines(f"{head}\n{END}", ends), delimiter=delimiter)
    before, most = 0, len(head.encode())
    for cells in reader:
        cut = bool(cells) and cells[-1].endswith(END)
        if cells == [END] or len(found) >= LOOKED:
            break
        whole = not cut and (all_of_it or ends[0] <= most)
        if whole or not any(row.filled for row in found):
            found.append(Record(before + 1, tuple(cells), min(ends[0], most), whole))
        before = reader.line_num
    return found


def _lines(text: str, ends: list[int]) -> Iterator[str]:
    """The physical lines, with the bytes handed out so far in `ends`."""
    for line in io.StringIO(text, newline=""):
        ends[0] += len(line.encode())
        yield line


def _beyond(header: Record, below: Sequence[Record]) -> int:
    """By how many cells all rows go beyond the header; 0 where most have something there."""
    wide = [row.cells for row in below if row.whole and len(row.cells) >= len(header.cells)]
    more = {len(cells) - len(header.cells) for cells in wide}
    blank = sum(not any(map(str.strip, cells[len(header.cells) :])) for cells in wide)
    one = more.pop() if len(more) == 1 and 2 * blank > len(wide) else 0
    return one if len(header.cells) + one <= limits.MOST_COLUMNS else 0


def _as_wide(header: Record, below: Sequence[Record]) -> list[bool]:
    """Which rows are as wide as the header, but for blank cells at the end of either."""
    least, most = len(header.cells) - nameless(header.cells), len(header.cells)
    most += _beyond(header, below)
    return [least <= len(row.cells) and not any(map(str.strip, row.cells[most:])) for row in below]


def _evidence(rows: Sequence[Record]) -> tuple[float, int]:
    """How much speaks for a delimiter: columns in the header that the rows have too.

    Of equals the one whose cells do not begin with a space: "Amount, EUR" is one cell.
    """
    place = place_of_header(rows)
    if place is None:
        return 0, 0
    header, below = rows[place], [row for row in rows[place + 1 :] if row.cells]
    same = sum(_as_wide(header, below)) / len(below) if below else 1
    spaced = sum(cell.startswith(" ") for cell in header.cells[1:])
    return (len(header.cells) - 1) * (same + 0.01), -spaced


def _is_title(row: Record) -> bool:
    """One cell, or a text with commas in it, or a label with its value ("Generated by:", "Ann")."""
    filled = row.filled
    if len(filled) == 2 and filled[0].rstrip().endswith(":"):
        return True
    return all(cell.startswith(" ") for cell in filled[1:])


def _is_header(rows: Sequence[Record], place: int) -> bool:
    """Whether these are names: no values, none twice, and rows as wide.

    None of them stands below, but for the whole header once more.
    """
    names = [cell.strip() for cell in rows[place].filled]
    below = [row for row in rows[place + 1 :] if row.filled]
    if len(set(names)) < len(names) or any(VALUE.fullmatch(cell) for cell in names):
        return False
    level = compress(below, _as_wide(rows[place], below))
    wide = [row for row in level if [cell.strip() for cell in row.filled] != names]
    again = any(
        cell.strip() and cell == other
        for row in wide
        for cell, other in zip(row.cells, rows[place].cells, strict=False)
    )
    return bool(wide) and not again
