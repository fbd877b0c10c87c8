"""What is said of a file on the command line, kept by name for the next file of its header."""

from pathlib import Path

import pytest

from tests.calling import Line
from tests.test_commands_import import written

DEALS = "Nr;Stufe;Wert;Am\n1;Ja;1.500,00;03/04/2026\n2;Nein;9,00;04/04/2026\n"
SAID = (
    *("--kind", "deals", "--map", "deal_id=Nr", "--map", "outcome=Stufe"),
    *("--map", "amount=Wert", "--map", "closed_at=Am", "--value", "outcome:Ja=won"),
    *("--value", "outcome:Nein=lost", "--day-first", "--zone", "Europe/Berlin"),
)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(f"sqlite:///{tmp_path}/sla.db")


def test_the_next_file_of_the_header_needs_no_word(line: Line, tmp_path: Path) -> None:
    line("settings", "set", "currency=EUR")
    (told,) = line.json(
        "import", written(tmp_path, "april", DEALS), *SAID, "--save-as", "Our shop"
    )["files"]
    assert told["saved_as"] == "Our shop"
    (next_,) = line.json(
        "import", written(tmp_path, "may", DEALS.replace("/04/", "/05/").replace("\n1;", "\n3;"))
    )["files"]
    assert (next_["dialect"], next_["new"], next_["refused"]) == ("Our shop", 1, 0)
    assert next_["mapping"] == told["mapping"]
    assert any("day first, Europe/Berlin" in rule for rule in next_["rules"])
    toml = line("mappings", "export", "Our shop").out
    assert 'Ja = "won"' in toml


def test_what_was_proposed_for_sure_is_kept_with_what_was_said(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "leads", "Code,Qualified date,Lead source\nA1,2026-03-02,Web\n")
    line.json("import", path, "--map", "lead_id=Code", "--kind", "leads", "--save-as", "Forms")
    (saved,) = line.json("mappings", "list")["mappings"]
    assert saved["columns"] == ["Code", "Qualified date", "Lead source"]


def test_of_a_known_export_only_what_was_said_is_kept(line: Line, tmp_path: Path) -> None:
    text = "Record ID,Email,Lifecycle Stage,Create Date,Grade\n1,a@x.example,lead,2026-03-01,A\n"
    path = written(tmp_path, "hubspot", text)
    line.json("import", path, "--map", "tier=Grade", "--save-as", "With grades")
    (saved,) = line.json("mappings", "list")["mappings"]
    assert saved["columns"] == ["Grade"]


def test_a_dry_run_and_a_refused_file_save_nothing(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "deals", DEALS)
    line("import", path, *SAID, "--save-as", "Our shop", "--dry-run")
    line("import", path, "--save-as", "Our shop")
    assert line.json("mappings", "list")["mappings"] == []


def test_the_same_file_is_known_by_what_it_was_saved_as(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "april", DEALS)
    line.json("import", path, *SAID, "--save-as", "Our shop")
    assert "this file was loaded before" in line("import", path).out


def test_a_name_of_another_header_or_none_is_refused(line: Line, tmp_path: Path) -> None:
    line.json("import", written(tmp_path, "april", DEALS), *SAID, "--save-as", "Our shop")
    leads = written(tmp_path, "leads", "Code,Qualified date\nA1,2026-03-02\n")
    said = ("--map", "lead_id=Code", "--kind", "leads")
    told = line("import", leads, *said, "--save-as", "Our shop")
    assert (told.code, line.rows()) == (1, 2)
    assert "for another header already" in told.err
    assert "--save-as NAME" in line("import", leads, *said, "--save-as", " ").err


def test_what_is_said_of_several_files_is_no_mapping(line: Line, tmp_path: Path) -> None:
    paths = [written(tmp_path, name, DEALS) for name in ("one", "two")]
    told = line("import", *paths, *SAID, "--save-as", "Our shop")
    assert (told.code, line.rows()) == (1, 0)
    assert "import that file alone" in told.err


def test_a_saved_mapping_without_a_needed_column_takes_what_is_sure(
    line: Line, tmp_path: Path
) -> None:
    toml = tmp_path / "shop.toml"
    told = 'format = 1\nname = "Shop"\nkind = "leads"\n\n[columns]\nlead_id = "Code"\n'
    toml.write_text(told, "utf-8")
    line.json("mappings", "import", toml)
    path = written(tmp_path, "leads", "Code,Qualified date\nA1,2026-03-02\n")
    (told,) = line.json("import", path, "--mapping", "Shop")["files"]
    assert told["mapping"] == {"lead_id": "Code", "qualified_at": "Qualified date"}
    assert any("“Qualified date” was taken as qualified_at" in rule for rule in told["rules"])
