"""A file out of a ZIP or gzip file: never more of it than the limits allow."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO

from sla_core.crm.files import limits
from sla_core.crm.files.foreign import GZIP, ZIP, refused
from sla_core.crm.files.spool import Spool

TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
PARTS = "[Content_Types].xml"
"""What every workbook of Excel's has among its parts."""
MOST_DIRECTORY = 16 << 20
BLOCK = 1 << 20
ONE = "a ZIP file with one CSV or Excel (.xlsx) file in it"
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, KeyError)


class Window(io.RawIOBase):
    """Bytes in memory or in an mmap as a file to read from, without a copy of them."""

    def __init__(self, view: memoryview) -> None:
        self._view, self._place = view, 0

    def readable(self) -> bool:  # noqa: D102 - a file's own words
        return True

    def seekable(self) -> bool:  # noqa: D102
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:  # noqa: D102
        start = (0, self._place, len(self._view))[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, into: "memoryview[int]") -> int:  # type: ignore[override] # noqa: D102
        piece = self._view[self._place : self._place + len(into)]
        into[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)


def unpacked(name: str, view: memoryview) -> tuple[memoryview, tuple[str, ...]]:
    """The one table in a ZIP or gzip file, with a sentence about it; any other file as it is.

    A workbook of Excel's is a ZIP file too, and stays one.
    """
    if bytes(view[:3]) == GZIP:
        with gzip.GzipFile(fileobj=io.BufferedReader(Window(view))) as packed:
            return _read(name, packed, len(view)), ("The file was compressed (gzip).",)
    if bytes(view[:4]) != ZIP:
        return view, ()
    with open_zip(name, view) as archive:
        if PARTS in archive.namelist():
            return view, ()
        files = (its for its in archive.infolist() if its.filename and not its.is_dir())
        members = [its for its in files if not _beside(its.filename)]
        member = _only(name, members)
        check_size(name, [member])
        inner = read_member(name, archive, member)
    if bytes(inner[:4]) == ZIP and not is_workbook(name, inner):
        raise refused(name, "the ZIP file holds another ZIP file", ONE)
    others = [its for its in members if its is not member]
    left = f"; not read: {_names(others)}" if others else ""
    return inner, (f"The file {_names([member])} in the ZIP file is read{left}.",)


def is_workbook(name: str, view: memoryview) -> bool:
    """Whether a ZIP file has the parts of an Excel workbook."""
    with open_zip(name, view) as archive:
        return PARTS in archive.namelist()


def open_zip(name: str, view: memoryview) -> zipfile.ZipFile:
    """The ZIP file in these bytes; Refused where it is none, or lists more than it may."""
    end = bytes(view[-66_000:])
    place = end.rfind(b"PK\x05\x06")
    directory = int.from_bytes(end[place + 12 : place + 16], "little") if place >= 0 else 0
    if directory > MOST_DIRECTORY:
        raise refused(name, "the ZIP file lists far too many files", ONE)
    try:
        return zipfile.ZipFile(io.BufferedReader(Window(view)))
    except (*DAMAGED, NotImplementedError, RuntimeError) as fault:
        kind = "this is a spreadsheet or ZIP file that is damaged or cut off"
        raise refused(name, kind, "a whole one; export it once more") from fault


def check_size(name: str, members: Sequence[zipfile.ZipInfo]) -> None:
    """Refused where the files say that they unpack to more than the limit, or far too well."""
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if size > limits.most_bytes():
        raise _too_much(name, limits.in_words(size))
    if size > limits.IN_MEMORY and size > limits.MOST_RATIO * packed:
        raise _too_well(name, f"{limits.in_words(size)} from {limits.in_words(packed)}")


def read_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> memoryview:
    """One file of the archive, unpacked; Refused where it is damaged, encrypted or too large."""
    with open_member(name, archive, member) as packed:
        return _read(name, packed, member.compress_size)


def open_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """One file of the archive to read from; Refused where it is encrypted or packed strangely."""
    if member.flag_bits & 1:
        raise refused(name, "the ZIP file has a password", "one without")
    try:
        return archive.open(member)
    except NotImplementedError as fault:
        raise refused(name, "the ZIP file is packed in an unusual way", ONE) from fault
    except (*DAMAGED, RuntimeError) as fault:
        raise _damaged(name) from fault


def _read(name: str, packed: IO[bytes] | gzip.GzipFile, packed_size: int) -> memoryview:
    spool = Spool()
    try:
        while piece := packed.read(BLOCK):
            spool.write(piece)
            _check_growth(name, spool.size, packed_size)
    except DAMAGED as fault:
        raise _damaged(name) from fault
    if not spool.size:
        raise refused(name, "the packed file is empty")
    return spool.view()


def _check_growth(name: str, size: int, packed_size: int) -> None:
    if size > limits.most_bytes():
        raise _too_much(name, f"more than {limits.in_words(limits.most_bytes())}")
    if size > limits.IN_MEMORY and size > limits.MOST_RATIO * packed_size:
        raise _too_well(name, f"more than {limits.MOST_RATIO} times its size")


def _too_much(name: str, size: str) -> Exception:
    most = limits.in_words(limits.most_bytes())
    return refused(name, f"the file unpacks to {size}", f"at most {most}; export fewer rows")


def _too_well(name: str, size: str) -> Exception:
    most = f"at most {limits.MOST_RATIO} times as much as it is packed; drop the file itself"
    return refused(name, f"the file unpacks to {size}", most)


def _damaged(name: str) -> Exception:
    return refused(name, "the packed file is damaged", "a whole one; export it once more")


def _only(name: str, members: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The one table among the files, or the one text that there is."""
    tables = [its for its in members if its.filename.lower().endswith(TABLES)]
    if len(members) == 1 and members[0].filename.lower().endswith(".txt"):
        tables = list(members)
    if len(tables) == 1:
        return tables[0]
    if not members:
        raise refused(name, "the ZIP file holds no file", ONE)
    what = f"{len(tables)} tables" if tables else "no CSV file"
    raise refused(name, f"the ZIP file holds {what} ({_names(tables or members)})", ONE)


def _names(members: Sequence[zipfile.ZipInfo]) -> str:
    shown = ", ".join(f"“{' '.join(its.filename.split())}”" for its in members[:5])
    return shown + (f" and {len(members) - 5:,} more" if len(members) > 5 else "")


def _beside(filename: str) -> bool:
    """Whether it is what a Mac or Windows puts beside the files."""
    path = PurePosixPath(filename)
    first, last = path.parts[:1], path.name.lower()
    return "__MACOSX" in first or last.startswith(".") or last in {"thumbs.db", "desktop.ini"}
