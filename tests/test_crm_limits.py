"""What is too large is refused before memory is spent on it."""

import gzip
import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from sla_core.crm.files.header import open_sheet
from sla_core.crm.files.lengths import BLOCK, Lengths
from sla_core.problems import Refused
from tests.test_crm_packed import zipped
from tests.test_crm_workbook import changed, workbook

MB = 1 << 20
LARGE = 100 * MB
ROW = b"1,Ann,x\n"


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python and numpy held while it ran, over what there was before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def refusal(data: bytes, head_only: bool = False) -> str:
    """The one sentence; little memory must be spent on it."""
    told: list[str] = []

    def work() -> None:
        with pytest.raises(Refused) as caught:
            open_sheet("a.csv", data, head_only)
        told.append(str(caught.value))

    assert peak(work) < 30 * MB
    return told[0].removesuffix(" Nothing was imported.")


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        (b"1,", b",x\n", "line 2, column “name”"),
        (b"", b",b,c\n", "line 2, column “id”"),
        (ROW * 200_000 + b"1,Ann,", b"\n", "line 200002, column “note”"),
        (ROW * 5 + b'1,"', b'",x\n', "line 7, column “name”"),
        (ROW * 5 + b'1,"a\n""b"",c",", \n', b'"\n' + ROW * 9, "line 8, column “note”"),
        (b'1,"', b"", "line 2, column “name”"),
        (b"1,2,3,4,5,", b"\n", "line 2"),
    ],
)
@pytest.mark.parametrize(
    ("filling", "size"), [(b"x", LARGE), (b'""', 8 * MB), (b"\xc3\xa9", 8 * MB), (b'x""', 8 * MB)]
)
def test_a_cell_of_100_mb_is_refused_with_its_line_and_column(
    before: bytes, after: bytes, where: str, filling: bytes, size: int
) -> None:
    quoted = before.count(b'"') % 2 == 1
    if not quoted:
        filling = filling.replace(b'"', b" ")
    data = b"id,name,note\n" + before + filling * (size // len(filling)) + after
    assert refusal(data) == (
        f"a.csv, {where}: a cell begins here that is longer than 1 MB, or whose closing quote is"
        " missing; accepted: cells of at most 1 MB."
    )


def test_a_cell_of_8_mb_of_lines_is_refused_too() -> None:
    data = b'id,name,note\n1,"' + b"a,b\n" * (8 * MB // 4) + b'",x\n'
    assert refusal(data).startswith("a.csv, line 2, column “name”: a cell begins here")


def test_a_row_of_100_mb_is_refused_with_its_line() -> None:
    assert refusal(b"id,name,note\n" + ROW + b"," * LARGE) == (
        "a.csv, line 3: a row begins here that is longer than 8 MB; accepted: rows of at most 8 MB."
    )


@pytest.mark.parametrize("quote", [b"", b'"'])
@pytest.mark.parametrize("begin", range(0, BLOCK, BLOCK // 5))
def test_a_cell_of_just_a_megabyte_is_no_fault_wherever_it_stands(quote: bytes, begin: int) -> None:
    before = b'"q",1,2\n' + b"1,2,3\n" * (begin // 6)
    longest = quote + b"x" * (MB - 2) + quote
    data = b"id,name,note\n" + before + b"1," + longest + b",x\n" + ROW * MB
    assert len(open_sheet("a.csv", data).body) == len(data) - 13
    longer = data.replace(b"xxx", b"xxxx", MB // 3)
    assert "line" in refusal(longer)


def test_quotes_that_are_letters_open_no_cell() -> None:
    inch = b'1,5" pipe,x\n'
    data = b"id,name,note\n" + inch + ROW * (3 * MB // len(ROW)) + b'1,"a",x\n' + ROW * MB
    assert len(open_sheet("a.csv", data).body) == len(data) - 13


def test_lengths_are_those_of_a_parser_on_random_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sla_core.crm.files.limits.MOST_CELL", 64)
    monkeypatch.setattr("sla_core.crm.files.lengths.BLOCK", 32)
    dice = random.Random(1)
    seen = {True: 0, False: 0}
    for _ in range(400):
        cells = [dice.choice([b"a", b"b" * 20, b'"c,\n"', b'"d""d"', b'""']) for _ in range(30)]
        size = dice.choice([30, 62, 67, 90, 200])
        long = dice.choice(
            [b"e" * size, b'"' + b"f,\n" * (size // 3) + b'"', b'"""' + b"g" * size + b'"']
        )
        cells[dice.randrange(30)] = long
        rows = [b",".join(cells[place : place + 3]) + b"\n" for place in range(0, 30, 3)]
        body = b"".join(rows) + b"1,2,3\n" * 40
        over = len(long) - 2 * (long[:1] == b'"') > 64
        lengths = Lengths("a.csv", ("x", "y", "z"), ",", memoryview(body), 1)
        try:
            lengths.refuse()
        except Refused:
            assert len(long) > 64
            seen[True] += 1
        else:
            assert not over
            seen[False] += 1
    assert min(seen.values()) > 100


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLA_MAX_FILE_MB", "2")
    rows = b"id,name,note\n" + ROW * (3 * MB // len(ROW))
    assert refusal(rows) == (
        "a.csv: the file holds more than 2 MB; accepted: at most 2 MB; export fewer rows."
    )
    text = (b"id,name,note\n" + ROW * (MB // len(ROW))).decode().replace("A", "あ")
    assert refusal(text.replace("x", "株式会社").encode("cp932")).startswith(
        "a.csv: the file holds"
    )


@pytest.mark.parametrize("told", ["", "0", "many", "-1"])
def test_the_limit_is_two_gigabytes_unless_a_number_says_otherwise(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sla_core.crm.files.limits import in_words, most_bytes

    monkeypatch.setenv("SLA_MAX_FILE_MB", told)
    assert in_words(most_bytes()) == "2,048 MB"


def test_a_zip_file_that_says_it_unpacks_to_100_gb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", ROW)
        archive.infolist()[0].file_size = 100 << 30
    assert refusal(out.getvalue()).startswith("a.csv: the file unpacks to 102,400 MB; accepted")


def test_a_zip_file_of_zeros_is_refused_by_how_well_it_is_packed() -> None:
    assert refusal(zipped({"a.csv": bytes(LARGE)})).startswith("a.csv: the file unpacks to 100 MB")


def test_a_zip_file_that_lies_about_its_size_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(LARGE))
        archive.infolist()[0].file_size = 1000
    assert "the packed file is damaged" in refusal(out.getvalue())


def test_a_gzip_file_stops_unpacking_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLA_MAX_FILE_MB", "8")
    data = gzip.compress(ROW * (LARGE // len(ROW)))
    assert refusal(data).startswith("a.csv: the file unpacks to more than 8 MB")


def test_a_zip_file_that_lists_a_million_files_is_refused() -> None:
    data = bytearray(zipped({"a.csv": ROW}))
    place = data.rfind(b"PK\x05\x06")
    data[place + 12 : place + 16] = (64 * MB).to_bytes(4, "little")
    assert "lists far too many files" in refusal(bytes(data))


def sheet_of(rows: str) -> bytes:
    text = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return changed(workbook({"Leads": [["id"]]}), "xl/worksheets/sheet1.xml", lambda _: text)


NAMES = "<row r='1'><c t='str'><v>id</v></c><c t='str'><v>name</v></c></row>"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            "<row>" + "".join(f"<c t='str'><v>c{n}</v></c>" for n in range(600)) + "</row>",
            "the header has 600 columns; accepted: at most 500 columns",
        ),
        (NAMES + "<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>", "workbook is damaged"),
        (NAMES + "<row>" + "<c r='A2'><v>1</v></c>" * 100_000 + "</row>", "workbook is damaged"),
        (
            NAMES + "<row><c r='B2' t='str'><v>" + "x" * (2 * MB) + "</v></c></row>",
            "line 2: a cell of column 2 is longer than 1 MB",
        ),
        (
            NAMES + "<row>" + f"<c t='str'><v>{'x' * (MB - 1)}</v></c>" * 9 + "</row>",
            "line 2: the row is longer than 8 MB",
        ),
    ],
)
def test_a_workbook_with_too_much_in_a_sheet_is_refused(rows: str, why: str) -> None:
    assert why in refusal(sheet_of(rows))


def test_a_workbook_of_far_apart_cells_takes_little_memory() -> None:
    rows = "".join(f"<row r='{n}'><c r='XFD{n}'><v>1</v></c></row>" for n in range(2, 100))
    last = "<row r='1048576'><c r='A1048576'><v>1</v></c></row>"
    data = sheet_of(NAMES + rows + last)
    assert peak(lambda: open_sheet("a.xlsx", data)) < 60 * MB
    sheet = open_sheet("a.xlsx", data)
    assert bytes(sheet.body).count(b"\n") == 1_048_575


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLA_MAX_FILE_MB", "1")
    assert "the file unpacks to 3 MB" in refusal(sheet_of(NAMES + "<row/>" * (MB // 2)))


def test_a_large_conversion_takes_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sla_core.crm.files.limits.IN_MEMORY", MB)
    for encoding, name in (("cp1252", "Müller"), ("cp932", "田中太郎"), ("utf-16", "Müller")):
        row = f"1,{name},x\n".encode(encoding).removeprefix(b"\xff\xfe")
        data = "id,name,note\n".encode(encoding) + row * (12 * MB // len(row))
        assert peak(lambda data=data: open_sheet("a.csv", data)) < 20 * MB  # type: ignore[misc]


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sla_core.crm.files.limits.IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.TemporaryFile", Full)
    assert refusal("id,name\n1,Müller\n".encode("cp1252")) == (
        "The temporary folder takes no more (No space left on device)."
    )


def test_the_head_of_a_large_file_takes_little_memory() -> None:
    data = b"id,name,note\n" + ROW * (LARGE // len(ROW))
    assert peak(lambda: open_sheet("a.csv", data, head_only=True)) < 20 * MB
    assert peak(lambda: open_sheet("a.csv", data)) < 20 * MB
