"""Rows that a file says again are known by numbers, and everything comes out as without them."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from sla_core.store import fingerprints, settings
from sla_core.store.check import check
from sla_core.store.comparing import Comparison
from sla_core.store.engine import Engine, reading
from sla_core.store.tables import Fingerprint, Lead
from sla_core.store.types import table_of
from tests.oracle.companies import Company, companies
from tests.stores import content, csv_of, empty_store, load, rows_of
from tests.test_store_any_history import again, take_back, unnamed
from tests.test_store_any_order import correction, exports, few

LEADS = csv_of(
    "lead_id,email,owner,created_at",
    "1,ann@x.example,Kim,2026-03-02 09:00",
    "2,bob@x.example,Kim,2026-03-03 09:00",
)
CALLS = csv_of("activity_id,lead_id,at", "A,1,2026-03-03 10:00", "B,9,2026-03-04 10:00")
SAME_OTHERWISE = csv_of(
    "created_at,lead_id,owner,email",
    "2026-03-03T09:00:00Z,2,Kim,bob@x.example",
    "2026-03-02T09:00:00Z,1,Kim,ann@x.example",
)
WIDE = {"external_id": "A", "lead_ref": "1", "at": 1, "owner": "x" * 100, "automated": True}


@pytest.fixture
def looked_up() -> Iterator[None]:
    """Files of any size are looked up by numbers, as large ones are."""
    with patch("sla_core.store.imports.SMALL", 0):
        yield


def number(row: dict[str, object], system: str = "file") -> int:
    table = pa.table({name: [cell] for name, cell in row.items()})
    return int(fingerprints.taken(table, "activities", system)[0])


def known(engine: Engine, kind: str = "leads") -> list[int]:
    with reading(engine) as connection:
        return fingerprints.numbers(connection, kind)[0].tolist()


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("external_id", "B"),
        ("lead_ref", "2"),
        ("at", 2),
        ("owner", "x" * 99 + "y"),
        ("owner", "x" * 100_000),
        ("owner", "x" * 99_999 + "y"),
        ("automated", False),
        ("channel", "call"),
        ("dates_only", 1),
    ],
)
def test_a_row_has_another_number_as_soon_as_one_cell_says_something_else(
    column: str, cell: object
) -> None:
    assert number(WIDE | {column: cell}) != number(WIDE)


def test_a_blank_cell_is_as_no_column_and_what_a_file_does_not_say_does_not_count() -> None:
    blank = {"channel": None, "dates_only": 0, "moment_at": 5, "lead_id": 7}
    assert number(WIDE | blank) == number(WIDE)
    assert number(WIDE, "hubspot") != number(WIDE, "zoho")


def test_two_columns_that_change_their_cells_make_another_number() -> None:
    swapped = {"channel": "x", "owner": "y"}, {"channel": "y", "owner": "x"}
    assert len({number(WIDE | cells) for cells in swapped}) == 2


@pytest.mark.usefixtures("looked_up")
def test_the_same_rows_in_another_order_and_spelling_are_all_known(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    told = load(engine, "other.csv", SAME_OTHERWISE)
    assert (told.new, told.changed, told.same) == (0, 0, 2)
    assert len(rows_of(engine, "said_again")) == 1


@pytest.mark.usefixtures("looked_up")
def test_rows_that_are_known_still_count_as_without_a_lead(engine: Engine) -> None:
    load(engine, "calls.csv", CALLS)
    told = load(engine, "again.csv", CALLS + csv_of("", "C,9,2026-03-05 10:00"))
    assert (told.new, told.same, told.unmatched) == (1, 2, 3)


@pytest.mark.usefixtures("looked_up")
def test_an_id_that_stands_twice_in_the_file_is_decided_among_all_its_rows(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    changed = LEADS.replace(b"Kim", b"Lee")
    told = load(engine, "twice.csv", changed + LEADS.partition(b"\n")[2], kind="leads")
    assert (told.same, told.changed) == (2, 2)
    assert {row["owner"] for row in rows_of(engine, "lead")} == {"Kim"}


def test_a_changed_row_has_its_new_number_and_an_undone_one_none(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    told = load(engine, "later.csv", LEADS.replace(b"bob@", b"cyd@"))
    assert known(engine) == [1, 2]
    assert [finding.what for finding in check(engine) if finding.faults] == []
    take_back(engine, told.batch)
    assert known(engine) == [1]


def test_rows_that_all_change_have_their_own_numbers_in_whatever_order_they_are_told(
    engine: Engine,
) -> None:
    written = Comparison.written

    def backwards(comparison: Comparison, batch: int) -> Any:
        return tuple(column[::-1] for column in written(comparison, batch))

    load(engine, "leads.csv", LEADS)
    with patch.object(Comparison, "written", backwards):
        load(engine, "corrected.csv", LEADS.replace(b"Kim", b"Lee"))
    assert known(engine) == [1, 2]
    assert [finding for finding in check(engine) if finding.faults] == []


@pytest.mark.usefixtures("looked_up")
def test_numbers_that_were_forgotten_are_learned_when_a_large_file_says_the_rows_again(
    engine: Engine,
) -> None:
    load(engine, "leads.csv", LEADS)
    settings.save(engine, {"zone": "Asia/Tokyo"})
    assert known(engine) == []
    told = load(engine, "other.csv", SAME_OTHERWISE, zone="UTC")
    assert (told.new, told.changed, told.same) == (0, 0, 2)
    assert known(engine) == [1, 2]
    assert [finding for finding in check(engine) if finding.faults] == []


def test_a_lead_that_is_closed_by_its_status_is_never_known_by_a_number(engine: Engine) -> None:
    closed = csv_of("lead_id,status,created_at", "1,Closed,2026-03-02", "2,Open,2026-03-02")
    load(engine, "leads.csv", closed)
    standing = {row["closed_by_status"]: row["id"] for row in rows_of(engine, "lead")}
    assert known(engine) == [standing[False]]


def test_many_uploads_leave_a_few_entries(engine: Engine) -> None:
    with patch("sla_core.store.fingerprints.MOST_ENTRIES", 3):
        for number in range(8):
            load(engine, f"{number}.csv", LEADS.replace(b"Kim", f"Kim {number}".encode()))
    assert len(rows_of(engine, "fingerprint")) <= 3
    assert known(engine) == [1, 2]
    assert [finding.what for finding in check(engine) if finding.faults] == []


def test_dates_that_move_with_the_zone_leave_no_number(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    settings.save(engine, {"zone": "Asia/Tokyo"})
    assert rows_of(engine, "fingerprint") == []


def test_a_number_that_is_not_the_row_s_is_found(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    table, lead = table_of(Fingerprint), table_of(Lead)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(sa.update(lead).where(lead.c.id == 1).values(owner="Lee"))
        prints = np.frombuffer(connection.scalar(sa.select(table.c.prints)) or b"", np.uint64)
    assert len(prints) == 2
    (finding,) = [one for one in check(engine) if one.faults]
    assert (finding.what, finding.faults) == (
        "the numbers kept of rows are of what they say",
        1,
    )


@few
@given(st.data(), companies())
def test_any_history_comes_out_the_same_with_and_without_numbers(
    backend: str, data: st.DataObject, company: Company
) -> None:
    files = exports(company) + correction(data.draw, company)
    files = data.draw(st.permutations(files + again(data.draw, files)))
    undone = [data.draw(st.booleans()) for _ in files]
    found = []
    for size in (0, 1 << 22):
        with patch("sla_core.store.imports.SMALL", size), empty_store(backend) as engine:
            settings.save(engine, {"zone": company.zone})
            told = []
            for file, back in zip(files, undone, strict=True):
                outcome = file.load(engine)
                told.append((outcome.new, outcome.changed, outcome.same, outcome.unmatched))
                if back:
                    take_back(engine, outcome.batch)
            assert [finding.what for finding in check(engine) if finding.faults] == []
            found.append((told, unnamed(content(engine))))
    assert found[0] == found[1]
