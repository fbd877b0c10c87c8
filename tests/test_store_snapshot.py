"""The store read into columns: what reports see of leads and deals."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from sla_core.metrics.columns import Times
from sla_core.store import settings, snapshot
from sla_core.store.deal_columns import LeftOut
from sla_core.store.details import of_deals, of_leads
from sla_core.store.engine import Engine, reading
from sla_core.store.extent import Extent, extent
from sla_core.store.snapshot import Snapshot
from tests.stores import csv_of, load

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)


def read(engine: Engine, *files: tuple[str, ...]) -> Snapshot:
    """What reports see after these files."""
    for number, lines in enumerate(files):
        load(engine, f"{number}.csv", csv_of(*lines), data_as_of=AS_OF)
    with reading(engine) as connection:
        return snapshot.load(connection)


def minutes(times: Times) -> list[str]:
    texts: list[str] = times.astype("datetime64[m]").astype(str).tolist()
    return texts


def test_an_empty_store_has_no_leads_and_speaks_of_no_moment(engine: Engine) -> None:
    found = read(engine)
    assert (len(found.leads), len(found.deals)) == (0, 0)
    assert (found.lead_data_as_of, found.follow_up_as_of, found.demo) == (None, None, False)
    assert extent(engine) == Extent()


def test_a_lead_is_what_its_export_says_and_blanks_have_their_words(engine: Engine) -> None:
    header = "lead_id,origin,tier,source,owner,team,qualified_at,presented_at,return_reason"
    found = read(
        engine,
        (
            header,
            "1,sales,CEO,web,Ann,North,2026-03-02 09:00,2026-03-02 10:00,no budget",
            "2,,,,,,,,",
        ),
    ).leads
    assert found.marketing.tolist() == [False, True]
    assert found.tier.tolist() == ["CEO", "unrated"]
    for name, value in (("source", "web"), ("owner", "Ann"), ("team", "North")):
        assert getattr(found, name).tolist() == [value, "unknown"]
    assert minutes(found.qualified) == ["2026-03-02T09:00", "NaT"]
    assert minutes(found.presented) == ["2026-03-02T10:00", "NaT"]


@pytest.mark.parametrize(
    ("status", "modified", "closed"),
    [
        ("Closed - Not Converted", "", "2026-03-20T17:59:59.999999"),
        ("lost", "2026-03-05 10:00", "2026-03-05T09:59:59.999999"),
        ("open", "2026-03-05 10:00", "NaT"),
    ],
)
def test_a_closing_status_without_a_time_closes_from_the_moment_of_its_row(
    engine: Engine, status: str, modified: str, closed: str
) -> None:
    header = "lead_id,created_at,status,modified_at"
    found = read(engine, (header, f"1,2026-03-01,{status},{modified}")).leads
    assert found.closed_out.astype(str).tolist() == [closed]


SUMMARY = "lead_id,presented_at,qualified_at,first_follow_up_at,attempts,connected"


@pytest.mark.parametrize(
    ("cells", "first", "attempts", "connected", "early"),
    [
        ("2026-03-03 09:00,3,true", "2026-03-03T09:00", 3, "2026-03-03T09:00", False),
        (",2,true", "NaT", 2, "2026-03-02T10:00", False),
        (",,", "NaT", 0, "NaT", False),
        ("2026-03-02,1,false", "2026-03-02T10:00", 1, "NaT", False),
        ("2026-03-02 09:59,1,", "2026-03-02T09:59", 1, "NaT", True),
        ("2026-03-01,1,", "2026-03-01T00:00", 1, "NaT", True),
    ],
)
def test_the_crms_own_summary_stands_in_where_there_are_no_activities(
    engine: Engine, cells: str, first: str, attempts: int, connected: str, early: bool
) -> None:
    found = read(engine, (SUMMARY, f"1,2026-03-02 10:00,2026-03-02,{cells}")).leads
    assert found.attempts.tolist() == [attempts]
    assert minutes(found.connected) == [connected]
    assert found.before_hand_off.tolist() == [early]
    assert minutes(found.first_follow_up) == [first]


def test_activities_go_before_the_crms_summary(engine: Engine) -> None:
    lead = "1,2026-03-02 10:00,2026-03-02,2026-03-09 09:00,9,true"
    calls = ("activity_id,lead_id,at", "A,1,2026-03-03 10:00")
    found = read(engine, (SUMMARY, lead), calls)
    assert found.leads.attempts.tolist() == [1]
    assert minutes(found.leads.first_follow_up) == ["2026-03-03T10:00"]
    assert minutes(found.leads.connected) == ["NaT"]
    assert found.facts.folded.tolist() == [True]


LEAD = ("lead_id,created_at", "1,2026-03-01", "2,2026-03-01")
DEALS = "deal_id,lead_id,outcome,amount,currency,closed_at"


def test_deals_are_counted_in_the_reporting_currency_and_the_others_told(engine: Engine) -> None:
    settings.save(engine, {"currency": "EUR"})
    deals = (
        DEALS,
        "D1,1,won,12.34,EUR,2026-03-05",
        "D2,1,won,99,USD,2026-03-06",
        "D3,2,won,,EUR,2026-03-07",
        "D4,9,won,5,EUR,",
        "D5,2,open,7,EUR,",
    )
    found = read(engine, LEAD, deals)
    assert found.currency == "EUR"
    assert found.deals.amount.tolist() == [1234, 0, 0, 500, 700]
    assert found.deals.counted.tolist() == [True, False, False, True, True]
    assert found.left_out == LeftOut(other_currency=1, no_amount=1, no_close=1, no_lead=1)


def test_without_a_setting_the_currency_is_that_of_most_deals(engine: Engine) -> None:
    deals = [f"D{n},1,won,5,{code},2026-03-05" for n, code in enumerate(("USD", "EUR", "EUR"))]
    found = read(engine, LEAD, (DEALS, *deals))
    assert found.currency == "EUR"
    assert found.left_out.other_currency == 1


def test_a_leads_first_won_deal_is_the_earliest_and_of_equals_the_smallest_id(
    engine: Engine,
) -> None:
    deals = (
        DEALS,
        "D3,1,won,3,EUR,2026-03-05",
        "D2,1,won,2,EUR,2026-03-05",
        "D1,1,won,1,EUR,2026-03-06",
        "D0,1,lost,9,EUR,2026-03-01",
    )
    found = read(engine, LEAD, deals)
    assert minutes(found.leads.first_won) == ["2026-03-05T00:00", "NaT"]
    (first, none) = found.leads.first_deal.tolist()
    assert (found.deals.amount[first], none) == (200, -1)


def test_a_deals_origin_is_its_leads_and_its_own_where_it_has_none(engine: Engine) -> None:
    deals = (
        "deal_id,lead_id,origin,outcome,closed_at",
        "D1,1,sales,won,2026-03-05",
        "D2,9,marketing,won,2026-03-06",
        "D3,9,,won,2026-03-07",
    )
    assert read(engine, LEAD, deals).deals.marketing.tolist() == [True, True, False]


def test_the_moments_that_data_speaks_of_are_those_of_the_newest_files(engine: Engine) -> None:
    load(engine, "a.csv", csv_of(*LEAD), data_as_of=AS_OF)
    load(engine, "b.csv", csv_of(*LEAD), data_as_of=AS_OF - timedelta(days=3))
    calls = csv_of("activity_id,lead_id,at", "A,1,2026-03-03 10:00")
    load(engine, "c.csv", calls, data_as_of=AS_OF - timedelta(days=1))
    found = read(engine)
    assert found.lead_data_as_of == AS_OF
    assert found.follow_up_as_of == AS_OF - timedelta(days=1)
    assert found.last_activity == np.datetime64("2026-03-03T10:00")


def test_the_extent_spans_leads_and_deals_and_names_the_teams(engine: Engine) -> None:
    leads = ("lead_id,created_at,team", "1,2026-03-05,South", "2,2026-03-06,North", "3,2026-03-07,")
    read(engine, leads, ("deal_id,outcome,closed_at", "D,won,2026-02-01"))
    assert extent(engine) == Extent(
        first=datetime(2026, 2, 1, tzinfo=UTC),
        last=AS_OF,
        teams=("North", "South"),
        demo=False,
        batches=2,
    )


def test_details_come_in_the_order_in_which_they_are_asked_with_their_file(engine: Engine) -> None:
    found = read(engine, LEAD, (DEALS, "D1,1,won,5,EUR,2026-03-05", "D2,1,open,5,EUR,"))
    with reading(engine) as connection:
        leads = of_leads(connection, found.leads.key[::-1])
        deals = of_deals(connection, found.deals.key[::-1])
    shown: list[list[Any]] = leads[["external_id", "file"]].to_numpy().tolist()
    assert shown == [["2", "0.csv"], ["1", "0.csv"]]
    assert deals["external_id"].tolist() == ["D2", "D1"]
