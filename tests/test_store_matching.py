"""Which lead a deal or an activity belongs to, and what becomes of those that belong to none."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from sla_core.store import matching
from sla_core.store.beside import NONE
from sla_core.store.engine import Engine, reading
from sla_core.store.used import Unplaced, unplaced
from tests.stores import csv_of, load, rows_of, standing

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
LEADS = csv_of(
    "lead_id,contact_id,email,presented_at,qualified_at",
    "1,C1,ann@x.example,2026-03-02 09:00,2026-03-01",
    "2,C1,ann@x.example,2026-03-09 09:00,2026-03-08",
    "3,C2,bob@y.example,2026-03-05 09:00,2026-03-05",
    "4,C3,Cyd@Z.example,,2026-03-05",
)
HEADER = "activity_id,lead_id,contact_id,email,at"


def matched(engine: Engine, *calls: str) -> dict[str, str | None]:
    """The lead of each activity, by the activities' ids."""
    load(engine, "calls.csv", csv_of(HEADER, *calls), data_as_of=AS_OF)
    return {name: row["lead_id"] for name, row in standing(engine, "activities").items()}


@pytest.mark.parametrize(
    ("keys", "lead"),
    [
        ("3,C1,ann@x.example", "3"),
        (",C2,ann@x.example", "3"),
        (",,bob@y.example", "3"),
        ("nobody,C2,ann@x.example", "3"),
        ("nobody,nobody,Bob@Y.example", "3"),
        (",,cyd@z.example", "4"),
        ("nobody,nobody,nobody@x.example", None),
        (",,", None),
    ],
)
def test_the_lead_id_goes_before_the_contact_id_and_that_before_the_email(
    engine: Engine, keys: str, lead: str | None
) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    assert matched(engine, f"A,{keys},2026-03-10 10:00") == {"A": lead}


@pytest.mark.parametrize(
    ("moment", "lead"),
    [
        ("2026-03-01 10:00", "1"),
        ("2026-03-09 08:59", "1"),
        ("2026-03-09 09:00", "2"),
        ("2026-03-30 10:00", "2"),
        ("2026-03-08", "1"),
        ("2026-03-09", "2"),
    ],
)
@pytest.mark.parametrize("keys", [",C1,", ",,ann@x.example"])
def test_of_several_leads_of_a_person_it_is_the_newest_handed_over_by_then(
    engine: Engine, keys: str, moment: str, lead: str
) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    assert matched(engine, f"A,{keys},{moment}") == {"A": lead}


def test_a_deal_is_matched_by_its_creation_else_by_its_close(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    deals = csv_of(
        "deal_id,email,outcome,created_at,closed_at",
        "D1,ann@x.example,won,2026-03-03 09:00,2026-03-19 09:00",
        "D2,ann@x.example,won,,2026-03-19 09:00",
        "D3,ann@x.example,won,,",
    )
    load(engine, "deals.csv", deals, data_as_of=AS_OF)
    found = {name: row["lead_id"] for name, row in standing(engine, "deals").items()}
    assert found == {"D1": "1", "D2": "2", "D3": "1"}


def test_deals_of_which_none_has_a_time_are_the_first_leads(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    deals = csv_of("deal_id,email,outcome", "D1,ann@x.example,open", "D2,bob@y.example,open")
    load(engine, "deals.csv", deals, data_as_of=AS_OF)
    found = {name: row["lead_id"] for name, row in standing(engine, "deals").items()}
    assert found == {"D1": "1", "D2": "3"}


def test_a_later_lead_takes_the_activities_that_are_its(engine: Engine) -> None:
    first, _, rest = LEADS.partition(b"\n")
    one, two = rest.splitlines()[:2]
    load(engine, "one.csv", first + b"\n" + one + b"\n", data_as_of=AS_OF)
    assert matched(engine, "A,,,ann@x.example,2026-03-10 10:00") == {"A": "1"}
    assert standing(engine, "leads")["1"]["attempts"] == 1
    load(engine, "two.csv", first + b"\n" + two + b"\n", data_as_of=AS_OF)
    assert standing(engine, "activities")["A"]["lead_id"] == "2"
    leads = standing(engine, "leads")
    assert (leads["1"]["attempts"], leads["2"]["attempts"]) == (None, 1)


def test_a_lead_that_changes_its_email_gives_its_activities_away(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    assert matched(engine, "A,,,bob@y.example,2026-03-10 10:00") == {"A": "3"}
    moved = LEADS.replace(b"C2,bob@y.example", b"C2,new@y.example")
    load(engine, "moved.csv", moved, data_as_of=AS_OF)
    assert standing(engine, "activities")["A"]["lead_id"] is None
    assert standing(engine, "leads")["3"]["attempts"] is None


def test_rows_that_find_no_lead_are_kept_and_counted(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    matched(engine, "A,9,,,2026-03-10 10:00", "B,1,,,2026-03-10 10:00", "C,,,,2026-03-10 10:00")
    deals = csv_of(
        "deal_id,email,outcome,closed_at",
        "D1,nobody@x.example,won,2026-03-12",
        "D2,ann@x.example,open,",
    )
    load(engine, "deals.csv", deals, data_as_of=AS_OF)
    with reading(engine) as connection:
        assert unplaced(connection) == Unplaced(activities=2, deals=1, merged_leads=0)
    assert len(rows_of(engine, "activity")) == 3
    assert len(rows_of(engine, "deal")) == 2


def test_a_systems_own_activities_do_not_meet_another_systems_leads(engine: Engine) -> None:
    load(engine, "own.csv", LEADS, data_as_of=AS_OF)
    tasks = csv_of(
        "Id,WhoId,Status,Priority,ActivityDate,CompletedDateTime",
        "T1,1,Completed,Normal,2026-03-10,2026-03-10T10:00:00Z",
    )
    outcome = load(engine, "tasks.csv", tasks, data_as_of=AS_OF)
    assert outcome.dialect == "salesforce-task"
    assert standing(engine, "activities")["T1"]["lead_id"] is None


def test_a_file_of_no_known_system_finds_leads_of_any(engine: Engine) -> None:
    salesforce = csv_of(
        "Id,LeadSource,Status,Company,Email,CreatedDate",
        "00Q1,Web,Open,X,eve@x.example,2026-03-02T09:00:00Z",
    )
    hubspot = csv_of(
        "Record ID,Email,Lifecycle Stage,Create Date", "77,f@x.example,lead,2026-03-01"
    )
    for name, data in (("salesforce.csv", salesforce), ("hubspot.csv", hubspot)):
        load(engine, name, data, data_as_of=AS_OF)
    calls = ("A,00Q1,,,2026-03-10 10:00", "B,77,,,2026-03-10 10:00", "C,,,eve@x.example,2026-03-10")
    assert matched(engine, *calls) == {"A": "00Q1", "B": "77", "C": "00Q1"}


def test_of_few_rows_those_that_name_another_systems_lead_are_looked_up_by_email(
    engine: Engine,
) -> None:
    salesforce = csv_of(
        "Id,LeadSource,Status,Company,Email,CreatedDate",
        "00Q1,Web,Open,X,eve@x.example,2026-03-02T09:00:00Z",
    )
    for name, data in (("own.csv", LEADS), ("salesforce.csv", salesforce)):
        load(engine, name, data, data_as_of=AS_OF)
    rows = pa.table({"lead_ref": ["1"], "email": ["eve@x.example"], "moment_at": [0]})
    with reading(engine) as connection:
        few, every = matching.leads_of(connection, rows, "salesforce"), matching.leads(connection)
    own, whole = (matching.Matcher("salesforce", among).match(rows) for among in (few, every))
    assert own.tolist() == whole.tolist() != [NONE]
