"""What sales did with each lead: as the slow second computation folds it, at every as-of."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.columns import Leads
from sla_core.store import seen, snapshot
from sla_core.store.details import of_leads
from sla_core.store.engine import Engine, reading
from tests.oracle.companies import Company, companies
from tests.oracle.folding import Facts, fold
from tests.oracle.rows import read_activities, read_leads
from tests.stores import csv_of, empty_store, load, standing
from tests.test_report_against_oracle import fill

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")


def told(engine: Engine, as_of: datetime) -> dict[str, dict[str, Any]]:
    """What the store says at the as-of of every lead that was handed over, by lead id."""
    with reading(engine) as connection:
        whole = snapshot.load(connection)
        span = (micros(ALWAYS), micros(as_of))
        leads = seen.presented(connection, whole, span, micros(as_of))
        names = of_leads(connection, leads.key)["external_id"].tolist()
    return {name: _told(leads, i, micros(as_of)) for i, name in enumerate(names)}


def _told(leads: Leads, i: int, as_of: np.datetime64) -> dict[str, Any]:
    first = leads.first_follow_up[i]
    followed = bool(first < as_of)
    early = bool(leads.before_hand_off[i]) and followed
    return {
        "first": str(first) if followed and not early else None,
        "timed": bool(leads.follow_up_timed[i]) if followed and not early else None,
        "attempts": int(leads.attempts[i]),
        "connected": bool(leads.connected[i] < as_of),
        "pre_worked": bool(leads.pre_worked[i]),
        "before_hand_off": early,
    }


def expected(company: Company, as_of: datetime) -> dict[str, dict[str, Any]]:
    """The same from the words of the definitions alone."""
    leads = read_leads(company.leads, company.zone, company.lead_data_as_of)
    activities = read_activities(company.activities, leads, company.zone)
    handed = [
        lead
        for lead in leads
        if lead.head is lead and lead.presented and ALWAYS <= lead.presented.at < as_of
    ]
    found = [fold(lead, [a for a in activities if a.lead is lead], as_of) for lead in handed]
    return {facts.lead.lead_id: _expected(facts) for facts in found}


def _expected(facts: Facts) -> dict[str, Any]:
    first = None if facts.before_hand_off else facts.first
    return {
        "first": str(micros(max(first.at, facts.presented.at))) if first else None,
        "timed": not first.whole_day if first else None,
        "attempts": facts.attempts,
        "connected": facts.connected,
        "pre_worked": facts.pre_worked,
        "before_hand_off": facts.before_hand_off,
    }


@given(companies(), st.integers(-40 * 24, 24))
def test_facts_equal_those_of_the_second_computation_at_any_moment(
    company: Company, hours: int
) -> None:
    known = company.follow_up_data_as_of is not None
    with empty_store() as engine:
        fill(engine, company)
        for as_of in (company.as_of + timedelta(days=90), company.as_of + timedelta(hours=hours)):
            assert told(engine, as_of) == (expected(company, as_of) if known else {})


LEAD = csv_of("lead_id,presented_at,qualified_at", "1,2026-03-02 09:00,2026-03-02 09:00")
HEADER = "activity_id,lead_id,at,direction,outcome,automated"


def facts(engine: Engine, *calls: str, lead: bytes = LEAD) -> dict[str, Any]:
    """The facts that stand on the one lead after these activities."""
    load(engine, "leads.csv", lead, data_as_of=AS_OF)
    load(engine, "calls.csv", csv_of(HEADER, *calls), data_as_of=AS_OF)
    return standing(engine, "leads")["1"]


def test_a_voicemail_is_an_attempt_and_no_connection(engine: Engine) -> None:
    lead = facts(engine, "A,1,2026-03-02 10:00,outbound,not_connected,false")
    assert (lead["attempts"], lead["connected_at"]) == (1, None)
    assert lead["first_follow_up_at"] == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_planned_and_automated_touches_are_no_attempts(engine: Engine) -> None:
    lead = facts(
        engine,
        "A,1,2026-03-02 10:00,outbound,planned,false",
        "B,1,2026-03-02 11:00,outbound,connected,true",
    )
    assert (lead["attempts"], lead["automated"]) == (0, 1)
    assert (lead["first_follow_up_at"], lead["connected_at"]) == (None, None)


def test_a_touch_before_the_hand_off_is_pre_work_and_no_follow_up(engine: Engine) -> None:
    lead = facts(
        engine,
        "A,1,2026-03-02 08:59,outbound,connected,false",
        "B,1,2026-03-02 09:00,outbound,,",
    )
    assert (lead["pre_work"], lead["attempts"], lead["connected_at"]) == (1, 1, None)
    assert lead["first_follow_up_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert lead["first_touch_at"] == datetime(2026, 3, 2, 8, 59, tzinfo=UTC)


def test_an_answered_inbound_connects_and_stops_the_clock_but_is_no_attempt(
    engine: Engine,
) -> None:
    lead = facts(
        engine,
        "A,1,2026-03-02 10:00,inbound,not_connected,false",
        "B,1,2026-03-02 11:00,inbound,connected,false",
    )
    assert lead["attempts"] == 0
    assert lead["first_follow_up_at"] == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert lead["connected_at"] == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_a_date_on_the_day_of_the_hand_off_is_an_attempt_without_a_time_of_day(
    engine: Engine,
) -> None:
    lead = facts(engine, "A,1,2026-03-02,outbound,,", "B,1,2026-03-01,outbound,,")
    assert (lead["attempts"], lead["pre_work"]) == (1, 1)
    assert lead["first_follow_up_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert lead["first_follow_up_timed"] is False


def test_a_corrected_activity_is_folded_again(engine: Engine) -> None:
    facts(engine, "A,1,2026-03-02 10:00,outbound,connected,false")
    corrected = csv_of(HEADER, "A,1,2026-03-02 12:00,outbound,planned,false")
    load(engine, "corrected.csv", corrected, data_as_of=AS_OF)
    lead = standing(engine, "leads")["1"]
    assert (lead["attempts"], lead["first_follow_up_at"], lead["connected_at"]) == (0, None, None)


def test_a_lead_whose_last_activity_moved_away_has_no_facts(engine: Engine) -> None:
    facts(engine, "A,1,2026-03-02 10:00,outbound,connected,false")
    load(engine, "moved.csv", csv_of(HEADER, "A,2,2026-03-02 10:00,,,"), data_as_of=AS_OF)
    lead = standing(engine, "leads")["1"]
    names = ("attempts", "automated", "pre_work", "first_touch_at", "first_follow_up_timed")
    assert [lead[name] for name in names] == [None] * len(names)


def test_a_corrected_hand_off_is_folded_against_again(engine: Engine) -> None:
    facts(engine, "A,1,2026-03-02 10:00,outbound,connected,false")
    load(engine, "later.csv", LEAD.replace(b"09:00", b"10:30"), data_as_of=AS_OF)
    lead = standing(engine, "leads")["1"]
    assert (lead["attempts"], lead["pre_work"], lead["connected_at"]) == (0, 1, None)


def test_an_earlier_as_of_sees_only_what_had_happened_by_then(engine: Engine) -> None:
    facts(
        engine,
        "A,1,2026-03-02 10:00,outbound,not_connected,false",
        "B,1,2026-03-03 10:00,outbound,connected,false",
    )
    early = told(engine, datetime(2026, 3, 3, 10, tzinfo=UTC))["1"]
    assert (early["attempts"], early["connected"]) == (1, False)
    late = told(engine, datetime(2026, 3, 3, 10, 1, tzinfo=UTC))["1"]
    assert (late["attempts"], late["connected"]) == (2, True)
    before = told(engine, datetime(2026, 3, 2, 10, tzinfo=UTC))["1"]
    assert (before["attempts"], before["first"]) == (0, None)


def test_leads_of_a_system_without_follow_up_data_have_no_sales_figures(engine: Engine) -> None:
    load(engine, "leads.csv", LEAD, data_as_of=AS_OF)
    assert told(engine, AS_OF) == {}
    summary = csv_of("lead_id,created_at,attempts", "2,2026-03-02 09:00,3")
    load(engine, "summary.csv", summary, data_as_of=AS_OF)
    found = told(engine, AS_OF)
    assert {name: lead["attempts"] for name, lead in found.items()} == {"1": 0, "2": 3}
