"""Which encoding a text is in, by the evidence of its bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sla_core.crm.files.spool import let_go

BLOCK = 1 << 19
SAMPLES, SAMPLE = 32, 1 << 16
"""An encoding is judged by so many pieces of so many bytes, of all blocks that are not ASCII."""
MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp932": "Shift-JIS (cp932)",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1 (ISO 8859-1)",
}
UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""The bytes that mean nothing in Windows-1252."""
UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
WIDE = "\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60"
HALF = "\uff61-\uff9f"
WIDE_LETTER, HALF_LETTER = re.compile(f"[{WIDE}]"), re.compile(f"[{HALF}]")
NO_KANJI = re.compile("[^\u4e00-\u9fff]+")
LONE = re.compile(
    f"(?<=[A-Za-z])[{WIDE}](?![{WIDE}{HALF}])|(?<![{WIDE}{HALF}])[{WIDE}](?=[A-Za-z])"
    f"|(?<![{WIDE}{HALF}])[{HALF}]{{1,2}}(?![{WIDE}{HALF}])"
)
"""A Japanese letter alone among Latin ones: what an accented letter looks like, read as cp932."""
NO_TEXT = re.compile("[\udc80-\udcff\ue000-\uf8ff\x80-\x9f]")
COMMON = 0x97
"""Lead bytes in cp932 up to this are of kana and of the kanji of everyday use."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

STRANGE = re.compile(
    "[\u00c0-\u00ff]{3,}|(?<=[A-Za-z])[\u00a1-\u00a9\u00ab-\u00b6\u00b8\u00b9\u00bb-\u00bf](?=[a-z])"
)
"""What no Western language writes: three accented letters in a row, a sign inside a word."""


@dataclass(frozen=True)
class Survey:
    """What a pass over all bytes found: the first NUL, UTF-8 or not, blocks that are not ASCII."""

    nul: int | None
    utf8: bool
    beyond_ascii: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Judgement:
    """The codec; and, of a Western one, a word in it that looks as if it were another."""

    codec: str
    strange: str | None = None


def survey(view: memoryview) -> Survey:
    """One pass over the bytes, in place."""
    utf8 = True
    beyond: list[tuple[int, int]] = []
    for begin, end in blocks(view):
        piece = np.frombuffer(view[begin:end], np.uint8)
        if not piece.min():
            return Survey(begin + int(np.argmin(piece)), utf8, tuple(beyond))
        if piece.max() > 127:
            beyond.append((begin, end))
            utf8 = utf8 and is_utf8(view[begin:end])
        let_go(view[end:])
    return Survey(None, utf8, tuple(beyond))


def blocks(view: memoryview, unit: int = BLOCK) -> Iterator[tuple[int, int]]:
    """Begin and end of pieces that end where an encoding of one or more bytes may be cut.

    That is behind a byte below 0x40, which is never the second one in cp932 or UTF-8.
    """
    begin = 0
    while begin < len(view):
        end = min(begin + unit, len(view))
        if end < len(view):
            end = _last_low(view, max(begin, end - 4096), end) or _next_low(view, end, unit)
        yield begin, end
        begin = end


def _next_low(view: memoryview, begin: int, unit: int) -> int:
    """Only a cell far over the limit has none within four blocks: then any letter's beginning."""
    end = min(begin + 4 * unit, len(view))
    piece = np.frombuffer(view[begin:end], np.uint8)
    if (piece < 0x40).any():
        return begin + int(np.argmax(piece < 0x40)) + 1
    letters = np.flatnonzero((piece & 0xC0) != 0x80)
    return begin + int(letters[-1]) if len(letters) and end < len(view) and letters[-1] else end


def _last_low(view: memoryview, begin: int, end: int) -> int | None:
    low = np.flatnonzero(np.frombuffer(view[begin:end], np.uint8) < 0x40)
    return begin + int(low[-1]) + 1 if len(low) else None


def is_utf8(view: memoryview) -> bool:
    """Whether the bytes are UTF-8 throughout; checked in place."""
    offsets = np.array([0, len(view)], np.int64)
    text = pa.LargeStringArray.from_buffers(1, pa.py_buffer(offsets), pa.py_buffer(view))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def utf16_without_mark(head: bytes) -> str | None:
    """The codec where every other byte is mostly zero and a text comes out; else None."""
    pairs = np.frombuffer(head[: len(head) // 2 * 2], np.uint8).reshape(-1, 2)
    zeros = (pairs == 0).sum(axis=0)
    if zeros.max() * 20 < len(pairs) or zeros.min() * 10 > zeros.max():
        return None
    codec = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    text = head[: len(pairs) * 2].decode(codec, "surrogatepass")
    lone = re.search("[\ud800-\udfff].", text)
    return None if lone or CONTROLS.search(text) else codec


def judge(view: memoryview, found: Survey) -> Judgement:
    """The codec of a text that is not UTF-8 throughout, by samples of what is not ASCII.

    "utf-8" here means that nearly all of it is, with single bytes in between that are not.
    """
    sample = b"\n".join(_samples(view, found.beyond_ascii))
    rest, valid = UTF8.subn(b"", sample)
    invalid = int(np.count_nonzero(np.frombuffer(rest, np.uint8) > 127))
    if valid > 2 * invalid:
        return Judgement("utf-8")
    if _is_japanese(sample):
        return Judgement("cp932")
    if valid >= 10 and 2 * valid >= invalid:
        return Judgement("utf-8")
    codec = _western(sample)
    return Judgement(codec, _strange(sample.decode("latin-1")))


def _samples(view: memoryview, beyond: tuple[tuple[int, int], ...]) -> Iterator[bytes]:
    """Pieces from the first byte on that is not ASCII, each begun and ended where it may be."""
    for begin, end in beyond[:: -(-len(beyond) // SAMPLES)]:
        block = np.frombuffer(view[begin:end], np.uint8)
        high = begin + int(np.argmax(block > 127))
        start = _last_low(view, max(begin, high - 4096), high) or begin
        stop = next(blocks(view[start:end], SAMPLE))[1]
        yield bytes(view[start : start + stop])


def _strange(text: str) -> str | None:
    """A word that no Western language has, where a third of what is not ASCII is of that kind."""
    odd = STRANGE.findall(text)
    if 3 * sum(map(len, odd)) < len(re.findall("[\u00a1-\u00ff]", text)):
        return None
    words = re.findall("[A-Za-z\u00a1-\u00ff]*[\u00a1-\u00ff]+[A-Za-z\u00a1-\u00ff]*", text)
    return next((word for word in words if STRANGE.search(word)), None)


def _is_japanese(sample: bytes) -> bool:
    """Whether Japanese comes out in cp932: letters in company, few oddities, everyday signs."""
    text = sample.decode("cp932", "surrogateescape")
    wide, half = WIDE_LETTER.subn("", text)[1], HALF_LETTER.subn("", text)[1]
    odd = sum(map(len, LONE.findall(text))) + NO_TEXT.subn("", text)[1]
    signs = NO_KANJI.sub("", text).encode("cp932", "ignore")
    rare = sum(lead > COMMON for lead in signs[::2])
    # Half-width letters alone are names from old systems; among rare signs another encoding.
    bound = 0 if half > wide else wide / 3
    return wide + half - odd > 3 * odd and rare <= bound


def _western(sample: bytes) -> str:
    """Latin-1 where bytes that Windows-1252 leaves undefined outnumber those it adds."""
    undefined = sum(sample.count(byte) for byte in UNDEFINED)
    added = len(re.findall(rb"[\x80-\x9f]", sample)) - undefined
    return "latin-1" if undefined > added else "cp1252"
