"""Which version is in force, and what it expects of a period."""

from datetime import date

import pytest

from sla_core.agreement import model
from sla_core.agreement.model import COUNTED, Agreement, Promise, Tier
from sla_core.periods import parse_period

TIERS = (Tier(name="CEO", points=100, leads=20), Tier(name="manager", points=40, leads=100))


def leads(
    goal: float, since: date | None = None, version: int = 1, per: str = "month"
) -> Agreement:
    promise = {"measure": "leads", "goal": goal, "per": per}
    return Agreement.model_validate(
        {"promises": [promise], "in_force_from": since, "version": version}
    )


OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))


def test_a_version_is_in_force_from_its_month_until_the_next_ones() -> None:
    first, second = leads(400), leads(480, NOVEMBER, 2)
    assert model.in_force((first, second), OCTOBER) == first
    assert model.in_force((first, second), NOVEMBER) == second
    assert model.in_force((second, first), DECEMBER) == second


def test_before_the_first_version_nothing_is_in_force() -> None:
    assert model.in_force((leads(480, NOVEMBER),), OCTOBER) is None
    assert model.in_force((), NOVEMBER) is None


def test_of_versions_of_the_same_month_the_later_saved_stands() -> None:
    first, corrected = leads(400, NOVEMBER, 1), leads(480, NOVEMBER, 2)
    assert model.in_force((corrected, first), NOVEMBER) == corrected


def test_an_older_month_saved_later_does_not_replace_a_newer_one() -> None:
    newer, older = leads(480, NOVEMBER, 1), leads(400, OCTOBER, 2)
    assert model.in_force((newer, older), DECEMBER) == newer


def test_a_quarters_goal_adds_up_the_versions_in_force_in_its_months() -> None:
    versions = (leads(400), leads(480, NOVEMBER, 2))
    assert model.goal(versions, "leads", parse_period("2026-Q4")) == 400 + 480 + 480


@pytest.mark.parametrize(
    ("per", "name", "goal"),
    [
        ("month", "2026-11", 1200),
        ("quarter", "2026-11", 400),
        ("year", "2026-11", 100),
        ("quarter", "2026-Q4", 1200),
        ("year", "2026-Q4", 300),
        ("month", "2026", 14400),
    ],
)
def test_a_goal_is_spread_evenly_over_months(per: str, name: str, goal: float) -> None:
    assert model.goal((leads(1200, per=per),), "leads", parse_period(name)) == pytest.approx(goal)


def test_a_quarter_with_a_month_without_a_goal_has_none() -> None:
    assert model.goal((leads(480, NOVEMBER),), "leads", parse_period("2026-Q4")) is None
    assert model.goal((leads(480),), "points", parse_period("2026-11")) is None


def test_points_without_a_promise_follow_from_the_tiers() -> None:
    assert Agreement(tiers=TIERS).monthly("points") == 20 * 100 + 100 * 40
    promised = Agreement(tiers=TIERS, promises=(Promise(measure="points", goal=5000),))
    assert promised.monthly("points") == 5000


def test_a_tier_with_leads_but_no_points_leaves_no_goal_in_points() -> None:
    valued = Tier(name="CEO", points=100, leads=20)
    assert Agreement(tiers=(valued, Tier(name="B", leads=5))).monthly("points") is None
    assert Agreement(tiers=(valued, Tier(name="B", points=5))).monthly("points") == 2000
    assert Agreement(tiers=(Tier(name="B", points=5),)).monthly("points") is None


def test_a_tiers_goal_adds_up_over_months_like_the_whole() -> None:
    versions = (
        Agreement(tiers=(Tier(name="CEO", leads=20),)),
        Agreement(tiers=(Tier(name="CEO", leads=30),), in_force_from=DECEMBER, version=2),
    )
    assert model.tier_goal(versions, "CEO", parse_period("2026-Q4")) == 20 + 20 + 30
    assert model.tier_goal(versions, "B", parse_period("2026-Q4")) is None


@pytest.mark.parametrize("measure", sorted(COUNTED))
def test_what_is_counted_is_promised_by_marketing(measure: str) -> None:
    assert Promise.model_validate({"measure": measure, "goal": 1}).by == "marketing"
