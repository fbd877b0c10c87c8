"""From bytes to columns of text: what a file may look like, and what refuses it."""

import csv
import io
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.files.header import open_sheet
from sla_core.crm.files.reading import Body, read_body
from sla_core.crm.files.scan import records
from sla_core.problems import Refused


def body_of(text: str | bytes) -> Body:
    data = text.encode() if isinstance(text, str) else text
    sheet = open_sheet("a.csv", data)
    return read_body(sheet, range(sheet.width))


def rows_of(body: Body) -> list[tuple[str, ...]]:
    return list(zip(*(body.columns[place].to_pylist() for place in body.columns), strict=True))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "this is a picture"),
        (b"\xff\xd8\xff\xe0", "this is a picture"),
        (b"PK\x03\x04abc", "this is a spreadsheet or ZIP file"),
        (b"%PDF-1.7", "this is a PDF document"),
        (b"a,b\n\x00\x01", "this is binary data"),
        (b'a,"b', "ends in the middle of a quoted cell"),
    ],
)
def test_what_is_no_csv_file_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refusal:
        open_sheet("a.csv", data)
    assert str(refusal.value).count("\n") == 0


def test_a_header_of_100_000_columns_is_refused_at_once() -> None:
    data = ",".join(f"c{i}" for i in range(100_000)).encode() + b"\n" + b"," * 99_999
    begin = time.perf_counter()
    with pytest.raises(Refused, match="has 100,000 columns; accepted: at most 500"):
        open_sheet("a.csv", data)
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_tells_the_delimiter(delimiter: str) -> None:
    body = body_of(f'a{delimiter}"b, c; d"\n1{delimiter}2\n')
    assert body.sheet.header == ("a", "b, c; d")
    assert rows_of(body) == [("1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    body = body_of("name,id\nMüller – é,1\n".encode(encoding))
    assert rows_of(body) == [("Müller – é", "1")]


def test_a_header_name_that_stands_twice_is_numbered_and_a_blank_one_named() -> None:
    assert body_of("a,,a, a \n1,2,3,4\n").sheet.header == ("a", "Column 2", "a (2)", "a (3)")


def test_lines_are_counted_through_quoted_line_ends_and_blank_lines() -> None:
    body = body_of('a,b\n1,"x\ny"\n\n2,z\n')
    assert rows_of(body) == [("1", "x\ny"), ("2", "z")]
    assert body.lines.tolist() == [2, 5]
    assert body.cells(np.array([0, 1])) == [("1", "x\ny"), ("2", "z")]


def test_a_row_too_long_or_too_short_is_kept_apart_with_its_line() -> None:
    body = body_of("a,b\r\n1,2\r\n\r\n3\r\n4,5,6\r\n7,8")
    assert body.ragged == ((4, ("3",)), (5, ("4", "5", "6")))
    assert body.lines.tolist() == [2, 6]


@pytest.mark.parametrize("before", ["", 'x,5" pipe\n'])
def test_a_file_cut_in_the_middle_of_a_quoted_cell_names_the_cell_s_line(before: str) -> None:
    data = f'a,b\n{before}1,2\n3,"cut\nhere'
    line = 4 if before else 3
    with pytest.raises(Refused, match=f"line {line}: the file ends in the middle of the quoted"):
        body_of(data)


def test_a_stray_quote_does_not_hide_that_a_cell_was_cut_off() -> None:
    with pytest.raises(Refused, match="line 2: the file ends in the middle of the quoted"):
        body_of('a,b,c\n1,""2","Ou')


def test_a_quote_inside_a_cell_is_a_letter() -> None:
    body = body_of('a,b\n1,5" pipe\n2,"x\ny"\n3\n')
    assert rows_of(body) == [("1", '5" pipe'), ("2", "x\ny")]
    assert (body.lines.tolist(), body.ragged) == ([2, 3], ((5, ("3",)),))
    assert body.cells(np.array([1])) == [("2", "x\ny")]


def test_old_line_ends_are_line_ends() -> None:
    assert rows_of(body_of(b"a,b\r1,2\r3,4\r")) == [("1", "2"), ("3", "4")]


CELLS = st.text(st.sampled_from('ab,"\n é'), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8), st.booleans())
def test_rows_are_those_that_python_reads_on_the_same_lines(
    rows: list[list[str]], windows: bool
) -> None:
    out = io.StringIO(newline="")
    end = "\r\n" if windows else "\n"
    csv.writer(out, lineterminator=end).writerows([["h1", "h2"], *rows])
    text = out.getvalue()
    reader, wanted, before = csv.reader(io.StringIO(text, newline="")), [], 0
    for row in reader:
        wanted.append((before + 1, tuple(row)))
        before = reader.line_num
    body = body_of(text)
    whole = body.cells(np.arange(len(body.lines)))
    found = [*zip(body.lines.tolist(), whole, strict=True), *body.ragged]
    assert sorted(found) == sorted(wanted[1:])
    assert rows_of(body) == [row[:2] for row in whole]
    assert not any(cell.strip() for row in whole for cell in row[2:])


@given(st.text(st.sampled_from('ab,"\n\r'), max_size=30))
def test_any_text_is_read_or_refused_and_no_row_is_lost(text: str) -> None:
    try:
        body = body_of(f"h1,h2\n{text}")
    except Refused:
        return
    assert all(len(cells) != 2 for _, cells in body.ragged)
    lines = [*body.lines.tolist(), *(line for line, _ in body.ragged)]
    assert len(set(lines)) == len(lines)


def test_a_scan_of_pieces_is_a_scan_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'a,b\n1,"x\n,y"\n2,"""z"""\n\n3\n4,5'
    whole = records(open_sheet("a.csv", text))
    monkeypatch.setattr("sla_core.crm.files.scan.PIECE", 3)
    pieces = records(open_sheet("a.csv", text))
    assert whole is not None
    assert pieces is not None
    assert pieces.lines.tolist() == whole.lines.tolist() == [2, 4, 6, 7]
    assert pieces.widths.tolist() == whole.widths.tolist() == [2, 2, 1, 2]
