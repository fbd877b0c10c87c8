"""settings, agreement, demo and check from the command line."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.calling import Line
from tests.test_commands_import import LEADS, written

GOALS = """[[promises]]
measure = "leads"
goal = 480

[[promises]]
measure = "share_within_goal"
goal = 0.9
hours = 4
"""


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(f"sqlite:///{tmp_path}/sla.db")


@pytest.fixture
def goals(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(GOALS, encoding="utf-8")
    return path


def test_settings_are_utc_and_january_until_they_are_set(line: Line) -> None:
    assert line.json("settings", "show") == {"zone": "UTC", "currency": None, "fiscal_start": 1}
    assert line("settings", "show").out.splitlines() == [
        "zone = UTC",
        "currency = (not set)",
        "fiscal_start = 1",
    ]


def test_settings_are_set_and_stay(line: Line) -> None:
    meant = {"zone": "Europe/Berlin", "currency": "EUR", "fiscal_start": 4}
    words = ("zone=Europe/Berlin", "currency=eur", "fiscal_start=4")
    assert line.json("settings", "set", *words) == meant
    assert line.json("settings", "show") == meant


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("zone=Berlin", "“Berlin” is not a time zone; write one as Europe/Berlin."),
        ("currency=Euro", "“Euro” is not a currency; write its ISO code as EUR."),
        ("fiscal_start=13", "“13” is not a month; write the fiscal year's first as 1 to 12."),
        ("color=red", "There is no setting “color”; there are zone, currency, fiscal_start."),
    ],
)
def test_of_several_settings_none_is_changed_where_one_cannot_be(
    line: Line, pair: str, sentence: str
) -> None:
    told = line("settings", "set", "fiscal_start=4", pair)
    assert (told.code, told.out, told.err) == (1, "", f"{sentence}\n")
    assert line.json("settings", "show")["fiscal_start"] == 1


@pytest.mark.parametrize("words", [("settings",), ("settings", "set"), ("settings", "set", "zone")])
def test_settings_without_a_pair_are_wrong_usage(line: Line, words: tuple[str, ...]) -> None:
    assert line(*words).code == 2


def test_the_first_agreement_is_in_force_from_the_beginning(line: Line, goals: Path) -> None:
    told = line("agreement", "import", goals)
    assert (told.code, told.out) == (0, "Version 1 is in force from the beginning on.\n")
    shown = line.json("agreement", "show", "--period", "2017-01")
    assert [(p["measure"], p["goal"]) for p in shown["promises"]] == [
        ("leads", 480),
        ("share_within_goal", 0.9),
    ]


def test_a_further_version_judges_from_its_period_on(
    line: Line, goals: Path, tmp_path: Path
) -> None:
    line.json("agreement", "import", goals)
    more = tmp_path / "more.toml"
    more.write_text(GOALS.replace("480", "600"), encoding="utf-8")
    told = line.json("agreement", "import", more, "--in-force-from", "2023-12")
    assert (told["version"], told["in_force_from"]) == (2, "2023-12")
    written(tmp_path, "leads", LEADS)
    line.json("import", tmp_path / "leads.csv")
    goal = {
        period: line.json("report", "--period", period)["marketing"]["leads"]["goal"]
        for period in ("2023-11", "2023-12", "2023-Q4")
    }
    assert goal == {"2023-11": 480, "2023-12": 600, "2023-Q4": 480 + 480 + 600}


def test_what_is_shown_can_be_imported_again_and_says_the_same(
    line: Line, goals: Path, tmp_path: Path
) -> None:
    line.json("agreement", "import", goals)
    shown = line("agreement", "show", "--period", "2023-11")
    copy = tmp_path / "copy.toml"
    copy.write_text(shown.out, encoding="utf-8")
    line.json("agreement", "import", copy, "--in-force-from", "2023-11")
    first, second = (
        line.json("agreement", "show", "--period", month) for month in ("2023-10", "2023-11")
    )
    assert [version["version"] for version in (first, second)] == [1, 2]
    assert [first[name] for name in ("name", "promises", "clock", "tiers")] == [
        second[name] for name in ("name", "promises", "clock", "tiers")
    ]


def test_without_an_agreement_there_is_nothing_to_show(line: Line) -> None:
    told = line("agreement", "show", "--period", "2023-11")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("No agreement is in force in 2023-11; import one with")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[promises]\n", "goals.toml is not a TOML file"),
        ('[[promises]]\nmeasure = "smiles"\ngoal = 3\n', "smiles"),
        ('[[promises]]\nmeasure = "leads"\ngoal = -3\n', "goal"),
        ('[[promises]]\nmeasure = "leads"\ngoal = 3\ngaol = 3\n', "gaol"),
        ("", "goals.toml is empty; write at least one promise."),
    ],
)
def test_an_agreement_that_says_nothing_clear_is_one_sentence_and_no_version(
    line: Line, goals: Path, text: str, sentence: str
) -> None:
    goals.write_text(text, encoding="utf-8")
    told = line("agreement", "import", goals)
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1
    assert line("agreement", "show", "--period", "2023-11").code == 1


def test_an_agreement_s_file_that_is_not_there_is_one_sentence(line: Line, tmp_path: Path) -> None:
    told = line("agreement", "import", tmp_path / "none.toml")
    assert (told.code, told.err) == (
        1,
        f"{tmp_path}/none.toml cannot be read: No such file or directory.\n",
    )


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A store with the invented company of a November."""
    made = Line(f"sqlite:///{tmp_path_factory.mktemp('demo')}/sla.db")
    made.json("demo", "--as-of", "2023-11-23")
    return made


def test_the_invented_company_is_loaded_labelled_and_fourteen_months_long(invented: Line) -> None:
    report = invented.json("report")
    assert (report["demo"], report["period"]["name"]) == (True, "2023-11")
    assert report["agreement"]["name"] == "Agreement of the invented company"
    rows = report["marketing"]["recalibration"]
    assert len(rows) == 13
    assert all(row["leads"] > 0 and row["customers"] > 0 for row in rows)
    assert [batch["kind"] for batch in invented.json("imports")["imports"]] == [
        *("activities", "deals", "leads")
    ]
    assert all(batch["demo"] for batch in invented.json("imports")["imports"])


def test_real_uploads_are_never_mixed_with_the_invented_company(
    invented: Line, tmp_path: Path
) -> None:
    rows = invented.rows()
    told = invented("import", written(tmp_path, "leads", LEADS))
    assert told.code == 1
    assert "remove it first" in told.err
    assert invented.rows() == rows


def test_the_invented_company_is_not_loaded_beside_real_uploads(line: Line, tmp_path: Path) -> None:
    line.json("import", written(tmp_path, "leads", LEADS))
    told = line("demo", "--as-of", "2023-11-23")
    assert (told.code, told.out) == (1, "")
    assert "There are real uploads here" in told.err
    assert line.rows() == 3


@pytest.mark.parametrize("day", ["soon", "2023-02-30", "0001-01-01", "9999-01-01"])
def test_a_slip_in_the_day_does_not_cost_the_invented_company(invented: Line, day: str) -> None:
    rows = invented.rows()
    told = invented("demo", "--as-of", day)
    assert (told.code, told.out, len(told.err.splitlines())) == (1, "", 1)
    assert invented.rows() == rows


def test_the_invented_company_goes_in_one_step_with_its_agreement(tmp_path: Path) -> None:
    line = Line(f"sqlite:///{tmp_path}/sla.db")
    before = line.json("report", "--period", "2023-11", "--as-of", "2023-11-23")
    line.json("demo", "--as-of", "2023-11-23")
    assert line.json("demo", "--remove") == {"removed": True}
    assert line.json("report", "--period", "2023-11", "--as-of", "2023-11-23") == before
    assert line("agreement", "show").code == 1
    assert line.json("demo", "--remove") == {"removed": False}
    assert line("demo", "--remove").out == "It was not loaded.\n"


def test_a_sound_store_passes_every_check(invented: Line) -> None:
    told = invented.json("check")
    assert told["ok"] is True
    assert {check["faults"] for check in told["checks"]} == {0}
    lines = invented("check").out.splitlines()
    assert len(lines) == len(told["checks"])
    assert all(line.startswith("ok ") for line in lines)


def spoil(line: Line, statement: str) -> None:
    with sqlite3.connect(line.db.removeprefix("sqlite:///")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        assert connection.execute(statement).rowcount > 0


def test_a_store_that_contradicts_itself_fails_the_check(line: Line, tmp_path: Path) -> None:
    line.json("import", written(tmp_path, "leads", LEADS))
    spoil(line, "UPDATE lead SET batch_id = 99")
    told = line("check", "--json")
    assert (told.code, told.json["ok"]) == (1, False)
    broken: list[Any] = [check for check in told.json["checks"] if check["faults"]]
    assert [check["what"] for check in broken] == [
        "every reference leads to a row",
        "each upload has as many rows as it counted",
    ]
    assert told.err == "The store is not sound; restore a backup.\n"
    assert "FAULT  every reference leads to a row: 2" in line("check").out
