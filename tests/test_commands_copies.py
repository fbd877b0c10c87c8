"""undo, backup and restore from the command line."""

from pathlib import Path

import pytest

from tests.calling import Line
from tests.test_commands_import import LEADS, written


@pytest.fixture
def line(tmp_path: Path) -> Line:
    made = Line(f"sqlite:///{tmp_path}/sla.db")
    made.json("import", written(tmp_path, "leads", LEADS))
    return made


def test_a_batch_is_taken_back_and_the_history_says_so(line: Line, tmp_path: Path) -> None:
    (before,) = line.json("imports")["imports"]
    assert (before["undone_at"], before["undone_by"]) == (None, None)
    assert line.json("undo", "1") == {
        **{"batch": 1, "file": "leads.csv"},
        **{"rows_removed": 2, "rows_restored": 0},
    }
    (after,) = line.json("imports")["imports"]
    assert after["undone_by"] is not None
    assert after == before | {name: after[name] for name in ("undone_at", "undone_by")}
    assert f"by {after['undone_by']} at {after['undone_at']}" in line("imports").out
    again = line("undo", "1")
    assert (again.code, again.out, len(again.err.splitlines())) == (1, "", 1)
    loaded = line.json("import", tmp_path / "leads.csv")["files"][0]
    assert (loaded["batch"], loaded["new"], loaded["known"]) == (2, 2, False)


def test_undo_says_what_it_did_in_words(line: Line) -> None:
    assert line("undo", "1").out == (
        "Batch 1 (leads.csv). Taken back: 2 rows are gone, 0 are as another upload has them.\n"
    )


@pytest.mark.parametrize("words", [("undo",), ("undo", "leads.csv"), ("backup",), ("restore",)])
def test_without_its_object_a_command_is_wrong_usage(line: Line, words: tuple[str, ...]) -> None:
    assert line(*words).code == 2


def test_a_copy_is_made_and_restored(line: Line, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    made = line.json("backup", copy)
    assert made == {"file": str(copy), "bytes": copy.stat().st_size}
    before = line.json("imports")
    line.json("undo", "1")
    done = line.json("restore", copy)
    assert done["file"] == str(copy)
    assert Path(done["replaced"]).parent == tmp_path
    assert line.json("imports") == before
    assert line.json("check")["ok"] is True
    assert line("backup", copy).err == (
        f"{copy} is there already; name another file, or say --force.\n"
    )
    assert line("backup", copy, "--force").out.startswith(f"{copy} is a copy of the database")
    assert line("restore", done["replaced"]).out.startswith(f"{done['replaced']} is restored; what")
    assert line.json("imports")["imports"][0]["undone_at"] is not None
