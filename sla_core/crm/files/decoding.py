"""A text in whatever encoding as UTF-8: in place where it is that already, else block by block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sla_core.crm.files import encodings, limits
from sla_core.crm.files.encodings import NAMES
from sla_core.crm.files.foreign import refused
from sla_core.crm.files.spool import Spool

MARK = b"\xef\xbb\xbf"
DAMAGED = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x80-\x9f]")
# An undecodable byte becomes a lone surrogate first, so that it can be counted.
AS_WINDOWS = {
    chr(0xDC00 + byte): bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)
}


@dataclass(frozen=True)
class Text:
    """A text as UTF-8 with line feeds; what it was, and what is to be said of it."""

    view: memoryview
    encoding: str
    notes: tuple[str, ...] = ()


def as_text(name: str, view: memoryview, head_only: bool = False) -> Text:
    """The text of a file; Refused where the bytes are none.

    With `head_only` no more than a megabyte or two of it, judged by the whole.
    """
    mark = encodings.MARKS.get(bytes(view[:2]))
    if mark:
        return _converted(name, view[2:], mark, head_only)
    if bytes(view[:3]) == MARK:
        view = view[3:]
    head = bytes(view[:4096])
    if b"\x00" in head:
        codec = encodings.utf16_without_mark(head)
        if not codec:
            raise refused(name, "this is binary data, not a CSV file")
        return _converted(name, view, codec, head_only)
    found = encodings.survey(view)
    if found.nul is not None:
        raise _nul(name, view, found.nul)
    if found.utf8:
        return Text(_line_feeds(view, head_only), NAMES["utf-8"])
    judged = encodings.judge(view, found)
    return _converted(name, view, judged.codec, head_only, judged.strange)


def _nul(name: str, text: memoryview, place: int) -> Exception:
    """The refusal of a character that no text holds and no server's database takes."""
    before = text[:place]
    feeds = sum(bytes(before[begin:end]).count(b"\n") for begin, end in encodings.blocks(before))
    return refused(name, "a NUL character stands here", "text", line=1 + feeds)


def _line_feeds(text: memoryview, head_only: bool) -> memoryview:
    """Old files end their lines with a carriage return alone."""
    head = bytes(text[: limits.HEAD])
    if b"\r" not in head or b"\n" in head:
        return text
    spool = Spool()
    for begin, end in encodings.blocks(text[: 2 * limits.HEAD] if head_only else text):
        spool.write(bytes(text[begin:end]).replace(b"\r", b"\n"))
    return spool.view()


@dataclass
class _Count:
    """What was damaged so far and the line of the first, and the lines before what comes next."""

    damaged: int = 0
    first: int = 0
    lines: int = 0
    controls: int = 0


def _converted(
    name: str, view: memoryview, codec: str, head_only: bool, strange: str | None = None
) -> Text:
    """The text decoded, with what was damaged in it counted."""
    count, spool = _Count(), Spool()
    for begin, end in _pieces(view, codec, head_only):
        piece = _utf8(view[begin:end], codec, count)
        if not count.first:
            count.lines += piece.count(b"\n") or piece.count(b"\r")
        spool.write(piece)
        if spool.size > limits.most_bytes():
            raise too_large(name)
    text = spool.view()
    nul = encodings.survey(text).nul
    if nul is not None:
        raise _nul(name, text, nul)
    notes = tuple(_notes(codec, count, strange))
    return Text(_line_feeds(text, head_only), NAMES[codec], notes)


def _pieces(view: memoryview, codec: str, head_only: bool) -> Iterator[tuple[int, int]]:
    """Pieces that cut no character in two; with `head_only` one large enough for a header."""
    unit = 2 * limits.HEAD if head_only else encodings.BLOCK
    cuts = _units(view, unit) if codec.startswith("utf-16") else encodings.blocks(view, unit)
    return islice(cuts, 1) if head_only else cuts


def _units(view: memoryview, unit: int) -> Iterator[tuple[int, int]]:
    """Pieces of UTF-16, never cut between the two halves of a character.

    Both of the last two bytes are looked at, whichever comes first in this order of bytes.
    """
    begin = 0
    while begin < len(view):
        end = min(begin + unit, len(view))
        if end < len(view) and any(0xD8 <= byte <= 0xDB for byte in view[end - 2 : end]):
            end -= 2
        yield begin, end
        begin = end


def too_large(name: str) -> Exception:
    """The refusal of a file over the limit."""
    most = limits.in_words(limits.most_bytes())
    return refused(name, f"the file holds more than {most}", f"at most {most}; export fewer rows")


def _utf8(view: memoryview, codec: str, count: _Count) -> bytes:
    """A piece as UTF-8; what is damaged in it counted and replaced."""
    piece = bytes(view)
    wide = codec.startswith("utf-16")
    if not wide and (piece.isascii() or (codec == "utf-8" and encodings.is_utf8(view))):
        return piece
    odd = wide and len(piece) % 2
    text = piece[: len(piece) - odd].decode(codec, "surrogatepass" if wide else "surrogateescape")
    if codec == "latin-1":
        count.controls += len(CONTROL.findall(text))
    try:
        return (text + "\udc80" * odd).encode()
    except UnicodeEncodeError as fault:
        before = text[: fault.start]
        count.first = count.first or 1 + count.lines + (before.count("\n") or before.count("\r"))
        count.damaged += odd + len(DAMAGED.findall(text))
        shown = AS_WINDOWS if codec == "utf-8" else {}
        whole = text + "\udc80" * odd
        return DAMAGED.sub(lambda its: shown.get(its[0], "\ufffd"), whole).encode()


def _notes(codec: str, count: _Count, strange: str | None) -> Iterator[str]:
    many = f"{count.damaged:,} bytes (the first in line {count.first:,})"
    if count.damaged == 1:
        many = f"One byte (in line {count.first:,})"
    if codec == "utf-8":
        yield f"{many} of the file cannot be read as UTF-8; read as Windows-1252."
        return
    yield f"The file is read as {NAMES[codec]}."
    if count.damaged:
        yield f"{many} of the file cannot be read as {NAMES[codec]}; shown as �."
    if count.controls:
        yield f"{count.controls:,} characters of the file are control characters of {NAMES[codec]}."
    if strange:
        yield f"Words such as “{strange}” look wrong: if they are, save the file as UTF-8."
