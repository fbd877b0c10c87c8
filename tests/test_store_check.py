"""Whether a store is sound: nothing is found in a good one, and damage is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from sla_core.problems import Refused
from sla_core.store import repeats
from sla_core.store.check import check
from sla_core.store.engine import Engine, open_store, writing
from sla_core.store.tables import Activity, Batch, Deal, FollowUp, Lead, LeadVersion
from sla_core.store.types import table_of
from tests.stores import csv_of, dump, empty_store, load

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
HEADER = "lead_id,email,presented_at,qualified_at"
LEADS = csv_of(
    HEADER,
    "1,ann@x.example,2026-03-02 09:00,2026-03-02",
    "2,ann@x.example,2026-03-02 10:00,2026-03-02",
    "3,bob@x.example,2026-03-02 10:00,2026-03-02",
)
CALLS = csv_of("activity_id,lead_id,at", "A,1,2026-03-03 10:00")
lead, activity = table_of(Lead), table_of(Activity)
follow_up = table_of(FollowUp)


@pytest.fixture
def furnished(engine: Engine) -> Engine:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    load(engine, "calls.csv", CALLS, data_as_of=AS_OF)
    later = LEADS.replace(b"bob@", b"cyd@")
    load(engine, "later.csv", later, data_as_of=AS_OF + timedelta(hours=1))
    return engine


def found(engine: Engine) -> dict[str, int]:
    """The checks that fail, with how many rows."""
    return {finding.what: finding.faults for finding in check(engine) if finding.faults}


def damage(engine: Engine, change: sa.Executable) -> None:
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(change)


def test_a_store_in_use_is_sound_and_checking_changes_nothing(furnished: Engine) -> None:
    before = dump(furnished)
    assert found(furnished) == {}
    assert dump(furnished) == before
    assert len(check(furnished)) >= 12


def test_an_empty_store_is_sound(engine: Engine) -> None:
    assert found(engine) == {}


def test_an_activity_whose_lead_is_gone_is_found(furnished: Engine) -> None:
    damage(furnished, sa.update(activity).values(lead_id=99))
    assert found(furnished) == {"every matched activity has its lead": 1}


def test_a_newer_version_that_does_not_stand_is_found(furnished: Engine) -> None:
    late = AS_OF + timedelta(days=1)
    damage(furnished, sa.update(table_of(LeadVersion)).values(version_at=late))
    assert found(furnished) == {"the newest version of all leads stands": 1}


def test_a_merge_into_a_merged_lead_is_found(furnished: Engine) -> None:
    second = sa.select(lead.c.id).where(lead.c.external_id == "2").scalar_subquery()
    damage(furnished, sa.update(lead).where(lead.c.external_id == "3").values(merged_into=second))
    assert found(furnished) == {"no merged lead points to another merged one": 1}


def of_lead(number: str) -> sa.Select[tuple[int]]:
    return sa.select(lead.c.id).where(lead.c.external_id == number)


ANEW = {
    "every activity is with the lead that it finds": (
        sa.update(activity).values(lead_id=of_lead("3").scalar_subquery()),
        {"the facts on leads are what their activities say": 2},
    ),
    "every deal is with the lead that it finds": (
        sa.update(table_of(Deal)).values(lead_id=None),
        {},
    ),
    "duplicates are those that there are": (
        sa.update(lead).where(lead.c.external_id == "2").values(merged_into=None),
        {},
    ),
    "the facts on leads are what their activities say": (
        sa.update(follow_up).where(follow_up.c.lead_id == 1).values(attempts=7),
        {},
    ),
}


@pytest.mark.parametrize("what", ANEW)
def test_what_is_not_as_it_comes_out_anew_is_found(furnished: Engine, what: str) -> None:
    change, more = ANEW[what]
    deals = csv_of("deal_id,lead_id,outcome,closed_at", "D,3,won,2026-03-09")
    load(furnished, "deals.csv", deals, data_as_of=AS_OF)
    damage(furnished, change)
    assert found(furnished) == {what: 1} | more


def test_rows_of_another_kind_s_upload_are_found(furnished: Engine) -> None:
    damage(furnished, sa.update(activity).values(batch_id=1))
    assert found(furnished) == {
        "every row is of its upload's kind": 1,
        "each upload has as many rows as it counted": 2,
    }


def test_what_an_upload_taken_back_left_is_found(furnished: Engine) -> None:
    taken_back = sa.update(table_of(Batch)).where(table_of(Batch).c.id == 2)
    damage(furnished, taken_back.values(undone_at=AS_OF, undone_by="ops"))
    assert found(furnished) == {"nothing is left of uploads taken back": 1}


@pytest.mark.parametrize(("ids", "faults"), [([99], 1), ([1, 2, 3, 99], 2)])
def test_rows_said_again_that_do_not_stand_or_are_the_upload_s_own_are_found(
    furnished: Engine, ids: list[int], faults: int
) -> None:
    with writing(furnished) as connection:
        repeats.note(connection, 3, np.array(ids))
    assert found(furnished)["what was said again stands, and is another upload's"] == faults


def test_a_reference_to_no_row_is_found() -> None:
    with empty_store() as engine:
        load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("UPDATE lead SET batch_id = 99 WHERE external_id <> '3'")
        assert found(engine) == {
            "every reference leads to a row": 2,
            "each upload has as many rows as it counted": 1,
        }


def test_a_file_whose_pages_were_overwritten_is_found_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "sla.db"
    engine = open_store(f"sqlite:///{path}")
    rows = (f"{n},p{n}@x.example,2026-03-02 09:00,2026-03-02" for n in range(3_000))
    load(engine, "leads.csv", csv_of(HEADER, *rows), data_as_of=AS_OF)
    engine.dispose()
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    middle = len(data) // page // 2
    data[middle * page : (middle + 2) * page] = b"\x5a" * (2 * page)
    path.write_bytes(data)
    damaged = open_store(f"sqlite:///{path}")
    assert told(damaged) in {
        "the database file is intact",
        "The database file is damaged; restore a backup. Nothing was changed.",
    }
    damaged.dispose()


def told(engine: Engine) -> str:
    """What a check says of a damaged file, which may be too far gone for the other checks."""
    try:
        return ", ".join(found(engine))
    except Refused as fault:
        return str(fault)
