"""The rows behind a figure are as many as the figure says, and say what their CRM says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import settings as profile

from sla_core.periods import parse_period
from sla_core.reports import rows
from sla_core.reports.build import Question, review
from sla_core.reports.review import Review
from sla_core.reports.rows import Which
from sla_core.store import settings, snapshot
from sla_core.store.engine import Engine, reading
from tests.oracle.companies import Company, companies
from tests.stores import empty_store, load
from tests.test_report_against_oracle import fill

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LEADS = """lead_id,email,tier,source,owner,team,status,qualified_at,presented_at
A,a@x.example,CEO,Fair,Ada,North,open,2026-11-02T09:00,2026-11-02T10:00
B,b@x.example,manager,Web,Ben,South,open,2026-11-03T09:00,2026-11-03T10:00
C,c@x.example,manager,Web,Ada,North,lost,2026-11-05T09:00,2026-11-05T10:00
D,d@x.example,manager,Web,Ada,North,open,2026-10-30T09:00,2026-10-30T10:00
"""
ACTIVITIES = """activity_id,lead_id,at,outcome
1,A,2026-11-02T13:00,not_connected
2,A,2026-11-02T15:00,connected
3,C,2026-11-05T11:00,not_connected
"""
DEALS = """deal_id,lead_id,outcome,stage,amount,currency,closed_at
X,A,won,Closed Won,1200.50,EUR,2026-11-10T10:00
Y,B,lost,Closed Lost,99,EUR,2026-11-11T10:00
"""


@pytest.fixture
def small() -> Iterator[Engine]:
    """Four leads, one of October, and what became of them."""
    with empty_store() as engine:
        settings.save(engine, {"zone": "Europe/Berlin", "currency": "EUR"})
        for kind, text in (("leads", LEADS), ("activities", ACTIVITIES), ("deals", DEALS)):
            load(engine, f"{kind}.csv", text.encode(), kind=kind, data_as_of=NOW)
        yield engine


def november(engine: Engine) -> Review:
    return review(engine, Question(parse_period("2026-11")), NOW)


def test_a_row_says_what_the_crm_says_and_where_it_is_from(small: Engine) -> None:
    row = rows.handed_over(small, november(small), Which()).iloc[0]
    assert (row["lead id"], row["e-mail"], row["tier"], row["status"], row["file"]) == (
        "A", "a@x.example", "CEO", "open", "leads.csv",
    )  # fmt: skip
    assert row["hours"] == 3.0
    assert row["attempts"] == 2


def test_times_are_in_the_workspaces_zone(small: Engine) -> None:
    row = rows.handed_over(small, november(small), Which()).iloc[0]
    assert row["presented"].isoformat() == "2026-11-02T10:00:00+01:00"
    assert row["first follow-up"].isoformat() == "2026-11-02T13:00:00+01:00"


def test_the_longest_wait_stands_first(small: Engine) -> None:
    found = rows.handed_over(small, november(small), Which())
    assert list(found["lead id"]) == ["A", "B", "C"]


def test_one_day_has_only_its_own_leads(small: Engine) -> None:
    which = Which(date(2026, 11, 3), date(2026, 11, 4))
    assert list(rows.qualified(small, november(small), which)["lead id"]) == ["B"]


def test_untouched_leads_have_no_first_follow_up_but_a_wait(small: Engine) -> None:
    found = rows.handed_over(small, november(small), Which(state="untouched"))
    assert list(found["lead id"]) == ["B"]
    assert found["first follow-up"].isna().all()
    assert found["hours"].iloc[0] > 400


def test_a_team_and_a_group_narrow_the_rows(small: Engine) -> None:
    result = november(small)
    assert len(rows.handed_over(small, result, Which(team="North"))) == 2
    assert len(rows.handed_over(small, result, Which(group=("source", "Web"), team="North"))) == 1


def test_won_deals_carry_their_exact_money(small: Engine) -> None:
    found = rows.won_deals(small, november(small), Which())
    assert found[["deal id", "amount", "currency"]].values.tolist() == [["X", 1200.5, "EUR"]]


def test_a_customer_is_seen_among_the_delivered_leads(small: Engine) -> None:
    found = rows.qualified(small, november(small), Which()).set_index("lead id")
    assert str(found.loc["A", "won"]) == "2026-11-10 10:00:00+01:00"
    assert found["won"].isna().tolist() == [False, True, True]


def test_what_came_after_the_as_of_moment_is_not_shown(small: Engine) -> None:
    early = Question(parse_period("2026-11"), datetime(2026, 11, 2, 13, tzinfo=UTC))
    result = review(small, early, NOW)
    row = rows.handed_over(small, result, Which()).iloc[0]
    assert row["attempts"] == 1
    assert str(row["connected"]) == "NaT"
    assert rows.won_deals(small, result, Which()).empty


def test_an_empty_store_has_no_rows_behind_anything() -> None:
    with empty_store() as engine:
        result = november(engine)
        for fetch in (rows.qualified, rows.handed_over, rows.won_deals):
            assert fetch(engine, result, Which()).empty


@profile(max_examples=profile().max_examples // 2)
@given(companies())
def test_rows_are_as_many_as_their_figure_says(company: Company) -> None:
    with empty_store() as engine:
        fill(engine, company)
        period = parse_period(company.period, company.fiscal_start)
        result = review(engine, Question(period, company.as_of), company.as_of)
        assert len(rows.qualified(engine, result, Which())) == (result.marketing.leads.actual or 0)
        _sales_agree(engine, result)
        _groups_agree(engine, result)


def _sales_agree(engine: Engine, result: Review) -> None:
    speed, depth = result.sales.speed, result.sales.depth
    said = {
        "all": speed.presented,
        "followed up": speed.followed_up,
        "untouched": speed.untouched,
        "overdue": speed.overdue,
        "unconnected": depth.unconnected,
    }
    for state in get_args(rows.State):
        assert len(rows.handed_over(engine, result, Which(state=state))) == said[state]
    ends = [b.start for b in speed.by_period[1:]] + [result.period.end]
    for bucket, end in zip(speed.by_period, ends, strict=False):
        found = rows.handed_over(engine, result, Which(bucket.start, end))
        assert len(found) == bucket.presented


def _groups_agree(engine: Engine, result: Review) -> None:
    for team in result.sales.teams:
        found = rows.handed_over(engine, result, Which(group=("team", team.name)))
        assert len(found) == team.presented
    for group in result.marketing.sources:
        found = rows.qualified(engine, result, Which(group=("source", group.name)))
        assert len(found) == group.actual


def test_a_days_rows_add_up_to_the_chart(small: Engine) -> None:
    result = november(small)
    for day in result.marketing.leads.daily:
        if day.leads is not None:
            found = rows.qualified(small, result, Which(day.date, day.date + timedelta(1)))
            assert len(found) == day.leads


def test_the_deals_behind_a_rate_add_up_to_it(small: Engine) -> None:
    result = november(small)
    month = result.marketing.recalibration[-1]
    said: dict[rows.Won, float] = {
        "all": month.total_revenue,
        "marketing": month.marketing_revenue,
        "first": month.customer_revenue,
    }
    for won, amount in said.items():
        assert rows.won_deals(small, result, Which(won=won))["amount"].sum() == amount


def test_rows_of_what_was_read_already_are_the_same(small: Engine) -> None:
    result = november(small)
    with reading(small) as connection:
        data = snapshot.load(connection)
    for fetch in (rows.qualified, rows.handed_over, rows.won_deals):
        assert fetch(small, result, Which(), data).equals(fetch(small, result, Which()))
