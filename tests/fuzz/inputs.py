"""The inputs: each is made anew from a seed and its number, whatever came before it."""

import csv
import gzip
import io
import zipfile
from dataclasses import dataclass
from random import Random

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from sla_core.crm import Options
from tests.fuzz.broken import BYTES, TABLES
from tests.fuzz.tables import Rows, tables
from tests.fuzz.wishes import wishes

ENCODINGS = (
    *["utf-8"] * 20,
    *["utf-8-sig", "utf-16", "cp1252", "latin-1", "cp932"] * 2,
    *("utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1251"),
)
TIMES = (0, 1, 1, 1, 1, 2, 2, 3, 8)
"""How many changes a file suffers; one without any has to go in as well."""


@dataclass(frozen=True)
class Input:
    """A file, and what is asked for beside it; `plain` wishes name only what there can be."""

    number: int
    name: str
    data: bytes
    wishes: Options
    plain: bool


def made(seed: int, number: int) -> Input:
    """The input of this number."""
    dice = Random(f"{seed}:{number}")
    noise = dice.random() < 0.03
    name, data, header = _noise(dice) if noise else _file(dice)
    asked, plain = wishes(dice, header)
    return Input(number, f"{number} {name}", data, asked, plain)


def _noise(dice: Random) -> tuple[str, bytes, list[str]]:
    return "random.csv", dice.randbytes(dice.choice([1, 9, 400, 5000])), []


def _file(dice: Random) -> tuple[str, bytes, list[str]]:
    table = dice.choice(tables())
    rows = [list(row) for row in table.rows[: dice.choice([2, 4, 31])]]
    among = dice.choice(TIMES)
    for _ in range(among):
        dice.choice(TABLES)(rows, dice)
    packed = dice.random()
    data = _workbook(rows) if packed < 0.04 else _text(rows, dice)
    if dice.random() < 0.04:
        other = dice.choice(tables())
        data += _text([list(row) for row in other.rows[:9]], dice)
    data = _broken(data, dice, dice.choice(TIMES) if dice.random() < 0.4 else 0)
    return table.name, _packed(data, packed, dice), rows[0]


def _broken(data: bytes, dice: Random, times: int) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        dice.choice(BYTES)(changed, dice)
    return bytes(changed)


def _text(rows: Rows, dice: Random) -> bytes:
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=dice.choice(",,,,;;\t|"),
        lineterminator=dice.choice(["\n", "\n", "\r\n", "\r\n", "\r"]),
        quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    writer.writerows(rows)
    encoding = dice.choice(ENCODINGS)
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    return out.getvalue().encode(encoding, "replace" if encoding == "utf-7" else errors)


def _workbook(rows: Rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([_cell(text) for text in row])
    book.save(out)
    return out.getvalue()


def _cell(text: str) -> str | float:
    if text.isascii() and text.isdecimal() and len(text) < 12:
        return int(text)
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()


def _packed(data: bytes, chance: float, dice: Random) -> bytes:
    """Some of the files packed, and some of these broken again."""
    if 0.04 <= chance < 0.06:
        data = gzip.compress(data, mtime=0)
    elif 0.06 <= chance < 0.08:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", dice.choice([0, 8])) as archive:
            for name in dice.choice([["a.csv"], ["a.csv", "b.csv"], ["x/a.csv", "a.txt"]]):
                archive.writestr(zipfile.ZipInfo(name), data)
        data = out.getvalue()
    else:
        return data
    return _broken(data, dice, dice.choice([0, 0, 1, 3]))
