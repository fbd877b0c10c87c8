"""Whatever is dropped: a sheet that adds up, or one sentence; never a traceback."""

import gzip
import os
import random
from datetime import datetime
from typing import Any

import pytest

from sla_core.crm.files.header import open_sheet
from sla_core.crm.files.reading import read_body
from sla_core.problems import Refused
from tests.test_crm_packed import zipped
from tests.test_crm_workbook import with_texts, workbook

TIMES = 20 if os.environ.get("SLA_TESTS") == "soak" else 1
TEXT = 'Lead ID,E-Mail,Created,Note\r\n1,a@b.c,2026-01-05,"x\r\ny"\r\n2,,2026-01-06,Müller\r\n'
CELLS = (
    "<row r='1'><c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
    "<row r='2'><c r='A2'><v>5</v></c></row>"
)
BARE = {
    "[Content_Types].xml": b"<a/>",
    "_rels/.rels": b"<R><Relationship Id='1' Type='x/officeDocument' Target='b.xml'/></R>",
    "b.xml": b"<w><sheet name='A' r:id='1'/></w>",
    "_rels/b.xml.rels": b"<R><Relationship Id='1' Type='x/worksheet' Target='s.xml'/></R>",
    "s.xml": b"<w><row><c t='str'><v>a</v></c></row><row><c><v>1</v></c></row></w>",
}
LEADS: list[list[Any]] = [["id", "at"], ["1", datetime(2026, 1, 5, 10)], ["2", True]]  # noqa: DTZ001
WHOLE = {
    "UTF-8": TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without a mark": TEXT.encode("utf-16-be"),
    "Shift-JIS": TEXT.replace("Müller", "山田太郎").encode("cp932"),
    "Windows-1252": TEXT.encode("cp1252"),
    "sep": b"sep=;\na;b\n1;2\n",
    "titles": b"Title\n\na|b|c\n1|2|3\n",
    "gzip": gzip.compress(TEXT.encode()),
    "ZIP": zipped({"a.csv": TEXT.encode()}),
    "ZIP without packing": zipped({"a.csv": TEXT.encode()}, 0),
    "workbook": workbook({"Cover": [["x"]], "Leads": LEADS}),
    "workbook with texts": with_texts("<si><t>id</t></si><si><t>b</t></si>", CELLS),
    "workbook without packing": zipped(BARE, 0),
}
INSERTED = [b'"', b",", b";", b"\n", b"\r", b"\0", b"\xff", b"\x81", b"<", b"0" * 30, b"&", b"="]


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes with one to twenty of them changed, put in, cut out or said twice."""
    found = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 5, 20])):
        place, other = dice.randrange(len(found) + 1), dice.randrange(len(found) + 1)
        kind = dice.randrange(5)
        if kind == 0 and place < len(found):
            found[place] = dice.randrange(256)
        elif kind == 1:
            found[place:place] = dice.choice(INSERTED)
        elif kind == 2:
            del found[place : place + dice.randrange(1, 20)]
        elif kind == 3:
            found[place:place] = found[other : other + 50]
        else:
            del found[max(place, len(found) // 2) :]
        found = found or bytearray(b"x")
    return bytes(found)


def tell(data: bytes) -> str:
    """What a file is, after a check that its parts agree; or why it is refused."""
    try:
        whole, head = open_sheet("a", data), open_sheet("a", data, head_only=True)
        body = read_body(whole, range(whole.width))
    except Refused as refusal:
        return str(refusal)
    assert (whole.header, whole.delimiter) == (head.header, head.delimiter)
    assert (whole.encoding, whole.lines_before) == (head.encoding, head.lines_before)
    assert len(set(whole.header)) == whole.width - whole.beyond
    lines = [*body.lines.tolist(), *(line for line, _ in body.ragged)]
    assert len(set(lines)) == len(lines)
    assert all(line > whole.lines_before for line in lines)
    return "".join(whole.notes)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_with_any_damage_is_a_sheet_or_a_sentence(kind: str) -> None:
    dice = random.Random(kind)
    for _ in range(40 * TIMES):
        assert "\n" not in tell(mutated(WHOLE[kind], dice))


def test_random_bytes_are_a_sheet_or_a_sentence() -> None:
    dice = random.Random(1)
    for _ in range(200 * TIMES):
        alphabet = dice.choice(
            [bytes(range(256)), b'a,"\n\r;\t|', bytes(range(32, 256)), b"\x82\xa0,\n"]
        )
        data = bytes(dice.choices(alphabet, k=dice.randrange(1, 400)))
        assert "\n" not in tell(data)
