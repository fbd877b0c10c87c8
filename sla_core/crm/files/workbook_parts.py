"""The parts of an Excel workbook beside its sheets: which there are, their texts, their formats."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO
from xml.parsers import expat

from sla_core.crm.files import limits, packed
from sla_core.crm.files.foreign import refused

BLOCK = 1 << 18
DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
TIMES = {*range(18, 22), *range(32, 36), 45, 47, 55, 56}
ELAPSED = 46
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
UNSEEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
"""What in a number format stands for itself: quoted texts, escaped letters, colours."""

Attributes = dict[str, str]


@dataclass(frozen=True)
class Format:
    """What a number is shown as: with a date, with a time of day, or as time that went by."""

    date: bool = False
    time: bool = False
    elapsed: bool = False


@dataclass(frozen=True)
class SheetPart:
    """One sheet of the workbook, and the part it is in."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Parts:
    """What is needed to read the sheets."""

    sheets: tuple[SheetPart, ...]
    texts: list[str]
    formats: list[Format]
    since_1904: bool


@dataclass
class Walker:
    """Goes through a part and calls back for each element; tells elements by their plain names."""

    name: str
    start: Callable[[str, Attributes], None]
    end: Callable[[str], None] = field(default=lambda _: None)
    text: Callable[[str], None] = field(default=lambda _: None)
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def walk(self, part: IO[bytes]) -> Iterator[None]:
        """Parse block by block; Refused where the part is damaged or declares types of its own."""
        parser = self.parser
        parser.buffer_text = True
        parser.StartElementHandler = self._first
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            while block := part.read(BLOCK):
                parser.Parse(block, False)
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, *packed.DAMAGED) as fault:
            raise damaged(self.name) from fault
        yield

    def _first(self, tag: str, its: Attributes) -> None:
        """The first element tells whether tags bear a prefix, which then is taken off."""
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        if ":" in tag:
            self.parser.StartElementHandler = lambda tag, its: self.start(_bare(tag), its)
            self.parser.EndElementHandler = lambda tag: self.end(_bare(tag))
        self.start(_bare(tag), its)

    def _refuse(self, *_: object) -> None:
        raise damaged(self.name)


def _bare(tag: str) -> str:
    return tag[tag.find(":") + 1 :]


def damaged(name: str) -> Exception:
    """The refusal of a workbook that cannot be read."""
    return refused(name, "the Excel workbook is damaged", "a whole one, or the sheet saved as CSV")


def read_parts(name: str, archive: zipfile.ZipFile) -> Parts:
    """Sheets, texts and formats of the workbook; Refused where it is none or too large."""
    packed.check_size(name, archive.infolist())
    root = _relations(name, archive, "_rels/.rels", "")
    book = next((part for kind, part in root.values() if kind == "officeDocument"), "")
    if not book:
        raise refused(name, "this is a Word, PowerPoint or other Office file, not a workbook")
    folder, _, file = book.rpartition("/")
    related = _relations(name, archive, join(folder, "_rels", f"{file}.rels"), folder)
    sheets, since_1904 = _sheets(name, archive, book, related)
    parts = dict(related.values())
    texts = _texts(name, archive, parts.get("sharedStrings", ""))
    return Parts(sheets, texts, _formats(name, archive, parts.get("styles", "")), since_1904)


def plain(text: str) -> str:
    """A text with Excel's escapes for line ends and tabs undone."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(
        lambda its: chr(int(its[1], 16)) if int(its[1], 16) in (9, 10, 13) else its[0], text
    )


def _walk(
    name: str, archive: zipfile.ZipFile, part: str, walker: Walker, most: int = 1 << 26
) -> None:
    try:
        member = archive.getinfo(part)
    except KeyError:
        return
    if member.file_size > most:
        size = limits.in_words(member.file_size)
        raise refused(name, f"the workbook's texts hold {size}", "the sheet saved as CSV")
    with packed.open_member(name, archive, member) as opened:
        for _ in walker.walk(opened):
            pass


def _relations(
    name: str, archive: zipfile.ZipFile, part: str, folder: str
) -> dict[str, tuple[str, str]]:
    """Id -> kind of part and where it is."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, its: Attributes) -> None:
        if tag == "Relationship":
            kind = its.get("Type", "").rpartition("/")[2]
            target = its.get("Target", "")
            path = target[1:] if target.startswith("/") else normpath(join(folder, target))
            found[its.get("Id", "")] = (kind, path)

    _walk(name, archive, part, Walker(name, start))
    return found


def _sheets(
    name: str, archive: zipfile.ZipFile, book: str, related: dict[str, tuple[str, str]]
) -> tuple[tuple[SheetPart, ...], bool]:
    """The work sheets in their order (charts are none), and whether days count from 1904."""
    found: list[SheetPart] = []
    since_1904 = False

    def start(tag: str, its: Attributes) -> None:
        nonlocal since_1904
        if tag == "workbookPr":
            since_1904 = its.get("date1904", "0") in {"1", "true"}
        if tag == "sheet":
            link = next((value for key, value in its.items() if key.endswith(":id")), "")
            kind, part = related.get(link, ("", ""))
            if kind == "worksheet":
                hidden = its.get("state", "visible") != "visible"
                found.append(SheetPart(its.get("name", ""), part, hidden))

    _walk(name, archive, book, Walker(name, start))
    return tuple(found), since_1904


def _texts(name: str, archive: zipfile.ZipFile, part: str) -> list[str]:
    """The table of texts; what tells how to pronounce a Japanese text is no part of it."""
    found: list[str] = []
    pieces: list[str] = []
    taking = spoken = False
    length = 0

    def start(tag: str, _: Attributes) -> None:
        nonlocal taking, spoken
        spoken = spoken or tag == "rPh"
        taking = tag == "t" and not spoken

    def end(tag: str) -> None:
        nonlocal taking, spoken, length
        taking = False
        spoken = spoken and tag != "rPh"
        if tag == "si":
            found.append(plain("".join(pieces)))
            pieces.clear()
            length = 0

    def text(piece: str) -> None:
        nonlocal length
        if taking:
            pieces.append(piece)
            length += len(piece)
        if length > limits.MOST_CELL:
            most = limits.in_words(limits.MOST_CELL)
            raise refused(name, f"a cell is longer than {most}", f"cells of at most {most}")

    _walk(name, archive, part, Walker(name, start, end, text), limits.MOST_SHARED)
    return found


def _formats(name: str, archive: zipfile.ZipFile, part: str) -> list[Format]:
    """What each style shows numbers as."""
    own: dict[str, str] = {}
    found: list[Format] = []
    inside = False

    def start(tag: str, its: Attributes) -> None:
        nonlocal inside
        inside = inside or tag == "cellXfs"
        if tag == "numFmt":
            own[its.get("numFmtId", "")] = its.get("formatCode", "")
        if tag == "xf" and inside:
            number = its.get("numFmtId", "0")
            found.append(_shown(own[number]) if number in own else _built_in(int(number)))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    _walk(name, archive, part, Walker(name, start, end))
    return found


def _built_in(number: int) -> Format:
    return Format(number in DATES, number in TIMES or number == 22, number == ELAPSED)


def _shown(code: str) -> Format:
    """What a format of the workbook's own shows: "dd.mm.yyyy hh:mm" a date and a time."""
    bare = UNSEEN.sub("", code.split(";", maxsplit=1)[0]).lower()
    if re.search(r"\[[hms]+\]", bare):
        return Format(elapsed=True)
    time = bool(re.search("[hs]", bare))
    date = bool(re.search("[yd]", bare)) or ("m" in bare and not time)
    return Format(date, time)
