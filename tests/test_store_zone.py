"""Another zone for the workspace: dates without a time of day move, times of day stay."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.store import settings
from sla_core.store.check import check
from sla_core.store.engine import Engine
from tests.oracle.companies import ZONES, Company, companies
from tests.stores import content, csv_of, empty_store, load, standing
from tests.test_store_any_order import exports, few

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
at = datetime.fromisoformat


def dated(row: dict[str, Any]) -> dict[str, Any]:
    """The row as an export that tells the day of a change alone."""
    moment = row.get("modified_at")
    return {**row, "modified_at": moment.date()} if moment else row


def stored(company: Company, zones: list[str]) -> dict[str, Any]:
    """What the store says in the last of the zones, which it went through in turn."""
    with empty_store() as engine:
        settings.save(engine, {"zone": zones[0]})
        for file in exports(company):
            load(engine, file.name, file.data, kind=file.kind, data_as_of=file.speaks, zone="UTC")
        for zone in zones[1:]:
            settings.save(engine, {"zone": zone})
        assert [finding for finding in check(engine) if finding.faults] == []
        return content(engine)


@few
@given(companies(), st.lists(st.sampled_from(ZONES), min_size=2, max_size=3), st.booleans())
def test_moving_a_store_to_a_zone_is_as_if_it_had_always_been_there(
    company: Company, zones: list[str], days: bool
) -> None:
    if days:
        company = replace(company, leads=[dated(row) for row in company.leads])
    assert stored(company, zones) == stored(company, zones[-1:])


def test_a_date_without_a_time_moves_to_the_new_zones_midnight(engine: Engine) -> None:
    data = csv_of("lead_id,qualified_at,presented_at", "1,2026-03-02,2026-03-02 09:00Z")
    load(engine, "leads.csv", data, data_as_of=AS_OF)
    settings.save(engine, {"zone": "America/New_York"})
    lead = standing(engine, "leads")["1"]
    assert lead["qualified_at"] == lead["delivered_at"] == at("2026-03-02T00:00-05:00")
    assert lead["presented_at"] == lead["hand_off_at"] == at("2026-03-02T09:00Z")


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_days_of_a_clock_change_move_there_and_back(engine: Engine, day: str) -> None:
    load(engine, "leads.csv", csv_of("lead_id,created_at", f"1,{day}"), data_as_of=AS_OF)
    before = content(engine)
    settings.save(engine, {"zone": "Europe/Berlin"})
    moved = standing(engine, "leads")["1"]["created_at"]
    assert moved == at(f"{day}T00:00+0{1 if day < '2026-06' else 2}:00")
    settings.save(engine, {"zone": "UTC"})
    assert content(engine) == before


def test_what_is_a_duplicate_is_decided_again_in_the_new_zone(engine: Engine) -> None:
    data = csv_of(
        "lead_id,email,presented_at,qualified_at",
        "1,ann@x.example,2026-03-02 23:00Z,2026-03-02",
        "2,ann@x.example,2026-03-04,2026-03-04",
    )
    load(engine, "leads.csv", data, data_as_of=AS_OF)
    links = []
    for zone in ("America/New_York", "Asia/Kolkata"):
        settings.save(engine, {"zone": zone})
        links.append(standing(engine, "leads")["2"]["merged_into"])
    assert links == [None, "1"]


def test_what_is_a_follow_up_is_decided_again_in_the_new_zone(engine: Engine) -> None:
    lead = csv_of("lead_id,presented_at,qualified_at", "1,2026-03-02 20:00Z,2026-03-02")
    load(engine, "leads.csv", lead, data_as_of=AS_OF)
    calls = csv_of("activity_id,lead_id,at", "A,1,2026-03-02")
    load(engine, "calls.csv", calls, data_as_of=AS_OF)
    assert standing(engine, "leads")["1"]["attempts"] == 1
    settings.save(engine, {"zone": "Asia/Kolkata"})
    lead_now = standing(engine, "leads")["1"]
    assert (lead_now["attempts"], lead_now["pre_work"]) == (0, 1)


def test_a_correction_of_the_same_day_still_wins_after_a_move_to_the_east(engine: Engine) -> None:
    header = "lead_id,tier,created_at,modified_at"
    load(engine, "one.csv", csv_of(header, "1,A,2026-03-01,2026-03-02"), data_as_of=AS_OF)
    settings.save(engine, {"zone": "Asia/Kolkata"})
    load(engine, "two.csv", csv_of(header, "1,B,2026-03-01,2026-03-02"), data_as_of=AS_OF)
    assert standing(engine, "leads")["1"]["tier"] == "B"
