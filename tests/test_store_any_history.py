"""The law of undo: imports and undos in any sequence give what importing the rest alone gives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sla_core.store import settings
from sla_core.store.check import check
from sla_core.store.engine import Engine
from sla_core.store.undo import undo
from tests.oracle.companies import Company, companies
from tests.said_again import condense
from tests.stores import content, empty_store
from tests.test_store_any_order import LATER, File, correction, exports, few

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def take_back(engine: Engine, number: int) -> None:
    undo(engine, number, now=NOW, who="tests")


def again(draw: Callable[[Any], Any], files: list[File]) -> list[File]:
    """The same rows in other files, which speak of the same moment, an earlier or a later one."""
    chosen = [file for file in files if draw(st.booleans())]
    moments = st.sampled_from([-LATER, 0 * LATER, 2 * LATER])
    return [
        replace(
            file,
            name=f"again {place}.csv",
            data=file.data + b"\n" * (place + 1),
            speaks=file.speaks + draw(moments),
        )
        for place, file in enumerate(chosen)
    ]


def parts(draw: Callable[[Any], Any], file: File) -> list[File]:
    """The file cut into two or three, each row in one of them."""
    header, *rows = file.data.decode().splitlines()
    places = [draw(st.integers(0, 2)) for _ in rows]
    found = []
    for part in range(3):
        lines = [header, *(row for row, place in zip(rows, places, strict=True) if place == part)]
        if len(lines) > 1:
            data = "".join(f"{line}\n" for line in lines).encode()
            found.append(replace(file, name=f"part {part} of {file.name}", data=data))
    return found


def apart(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "batch_id"}


def unnamed(found: dict[str, Any]) -> dict[str, Any]:
    """The content without the files that it came from."""
    return {table: [apart(row) for row in rows] for table, rows in found.items()}


def imported(backend: str, zone: str, files: list[File]) -> dict[str, Any]:
    with empty_store(backend) as engine:
        settings.save(engine, {"zone": zone})
        for file in files:
            file.load(engine)
        return content(engine)


@few
@given(st.data(), companies())
def test_what_is_left_after_undos_is_what_importing_it_alone_gives(
    backend: str, data: st.DataObject, company: Company
) -> None:
    files = exports(company) + correction(data.draw, company)
    files = data.draw(st.permutations(files + again(data.draw, files)))
    with empty_store(backend) as engine:
        settings.save(engine, {"zone": company.zone})
        there: dict[int, File] = {}
        for file in files:
            there[file.load(engine).batch] = file
            if data.draw(st.booleans()):
                condense(engine)
            if data.draw(st.booleans()):
                number = data.draw(st.sampled_from(sorted(there)))
                take_back(engine, number)
                there.pop(number)
        assert [finding for finding in check(engine) if finding.faults] == []
        left = content(engine)
        # Files with one moment are told apart by their order alone: that is kept.
        assert left == imported(backend, company.zone, list(there.values()))
        for number in data.draw(st.permutations(sorted(there))):
            take_back(engine, number)
        assert not any(content(engine).values())


@few
@given(st.data(), companies())
def test_a_file_in_parts_gives_the_same_store_as_the_whole_file(
    backend: str, data: st.DataObject, company: Company
) -> None:
    whole = exports(company)
    cut = [part for file in whole for part in parts(data.draw, file)]
    found = imported(backend, company.zone, data.draw(st.permutations(cut)))
    assert unnamed(found) == unnamed(imported(backend, company.zone, whole))


@few
@given(companies())
def test_of_two_files_that_speak_of_one_moment_the_later_upload_stands_and_can_be_taken_back(
    backend: str, company: Company
) -> None:
    files = exports(company)
    sales = [replace(file, data=file.data.replace(b"marketing", b"sales")) for file in files]
    with empty_store(backend) as engine:
        settings.save(engine, {"zone": company.zone})
        for file in files:
            file.load(engine)
        before = content(engine)
        wrong = [file for file in sales if file not in files]
        numbers = [replace(file, name=f"wrong {file.name}").load(engine).batch for file in wrong]
        found = content(engine)
        for file in wrong:
            table = {"leads": "lead", "deals": "deal", "activities": "activity"}[file.kind]
            assert {row["batch_id"] for row in found[table]} == {f"wrong {file.name}"}
        for number in numbers:
            take_back(engine, number)
        assert content(engine) == before
