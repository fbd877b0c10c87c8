"""Excel workbooks: the first sheet with rows, its cells as the text that a CSV would hold."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.header import Sheet, open_sheet, refuse_rounded
from sla_core.crm.reading import read_body
from sla_core.problems import Refused

Rows = Sequence[Sequence[Any]]
START = datetime(1900, 3, 1)  # noqa: DTZ001 - a workbook's times have no zone


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(sheets: dict[str, Rows], **formats: str) -> bytes:
    """A workbook; `formats` are number formats by cell, such as B2="dd.mm.yyyy"."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for place, code in formats.items():
            sheet[place].number_format = code
    return saved(book)


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == part else text)
    return out.getvalue()


def open_rows(rows: Rows, **formats: str) -> Sheet:
    return open_sheet("a.xlsx", workbook({"Leads": rows}, **formats))


def rows_of(sheet: Sheet) -> list[tuple[str, ...]]:
    columns = read_body(sheet, range(sheet.width)).columns
    return list(zip(*(columns[place].to_pylist() for place in columns), strict=True))


def test_cells_become_the_text_that_a_csv_would_hold() -> None:
    header = ["id", "n", "f", "yes", "no", "text", "error", "blank", "day"]
    row = ["001", 123, 1.1, True, False, 'a,"b"', "#REF!", None, date(2026, 11, 2)]
    sheet = open_rows([header, row])
    assert sheet.header == tuple(header)
    assert rows_of(sheet) == [
        ("001", "123", "1.1", "true", "false", 'a,"b"', "#REF!", "", "2026-11-02")
    ]
    assert (sheet.encoding, sheet.delimiter, sheet.notes) == ("Excel workbook", ",", ())


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (datetime(2026, 11, 2, 10, 11, 12), "yyyy-mm-dd h:mm:ss", "2026-11-02 10:11:12"),  # noqa: DTZ001
        (datetime(2026, 11, 2), "m/d/yy h:mm", "2026-11-02 00:00:00"),  # noqa: DTZ001
        (46328, "dd.mm.yyyy", "2026-11-02"),
        (46328.5, "dd.mm.yyyy", "2026-11-02 12:00:00"),
        (46328.25, '[$-409]d" of "mmm yyyy', "2026-11-02 06:00:00"),
        (46328, '#,##0.00 "days"', "46328"),
        (46328, "[Red]General", "46328"),
        (46328, "0.00E+00", "46328"),
        (46328, r"0\d", "46328"),
        (0.5, "h:mm AM/PM", "12:00:00"),
        (112.74013889, "[h]:mm:ss", "2705:45:48"),
        (timedelta(hours=30), "[hh]:mm:ss", "30:00:00"),
        (time(9, 30), "hh:mm:ss", "09:30:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (60, "yyyy-mm-dd", "60"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-5, "yyyy-mm-dd", "-5"),
        (9_999_999, "yyyy-mm-dd", "9999999"),
    ],
)
def test_a_number_is_a_date_where_its_format_shows_one(value: Any, code: str, text: str) -> None:
    assert rows_of(open_rows([["id", "at"], ["1", value]], B2=code)) == [("1", text)]


def test_days_may_be_counted_from_1904() -> None:
    data = workbook({"Leads": [["id", "at"], ["1", 44866]]}, B2="yyyy-mm-dd")
    counted = changed(
        data,
        "xl/workbook.xml",
        lambda text: text.replace("<workbookPr ", '<workbookPr date1904="1" '),
    )
    assert rows_of(open_sheet("a.xlsx", counted)) == [("1", "2026-11-02")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("1.1000000000000001", "1.1"),
        ("0.30000000000000004", "0.3"),
        ("1.0E-5", "0.00001"),
        ("5.0", "5"),
        ("-12", "-12"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456789", "1234567890123456789"),
        ("1E400", "1E400"),
    ],
)
def test_numbers_stand_as_excel_shows_them(raw: str, text: str) -> None:
    data = workbook({"Leads": [["id", "n"], ["1", 7]]})
    typed = changed(
        data, "xl/worksheets/sheet1.xml", lambda part: part.replace("<v>7</v>", f"<v>{raw}</v>")
    )
    sheet = open_sheet("a.xlsx", typed)
    assert rows_of(sheet) == [("1", text)]
    assert sheet.rounded == ()


@pytest.mark.parametrize("raw", ["1.2345678901234568E+18", "1234567890123450000"])
def test_ids_that_excel_has_rounded_are_told_and_no_ids_any_more(raw: str) -> None:
    data = workbook({"Leads": [["Record Id", "n"], [7, 1], [7, 2]]})
    typed = changed(
        data, "xl/worksheets/sheet1.xml", lambda part: part.replace("<v>7</v>", f"<v>{raw}</v>")
    )
    sheet = open_sheet("a.xlsx", typed)
    assert sheet.rounded == ("Record Id",)
    assert sheet.notes == (
        "The column “Record Id” holds 2 numbers of more than 15 digits; Excel keeps 15 and made"
        " the others zeros.",
    )
    refuse_rounded(sheet, "n")
    with pytest.raises(Refused, match="column “Record Id”: its ids are numbers of more than 15"):
        refuse_rounded(sheet, "Record Id")


def test_lines_are_the_rows_of_the_sheet() -> None:
    rows: Rows = [
        ["My leads"],
        [],
        ["id", "note"],
        ["1", "x\ny"],
        [],
        [],
        ["2", None],
        ["3", "z", "extra"],
    ]
    sheet = open_rows(rows)
    body = read_body(sheet, [0, 1])
    assert sheet.lines_before == 3
    assert rows_of(sheet) == [("1", "x y"), ("2", "")]
    assert body.lines.tolist() == [4, 7]
    assert body.ragged == ((8, ("3", "z", "extra")),)
    assert sheet.notes == (
        "Line 1 stands above the header and was left out: “My leads”.",
        "Line breaks in 1 cells are read as spaces.",
    )


def test_the_first_visible_sheet_with_rows_is_read_and_the_others_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Leads of November"])
    book.active.append(["For internal use"])
    secret = book.create_sheet("Lists")
    secret.append(["a", "b"])
    secret.append([1, 2])
    secret.sheet_state = "hidden"
    book.create_sheet("Header only").append(["a", "b"])
    book.create_chartsheet("Chart")
    leads = book.create_sheet("Leads")
    leads.append(["id", "name"])
    leads.append(["1", "Ann"])
    sheet = open_sheet("a.xlsx", saved(book))
    assert rows_of(sheet) == [("1", "Ann")]
    assert sheet.notes == (
        "The sheet “Leads” of the workbook is read;"
        " not read: “Cover”, “Lists” (hidden), “Header only”.",
    )


def test_a_formula_has_its_stored_result_and_one_without_is_counted() -> None:
    data = workbook({"Leads": [["id", "n", "s"], ["1", "=1+1", "x"]]})
    bare = open_sheet("a.xlsx", data)
    assert rows_of(bare) == [("1", "", "x")]
    assert bare.notes == ("Formulas without a stored result, read as blank: 1.",)
    stored = changed(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(r"</f>\s*<v ?/?>(</v>)?", "</f><v>2</v>", part),
    )
    assert rows_of(open_sheet("a.xlsx", stored)) == [("1", "2", "x")]


def with_texts(texts: str, cells: str) -> bytes:
    """A workbook as Excel itself writes it, with its texts in a table of their own."""
    relation = (
        '<Relationship Id="rIdT" Target="/xl/sharedStrings.xml"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
    )
    data = changed(
        workbook({"Leads": [["id"]]}),
        "xl/_rels/workbook.xml.rels",
        lambda text: text.replace("</Relationships>", f"{relation}</Relationships>"),
    )
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    data = changed(data, "xl/worksheets/sheet1.xml", lambda _: sheet)
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
    return out.getvalue()


def test_texts_stand_in_a_table_without_what_tells_how_to_pronounce_them() -> None:
    texts = (
        "<si><t>id</t></si><si><t xml:space='preserve'>na\nme</t></si><si><r><rPr/><t>山</t></r>"
        "<r><t>田_x000D_</t></r><rPh sb='0' eb='2'><t>ヤマダ</t></rPh><phoneticPr/></si><si/>"
    )
    cells = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
        "<row r='2'><c r='A2' t='s'><v>2</v></c><c r='B2' t='s'><v>3</v></c></row>"
    )
    sheet = open_sheet("a.xlsx", with_texts(texts, cells))
    assert sheet.header == ("id", "na me")
    assert rows_of(sheet) == [("山田 ", "")]


@pytest.mark.parametrize("place", ["4", "-1", "x", "1e400"])
def test_a_text_that_the_table_does_not_have_is_refused(place: str) -> None:
    cells = f"<row r='1'><c t='s'><v>{place}</v></c></row>"
    with pytest.raises(Refused, match="the Excel workbook is damaged"):
        open_sheet("a.xlsx", with_texts("<si><t>id</t></si>", cells))


def test_cells_and_rows_without_places_follow_one_another() -> None:
    data = workbook({"Leads": [["id", "name"], ["1", "Ann"]]})
    bare = changed(
        data,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(r'(<(?:row|c)) r="\w+"', r"\1", part),
    )
    assert rows_of(open_sheet("a.xlsx", bare)) == [("1", "Ann")]


def test_other_prefixes_and_inline_texts_are_understood() -> None:
    part = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="main"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c>'
        '<x:c r="C1" t="inlineStr"><x:is><x:t>at</x:t></x:is></x:c></x:row><x:row r="3" hidden="1">'
        '<x:c r="A3" t="str"><x:f>A1</x:f><x:v>7</x:v></x:c><x:c r="C3" t="d"><x:v>2026-01-05</x:v>'
        '</x:c><x:c r="D3" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    data = workbook({"Leads": [["id"]]})
    sheet = open_sheet("a.xlsx", changed(data, "xl/worksheets/sheet1.xml", lambda _: part))
    assert sheet.header == ("id", "Column 2", "at")
    assert read_body(sheet, [0]).ragged == ((3, ("7", "", "2026-01-05", "#N/A")),)
    assert sheet.notes == ("Hidden rows, which are read like the others: 1.",)


@pytest.mark.parametrize(
    "part",
    [
        "<worksheet><sheetData><row r='1'>",
        "<worksheet><sheetData><row r='2'/><row r='2'/></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1048577'/></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r='XFE1'><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c t='s'><v>99</v></c></row></sheetData></worksheet>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet><sheetData/></worksheet>",
        "",
    ],
)
def test_a_sheet_that_cannot_be_is_refused(part: str) -> None:
    data = changed(workbook({"Leads": [["id"]]}), "xl/worksheets/sheet1.xml", lambda _: part)
    with pytest.raises(Refused, match="the Excel workbook is damaged"):
        open_sheet("a.xlsx", data)


def test_a_workbook_without_rows_is_refused() -> None:
    with pytest.raises(Refused, match="no visible sheet with a header and rows"):
        open_sheet("a.xlsx", workbook({"One": [], "Two": []}))


def test_another_office_file_is_refused_by_what_it_is() -> None:
    data = changed(
        workbook({"Leads": [["id"]]}),
        "_rels/.rels",
        lambda text: text.replace("relationships/officeDocument", "relationships/other"),
    )
    with pytest.raises(Refused, match="Word, PowerPoint or other Office file"):
        open_sheet("a.docx", data)


def test_a_workbook_in_a_zip_file_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("leads.xlsx", workbook({"Leads": [["id", "n"], ["1", 2]]}))
    sheet = open_sheet("a.zip", out.getvalue())
    assert rows_of(sheet) == [("1", "2")]
    assert sheet.notes == ("The file “leads.xlsx” in the ZIP file is read.",)


def test_the_head_alone_tells_the_same_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(
        {"Leads": [["Report"], ["id", "note"], *([n, "text " * 9] for n in range(9000))]}
    )
    monkeypatch.setattr("sla_core.crm.limits.HEAD", 1000)
    whole, head = open_sheet("a.xlsx", data), open_sheet("a.xlsx", data, head_only=True)
    assert (
        (whole.header, whole.lines_before)
        == (head.header, head.lines_before)
        == (("id", "note"), 2)
    )
    assert 0 < len(head.body) < len(whole.body)


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.booleans(),
    st.datetimes(START).map(lambda at: at.replace(microsecond=0)),
    st.text(st.sampled_from("aé田,\"\n;_x '<&"), max_size=6),
    st.decimals(-(10**6), 10**6, places=3).map(float),
)


def shown(value: Any) -> str:
    """What the cell is to be as text."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, str):
        return value.replace("\n", " ") if "\n\n" not in value else re.sub("\n+", " ", value)
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"
    return str(value)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_a_program_wrote_is_what_is_read(rows: list[list[Any]]) -> None:
    rows = [["id", *row] for row in rows]
    sheet = open_rows([["id", "a", "b", "c", "d"], *rows])
    wanted = [tuple(map(shown, row + [None] * (5 - len(row)))) for row in rows]
    assert rows_of(sheet) == wanted
