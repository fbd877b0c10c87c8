"""A corrected file that lowers its own latest time: told apart from an old export, and made to win."""

from pathlib import Path

import pytest

from tests.calling import Line
from tests.test_commands_import import written

FIRST = """lead_id,created_at,owner
1,2026-10-02T09:00:00Z,Ann
2,2026-11-20T10:00:00Z,Ann
"""
CORRECTED = FIRST.replace("11-20", "10-12")
SPOKE_UP_TO = "2026-11-20T10:01:00+00:00"


@pytest.fixture
def line(tmp_path: Path) -> Line:
    loaded = Line(f"sqlite:///{tmp_path}/sla.db")
    loaded.json("import", written(tmp_path, "leads", FIRST))
    return loaded


def leads_of_november(line: Line) -> int:
    report = line.json("report", "--period", "2026-11", "--as-of", "2026-11-22")
    actual: int = report["marketing"]["leads"]["actual"]
    return actual


def test_rows_behind_what_stands_are_counted_with_the_moment_that_would_let_them_win(
    line: Line, tmp_path: Path
) -> None:
    (told,) = line.json("import", written(tmp_path, "corrected", CORRECTED))["files"]
    assert (told["changed"], told["older"], told["older_undated"]) == (1, 1, 1)
    assert told["stands_at"] == SPOKE_UP_TO
    assert leads_of_november(line) == 1


def test_a_corrected_file_wins_once_it_is_said_to_speak_about_the_same_moment(
    line: Line, tmp_path: Path
) -> None:
    corrected = written(tmp_path, "corrected", CORRECTED)
    said = line("import", corrected).out
    assert f"load it again with --data-as-of {SPOKE_UP_TO}" in said
    (told,) = line.json("import", corrected, "--data-as-of", SPOKE_UP_TO)["files"]
    assert (told["changed"], told["older"], told["stands_at"]) == (1, 0, None)
    assert leads_of_november(line) == 0


def test_rows_that_say_when_they_changed_are_not_asked_about(line: Line, tmp_path: Path) -> None:
    dated = (
        "lead_id,created_at,owner,modified_at\n2,2026-10-12T10:00:00Z,Ben,2026-11-01T00:00:00Z\n"
    )
    (told,) = line.json("import", written(tmp_path, "dated", dated))["files"]
    assert (told["older"], told["older_undated"], told["stands_at"]) == (1, 0, None)


def test_the_same_file_in_another_zone_says_which_upload_stands_before_it(tmp_path: Path) -> None:
    line = Line(f"sqlite:///{tmp_path}/zones.db")
    path = written(
        tmp_path, "dated", "lead_id,created_at,modified_at\n1,2026-10-12 10:00,2026-11-01 10:00\n"
    )
    line.json("import", path, "--zone", "UTC")
    told = line("import", path, "--zone", "Europe/Berlin").out
    assert "Older than what stands: 1 of the changed rows" in told
    assert "The same file stands as upload 1, read in another way, by which 1 of these rows" in told
    assert "take upload 1 back first" in told
    line("undo", "1")
    (again,) = line.json("import", path, "--zone", "Europe/Berlin")["files"]
    assert (again["same"], again["older"]) == (1, 0)


def test_a_file_with_times_of_no_zone_says_how_to_set_one_until_it_is_set(tmp_path: Path) -> None:
    line = Line(f"sqlite:///{tmp_path}/zones.db")
    first = written(tmp_path, "first", "lead_id,created_at\n1,2026-10-12 10:00\n2,2026-10-13\n")
    told = line("import", first).out
    assert "Times that name no zone, read as UTC: 1." in told
    assert "settings set zone=Europe/Berlin" in told
    assert "settings set" not in line("import", first, "--zone", "Asia/Tokyo").out
    line("settings", "set", "zone=Asia/Tokyo")
    second = written(tmp_path, "second", "lead_id,created_at\n3,2026-10-12 10:00\n")
    told = line("import", second).out
    assert "read as Asia/Tokyo: 1." in told
    assert "settings set" not in told
