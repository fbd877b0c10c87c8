"""Excel workbooks as a package: which sheet is read, how its parts may be written, what is damaged."""

import io
import re
import zipfile

import openpyxl
import pytest

from sla_core.crm.files.header import open_sheet
from sla_core.crm.files.reading import read_body
from sla_core.problems import Refused
from tests.test_crm_workbook import changed, rows_of, saved, with_texts, workbook


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
    monkeypatch.setattr("sla_core.crm.files.limits.HEAD", 1000)
    whole, head = open_sheet("a.xlsx", data), open_sheet("a.xlsx", data, head_only=True)
    assert (
        (whole.header, whole.lines_before)
        == (head.header, head.lines_before)
        == (("id", "note"), 2)
    )
    assert 0 < len(head.body) < len(whole.body)
