"""Excel workbooks: cells as the text that a CSV would hold."""

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

from sla_core.crm.files.header import Sheet, open_sheet, refuse_rounded
from sla_core.crm.files.reading import read_body
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
