"""Files that cannot be used: one sentence each, and nothing of them is imported."""

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sla_core.store.engine import Engine
from sla_core.store.settings import data_version
from tests.calling import Answer, Line
from tests.stores import dump, empty_store

ROOT = Path(__file__).parents[1]
HEAD = "lead_id,qualified_at,tier,attempts\n"
ROW = "L1,2023-11-02 10:00,A,3\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00" + bytes(range(256)) * 40
WIDE = 100_000


@dataclass(frozen=True)
class Bad:
    """A file's bytes, and what its sentence says after the file's name."""

    data: bytes
    says: str


CSV = "accepted: a CSV file, an Excel workbook (.xlsx) or a ZIP file with one of them"
EMPTY = ": the file is empty; accepted: a CSV file with a header and rows"
TIMES = (
    "accepted: 2026-11-23, 2026-11-23 14:05, 2026-11-23T14:05:00Z, 11/23/2026 2:05 PM,"
    " 23.11.2026 14:05 or 23 Nov 2026 14:05"
)
NO_QUALIFIED = (
    " has no column for qualified_at or created_at, which leads need;"
    " its columns are: lead_id, tier, attempts"
)
UNKNOWN = (
    " is no export that is known by its header, and nothing says which column is what;"
    " name the kind and the columns (--kind leads --map lead_id=COLUMN …). The columns are: "
)
CUT = "the file ends in the middle of the quoted cell that begins here"
AGAIN = "accepted: a whole export; export it once more"
BAD = {
    "empty": Bad(b"", EMPTY),
    "blank lines": Bad(b"\n \n\r\n", EMPTY),
    "only a header": Bad(HEAD.encode(), ": the file has a header but no rows"),
    "a header without its line end": Bad(
        HEAD.strip().encode(), ": the file has a header but no rows"
    ),
    "no time": Bad(b"lead_id,tier,attempts\nL1,A,3\n", NO_QUALIFIED),
    "no readable time": Bad(
        (HEAD + "L1,soon,A,3\nL2,later,A,3\n").encode(),
        f", column “qualified_at”: no cell of the column can be read as qualified_at; {TIMES}",
    ),
    "no id in any row": Bad(
        (HEAD + ",2023-11-02,A,3\n").encode(),
        ", column “lead_id”: no cell of the column can be read as lead_id; accepted: text",
    ),
    "a picture": Bad(PNG, f": this is a picture, not a CSV file; {CSV}"),
    "a spreadsheet": Bad(
        b"PK\x03\x04\x14\x00",
        ": this is a spreadsheet or ZIP file that is damaged or cut off; accepted: a whole one;"
        " export it once more",
    ),
    "a PDF": Bad(b"%PDF-1.7\n", f": this is a PDF document, not a CSV file; {CSV}"),
    "bytes": Bad(bytes(range(256)), f": this is binary data, not a CSV file; {CSV}"),
    "a web page": Bad(
        b"<html>Sign in</html>\n",
        f": this is a web page (whatever its name says), not a CSV file; {CSV}",
    ),
    "words": Bad(b"Dear all\nplease find\n", f"{UNKNOWN}Dear all"),
    "cut in a cell": Bad(f'{HEAD}{ROW}L2,2023-11-03,"A'.encode(), f", line 3: {CUT}; {AGAIN}"),
    "cut in the second line of a cell": Bad(
        f'{HEAD}{ROW}L2,2023-11-03,"A\nand B,'.encode(), f", line 3: {CUT}; {AGAIN}"
    ),
    "cut in the header": Bad(
        b'lead_id,"qualified_at', ", line 1: the header ends in the middle of a quoted cell"
    ),
    "too many columns": Bad(
        (",".join(f"c{i}" for i in range(WIDE)) + "\n" + "," * (WIDE - 1)).encode(),
        ": the header has 100,000 columns; accepted: at most 500 columns",
    ),
    "a header over a megabyte": Bad(
        (",".join(f"column number {i}" for i in range(WIDE)) + "\n").encode(),
        ": the header is longer than a megabyte; accepted: at most 500 columns",
    ),
    "one cell too many in every row": Bad(
        f"{HEAD}{ROW.strip()},x\n{ROW.strip()},x\n".encode(),
        ", line 2: no row has as many cells as the header, which has 4",
    ),
    "NUL at the beginning": Bad(
        HEAD.encode() + b"L1,2023-11-02,\x00,3\n", f": this is binary data, not a CSV file; {CSV}"
    ),
    "NUL far below": Bad(
        (HEAD + ROW * 500).encode() + b"L2,2023-11-02,\x00,3\n",
        ", line 502: a NUL character stands here; accepted: text",
    ),
    "NUL in UTF-16": Bad(
        f"{HEAD}L1,2023-11-02,\x00,3\n".encode("utf-16"),
        ", line 2: a NUL character stands here; accepted: text",
    ),
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with empty_store() as made:
        yield made


@pytest.fixture
def line(engine: Engine, tmp_path: Path) -> Line:
    """A store that has imported one good file."""
    made = Line(engine.url.render_as_string(hide_password=False))
    good = tmp_path / "good.csv"
    good.write_text(HEAD + ROW, encoding="utf-8")
    made.json("import", good)
    return made


def standing(engine: Engine) -> tuple[int, Any]:
    """All that the store holds, and the version that pages go by."""
    return data_version(engine), dump(engine)


def refused(line: Line, engine: Engine, *words: str | Path) -> Answer:
    """The answer of an import that must change nothing."""
    before = standing(engine)
    told = line("import", *words)
    assert standing(engine) == before
    assert told.code == 1
    assert len(told.err.splitlines()) == 1
    return told


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_one_sentence_and_nothing_is_imported(
    line: Line, engine: Engine, tmp_path: Path, name: str
) -> None:
    bad = BAD[name]
    path = tmp_path / "bad.csv"
    path.write_bytes(bad.data)
    told = refused(line, engine, path)
    assert told.err == f"bad.csv{bad.says}. Nothing was imported.\n"
    assert told.out == ""


@pytest.mark.parametrize("name", BAD)
def test_a_dry_run_refuses_it_with_the_same_sentence(
    line: Line, engine: Engine, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(BAD[name].data)
    told = refused(line, engine, path, "--dry-run", "--json")
    (file,) = told.json["files"]
    assert file["error"] == f"bad.csv{BAD[name].says}. Nothing was imported."
    assert (file["read"], file["batch"]) == (0, None)


def test_all_bad_files_in_a_real_process_are_a_sentence_each(tmp_path: Path) -> None:
    paths = []
    for place, bad in enumerate(BAD.values()):
        paths.append(tmp_path / f"bad{place}.csv")
        paths[-1].write_bytes(bad.data)
    words = ["-m", "sla_core", "--db", f"sqlite:///{tmp_path}/sla.db", "--json", "import"]
    command = [sys.executable, *words, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"bad{place}.csv{bad.says}. Nothing was imported." for place, bad in enumerate(BAD.values())
    ]
    assert [file["batch"] for file in json.loads(done.stdout)["files"]] == [None] * len(BAD)


def test_a_header_of_100000_columns_takes_little_memory(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(BAD["too many columns"].data + b"\n" + b"," * (WIDE - 1))
    tracemalloc.start()
    try:
        assert line("import", path).code == 1
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_folder_is_refused(line: Line, engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    told = refused(line, engine, tmp_path / "folder.csv")
    assert told.err == f"{tmp_path}/folder.csv cannot be read: Is a directory.\n"


def test_a_file_that_is_not_there_is_refused(line: Line, engine: Engine, tmp_path: Path) -> None:
    told = refused(line, engine, tmp_path / "none.csv")
    assert told.err == f"{tmp_path}/none.csv cannot be read: No such file or directory.\n"


def test_a_file_that_may_not_be_read_is_refused(
    line: Line, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(HEAD + ROW, encoding="utf-8")

    # The administrator may read everything, so that rights alone would not do.
    def forbidden(_path: Path, mode: str) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(line, engine, path).err == f"{path} cannot be read: Permission denied.\n"


def test_utf_16_without_its_mark_is_read_as_what_it_is(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_bytes((HEAD + ROW).encode("utf-16-le"))
    (file,) = line.json("import", path)["files"]
    assert (file["read"], file["same"]) == (1, 1)
