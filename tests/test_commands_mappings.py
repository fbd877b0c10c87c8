"""mappings on the command line: listed, carried over as a file, removed."""

from pathlib import Path
from typing import Any

import pytest

from sla_core import asking
from sla_core.crm import Answers, SavedMapping
from sla_core.store.engine import open_store
from tests.calling import Line

SHOP = SavedMapping("Our shop", "deals", {"deal_id": "Order", "stage": "State"},
                    answers=Answers(True, ",", "Asia/Tokyo"))  # fmt: skip
HEADER = ("Order", "State", "Total")


@pytest.fixture
def line(tmp_path: Path) -> Line:
    found = Line(f"sqlite:///{tmp_path}/sla.db")
    asking.keep(open_store(found.db), SHOP, HEADER)
    return found


def test_the_mappings_are_listed_with_their_columns(line: Line) -> None:
    (one,) = line.json("mappings", "list")["mappings"]
    assert (one["name"], one["kind"], one["columns"]) == ("Our shop", "deals", ["Order", "State"])
    assert one["answers"] == {"day_first": True, "decimal": ",", "zone": "Asia/Tokyo"}
    assert line("mappings", "list").out.splitlines() == [
        "name      kind   columns       answers",
        "Our shop  deals  Order, State  day first, decimal comma, Asia/Tokyo",
    ]


def test_a_mapping_is_carried_to_another_store_as_a_file(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "shop.toml"
    assert line("mappings", "export", "Our shop", "--out", file).code == 0
    assert line("mappings", "export", "Our shop").out == file.read_text()
    other = Line(f"sqlite:///{tmp_path}/other.db")
    told = other("mappings", "import", file)
    assert (told.code, told.out) == (0, "Saved the mapping “Our shop” of deals.\n")
    there = open_store(other.db)
    assert asking.offered(there, ("State", "Total", "Order")) == SHOP
    assert asking.offered(there, ("State", "Order")) is None


def test_a_mapping_that_is_removed_is_gone(line: Line) -> None:
    assert line("mappings", "remove", "Our shop").out == "Removed the mapping “Our shop”.\n"
    assert line("mappings", "list").out == "No mapping is saved yet.\n"
    again = line("mappings", "remove", "Our shop")
    assert (again.code, again.err) == (1, "There is no mapping “Our shop”; none is saved yet.\n")


def test_a_file_that_is_no_mapping_is_refused_and_nothing_is_saved(
    line: Line, tmp_path: Path
) -> None:
    file = tmp_path / "goals.toml"
    file.write_text('[[promises]]\nmeasure = "leads"\n')
    told = line("mappings", "import", file)
    assert told.code == 1
    assert told.err == "goals.toml: format is None; accepted: 1. Nothing was saved.\n"
    assert len(asking.saved(open_store(line.db))) == 1


def imported(line: Line, tmp_path: Path, text: str, *options: str) -> Any:
    path = tmp_path / "upload.csv"
    path.write_text(text, encoding="utf-8")
    (told,) = line.json("import", path, *options)["files"]
    return told


def test_a_header_with_one_more_column_is_read_with_the_mapping_and_that_is_said(
    line: Line, tmp_path: Path
) -> None:
    told = imported(line, tmp_path, "Order,State,Total,Note\n1,Gewonnen,5,x\n")
    assert (told["kind"], told["dialect"], told["new"]) == ("deals", "Our shop", 1)
    assert told["rules"][0] == (
        "Read as deals with your mapping “Our shop”, which was saved for another header, without the"
        " column “Note”."
    )
    same = imported(line, tmp_path, "Order,Total,State\n2,5,Gewonnen\n")
    assert not any("another header" in rule for rule in same["rules"])


CONTACTS = SavedMapping("Shop contacts", "leads", {"lead_id": "Id", "created_at": "CreatedDate"})


@pytest.mark.parametrize(
    ("text", "kind", "dialect"),
    [
        ("deal_id,outcome,Id,CreatedDate\n1,won,2,2026-03-01\n", "deals", "file"),
        ("lead_id,created_at,Id,CreatedDate\n1,2026-03-01,2,2026-03-01\n", "leads", "file"),
    ],
)
def test_a_mapping_of_some_columns_leaves_a_file_of_our_own_names_alone(
    line: Line, tmp_path: Path, text: str, kind: str, dialect: str
) -> None:
    asking.keep(open_store(line.db), CONTACTS, ("Id", "CreatedDate"))
    told = imported(line, tmp_path, text)
    assert (told["kind"], told["dialect"]) == (kind, dialect)


def test_a_list_of_something_else_is_declined_whatever_mapping_fits_it(
    line: Line, tmp_path: Path
) -> None:
    asking.keep(open_store(line.db), CONTACTS, ("Id", "CreatedDate"))
    path = tmp_path / "rates.csv"
    path.write_text("Id,IsoCode,ConversionRate,CreatedDate\n1,EUR,1,2026-03-01\n")
    told = line("import", path)
    assert told.code == 1
    assert told.err.startswith("rates.csv is Salesforce's list of currencies;")


def test_a_file_that_does_not_look_like_the_mapping_s_kind_has_to_be_told_which_it_is(
    line: Line, tmp_path: Path
) -> None:
    asking.keep(open_store(line.db), CONTACTS, ("Id", "CreatedDate"))
    path = tmp_path / "calls.csv"
    path.write_text("Id,CreatedDate,Note\n1,2026-03-01,x\n2,2026-03-02,y\n")
    told = line("import", path)
    assert (told.code, told.err) == (
        1,
        "calls.csv has all columns of your mapping “Shop contacts”, which would read it as leads, but"
        " others too, and it does not look like leads. Say which it is (--mapping"
        ' "Shop contacts", or --kind …). Nothing was imported.\n',
    )
    (found,) = line.json("import", path, "--mapping", "Shop contacts")["files"]
    assert (found["kind"], found["new"]) == ("leads", 2)


def test_a_dry_run_tells_what_the_mapping_makes_of_a_file_that_it_refuses(
    line: Line, tmp_path: Path
) -> None:
    calls = SavedMapping("Calls", "activities", {"email": "Wer", "at": "Wann", "outcome": "Was"})
    asking.keep(open_store(line.db), calls, ("Wer", "Wann", "Was"))
    path = tmp_path / "calls.csv"
    path.write_text("Wer,Wann,Was\na@example.com,2026-10-13 10:00,Retourkutsche\n")
    told = line("import", path, "--dry-run", "--json")
    (file,) = told.json["files"]
    assert told.code == 1
    assert "“Retourkutsche” as outcome (1 row)" in file["error"]
    assert (file["kind"], file["dialect"], file["mapping"]["outcome"]) == (
        "activities",
        "Calls",
        "Was",
    )
