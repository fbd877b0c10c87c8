"""mappings on the command line: listed, carried over as a file, removed."""

from pathlib import Path

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
    assert asking.offered(open_store(other.db), ("State", "Order", "Added")) == SHOP


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
