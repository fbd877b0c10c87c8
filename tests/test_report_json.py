"""The JSON report: a contract with others' scripts. Its keys stay, its numbers are unrounded."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from sla_core.agreement.toml import parse
from sla_core.periods import parse_period
from sla_core.reports.as_json import to_json
from sla_core.reports.build import Question, review
from sla_core.store import settings
from sla_core.store.engine import Engine
from tests.oracle.companies import Company, companies
from tests.stores import agree, empty_store, load
from tests.test_report_against_oracle import fill, report_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LEADS = """lead_id,tier,source,qualified_at,presented_at
A,CEO,Fair,2026-11-02T09:00,2026-11-02T10:00
B,manager,Web,2026-11-03T09:00,2026-11-03T10:00
C,manager,Web,2026-11-05T09:00,2026-11-05T10:00
"""
ACTIVITIES = """activity_id,lead_id,at,outcome
1,A,2026-11-02T13:20,not_connected
2,C,2026-11-05T11:00,not_connected
"""
DEALS = """deal_id,lead_id,outcome,amount,currency,closed_at
X,A,won,1200.50,EUR,2026-11-10T10:00
Y,,won,99.25,EUR,2026-11-11T10:00
"""
AGREEMENT = """
clock = "calendar"
[[promises]]
measure = "leads"
goal = 10
[[promises]]
measure = "share_within_goal"
goal = 0.9
hours = 2
[[promises]]
measure = "average_attempts"
goal = 6
[[tiers]]
name = "CEO"
points = 100
leads = 1
"""

PACING = "goal actual line gap needed_per_day forecast verdict daily"
CONTRACT = {
    "": "period as_of zone data_as_of marketing sales budget bridge promises strikes notes coverage"
    " problems",
    "period": "start end name days",
    "marketing": "leads points revenue tiers sources recalibration",
    "marketing.leads": PACING,
    "marketing.points": PACING,
    "marketing.revenue": PACING,
    "marketing.leads.daily.0": "date leads cumulative line",
    "marketing.tiers.0": "name goal actual",
    "marketing.sources.0": "name goal actual",
    "marketing.recalibration.0": "period leads customers customer_revenue marketing_revenue"
    " total_revenue cycle_days close_rate close_rate_lagged close_rate_cohort deal_size"
    " marketing_share intervals",
    "sales": "speed depth capacity",
    "sales.speed": "measure goal_hours goal_share presented followed_up untouched overdue"
    " not_yet_due not_yet_due_answered pre_worked returned average_hours average_working_hours"
    " median_hours p90_hours share_within_goal by_period verdict excluded",
    "sales.speed.by_period.0": "start followed_up average_hours",
    "sales.speed.excluded": "no_time_of_day before_hand_off",
    "sales.depth": "unconnected average_attempts goal_attempts share_at_goal in_window"
    " leads_worked_share distribution by_period verdict",
    "sales.depth.by_period.0": "start unconnected average_attempts",
    "sales.depth.distribution.0": "attempts leads",
}


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, Any]]:
    with empty_store() as engine:
        settings.save(engine, {"zone": "Europe/Berlin", "currency": "EUR"})
        for kind, text in (("leads", LEADS), ("activities", ACTIVITIES), ("deals", DEALS)):
            load(engine, f"{kind}.csv", text.encode(), kind=kind, zone="UTC", data_as_of=NOW)
        agree(engine, parse("sla.toml", AGREEMENT), NOW)
        yield ask(engine)


@pytest.fixture(scope="module")
def empty() -> dict[str, Any]:
    with empty_store() as engine:
        return ask(engine)


def ask(engine: Engine, name: str = "2026-11") -> dict[str, Any]:
    found = to_json(review(engine, Question(parse_period(name)), NOW))
    read: dict[str, Any] = json.loads(json.dumps(found, allow_nan=False))
    return read


def at(report: Any, path: str) -> Any:
    """The part of the report at a dotted path."""
    for step in filter(None, path.split(".")):
        report = report[int(step)] if step.isdigit() else report[step]
    return report


@pytest.mark.parametrize("path", CONTRACT)
def test_every_key_of_the_contract_is_there(report: dict[str, Any], path: str) -> None:
    assert set(CONTRACT[path].split()) <= set(at(report, path))


@pytest.mark.parametrize(
    "path", [p for p in CONTRACT if not p.endswith(".0")] + ["marketing.recalibration.0"]
)
def test_an_empty_store_has_the_same_keys(empty: dict[str, Any], path: str) -> None:
    assert set(CONTRACT[path].split()) <= set(at(empty, path))


def test_times_are_iso_with_the_zones_offset(report: dict[str, Any]) -> None:
    assert report["period"] == {
        "start": "2026-11-01T00:00:00+01:00",
        "end": "2026-12-01T00:00:00+01:00",
        "name": "2026-11",
        "days": 30,
    }
    assert report["as_of"] == report["data_as_of"] == "2026-11-20T13:00:00+01:00"
    assert report["zone"] == "Europe/Berlin"


def test_a_period_over_a_clock_change_has_both_offsets() -> None:
    with empty_store() as engine:
        settings.save(engine, {"zone": "Europe/Berlin"})
        period = ask(engine, "2026-03")["period"]
    assert period["start"].endswith("+01:00")
    assert period["end"].endswith("+02:00")


def test_numbers_are_not_rounded(report: dict[str, Any]) -> None:
    # 19 days and 13 hours of 30 have passed in Berlin.
    leads = report["marketing"]["leads"]
    assert leads["line"] == pytest.approx(10 * (19 + 13 / 24) / 30, rel=1e-15)
    assert leads["needed_per_day"] == pytest.approx(7 / (30 - 19 - 13 / 24), rel=1e-14)
    assert report["sales"]["speed"]["average_hours"] == (10 / 3 + 1) / 2
    assert report["sales"]["speed"]["share_within_goal"] == 1 / 3


def test_money_is_in_major_units(report: dict[str, Any]) -> None:
    assert report["currency"] == "EUR"
    assert report["marketing"]["revenue"]["actual"] == 1200.5
    last = report["marketing"]["recalibration"][-1]
    assert (last["customer_revenue"], last["total_revenue"]) == (1200.5, 1299.75)
    assert last["marketing_share"] == 1200.5 / 1299.75


def test_the_last_thirteen_periods_stand_oldest_first(report: dict[str, Any]) -> None:
    rows = report["marketing"]["recalibration"]
    assert [row["period"] for row in rows][::12] == ["2025-11", "2026-11"]
    assert len(rows) == 13


def test_the_days_after_the_as_of_moment_have_a_line_and_no_leads(report: dict[str, Any]) -> None:
    days = report["marketing"]["leads"]["daily"]
    assert len(days) == 30
    assert days[19] == {"date": "2026-11-20", "leads": 0, "cumulative": 3, "line": 10 * (20 / 30)}
    assert days[20] == {"date": "2026-11-21", "leads": None, "cumulative": None, "line": 7}


def test_what_has_no_data_is_null_and_never_nought(report: dict[str, Any]) -> None:
    first = report["marketing"]["recalibration"][0]
    assert (first["leads"], first["customers"], first["total_revenue"]) == (0, 0, 0)
    rates = ("close_rate", "close_rate_lagged", "close_rate_cohort", "deal_size",
             "marketing_share", "cycle_days")  # fmt: skip
    assert {first[name] for name in rates} == {None}
    assert report["marketing"]["revenue"]["goal"] is None
    assert report["sales"]["speed"]["average_working_hours"] is None
    assert report["sales"]["speed"]["p90_hours"] is None
    assert report["marketing"]["leads"]["forecast"] is None


def test_an_empty_store_has_no_data_anywhere(empty: dict[str, Any]) -> None:
    assert empty["data_as_of"] is None
    assert empty["marketing"]["leads"]["actual"] is None
    verdicts = [empty["marketing"][name]["verdict"] for name in ("leads", "points", "revenue")]
    verdicts += [empty["sales"][name]["verdict"] for name in ("speed", "depth")]
    assert set(verdicts) == {"no data"}
    assert empty["sales"]["speed"]["share_within_goal"] is None
    assert empty["sales"]["depth"]["leads_worked_share"] is None


def test_leads_without_follow_up_data_are_not_called_untouched() -> None:
    with empty_store() as engine:
        load(engine, "leads.csv", LEADS.encode(), kind="leads", data_as_of=NOW)
        sales = ask(engine)["sales"]
    assert (sales["speed"]["presented"], sales["speed"]["untouched"]) == (0, 0)
    assert sales["speed"]["verdict"] == "no data"


def test_the_promises_are_those_of_the_agreement(report: dict[str, Any]) -> None:
    told = {p["measure"]: (p["goal"], p["verdict"]) for p in report["promises"]}
    assert told == {
        "leads": (10, "behind"),
        "share_within_goal": (0.9, "behind"),
        "average_attempts": (6, "behind"),
    }
    assert report["agreement"]["version"] == 1


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield value


@given(companies())
def test_a_report_is_plain_json_and_its_parts_add_up(company: Company) -> None:
    with empty_store() as engine:
        fill(engine, company)
        found = report_of(engine, company)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert {type(leaf) for leaf in _leaves(found)} <= {str, int, float, bool, type(None)}
    _marketing_adds_up(found["marketing"])
    _sales_adds_up(found["sales"])


def _marketing_adds_up(marketing: dict[str, Any]) -> None:
    whole = marketing["leads"]["actual"] or 0
    for groups in ("tiers", "sources", "owners"):
        assert sum(group["actual"] for group in marketing[groups]) == whole
    assert sum(day["leads"] or 0 for day in marketing["leads"]["daily"]) == whole
    points = sum(group["points"] or 0 for group in marketing["tiers"])
    assert points == pytest.approx(marketing["points"]["actual"] or 0)


def _sales_adds_up(sales: dict[str, Any]) -> None:
    speed = sales["speed"]
    for groups in ("tiers", "sources", "owners", "teams"):
        for name in ("presented", "untouched", "overdue"):
            assert sum(g[name] for g in sales[groups]) == speed[name]
    parts = speed["followed_up"] + speed["untouched"] + sum(speed["excluded"].values())
    assert parts == speed["presented"]
