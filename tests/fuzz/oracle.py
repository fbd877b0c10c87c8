"""A slow second opinion: how many rows a file has, and their ids, record by record."""

import csv
import io
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sla_core.crm.cells.blanks import BLANK, ERROR, TOO_NARROW
from sla_core.crm.files.header import open_sheet

CAPITALS = string.ascii_uppercase + "012345"
NO_ID = frozenset(word.casefold() for word in (*BLANK, *ERROR, *TOO_NARROW))
"""Words that are no ids: an activity with one gets an id that is made of its cells."""


@dataclass(frozen=True)
class Counted:
    """The records that are there at all; how many have only blank cells; where their ids stand."""

    records: tuple[tuple[str, ...], ...]
    blank: int
    width: int
    place: int | None


def counted(name: str, data: Any, key: str | None) -> Counted:
    """The records of a file's decoded text, whose ids stand in the column `key`."""
    sheet = open_sheet(name, data)
    records = [*filter(None, _records(str(sheet.body, "utf-8"), sheet.delimiter))]
    blank = sum(not any(cell.strip() for cell in record) for record in records)
    place = sheet.header.index(key) if key in sheet.header else None
    return Counted(tuple(map(tuple, records)), blank, sheet.width, place)


def kept_ids(there: Counted, refused: Sequence[tuple[str, ...]], system: str) -> list[str]:
    """The ids of the records that were not refused, as they have to be in the store."""
    left = Counter(there.records) - Counter(refused)
    place = there.place
    rows = left.elements() if place is not None else ()
    cells = (row[place] for row in rows if len(row) == there.width and place is not None)
    return [
        cell for cell in (shaped(cell, system) for cell in cells) if cell.casefold() not in NO_ID
    ]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


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
