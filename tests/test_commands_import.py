"""import and imports: files recognised, checked and loaded from the command line."""

import csv
import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from tests.calling import Line, call

LEADS = """lead_id,email,qualified_at,tier,source,attempts
L1,ann@example.com,2023-11-02 09:00,A,web,1
L2,bob@example.com,2023-11-03 10:00,B,fair,many
L3,cyd@example.com,soon,B,fair,2
"""
DEALS = """deal_id,lead_id,outcome,amount,currency,closed_at
D1,L1,won,1200,EUR,2023-11-20 12:00
D2,,won,800,EUR,2023-11-21 12:00
"""
TASKS = """activity_id,lead_id,at,outcome
A1,L1,2023-11-02 10:30,connected
A2,L2,2023-11-04 10:30,not_connected
"""
COUNTS = ("read", "new", "changed", "same", "refused")


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(f"sqlite:///{tmp_path}/fresh/sla.db")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The three files of a small company."""
    texts = {"leads": LEADS, "deals": DEALS, "tasks": TASKS}
    return {name: written(tmp_path, name, text) for name, text in texts.items()}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def counts(answer: dict[str, int]) -> tuple[int, ...]:
    return tuple(answer[name] for name in COUNTS)


def test_an_import_tells_batch_kind_dialect_mapping_and_counts(
    line: Line, files: dict[str, Path]
) -> None:
    (told,) = line.json("import", files["leads"])["files"]
    assert (told["file"], told["batch"], told["kind"]) == ("leads.csv", 1, "leads")
    assert counts(told) == (3, 2, 0, 0, 1)
    assert told["mapping"]["qualified_at"] == "qualified_at"
    assert told["blanked"] == {"attempts": 1}
    assert told["data_as_of"] == "2023-11-03T10:01:00+00:00"


def test_people_read_the_same_counts_in_a_line(line: Line, files: dict[str, Path]) -> None:
    told = line("import", files["leads"])
    assert (told.code, told.err) == (0, "")
    first, *rest = told.out.splitlines()
    assert first == "leads.csv: batch 1: leads: 3 read, 2 new, 0 changed, 0 same, 1 refused."
    assert "  1 unreadable cell left blank in “attempts”" in rest
    assert "  There is no column for origin: every lead is marketing's." in rest


def test_a_database_that_is_not_there_is_created_with_its_folder(
    line: Line, files: dict[str, Path], tmp_path: Path
) -> None:
    assert not (tmp_path / "fresh").exists()
    line.json("import", files["leads"])
    assert (tmp_path / "fresh" / "sla.db").exists()


def test_the_database_is_named_by_the_environment_where_no_option_names_it(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLA_DATABASE_URL", f"sqlite:///{tmp_path}/env.db")
    assert call("import", files["leads"]).code == 0
    assert len(call("imports", "--json").json["imports"]) == 1
    other = Line(f"sqlite:///{tmp_path}/other.db")
    assert other.json("imports") == {"imports": []}


def test_options_for_all_commands_may_stand_before_the_command(
    files: dict[str, Path], tmp_path: Path
) -> None:
    db = f"sqlite:///{tmp_path}/before.db"
    told = call("--db", db, "--json", "import", files["tasks"])
    assert counts(told.json["files"][0]) == (2, 2, 0, 0, 0)
    assert Line(db).rows() == 2


def test_the_same_file_again_is_all_the_same_and_done(line: Line, files: dict[str, Path]) -> None:
    line.json("import", files["leads"])
    (told,) = line.json("import", files["leads"])["files"]
    assert counts(told) == (3, 0, 0, 3, 0)
    assert (told["known"], told["batch"]) == (True, 1)
    assert len(line.json("imports")["imports"]) == 1
    assert "this file was loaded before" in line("import", files["leads"]).out


def test_several_files_have_a_batch_each_in_the_order_given(
    line: Line, files: dict[str, Path]
) -> None:
    told = line.json("import", files["deals"], files["tasks"], files["leads"])["files"]
    assert [(f["kind"], f["batch"]) for f in told] == [
        ("deals", 1),
        ("activities", 2),
        ("leads", 3),
    ]
    history = line.json("imports")["imports"]
    assert [batch["file"] for batch in history] == ["leads.csv", "tasks.csv", "deals.csv"]


def test_files_in_any_order_and_once_more_give_the_same_report(
    files: dict[str, Path], tmp_path: Path
) -> None:
    reports = []
    for place, order in enumerate(permutations(files.values())):
        line = Line(f"sqlite:///{tmp_path}/{place}.db")
        line.json("import", *order)
        line.json("import", *order)
        report = line.json("report", "--period", "2023-11", "--as-of", "2023-11-22")
        # What the figures rest on is listed by upload.
        reports.append({**report, "coverage": sorted(map(str, report["coverage"]))})
    assert reports[0]["marketing"]["leads"]["actual"] == 2
    assert reports[0]["sales"]["speed"]["followed_up"] == 2
    assert all(report == reports[0] for report in reports)


def test_a_refused_file_stops_no_other_and_the_command_fails(
    line: Line, files: dict[str, Path], tmp_path: Path
) -> None:
    empty = written(tmp_path, "empty", "")
    told = line("import", files["leads"], empty, files["deals"], "--json")
    assert told.code == 1
    assert told.err.startswith("empty.csv: the file is empty")
    assert len(told.err.splitlines()) == 1
    good, bad, last = told.json["files"]
    assert (good["new"], last["new"]) == (2, 2)
    assert bad["error"] == told.err.strip()
    assert (bad["batch"], *counts(bad)) == (None, 0, 0, 0, 0, 0)
    assert line.rows() == 5


def test_refused_rows_alone_are_no_failure(line: Line, files: dict[str, Path]) -> None:
    told = line("import", files["leads"], "--json")
    assert (told.code, told.err) == (0, "")
    assert told.json["files"][0]["refused"] == 1


def test_refused_rows_are_written_with_line_and_reason(
    line: Line, files: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "refused.csv"
    line.json("import", files["leads"], files["tasks"], "--refused", out)
    head, row = csv.reader(out.open(newline="", encoding="utf-8-sig"))
    # A spreadsheet reads it as UTF-8 by its mark.
    assert out.read_bytes().startswith(b"\xef\xbb\xbfline,reason,")
    assert head == ["line", "reason", *LEADS.splitlines()[0].split(",")]
    assert row[0] == "4"
    assert "leads.csv, line 4, column “qualified_at”" in row[1]
    assert row[2:] == ["L3", "cyd@example.com", "soon", "B", "fair", "2"]


def test_refused_cells_that_a_spreadsheet_would_execute_are_quoted(
    line: Line, tmp_path: Path
) -> None:
    text = "lead_id,qualified_at\nL1,2023-11-01\n=1+1,soon\n"
    out = tmp_path / "refused.csv"
    line.json("import", written(tmp_path, "evil", text), "--refused", out)
    *_, row = csv.reader(out.open(newline="", encoding="utf-8-sig"))
    assert row[2] == "'=1+1"


def test_refused_rows_that_cannot_be_written_stop_the_import_before_it_begins(
    line: Line, files: dict[str, Path], tmp_path: Path
) -> None:
    told = line("import", files["leads"], "--refused", tmp_path / "none" / "refused.csv")
    assert (told.code, told.out) == (1, "")
    assert "cannot be written: No such file or directory." in told.err
    assert line.rows() == 0


def test_refused_rows_are_never_written_over_the_file_itself(
    line: Line, files: dict[str, Path]
) -> None:
    told = line("import", files["leads"], "--refused", files["leads"])
    assert told.code == 1
    assert "is to be imported; name another file" in told.err
    assert files["leads"].read_text(encoding="utf-8") == LEADS


def test_a_dry_run_tells_everything_and_changes_nothing(line: Line, files: dict[str, Path]) -> None:
    (told,) = line.json("import", files["leads"], "--dry-run")["files"]
    assert (told["kind"], told["batch"]) == ("leads", None)
    assert counts(told) == (3, 2, 0, 0, 1)
    assert line.json("imports") == {"imports": []}


@pytest.mark.parametrize("as_json", [True, False])
def test_a_dry_run_tells_kind_and_mapping_of_a_file_that_it_refuses(
    line: Line, tmp_path: Path, as_json: bool
) -> None:
    path = written(tmp_path, "deals", "Deal,deal_id,Stage,amount\n")
    told = line(
        "import", path, "--dry-run", "--map", "stage=Stage", *(["--json"] if as_json else [])
    )
    assert told.code == 1
    assert told.err == "deals.csv: the file has a header but no rows. Nothing was imported.\n"
    if as_json:
        (file,) = told.json["files"]
        assert (file["kind"], file["dialect"]) == ("deals", "file")
        assert file["mapping"] == {"deal_id": "deal_id", "stage": "Stage", "amount": "amount"}
    else:
        assert "deals, file; deal_id = deal_id, amount = amount, stage = Stage" in told.out


def test_a_dry_run_of_what_is_no_table_at_all_knows_no_kind(line: Line, tmp_path: Path) -> None:
    told = line("import", written(tmp_path, "empty", ""), "--dry-run", "--json")
    assert told.code == 1
    (file,) = told.json["files"]
    assert (file["kind"], file["dialect"], file["mapping"]) == (None, None, {})


def test_the_history_is_a_table_for_people_and_says_when_it_is_empty(
    line: Line, files: dict[str, Path]
) -> None:
    assert line("imports").out == "Nothing has been imported yet.\n"
    line.json("import", files["leads"])
    head, row = line("imports").out.splitlines()
    assert head.split()[:3] == ["batch", "file", "kind"]
    assert row.split()[:9] == ["1", "leads.csv", "leads", "file", "3", "2", "0", "0", "1"]


def test_a_real_process_writes_json_alone_to_stdout_and_its_sentence_to_stderr(
    files: dict[str, Path], tmp_path: Path
) -> None:
    words: list[str | Path] = ["import", files["leads"], tmp_path / "none.csv", "--json"]
    command = [sys.executable, "-m", "sla_core", *words, "--db", f"sqlite:///{tmp_path}/sla.db"]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert [f["new"] for f in json.loads(done.stdout)["files"]] == [2, 0]
    assert done.stderr.strip().endswith("none.csv cannot be read: No such file or directory.")
    assert len(done.stderr.splitlines()) == 1
