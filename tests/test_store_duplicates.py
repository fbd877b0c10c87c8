"""Duplicates: leads of one person handed over within a day of each other count as one lead."""

from datetime import UTC, datetime

import numpy as np
import pytest

from sla_core.metrics.columns import Leads, Times
from sla_core.store import snapshot
from sla_core.store.details import of_leads
from sla_core.store.engine import Engine, reading
from sla_core.store.used import unplaced
from tests.stores import csv_of, load, rows_of, standing

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
HEADER = "lead_id,email,presented_at,qualified_at,closed_out_at,status"
FIRST = "1,ann@x.example,2026-03-02 09:00,2026-03-02 08:00,,"
ALSO = "2,ANN@x.example ,2026-03-03 09:00,2026-03-01 08:00,,"


def links(engine: Engine, *leads: str) -> dict[str, str | None]:
    """Which lead each one counts as, None for itself."""
    load(engine, "leads.csv", csv_of(HEADER, *leads), data_as_of=AS_OF)
    return {name: row["merged_into"] for name, row in standing(engine, "leads").items()}


def counted(engine: Engine) -> tuple[Leads, list[str]]:
    """The leads that reports see, with their ids."""
    with reading(engine) as connection:
        leads = snapshot.load(connection).leads
        return leads, of_leads(connection, leads.key)["external_id"].tolist()


def minutes(times: Times) -> list[str]:
    texts: list[str] = times.astype("datetime64[m]").astype(str).tolist()
    return texts


@pytest.mark.parametrize(
    ("presented", "merged"),
    [
        ("2026-03-02 09:00", "1"),
        ("2026-03-03 09:00", "1"),
        ("2026-03-03 09:01", None),
        ("2026-03-03", "1"),
        ("2026-03-04", None),
        ("", None),
    ],
)
def test_a_lead_of_the_same_email_within_a_day_is_a_duplicate(
    engine: Engine, presented: str, merged: str | None
) -> None:
    other = f"2, Ann@X.example,{presented},2026-03-02,,"
    assert links(engine, FIRST, other) == {"1": None, "2": merged}


@pytest.mark.parametrize(
    ("closed", "merged"),
    [("2026-03-02 18:00", None), ("2026-03-03 09:00", None), ("2026-03-03 09:01", "1")],
)
def test_it_is_one_only_while_the_first_lead_is_still_open(
    engine: Engine, closed: str, merged: str | None
) -> None:
    first = f"1,ann@x.example,2026-03-02 09:00,2026-03-02 08:00,{closed},"
    assert links(engine, first, ALSO) == {"1": None, "2": merged}


def test_the_day_counts_from_the_first_lead_and_not_from_its_duplicates(engine: Engine) -> None:
    chain = [
        f"{n},ann@x.example,2026-03-{day} 09:00,2026-03-01,,"
        for n, day in ((1, "02"), (2, "03"), (3, "04"), (4, "05"), (5, "20"))
    ]
    found = links(engine, *chain)
    assert found == {"1": None, "2": "1", "3": None, "4": "3", "5": None}


def test_a_merge_is_a_link_and_both_leads_stay(engine: Engine) -> None:
    links(engine, FIRST, ALSO)
    assert [row["external_id"] for row in rows_of(engine, "lead")] == ["1", "2"]
    leads, names = counted(engine)
    assert names == ["1"]
    with reading(engine) as connection:
        assert unplaced(connection).merged_leads == 1
    assert minutes(leads.qualified) == ["2026-03-01T08:00"]
    assert minutes(leads.presented) == ["2026-03-02T09:00"]


def test_a_duplicates_activities_count_for_the_lead_that_it_counts_as(engine: Engine) -> None:
    links(engine, FIRST, ALSO)
    calls = csv_of("activity_id,lead_id,at", "A,2,2026-03-03 10:00", "B,1,2026-03-04 10:00")
    load(engine, "calls.csv", calls, data_as_of=AS_OF)
    leads, _ = counted(engine)
    assert leads.attempts.tolist() == [2]
    assert minutes(leads.first_follow_up) == ["2026-03-03T10:00"]
    assert standing(engine, "activities")["A"]["lead_id"] == "2"


def test_a_duplicates_deal_makes_the_lead_that_it_counts_as_a_customer(engine: Engine) -> None:
    links(engine, FIRST, ALSO)
    deal = csv_of("deal_id,lead_id,outcome,closed_at,amount", "D,2,won,2026-03-10 10:00,5")
    load(engine, "deals.csv", deal, data_as_of=AS_OF)
    leads, names = counted(engine)
    assert (names, minutes(leads.first_won)) == (["1"], ["2026-03-10T10:00"])


def test_the_summaries_of_duplicates_add_up(engine: Engine) -> None:
    header = "lead_id,email,presented_at,qualified_at,first_follow_up_at,attempts,connected"
    one = "1,ann@x.example,2026-03-02 09:00,2026-03-01,2026-03-05 10:00,2,false"
    two = "2,ann@x.example,2026-03-02 19:00,2026-03-01,2026-03-04 10:00,3,true"
    load(engine, "leads.csv", csv_of(header, one, two), data_as_of=AS_OF)
    leads, _ = counted(engine)
    assert leads.attempts.tolist() == [5]
    assert minutes(leads.first_follow_up) == ["2026-03-04T10:00"]
    assert not np.isnat(leads.connected).any()


def test_a_correction_takes_a_merge_apart_again(engine: Engine) -> None:
    assert links(engine, FIRST, ALSO) == {"1": None, "2": "1"}
    apart = ALSO.replace("ANN@x.example ", "other@x.example")
    assert links(engine, FIRST, apart) == {"1": None, "2": None}
    leads, names = counted(engine)
    assert names == ["1", "2"]
    assert minutes(leads.qualified) == ["2026-03-02T08:00", "2026-03-01T08:00"]


def test_an_earlier_lead_that_comes_later_is_the_one_that_stands(engine: Engine) -> None:
    links(engine, ALSO)
    load(engine, "first.csv", csv_of(HEADER, FIRST), data_as_of=AS_OF)
    found = {name: row["merged_into"] for name, row in standing(engine, "leads").items()}
    assert found == {"1": None, "2": "1"}


def test_leads_without_an_email_are_nobodys_duplicates(engine: Engine) -> None:
    blank = "{},,2026-03-02 09:00,2026-03-02,,"
    assert links(engine, blank.format(1), blank.format(2)) == {"1": None, "2": None}


def test_duplicates_are_found_across_systems(engine: Engine) -> None:
    hubspot = csv_of(
        "Record ID,Email,Lifecycle Stage,Create Date", "77,ann@x.example,lead,2026-03-02 10:00"
    )
    load(engine, "hubspot.csv", hubspot, data_as_of=AS_OF)
    assert links(engine, FIRST) == {"1": None, "77": "1"}
