"""In which encoding a file is, by evidence; and that no byte of it is lost in silence."""

import mmap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.files.header import Sheet, open_sheet
from sla_core.problems import Refused

GERMAN = "Name,Ort\nMüller,Köln\nJäger,Bonn\nGroß,Zürich\n"
FRENCH = "id,nom\n1,Hélène\n2,François\n3,Chloé\n4,Édouard – « chef »\n"
SPANISH = "id,nombre\n1,Muñoz\n2,Ibáñez\n3,Peña Ávila\n"
JAPANESE = "レコードID,名,姓,会社\n1,太郎,山田,株式会社ソニー\n2,花子,鈴木,ABC商事\n"


def sheet_of(text: str, encoding: str) -> Sheet:
    return open_sheet("a.csv", text.encode(encoding))


def text_of(sheet: Sheet) -> str:
    return str(sheet.body, "utf-8")


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (GERMAN, "utf-8", "UTF-8"),
        (GERMAN, "utf-8-sig", "UTF-8"),
        ("a,b\n1,2\n", "ascii", "UTF-8"),
        (GERMAN, "utf-16", "UTF-16"),
        (GERMAN, "utf-16-le", "UTF-16"),
        (GERMAN, "utf-16-be", "UTF-16 (big-endian)"),
        (JAPANESE, "utf-16-le", "UTF-16"),
        (JAPANESE, "utf-16-be", "UTF-16 (big-endian)"),
        (JAPANESE, "cp932", "Shift-JIS (cp932)"),
        ("名,会社\n田中,株式会社\n", "cp932", "Shift-JIS (cp932)"),
        ("id,名\n1,田\n", "cp932", "Shift-JIS (cp932)"),
        ("id,ｶﾅ\n1,ﾔﾏﾀﾞ\n2,ｽｽﾞｷ\n", "cp932", "Shift-JIS (cp932)"),
        ("id,name\n1,ヤマダ\n2,すずき\n", "cp932", "Shift-JIS (cp932)"),
        (GERMAN, "cp1252", "Windows-1252"),
        (FRENCH, "cp1252", "Windows-1252"),
        (SPANISH, "cp1252", "Windows-1252"),
        ("id,name\n1,Zoë\n", "cp1252", "Windows-1252"),
        ("id,name\n1,MÜLLER\n2,ÖSTERREICH\n", "cp1252", "Windows-1252"),
        ("id,name\n1,O’Brien\n2,D’Angelo\n3,“Text”\n", "cp1252", "Windows-1252"),
        ("id,amount\n1,€ 500\n2,£300\n3,20°,½\n", "cp1252", "Windows-1252"),
        ("id,name\n1,été\n2,é\n", "cp1252", "Windows-1252"),
        ("id,name\n1,Łódź\n", "cp1250", "Windows-1252"),
        ("id,name\n1,Иванов Сергей\n2,Петрова Ольга\n", "cp1251", "Windows-1252"),
        ("id,name\n1,ひらがな\n2,田中カタカナ\n", "euc-jp", "Windows-1252"),
        ("id,name\n1,M\x81\x8dller\n", "latin-1", "Latin-1 (ISO 8859-1)"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(text: str, encoding: str, told: str) -> None:
    sheet = sheet_of(text, encoding)
    assert sheet.encoding == told
    right = {"UTF-8", "UTF-16", "UTF-16 (big-endian)", "Shift-JIS (cp932)", "Latin-1 (ISO 8859-1)"}
    if told in right or encoding == "cp1252":
        assert text_of(sheet) == text.partition("\n")[2]
    assert (sheet.notes == ()) == (told == "UTF-8")
    if told != "UTF-8":
        assert sheet.notes[0] == f"The file is read as {told}."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_japanese_headers_come_out_whole(encoding: str) -> None:
    assert sheet_of(JAPANESE, encoding).header == ("レコードID", "名", "姓", "会社")


def test_letters_that_no_western_language_writes_are_named() -> None:
    notes = sheet_of("id,name\n1,Иванов\n2,Петров\n", "cp1251").notes
    assert notes[1] == "Words such as “Èâàíîâ” look wrong: if they are, save the file as UTF-8."
    assert len(sheet_of("id,name\n1,Michałowski\n2,Wałęsa\n", "cp1250").notes) == 2
    assert len(sheet_of(GERMAN, "cp1252").notes) == 1


def test_single_bytes_that_are_no_utf_8_are_read_as_windows_and_counted_with_their_line() -> None:
    good = "7,Jürgen – Weiß\n" * 5
    data = f"id,name\n{good}".encode() + b"8,M\xfcller\n9,\x80 5\n" + good.encode()
    sheet = open_sheet("a.csv", data)
    assert sheet.encoding == "UTF-8"
    assert text_of(sheet) == f"{good}8,Müller\n9,€ 5\n{good}"
    assert sheet.notes == (
        "2 bytes (the first in line 7) of the file cannot be read as UTF-8; read as Windows-1252.",
    )


def test_two_files_put_together_come_out_whole() -> None:
    halves = ("1,Müller\n" * 20).encode() + ("2,Jäger\n" * 20).encode("cp1252")
    sheet = open_sheet("a.csv", b"id,name\n" + halves)
    assert text_of(sheet) == "1,Müller\n" * 20 + "2,Jäger\n" * 20
    assert sheet.notes[0].startswith("20 bytes (the first in line 22) of the file cannot be read")


def test_a_japanese_letter_that_was_cut_in_two_is_shown_as_damaged_and_counted() -> None:
    data = JAPANESE.encode("cp932") + "3,次郎,佐".encode("cp932")[:-1] + b",x\n"
    sheet = open_sheet("a.csv", data)
    assert sheet.encoding == "Shift-JIS (cp932)"
    assert "3,次郎,�,x" in text_of(sheet)
    assert sheet.notes[1] == (
        "One byte (in line 4) of the file cannot be read as Shift-JIS (cp932); shown as �."
    )


def test_half_a_character_of_utf_16_is_shown_as_damaged_and_counted() -> None:
    sheet = open_sheet("a.csv", "id,name\n1,é\n2,".encode("utf-16") + b"\x3d\xd8\x41\x00\x0a")
    assert text_of(sheet) == "1,é\n2,�A�"
    assert sheet.notes[1].startswith("2 bytes (the first in line 3)")


def test_a_letter_that_says_damaged_already_is_not_counted_again() -> None:
    assert sheet_of("id,name\n1,�\n2,é\n", "utf-16").notes == ("The file is read as UTF-16.",)


def test_one_accented_name_a_megabyte_below_decides_for_the_head_too() -> None:
    data = b"id,name\n" + b"1,Ann\n" * 400_000 + "2,Müller\n".encode("cp1252")
    whole, head = open_sheet("a.csv", data), open_sheet("a.csv", data, head_only=True)
    assert head.encoding == whole.encoding == "Windows-1252"
    assert bytes(whole.body).endswith("2,Müller\n".encode())
    assert 1_000_000 < len(head.body) <= 1 << 20


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8"])
def test_letters_are_not_cut_in_two_between_blocks(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "id,名\n" + "".join(
        f"{n},株式会社山田太郎{'あ' * (n % 7)}\U0001f600\n" for n in range(60)
    )
    data = (text if encoding != "cp932" else text.replace("\U0001f600", "")).encode(encoding)
    wanted = text_of(open_sheet("a.csv", data))
    monkeypatch.setattr("sla_core.crm.files.encodings.BLOCK", 32)
    monkeypatch.setattr("sla_core.crm.files.encodings.blocks.__defaults__", (32,))
    sheet = open_sheet("a.csv", data)
    assert text_of(sheet) == wanted
    assert len(sheet.notes) == (encoding != "utf-8")


def test_a_large_conversion_lies_in_a_file_and_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = text_of(sheet_of(GERMAN * 50, "cp1252"))
    monkeypatch.setattr("sla_core.crm.files.limits.IN_MEMORY", 100)
    large = sheet_of(GERMAN * 50, "cp1252")
    assert isinstance(large.body.obj, mmap.mmap)
    assert text_of(large) == small


def test_text_in_utf_8_is_used_in_place_and_may_be_an_mmap(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(GERMAN.encode())
    with path.open("rb") as opened:
        data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    assert open_sheet("a.csv", data).body.obj is data
    data_in_memory = GERMAN.encode()
    assert open_sheet("a.csv", data_in_memory).body.obj is data_in_memory


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a,b\n" + b"1,2\n" * 2000 + b"3,\x00\n", "line 2002: a NUL character stands here"),
        ("a,b\n1,é\n2,\x00".encode("utf-16"), "line 3: a NUL character stands here"),
        (b"a,b\n\x00\x01", "this is binary data"),
        (bytes(range(256)) * 20, "this is binary data"),
        ("a,b\n".encode("utf-32"), "this is text in UTF-32"),
    ],
)
def test_what_holds_zero_bytes_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        open_sheet("a.csv", data)


LETTERS = st.text(st.sampled_from("aZ1 ,\n\r;éüßÑ€’あ田株ｶ\U0001f600"), min_size=1, max_size=60)


@given(LETTERS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_any_text_in_unicode_comes_out_as_it_went_in(text: str, encoding: str) -> None:
    sheet = open_sheet("a.csv", f"head,er\n{text}x,1\n".encode(encoding))
    assert text_of(sheet) == f"{text}x,1\n"


@given(st.binary(max_size=60).filter(lambda data: 0 not in data))
def test_no_byte_is_lost_whatever_they_are(data: bytes) -> None:
    sheet = open_sheet("a.csv", b"head,er\n" + data)
    if sheet.encoding == "Windows-1252" and b"\xff" not in data:
        written = text_of(sheet).replace("\ufffd", "ÿ").encode("cp1252")
        assert len(written) == len(data)
    damaged = text_of(sheet).count("\ufffd") - data.count("\ufffd".encode())
    told = sum("cannot be read" in note for note in sheet.notes)
    assert (damaged > 0) <= told
