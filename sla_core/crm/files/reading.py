"""The rows of a sheet as columns of text, each with the line on which it stands."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from sla_core.crm.files.header import Sheet, split
from sla_core.crm.files.level import levelled, text_of
from sla_core.crm.files.scan import LINE_FEED, PIECE, QUOTE, RETURN, Records, records
from sla_core.crm.files.spool import let_go
from sla_core.problems import Problem, Refused

Lines = npt.NDArray[np.int64]
Fits = npt.NDArray[np.bool_]
Ragged = tuple[int, tuple[str, ...]]
END = "\x1e"
TAIL = 1 << 16


@dataclass(frozen=True)
class Body:
    """Rows as wide as the header: text columns by their place, and the lines they begin on.

    `ragged` are the others: line and cells. `source` is where a row's cells are found again: in
    spans of the sheet, in parsed rows, or (None) on the line itself.
    """

    sheet: Sheet
    columns: dict[int, pa.ChunkedArray]
    lines: Lines
    ragged: tuple[Ragged, ...] = ()
    source: tuple[Lines, Lines] | list[tuple[str, ...]] | None = None

    def cells(self, rows: Lines) -> list[tuple[str, ...]]:
        """All cells of some rows (their places in `lines`) as they stand in the file."""
        if not len(rows):
            return []
        if isinstance(self.source, list):
            return [self.source[row] for row in rows.tolist()]
        starts, ends = self.source or _line_spans(self.sheet)
        return _record_cells(self.sheet, starts[rows], ends[rows])


def _line_spans(sheet: Sheet) -> tuple[Lines, Lines]:
    text = np.frombuffer(sheet.body, np.uint8)
    ends = np.append(np.flatnonzero(text == 10), len(text)).astype(np.int64)
    return np.append(0, ends[:-1] + 1), ends


def read_bodies(sheet: Sheet, wanted: Sequence[int]) -> Iterator[Body]:
    """The wanted columns of a sheet piece by piece, so that a big file needs little memory.

    Refused where the sheet ends inside a quoted cell.
    """
    beyond = range(len(sheet.header), sheet.width)
    for body in _bodies(sheet, [*wanted, *beyond]):
        yield _within(body, beyond) if beyond else body


def _within(body: Body, beyond: range) -> Body:
    """The rows with nothing behind the last column of the header; the others are ragged."""
    filled = np.zeros(len(body.lines), bool)
    for place in beyond:
        said = pc.not_equal(pc.utf8_trim_whitespace(body.columns[place]), "")
        filled |= said.to_numpy()
    columns = {place: texts for place, texts in body.columns.items() if place not in beyond}
    if not filled.any():
        return replace(body, columns=columns)
    odd = np.flatnonzero(filled)
    more = zip(body.lines[odd].tolist(), body.cells(odd), strict=True)
    kept, source = ~filled, body.source or _line_spans(body.sheet)
    if isinstance(source, list):
        left: list[tuple[str, ...]] | tuple[Lines, Lines] = [
            source[row] for row in np.flatnonzero(kept).tolist()
        ]
    else:
        left = source[0][: len(kept)][kept], source[1][: len(kept)][kept]
    columns = {place: texts.filter(pa.array(kept)) for place, texts in columns.items()}
    ragged = tuple(sorted((*body.ragged, *more)))
    return Body(body.sheet, columns, body.lines[kept], ragged, left)


def _bodies(sheet: Sheet, wanted: Sequence[int]) -> Iterator[Body]:
    rest = sheet
    while end := _piece_end(rest.body):
        piece = replace(rest, body=rest.body[:end])
        body = _regular(piece, wanted)
        if body is None:
            break  # Quotes do not pair here, so that no line end is sure to end a record.
        yield body
        lines = rest.lines_before + _counts(piece.body, (LINE_FEED,))[0]
        rest = replace(rest, body=rest.body[end:], lines_before=lines)
        let_go(rest.body)
    yield read_body(rest, wanted)


def read_body(sheet: Sheet, wanted: Sequence[int]) -> Body:
    """The wanted columns of a sheet, read whole; Refused where it ends inside a quoted cell."""
    return _regular(sheet, wanted, refusing=True) or _parsed(sheet, wanted)


def _regular(sheet: Sheet, wanted: Sequence[int], refusing: bool = False) -> Body | None:
    """The sheet as Arrow reads it; None where a quote stands where none belongs.

    A cell that is cut off at the end is refused, or (unless `refusing`) no regular sheet.
    """
    body = _arrow(sheet, wanted)
    if not body:
        return None
    columns, skipped = body
    height = len(next(iter(columns.values())))
    if not skipped and _one_line_each(sheet, height):
        return Body(sheet, columns, sheet.lines_before + 1 + np.arange(height, dtype=np.int64))
    found = records(sheet)
    if not found or (found.cut is not None and not refusing):
        return None
    _refuse_cut(sheet, found.cut)
    if not _agree(found, sheet, height, skipped):
        return None
    fits = found.widths == sheet.width
    if level := levelled(sheet, found):
        fits[[*level]] = True
        body = _arrow(replace(sheet, body=text_of(sheet, found, fits, level)), wanted)
        if not body or {len(texts) for texts in body[0].values()} != {int(fits.sum())}:
            return None
        columns, _ = body
    return _scanned(sheet, columns, found, fits)


def _piece_end(body: memoryview) -> int:
    """Where a piece of whole records ends; 0 where the rest is one piece."""
    if len(body) <= PIECE:
        return 0
    end = _line_end(body, PIECE)
    quotes = _counts(body[:end], (QUOTE,))[0]
    while quotes % 2:
        before = _line_end(body, end - 1)
        quotes -= _counts(body[before:end], (QUOTE,))[0]
        end = before
    return end


def _line_end(body: memoryview, most: int) -> int:
    """Behind the last line feed of so many bytes; 0 where there is none."""
    step = 1 << 16
    for end in range(most, 0, -step):
        begin = max(end - step, 0)
        place = bytes(body[begin:end]).rfind(b"\n")
        if place >= 0:
            return begin + place + 1
    return 0


def _arrow(sheet: Sheet, wanted: Sequence[int]) -> tuple[dict[int, pa.ChunkedArray], int] | None:
    """Arrow's reading: the columns, and how many rows are too long or too short."""
    skipped: list[int] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        skipped.append(row.actual_columns)
        return "skip"

    if not len(sheet.body):
        return {place: pa.chunked_array([], pa.string()) for place in wanted}, 0
    names = [str(place) for place in range(sheet.width)]
    try:
        table = arrow_csv.read_csv(
            pa.py_buffer(sheet.body),
            arrow_csv.ReadOptions(column_names=names),
            arrow_csv.ParseOptions(
                delimiter=sheet.delimiter, newlines_in_values=True, invalid_row_handler=skip
            ),
            arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                include_columns=[str(place) for place in wanted],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return {place: table.column(str(place)) for place in wanted}, len(skipped)


def _one_line_each(sheet: Sheet, height: int) -> bool:
    """Whether every physical line is one row: no blank line, no line end inside a cell."""
    feeds, quotes, returns = _counts(sheet.body, (LINE_FEED, QUOTE, RETURN))
    last = int(bool(len(sheet.body)) and sheet.body[-1] != LINE_FEED)
    return (
        height == feeds + last
        and quotes % 2 == 0
        and (not returns or bytes(sheet.body).count(b"\r\n") == returns)
        and (not quotes or _ends_outside(sheet))
    )


def _ends_outside(sheet: Sheet) -> bool:
    """Whether the last line, as far as it is at hand, does not end inside a quoted cell.

    With a stray quote before it, a cell that was cut off leaves an even number of quotes.
    """
    tail = bytes(sheet.body[-TAIL:])
    line = str(tail[tail.rfind(b"\n", 0, -1) + 1 :], "utf-8", "replace") + f"\n{END}"
    return [*csv.reader(io.StringIO(line, newline=""), delimiter=sheet.delimiter)][-1] == [END]


def _counts(body: memoryview, marks: Sequence[int]) -> list[int]:
    """How often each mark stands in the text, a megabyte at a time: that much stays at hand."""
    counts = [0 for _ in marks]
    text = np.frombuffer(body, np.uint8)
    for begin in range(0, len(text), 1 << 20):
        part = text[begin : begin + (1 << 20)]
        counts = [c + int(np.count_nonzero(part == m)) for c, m in zip(counts, marks, strict=True)]
    return counts


def _agree(found: Records, sheet: Sheet, height: int, skipped: int) -> bool:
    fitting = int(np.count_nonzero(found.widths == sheet.width))
    return fitting == height and len(found.widths) - fitting == skipped


def _refuse_cut(sheet: Sheet, line: int | None) -> None:
    if line is not None:
        raise Refused.because(
            Problem(
                "the file ends in the middle of the quoted cell that begins here",
                sheet.name,
                line=line,
                accepted="a whole export; export it once more",
            )
        )


def _scanned(sheet: Sheet, columns: dict[int, pa.ChunkedArray], found: Records, fits: Fits) -> Body:
    odd = np.flatnonzero(~fits)
    cells = _record_cells(sheet, found.starts[odd], found.ends[odd])
    ragged = tuple(zip(found.lines[odd].tolist(), cells, strict=True))
    spans = (found.starts[fits], found.ends[fits])
    return Body(sheet, columns, found.lines[fits], ragged, spans)


def _record_cells(sheet: Sheet, starts: Lines, ends: Lines) -> list[tuple[str, ...]]:
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    texts = (str(sheet.body[start:end], "utf-8", "replace") for start, end in spans)
    return [tuple(split(text, sheet.delimiter)) for text in texts]


def _parsed(sheet: Sheet, wanted: Sequence[int]) -> Body:
    """The slow way, cell by cell, for a file with quotes where none belong."""
    rows, lines = _rows(sheet)
    level = [sheet.level(row) for row in rows]
    fits = np.array([row is not None for row in level], bool)
    ragged = tuple((lines[i], tuple(rows[i])) for i in np.flatnonzero(~fits).tolist())
    columns = {
        place: pa.chunked_array([[row[place] for row in level if row]], pa.string())
        for place in wanted
    }
    whole = [tuple(row) for row in compress(rows, fits)]
    return Body(sheet, columns, np.array(lines, np.int64)[fits], ragged, whole)


def _rows(sheet: Sheet) -> tuple[list[list[str]], list[int]]:
    """Rows that are not blank and their first lines; a row of a mark tells a cut-off quote."""
    text = str(sheet.body, "utf-8", "replace") + f"\n{END}"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter)
    rows, lines, before = [], [], sheet.lines_before
    for row in reader:
        if row:
            rows.append(row)
            lines.append(before + 1)
        before = sheet.lines_before + reader.line_num
    if rows[-1] != [END]:
        _refuse_cut(sheet, before - rows[-1][-1].count("\n"))
    return rows[:-1], lines[:-1]
