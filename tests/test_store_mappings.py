"""Mappings kept by name, and offered again for a file with the same header."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from sla_core.problems import Refused
from sla_core.store import mappings
from sla_core.store.engine import Engine, writing
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
        mappings.save(engine, name, "leads", HEADER, f'"{name}"', NOON + timedelta(hours=hours))
    assert mappings.for_header(engine, list(HEADER)) == '"newer"'


@pytest.mark.parametrize("header", [("No.",), ("No.", "Begun", "Ended"), ("No.Begun",)])
def test_another_header_is_offered_nothing(engine: Engine, header: tuple[str, ...]) -> None:
    mappings.save(engine, "ours", "leads", HEADER, "{}", NOON)
    assert mappings.for_header(engine, header) is None


@pytest.mark.parametrize("header", [("Begun", "No."), ("no.", "BEGUN"), (" Begun", "No. ")])
def test_neither_the_order_of_the_columns_nor_their_case_counts(
    engine: Engine, header: tuple[str, ...]
) -> None:
    mappings.save(engine, "ours", "leads", HEADER, "{}", NOON)
    assert mappings.for_header(engine, header) == "{}"


def test_a_mapping_that_was_saved_when_the_order_counted_is_still_found(engine: Engine) -> None:
    mappings.save(engine, "ours", "leads", HEADER, "{}", NOON)
    ordered = hashlib.sha256(json.dumps(list(HEADER)).encode()).hexdigest()
    with writing(engine) as connection:
        connection.execute(sa.update(mappings.mapping).values(header=ordered))
    assert mappings.for_header(engine, HEADER) == "{}"


def document(*columns: str) -> str:
    return json.dumps({"columns": {f"field {place}": one for place, one in enumerate(columns)}})


def test_added_columns_do_not_lose_a_mapping_and_a_lost_one_does(engine: Engine) -> None:
    mappings.save(engine, "ours", "leads", HEADER, document(*HEADER), NOON)
    assert mappings.within(engine, ("New", "Begun", "No.")) == [document(*HEADER)]
    assert mappings.within(engine, ("New", "No.")) == []


def test_of_the_mappings_that_fit_the_one_that_uses_most_columns_comes_first(
    engine: Engine,
) -> None:
    mappings.save(engine, "both", "leads", HEADER, document(*HEADER), NOON)
    mappings.save(engine, "one", "leads", HEADER, document("No."), NOON + timedelta(hours=1))
    assert mappings.within(engine, ("No.", "Begun", "New")) == [document(*HEADER), document("No.")]
    assert mappings.within(engine, ("No.", "New")) == [document("No.")]


def test_the_list_names_the_columns_and_what_is_removed_is_gone(engine: Engine) -> None:
    mappings.save(engine, "ours", "leads", HEADER, document("No.", "No.", "Begun"), NOON)
    (found,) = mappings.saved(engine)
    assert found == mappings.Saved(
        "ours", "leads", ("No.", "Begun"), NOON, document("No.", "No.", "Begun")
    )
    mappings.remove(engine, "ours")
    assert mappings.saved(engine) == []
    with pytest.raises(Refused, match="There is no mapping “ours”; none is saved yet"):
        mappings.remove(engine, "ours")


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
