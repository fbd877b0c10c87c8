"""Mappings kept by name, and offered again for a file with the same header."""

from datetime import UTC, datetime, timedelta

import pytest

from sla_core.problems import Refused
from sla_core.store import mappings
from sla_core.store.engine import Engine
from tests.stores import rows_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEADER = ("No.", "Begun")


def test_a_mapping_is_found_again_by_its_name(engine: Engine) -> None:
    mappings.save(engine, " ours ", "leads", HEADER, '{"a": 1}', NOON)
    assert mappings.named(engine, "ours") == '{"a": 1}'


def test_a_mapping_saved_under_the_same_name_takes_its_place(engine: Engine) -> None:
    mappings.save(engine, "ours", "leads", HEADER, "{}", NOON)
    mappings.save(engine, "ours", "deals", ("Other",), '{"b": 2}', NOON)
    assert mappings.named(engine, "ours") == '{"b": 2}'
    assert [row["kind"] for row in rows_of(engine, "mapping")] == ["deals"]
    assert mappings.for_header(engine, HEADER) is None


def test_the_newest_mapping_is_offered_for_a_file_with_its_header(engine: Engine) -> None:
    for hours, name in ((1, "newer"), (0, "older")):
        mappings.save(engine, name, "leads", HEADER, name, NOON + timedelta(hours=hours))
    assert mappings.for_header(engine, list(HEADER)) == "newer"


@pytest.mark.parametrize(
    "header", [("Begun", "No."), ("No.",), ("No.", "begun"), ("No.", "Begun", ""), ("No.Begun",)]
)
def test_another_header_is_offered_nothing(engine: Engine, header: tuple[str, ...]) -> None:
    mappings.save(engine, "ours", "leads", HEADER, "{}", NOON)
    assert mappings.for_header(engine, header) is None


def test_a_name_that_is_not_there_is_told_which_are(engine: Engine) -> None:
    with pytest.raises(Refused) as refusal:
        mappings.named(engine, "ours")
    assert str(refusal.value) == "There is no mapping “ours”; none is saved yet."
    for name in ("theirs", "mine"):
        mappings.save(engine, name, "leads", HEADER, "{}", NOON)
    with pytest.raises(Refused, match=r"There is no mapping “ours”; there are mine, theirs\."):
        mappings.named(engine, "ours")


@pytest.mark.parametrize("name", ["", "  "])
def test_a_mapping_needs_a_name(engine: Engine, name: str) -> None:
    with pytest.raises(Refused, match="A mapping is saved by name; give it one"):
        mappings.save(engine, name, "leads", HEADER, "{}", NOON)
    assert rows_of(engine, "mapping") == []
