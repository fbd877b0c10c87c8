"""The second computation itself, checked against figures worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from tests.oracle import differences, report
from tests.oracle.companies import Company, companies


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=UTC)


def promise(measure: str, goal: float, hours: float | None = None) -> dict[str, Any]:
    return {"measure": measure, "goal": goal, "hours": hours, "per": "month"}


def version(*promises: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    plain: dict[str, Any] = {
        "effective_from": None,
        "clock": "calendar",
        "calendar": None,
        "tiers": [],
    }
    return [plain | {"promises": list(promises), "working_window_days": None} | more]


def lead(lead_id: str, presented: datetime | date | None, **more: Any) -> dict[str, Any]:
    return {"lead_id": lead_id, "presented_at": presented, "qualified_at": presented} | more


def touch(lead_id: str, when: datetime | date, **more: Any) -> dict[str, Any]:
    plain = {"direction": "outbound", "outcome": "not_connected", "automated": False}
    return {"activity_id": f"{lead_id} {when}", "lead_id": lead_id, "at": when} | plain | more


def november(
    leads: list[dict[str, Any]],
    activities: list[dict[str, Any]],
    agreement: list[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    as_of = more.pop("as_of", at("16T00:00"))
    asked = {"lead_data_as_of": as_of, "follow_up_data_as_of": as_of, "zone": "UTC"} | more
    deals = asked.pop("deals", [])
    return report(leads, deals, activities, agreement or [], period="2026-11", as_of=as_of, **asked)


def test_the_line_in_the_middle_of_the_month_is_half_the_goal() -> None:
    leads = [lead(f"L{i}", at("02T10:00")) for i in range(40)]
    paced = november(leads, [], version(promise("leads", 100)))["marketing"]["leads"]
    assert paced["line"] == 50
    assert (paced["actual"], paced["gap"], paced["gap_days"]) == (40, -10, -3)
    assert (paced["days_left"], paced["needed_per_day"]) == (15, 4)
    assert paced["verdict"] == "behind"
    assert paced["daily"][1] == {
        "date": "2026-11-02",
        "leads": 40,
        "cumulative": 40,
        "line": pytest.approx(100 * 2 / 30),
    }
    assert paced["daily"][15]["cumulative"] is None
    assert paced["daily"][-1]["line"] == 100


def test_fifty_customers_of_a_hundred_leads_are_a_close_rate_of_a_half() -> None:
    leads = [lead(f"L{i:03}", at("02T00:00"), tier="CEO") for i in range(100)]
    deals = [
        {
            "deal_id": f"D{i}",
            "lead_id": f"L{i:03}",
            "outcome": "won",
            "amount": Decimal(100),
            "closed_at": at("07T00:00"),
        }
        for i in range(50)
    ]
    tiers = [{"name": "CEO", "points": 100, "leads": 100}]
    agreement = version(promise("marketing_revenue", 5000), tiers=tiers)
    answer = november(leads, [], agreement, deals=deals, as_of=at("16T00:00"))["marketing"]
    last = answer["recalibration"][-1]
    assert (last["close_rate"], last["deal_size"], last["cycle_days"]) == (0.5, 100, 5)
    assert (last["marketing_share"], last["close_rate_cohort"]) == (1, 0.5)
    assert (answer["revenue"]["actual"], answer["revenue"]["verdict"]) == (5000, "on track")
    assert (answer["points"]["actual"], answer["points"]["goal"]) == (10_000, 10_000)
    assert answer["tiers"] == [
        {
            "name": "CEO",
            "goal": 100,
            "actual": 100,
            "points": 10_000,
            "customers": 50,
            "revenue": 5000,
            "share": 1,
        }
    ]


def test_the_first_deal_makes_the_customer_and_every_deal_the_revenue() -> None:
    deal = {"lead_id": "L1", "outcome": "won", "amount": Decimal(70)}
    deals = [
        deal | {"deal_id": "D2", "closed_at": at("09T00:00"), "amount": Decimal(30)},
        deal | {"deal_id": "D1", "closed_at": at("09T00:00")},
        deal | {"deal_id": "D3", "lead_id": None, "closed_at": at("10T00:00")},
        deal | {"deal_id": "D4", "closed_at": at("16T00:00")},
    ]
    answer = november([lead("L1", at("02T00:00"))], [], deals=deals)["marketing"]
    last = answer["recalibration"][-1]
    assert last["customers"] == 1
    assert last["customer_revenue"] == 70
    assert last["marketing_revenue"] == 100
    assert last["total_revenue"] == 170
    assert last["close_rate_lagged"] == 1


def test_speed_by_hand() -> None:
    leads = [lead(f"L{i}", at("02T09:00")) for i in range(1, 4)]
    leads.append(lead("L4", at("15T22:00")))
    activities = [
        touch("L1", at("02T08:00")),
        touch("L1", at("02T09:30"), automated=True),
        touch("L1", at("02T11:00")),
        touch("L2", at("02T10:00"), outcome="planned"),
        touch("L2", at("02T15:00"), direction="inbound"),
        touch("L2", at("02T19:00"), direction="inbound", outcome="connected"),
        touch("L4", at("15T23:00")),
    ]
    speed = november(leads, activities, version(promise("share_within_goal", 0.5, 4)))
    answer = speed["sales"]["speed"]
    assert (answer["presented"], answer["followed_up"], answer["untouched"]) == (4, 3, 1)
    assert answer["average_hours"] == pytest.approx((2 + 10 + 1) / 3)
    assert (answer["due"], answer["within"], answer["overdue"]) == (3, 1, 1)
    assert answer["oldest_hours"] == 14 * 24 - 9
    assert (answer["not_yet_due"], answer["not_yet_due_answered"]) == (1, 1)
    assert (answer["median_hours"], answer["p90_hours"]) == (2, None)
    assert (answer["pre_worked"], answer["verdict"]) == (1, "behind")
    weeks = [(week["start"], week["presented"]) for week in answer["by_period"]]
    assert weeks == [("2026-11-01", 0), ("2026-11-02", 3), ("2026-11-09", 1)]


def test_depth_by_hand() -> None:
    leads = [
        lead("calm", at("02T09:00"), closed_out_at=None),
        lead("reached", at("02T09:00"), closed_out_at=None),
        lead("closed", at("02T09:00"), closed_out_at=at("15T23:59")),
        lead("young", at("14T09:00"), closed_out_at=None),
        lead("ignored", at("03T09:00"), closed_out_at=at("16T00:00")),
    ]
    activities = [touch("calm", at(f"0{day}T10:00")) for day in (2, 3, 4)]
    activities.append(touch("reached", at("02T10:00"), outcome="connected"))
    agreement = version(promise("average_attempts", 3), working_window_days=3)
    depth = november(leads, activities, agreement)["sales"]["depth"]
    assert (depth["unconnected"], depth["in_window"]) == (2, 1)
    assert (depth["average_attempts"], depth["share_at_goal"]) == (1.5, 0.5)
    assert depth["leads_worked_share"] == 0.4
    assert depth["distribution"] == [{"attempts": 0, "leads": 1}, {"attempts": 3, "leads": 1}]
    assert depth["verdict"] == "behind"


def test_a_touch_without_a_time_of_day_counts_for_depth_but_not_for_speed() -> None:
    leads = [lead("L1", at("02T09:00")), lead("L2", date(2026, 11, 3))]
    activities = [touch("L1", date(2026, 11, 2)), touch("L2", at("03T01:00"))]
    sales = november(leads, activities)["sales"]
    assert sales["speed"]["excluded"] == {"no_time_of_day": 2, "before_hand_off": 0}
    assert sales["speed"]["average_hours"] is None
    assert sales["depth"]["average_attempts"] == 1


def test_summary_columns_speak_where_there_are_no_activities() -> None:
    leads = [
        lead("L1", at("02T09:00"), first_follow_up_at=at("02T12:00"), attempts=None),
        lead("L2", at("02T09:00"), first_follow_up_at=at("02T08:00"), attempts=4),
        lead("L3", at("02T09:00"), first_follow_up_at=at("20T08:00"), attempts=None),
    ]
    sales = november(leads, [])["sales"]
    assert sales["speed"]["average_hours"] == 3
    assert sales["speed"]["excluded"]["before_hand_off"] == 1
    assert sales["speed"]["untouched"] == 1
    assert [row["attempts"] for row in sales["depth"]["distribution"]] == [0, 1, 4]


def test_without_follow_up_data_sales_have_no_data() -> None:
    answer = november([lead("L1", at("02T09:00"))], [], follow_up_data_as_of=None)["sales"]
    assert (answer["speed"]["presented"], answer["speed"]["verdict"]) == (0, "no data")
    assert answer["speed"]["by_period"] == []


def test_the_same_person_within_a_day_is_one_lead_and_later_an_episode() -> None:
    leads = [
        lead("L1", at("02T09:00"), email="ann@x.example"),
        lead("L2", at("03T09:00"), email=" ANN@x.example"),
        lead("L3", at("03T09:01"), email="ann@x.example"),
    ]
    activities = [touch("L2", at("03T10:00")), touch("", at("04T10:00"), email="Ann@x.example")]
    answer = november(leads, activities)
    assert answer["marketing"]["leads"]["actual"] == 2
    assert answer["sales"]["speed"]["average_hours"] == pytest.approx((25 + 24 + 59 / 60) / 2)


def test_a_touch_belongs_to_the_contact_s_newest_episode_before_it_else_to_the_first() -> None:
    leads = [lead(f"L{day}", at(f"0{day}T09:00"), contact_id="C1") for day in (2, 5, 8)]
    hours = ("02T08:00", "05T10:00", "08T09:00")
    activities = [touch("unknown", at(hour), contact_id="C1") for hour in hours]
    speed = november(leads, activities)["sales"]["speed"]
    assert (speed["pre_worked"], speed["followed_up"], speed["untouched"]) == (1, 2, 1)
    assert speed["average_hours"] == 0.5


def test_deals_in_another_currency_make_customers_but_no_revenue() -> None:
    deal = {"outcome": "won", "amount": Decimal(10), "closed_at": at("09T00:00")}
    deals = [
        deal | {"deal_id": "D1", "lead_id": "L1", "currency": "USD"},
        deal | {"deal_id": "D2", "lead_id": "L2", "currency": "EUR"},
    ]
    leads = [lead("L1", at("02T00:00")), lead("L2", at("02T00:00"))]
    marketing = november(leads, [], deals=deals, currency="EUR")["marketing"]
    last = marketing["recalibration"][-1]
    assert (last["customers"], last["customer_revenue"], last["deal_size"]) == (2, 10, 10)
    assert marketing["revenue"]["actual"] == 10


def test_a_status_that_says_closed_closes_at_the_moment_its_export_speaks_about() -> None:
    leads = [lead("L1", at("02T09:00"), status="Closed - Not Converted")]
    seen = november(leads, [])["sales"]["depth"]
    later = november(leads, [], lead_data_as_of=at("17T00:00"))["sales"]["depth"]
    assert (seen["unconnected"], later["unconnected"]) == (0, 1)


def test_a_goal_per_quarter_is_a_third_in_each_month_and_versions_take_turns() -> None:
    first = version(promise("leads", 30))[0]
    second = version(promise("leads", 360) | {"per": "quarter"}, effective_from=date(2026, 11, 1))
    asked: dict[str, Any] = {"as_of": at("16T00:00"), "lead_data_as_of": at("16T00:00")}
    asked |= {"follow_up_data_as_of": None}
    months = {"2026-10": 30, "2026-11": 120, "2026-Q4": 270}
    for period, goal in months.items():
        paced = report([], [], [], [first, *second], period=period, **asked)["marketing"]["leads"]
        assert paced["goal"] == goal


@given(company=companies())
@settings(deadline=None, max_examples=40)
def test_parts_add_up_to_the_whole(company: Company) -> None:
    answer = _asked(company)
    speed, depth = answer["sales"]["speed"], answer["sales"]["depth"]
    timed = speed["followed_up"] + speed["untouched"]
    assert speed["presented"] == timed + sum(speed["excluded"].values())
    assert speed["within"] + speed["overdue"] <= speed["due"] <= timed
    assert depth["unconnected"] == sum(row["leads"] for row in depth["distribution"])
    for part in ("presented", "followed_up", "untouched", "due", "within"):
        assert sum(row[part] for row in speed["by_period"]) == speed[part]
    tiers = answer["marketing"].get("tiers", [])
    assert sum(row["actual"] for row in tiers) == (answer["marketing"]["leads"]["actual"] or 0)


@given(company=companies())
@settings(deadline=None, max_examples=25)
def test_the_order_of_rows_does_not_matter(company: Company) -> None:
    turned = report(
        company.leads[::-1],
        company.deals[::-1],
        company.activities[::-1],
        company.agreement,
        **company.asked(),
    )
    assert differences(_asked(company), turned) == []


def _asked(company: Company) -> dict[str, Any]:
    rows = (company.leads, company.deals, company.activities)
    return report(*rows, company.agreement, **company.asked())
