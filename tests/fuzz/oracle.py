"""A slow second opinion: how many rows a file has, and their ids, record by record."""

import csv
import io
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sla_core.crm.header import open_sheet

CAPITALS = string.ascii_uppercase + "012345"


@dataclass(frozen=True)
class Counted:
    """Records that are there at all, and those in which every cell is blank."""

    records: int
    blank: int
    ids: dict[int, str]


def counted(name: str, data: Any, key: str | None, system: str) -> Counted:
    """The data rows of a file's decoded text; ids by line, of rows as wide as the header."""
    sheet = open_sheet(name, data)
    place = sheet.header.index(key) if key in sheet.header else None
    total = blank = 0
    ids = {}
    for line, record in _records(str(sheet.body, "utf-8"), sheet.delimiter):
        if not record:
            continue
        total += 1
        blank += not any(cell.strip() for cell in record)
        if place is not None and len(record) == sheet.width:
            ids[line + sheet.lines_before] = shaped(record[place], system)
    return Counted(total, blank, ids)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins: only line feeds count as lines."""
    feeds = 0

    def lines() -> Iterator[str]:
        nonlocal feeds
        for line in io.StringIO(text, newline=""):
            feeds += line.count("\n")
            yield line

    reader, begins = csv.reader(lines(), delimiter=delimiter), 1
    for record in reader:
        yield begins, record
        begins = feeds + 1


def shaped(cell: str, system: str) -> str:
    """An id as it is kept: trimmed, of Salesforce with 18 characters, of Zoho without a prefix."""
    found = bare(cell)
    if system == "zoho":
        found = found.removeprefix("zcrm_")
    if system == "salesforce" and len(found) == 15 and found.isascii() and found.isalnum():
        for begin in (0, 5, 10):
            bits = sum(
                letter.isupper() << bit for bit, letter in enumerate(found[begin : begin + 5])
            )
            found += CAPITALS[bits]
    return found


def bare(text: str) -> str:
    """The text without blanks and unseen marks at its ends."""
    letters = [*text]
    for end in (-1, 0):
        while letters and _unseen(letters[end]):
            del letters[end]
    return "".join(letters)


def _unseen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Cf", "Cc", "Zs", "Zl", "Zp"}
