"""From bytes to a sheet: encoding, delimiter and header, before any row is parsed."""

import codecs
import csv
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sla_core.problems import Problem, Refused

MOST_COLUMNS = 500
HEAD = 1 << 20
DELIMITERS = ",;\t|"
FOREIGN = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a spreadsheet or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
}
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class Sheet:
    """A delimited text: `header` has unique names, `body` is UTF-8 without the header.

    `lines_before` says how many physical lines precede the body.
    """

    name: str
    header: tuple[str, ...]
    delimiter: str
    body: memoryview
    lines_before: int

    @property
    def width(self) -> int:
        """How many cells a row has to have."""
        return len(self.header)


def open_sheet(name: str, data: Any, head_only: bool = False) -> Sheet:
    """The sheet in a file's bytes; Refused where these are no delimited text.

    With `head_only` the body ends with the first megabyte, perhaps in the middle of a row.
    """
    view = memoryview(data).cast("B")
    if head_only:
        view = view[:HEAD]
    _refuse_foreign(name, view)
    text = memoryview(_utf8(view, whole=not head_only))
    _refuse_nul(name, text)
    start, end = _header_span(name, text)
    record = str(text[start:end], "utf-8")
    delimiter = _delimiter(record)
    cells = split(record, delimiter)
    if len(cells) > MOST_COLUMNS:
        raise _refused(
            name, f"the header has {len(cells):,} columns", f"at most {MOST_COLUMNS} columns"
        )
    lines = bytes(text[:end]).count(b"\n")
    return Sheet(name, _unique(cells), delimiter, text[end:], lines)


def split(record: str, delimiter: str) -> list[str]:
    """The cells of one record."""
    return next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])


def _refused(name: str, kind: str, accepted: str = "", line: int | None = None) -> Refused:
    return Refused.because(Problem(kind, name, line=line, accepted=accepted))


def _refuse_foreign(name: str, view: memoryview) -> None:
    if not view:
        raise _refused(name, "the file is empty", "a CSV file with a header and rows")
    head = bytes(view[:4096])
    for magic, what in FOREIGN.items():
        if head.startswith(magic):
            raise _refused(name, f"this is {what}, not a CSV file", "a CSV file")
    if not head.startswith(UTF16) and b"\x00" in head:
        raise _refused(name, "this is binary data, not a CSV file", "a CSV file")


def _refuse_nul(name: str, text: memoryview) -> None:
    """Refused where a character stands that no text holds and no server's database takes."""
    for begin in range(0, len(text), HEAD):
        place = bytes(text[begin : begin + HEAD]).find(0)
        if place >= 0:
            line = 1 + bytes(text[: begin + place]).count(b"\n")
            raise _refused(name, "a NUL character stands here", "text", line=line)


def _utf8(view: memoryview, whole: bool) -> memoryview | bytes:
    """The text as UTF-8 with line feeds: as it stands where it is that already."""
    if bytes(view[:2]) in UTF16:
        return _line_feeds(_decoded(view, "utf-16", whole).encode())
    if bytes(view[:3]) == codecs.BOM_UTF8:
        view = view[3:]
    if _is_utf8(view, whole):
        return _line_feeds(view)
    return _line_feeds(_decoded(view, "cp1252", whole).encode())


def _is_utf8(view: memoryview, whole: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(view), HEAD):
            decoder.decode(view[begin : begin + HEAD])
        decoder.decode(b"", final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(view: memoryview, encoding: str, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(view, final=whole)


def _line_feeds(text: memoryview | bytes) -> memoryview | bytes:
    """Old files end their lines with a carriage return alone."""
    head = bytes(text[:HEAD])
    if b"\r" in head and b"\n" not in head:
        return bytes(text).replace(b"\r", b"\n")
    return text


def _header_span(name: str, text: memoryview) -> tuple[int, int]:
    """Where the first record that is not blank begins and ends, its line end included."""
    head = bytes(text[:HEAD])
    start = len(head) - len(head.lstrip(b" \t\r\n"))
    start = head.rfind(b"\n", 0, start) + 1
    if not head[start:].strip():
        raise _refused(name, "the file is empty", "a CSV file with a header and rows")
    end = head.find(b"\n", start)
    while end >= 0 and head.count(b'"', start, end) % 2:
        end = head.find(b"\n", end + 1)
    if end >= 0:
        return start, end + 1
    if head.count(b'"', start) % 2:
        raise _refused(name, "the header ends in the middle of a quoted cell", "", line=1)
    if len(text) > HEAD:
        most = f"at most {MOST_COLUMNS} columns"
        raise _refused(name, "the header is longer than a megabyte", most)
    return start, len(text)


def _delimiter(record: str) -> str:
    bare = re.sub('"[^"]*"', "", record)
    return max(DELIMITERS, key=bare.count)


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """The header cells; a name's second appearance is called "Name (2)", a blank one "Column 3"."""
    seen: dict[str, int] = {}
    names = []
    for place, cell in enumerate(cells, 1):
        name = cell.strip() or f"Column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
