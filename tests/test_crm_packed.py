"""Files that come packed: a ZIP or gzip file with one file in it."""

import gzip
import io
import struct
import zipfile

import pytest

from sla_core.crm.files.header import open_sheet
from sla_core.problems import Refused

CSV = b"lead_id,name\n1,Ann\n2,Bob\n"


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def rows_or_refusal(data: bytes) -> bytes | None:
    try:
        return bytes(open_sheet("a.zip", data).body)
    except Refused:
        return None


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_the_one_file_in_a_zip_file_is_read_and_named(method: int) -> None:
    sheet = open_sheet("a.zip", zipped({"export/Leads.CSV": CSV}, method))
    assert (sheet.header, bytes(sheet.body)) == (("lead_id", "name"), b"1,Ann\n2,Bob\n")
    assert sheet.notes == ("The file “export/Leads.CSV” in the ZIP file is read.",)


def test_what_a_mac_puts_beside_it_does_not_count() -> None:
    beside = {"__MACOSX/._leads.csv": b"\0", ".DS_Store": b"\0", "folder/": b"", "Thumbs.db": b"x"}
    assert open_sheet("a.zip", zipped({**beside, "leads.csv": CSV})).header == ("lead_id", "name")


def test_what_is_no_table_is_not_read_and_named() -> None:
    sheet = open_sheet("a.zip", zipped({"readme.txt": b"Hello", "leads.csv": CSV}))
    assert sheet.notes == ("The file “leads.csv” in the ZIP file is read; not read: “readme.txt”.",)
    assert open_sheet("a.zip", zipped({"leads.txt": CSV})).header == ("lead_id", "name")


def test_what_is_packed_may_be_in_any_encoding() -> None:
    sheet = open_sheet("a.zip", zipped({"a.csv": "id;name\n1;Müller\n".encode("cp1252")}))
    assert (sheet.encoding, sheet.delimiter, len(sheet.notes)) == ("Windows-1252", ";", 2)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "this is a ZIP file that holds nothing"),
        ({"folder/": b""}, "the ZIP file holds no file"),
        ({"a.csv": CSV, "b.csv": CSV}, "the ZIP file holds 2 tables .“a.csv”, “b.csv”.; accepted"),
        ({f"{n}.csv": CSV for n in range(9)}, "“4.csv” and 4 more"),
        ({"a.pdf": b"%PDF"}, "the ZIP file holds no CSV file .“a.pdf”"),
        ({"a.csv": b""}, "the packed file is empty"),
        ({"a.csv": zipped({"a.csv": CSV})}, "the ZIP file holds another ZIP file"),
        ({"a.csv": b"%PDF-1.7"}, "this is a PDF document"),
    ],
)
def test_a_zip_file_with_anything_else_is_refused_and_names_it(
    files: dict[str, bytes], why: str
) -> None:
    with pytest.raises(Refused, match=why) as refusal:
        open_sheet("a.zip", zipped(files))
    assert "\n" not in str(refusal.value)


def test_a_zip_file_with_a_password_is_refused() -> None:
    data = bytearray(zipped({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    with pytest.raises(Refused, match="the ZIP file has a password"):
        open_sheet("a.zip", bytes(data))


def test_a_method_that_nobody_knows_is_refused() -> None:
    data = bytearray(zipped({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.find(mark) + offset, 99)
    with pytest.raises(Refused, match="packed in an unusual way"):
        open_sheet("a.zip", bytes(data))


def test_a_damaged_zip_file_is_refused_wherever_a_byte_of_it_is_wrong() -> None:
    data = zipped({"a.csv": CSV * 50})
    for place in range(0, len(data), 3):
        wrong = bytearray(data)
        wrong[place] ^= 0xFF
        rows = rows_or_refusal(bytes(wrong))
        assert rows is None or rows.startswith(b"1,Ann\n2,Bob\n")
    for end in range(4, len(data), 7):
        with pytest.raises(Refused):
            open_sheet("a.zip", data[:end])


def test_a_gzip_file_is_read() -> None:
    sheet = open_sheet("a.csv.gz", gzip.compress(CSV))
    assert bytes(sheet.body) == b"1,Ann\n2,Bob\n"
    assert sheet.notes == ("The file was compressed (gzip).",)


def test_a_gzip_file_that_is_cut_off_is_refused() -> None:
    with pytest.raises(Refused, match="the packed file is damaged"):
        open_sheet("a.csv.gz", gzip.compress(CSV)[:-5])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"GIF89a", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or protected Excel or Word file"),
        (b"SQLite format 3\x00", "a database"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b'[{"id": 1}]', "a JSON document"),
        (b'\xef\xbb\xbf {"id": 1}', "a JSON document"),
        (b"<html><table><tr>", "a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:excel">', "an Excel file in XML"),
        (b'<?xml version="1.0"?><leads/>', "an XML document"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file"),
        (b"{\\rtf1", "an RTF document"),
    ],
)
def test_any_other_file_is_refused_by_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(Refused, match=f"this is {what}"):
        open_sheet("leads.xls", data)
