"""Where the records of a delimited text begin and end, found without parsing its cells."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sla_core.crm.files.header import Sheet

Positions = npt.NDArray[np.int64]
PIECE = 1 << 25
QUOTE, LINE_FEED, RETURN = 34, 10, 13


@dataclass(frozen=True)
class Records:
    """Records that are not blank: start and end (excluded) in the body, first line, cells.

    `cut` is the line of a quoted cell that the end of the file cuts off.
    """

    starts: Positions
    ends: Positions
    lines: Positions
    widths: Positions
    cut: int | None = None


def records(sheet: Sheet) -> Records | None:
    """The sheet's records; None where a quote or a carriage return stands where none belongs."""
    text = np.frombuffer(sheet.body, np.uint8)
    ends, quotes = [], 0
    for begin, piece, marks in _pieces(text):
        if not _in_place(text, begin, marks + begin, quotes, ord(sheet.delimiter)):
            return None
        feeds = np.flatnonzero(piece == LINE_FEED)
        outside = (np.searchsorted(marks, feeds) + quotes) % 2 == 0
        ends.append(feeds[outside] + begin)
        quotes += len(marks)
    line_ends = np.concatenate([*ends, np.array([len(text)], np.int64)])
    found = _found(text, line_ends, ord(sheet.delimiter), sheet.lines_before)
    return found if quotes % 2 == 0 else _cut(found, text, sheet.lines_before)


def _pieces(text: npt.NDArray[np.uint8]) -> Iterator[tuple[int, npt.NDArray[np.uint8], Positions]]:
    """Pieces of the text with the quotes in them: a whole file's positions need not fit at once."""
    for begin in range(0, len(text), PIECE):
        piece = text[begin : begin + PIECE]
        yield begin, piece, np.flatnonzero(piece == QUOTE)


def _in_place(
    text: npt.NDArray[np.uint8], begin: int, marks: Positions, before: int, delimiter: int
) -> bool:
    """Whether each quote opens at the start of a cell, closes at its end or is doubled.

    And whether each carriage return belongs to a line end.
    """
    borders = np.array([delimiter, LINE_FEED, RETURN, QUOTE], np.uint8)
    opening, closing = marks[before % 2 :: 2], marks[1 - before % 2 :: 2]
    returns = np.flatnonzero(text[begin : begin + PIECE] == RETURN) + begin + 1
    if not (text[returns[returns < len(text)]] == LINE_FEED).all():
        return False
    opens = opening[opening > 0] - 1
    closes = closing[closing < len(text) - 1] + 1
    return bool(np.isin(text[opens], borders).all() and np.isin(text[closes], borders).all())


def _found(
    text: npt.NDArray[np.uint8], line_ends: Positions, delimiter: int, lines_before: int
) -> Records:
    starts = np.concatenate([np.zeros(1, np.int64), line_ends[:-1] + 1])
    feeds = np.cumsum(np.concatenate([np.zeros(1, np.int64), _inner_feeds(text, starts)]))
    lines = lines_before + 1 + feeds[:-1] + np.arange(len(starts))
    stripped = line_ends - ((line_ends > starts) & (text[line_ends - 1] == RETURN))
    full = stripped > starts
    widths = _widths(text, line_ends, delimiter)
    return Records(starts[full], stripped[full], lines[full], widths[full])


def _inner_feeds(text: npt.NDArray[np.uint8], starts: Positions) -> Positions:
    """How many line feeds stand inside each record's quoted cells."""
    counts = np.zeros(len(starts), np.int64)
    for begin, piece, _ in _pieces(text):
        feeds = np.flatnonzero(piece == LINE_FEED) + begin
        places = np.searchsorted(starts, feeds, side="right") - 1
        counts += np.bincount(places, minlength=len(starts))
    counts[:-1] -= 1
    return counts


def _widths(text: npt.NDArray[np.uint8], line_ends: Positions, delimiter: int) -> Positions:
    """How many cells each record has: the delimiters outside its quotes, and one."""
    counts, quotes = np.ones(len(line_ends), np.int64), 0
    for begin, piece, marks in _pieces(text):
        found = np.flatnonzero(piece == delimiter)
        outside = found[(np.searchsorted(marks, found) + quotes) % 2 == 0] + begin
        counts += np.bincount(np.searchsorted(line_ends, outside), minlength=len(counts))
        quotes += len(marks)
    return counts


def _cut(found: Records, text: npt.NDArray[np.uint8], lines_before: int) -> Records:
    """The last quoted cell never closes: the line where it begins."""
    marks = np.flatnonzero(text == QUOTE)
    fresh = marks[np.concatenate([[True], np.diff(marks) > 1])]
    inside = np.searchsorted(marks, fresh) % 2 == 0
    opening = int(fresh[inside][-1])
    line = lines_before + 1 + int(np.count_nonzero(text[:opening] == LINE_FEED))
    return Records(found.starts, found.ends, found.lines, found.widths, line)
