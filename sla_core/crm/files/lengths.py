"""Cells and rows that are far too long, found before anything parses them."""

import csv
import io
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from sla_core.crm.files import limits
from sla_core.crm.files.foreign import refused
from sla_core.crm.files.spool import let_go

BLOCK = limits.MOST_CELL // 2
"""Whatever is longer than a cell may be covers one of these wholly."""


@dataclass
class Lengths:
    """A body of rows in UTF-8 that is looked through for cells and rows over the limits."""

    name: str
    header: tuple[str, ...]
    delimiter: str
    body: memoryview
    lines_before: int
    quotes: int = 0
    counted: int = 0

    def refuse(self) -> None:
        """Refused where a cell or a row is too long; a pass over blocks, most of them a glance."""
        row, quoted = 0, False
        for begin in range(0, len(self.body) - BLOCK + 1, BLOCK):
            piece = bytes(self.body[begin : begin + BLOCK])
            if quoted and _no_border(piece):
                self._refuse_quoted(begin)
            quoted = quoted or b'"' in piece
            row = 0 if b"\n" in piece else row + BLOCK
            if row:
                self._refuse_bare(begin, piece)
                self._refuse_row(begin + BLOCK - row, row)
            let_go(self.body[begin:])

    def _refuse_row(self, begin: int, length: int) -> None:
        if length > limits.MOST_ROW:
            most = limits.in_words(limits.MOST_ROW)
            kind = f"a row begins here that is longer than {most}"
            raise refused(self.name, kind, f"rows of at most {most}", line=self._line(begin))

    def _refuse_bare(self, begin: int, piece: bytes) -> None:
        """A cell without quotes: no delimiter either, as far as it goes."""
        borders = (self.delimiter.encode(), b"\n", b'"')
        if any(border in piece for border in borders):
            return
        before = bytes(self.body[max(begin - BLOCK, 0) : begin])
        after = bytes(self.body[begin : begin + 2 * BLOCK])
        start = begin - len(before) + max(before.rfind(border) for border in borders) + 1
        ends = [end for end in map(after.find, borders) if end >= 0]
        if begin + min(ends, default=len(after)) - start > limits.MOST_CELL:
            self._raise(start)

    def _refuse_quoted(self, begin: int) -> None:
        """A cell in quotes that the block before opened, and that goes on for too long."""
        self._count(begin)
        if bytes(self.body[begin - 1 : begin + 1]) == b'""' and self.quotes % 2 == 0:
            begin += 1  # the two halves of a doubled quote stay together
            self._count(begin)
        opening = self._opening(begin) if self.quotes % 2 else None
        if opening is not None:
            inside = bytes(self.body[opening + 1 : opening + 3 + limits.MOST_CELL])
            if len(inside) > limits.MOST_CELL and b'"' not in inside.replace(b'""', b"")[:-1]:
                self._raise(opening)

    def _count(self, until: int) -> None:
        while self.counted < until:
            end = min(self.counted + BLOCK, until)
            piece = np.frombuffer(self.body[self.counted : end], np.uint8)
            self.quotes += int(np.count_nonzero(piece == ord('"')))
            self.counted = end

    def _opening(self, begin: int) -> int | None:
        """The quote that opens the cell around this place; None where a quote is but a letter."""
        start = max(begin - BLOCK - 1, 0)
        before = np.frombuffer(self.body[start:begin], np.uint8)
        marks = np.flatnonzero(before == ord('"'))
        opens = (self.quotes - len(marks) + np.arange(len(marks))) % 2 == 0
        opens[1:] &= np.diff(marks) > 1
        if not opens.any():
            return None
        place = start + int(marks[opens][-1])
        borders = (self.delimiter.encode(), b"\n", b"\r", b"")
        return place if bytes(self.body[max(place - 1, 0) : place]) in borders else None

    def _raise(self, place: int) -> NoReturn:
        most = limits.in_words(limits.MOST_CELL)
        raise refused(
            self.name,
            f"a cell begins here that is longer than {most}, or whose closing quote is missing",
            f"cells of at most {most}",
            line=self._line(place),
            column=self._column(place),
        )

    def _line(self, place: int) -> int:
        feeds = sum(
            bytes(self.body[begin : min(begin + BLOCK, place)]).count(b"\n")
            for begin in range(0, place, BLOCK)
        )
        return self.lines_before + 1 + feeds

    def _column(self, place: int) -> str | None:
        """The header of the cell that begins here, by the cells before it in its row."""
        before = bytes(self.body[max(place - BLOCK, 0) : place])
        start = before.rfind(b"\n") + 1
        while start and before.count(b'"', start) % 2:
            start = before.rfind(b"\n", 0, start - 1) + 1
        row = io.StringIO(before[start:].decode("utf-8", "ignore"), newline="")
        cells = next(csv.reader(row, delimiter=self.delimiter), [""])
        return (
            " ".join(self.header[len(cells) - 1].split())
            if len(cells) <= len(self.header)
            else None
        )


def _no_border(piece: bytes) -> bool:
    """Whether no quote opens or closes here: those that there are stand in pairs."""
    first = piece.find(b'"', 1)
    if first >= 0 and b'"' not in piece[first - 1 : first] + piece[first + 1 : first + 2]:
        return False
    return b'"' not in piece.strip(b'"').replace(b'""', b"")
