"""Both sides by tier, source, owner and team: the parts add up to the whole."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sla_core.metrics.breakdown import marketing_groups, sales_groups
from sla_core.metrics.depth import DepthGoals, depth
from sla_core.metrics.recalibration import Book
from sla_core.metrics.results import Group, SalesGroup
from sla_core.metrics.speed import SpeedGoals, speed
from sla_core.periods import parse_period
from tests.columns import at, deals, leads

SPAN = parse_period("2026-11").bounds("UTC")
POINTS = {"CEO": 100.0, "manager": 40.0}


def by_tier(
    people: list[dict[str, Any]],
    money: list[dict[str, Any]] | None = None,
    goals: dict[str, float] | None = None,
    worth: dict[str, float] | None = None,
    as_of: np.datetime64 | None = None,
) -> tuple[Group, ...]:
    seen = at(24) if as_of is None else as_of
    book = Book(leads(*people), deals(*(money or [])), seen, "UTC", 100)
    return marketing_groups(book, lambda x: x.tier, SPAN, goals or {}, worth or {})


def lead(tier: str, day: int = 2, **more: Any) -> dict[str, Any]:
    return {"tier": tier, "qualified": at(day), "presented": at(day), **more}


def test_the_largest_group_stands_first_and_equals_by_name() -> None:
    found = by_tier([lead("C"), lead("B"), lead("A"), lead("C")])
    assert [(g.name, g.actual, g.share) for g in found] == [
        ("C", 2, 0.5), ("A", 1, 0.25), ("B", 1, 0.25),
    ]  # fmt: skip


def test_a_tier_with_a_goal_stands_even_without_a_lead() -> None:
    found = by_tier([lead("manager")], goals={"CEO": 20})
    assert [(g.name, g.actual, g.goal) for g in found] == [("manager", 1, None), ("CEO", 0, 20)]


def test_a_group_has_its_points_and_a_tier_without_points_is_worth_nothing() -> None:
    found = by_tier([lead("CEO"), lead("manager"), lead("manager"), lead("C")], worth=POINTS)
    assert {g.name: g.points for g in found} == {"CEO": 100, "manager": 80, "C": 0}
    assert by_tier([lead("CEO")])[0].points is None


def test_sales_leads_and_leads_of_other_months_are_in_no_group() -> None:
    assert by_tier([lead("A", marketing=False), lead("B", 24), lead("C", qualified=None)]) == ()


def test_a_groups_revenue_is_that_of_all_deals_of_its_leads_won_in_the_period() -> None:
    people = [lead("A", first_won=at(3), first_deal=0), lead("B")]
    money = [
        {"lead": 0, "marketing": True, "closed": at(3), "amount": 1050},
        {"lead": 0, "marketing": True, "closed": at(4), "amount": 50},
        {"lead": 0, "marketing": True, "closed": at(24), "amount": 7},
        {"lead": 1, "marketing": True, "closed": at(5), "amount": 9, "won": False},
        {"lead": -1, "marketing": True, "closed": at(5), "amount": 9},
    ]
    found = by_tier(people, money)
    assert [(g.name, g.customers, g.revenue) for g in found] == [("A", 1, 11.0), ("B", 0, 0.0)]


def test_nothing_is_a_share_of_nothing() -> None:
    (only,) = by_tier([], goals={"CEO": 20})
    assert (only.share, only.actual, only.revenue) == (None, 0, 0)


tiers = st.sampled_from(["A", "B", "C", "unrated"])


@given(st.lists(st.tuples(tiers, st.integers(1, 30), st.booleans()), max_size=30))
def test_marketings_groups_add_up_to_the_delivered(rows: list[tuple[str, int, bool]]) -> None:
    found = by_tier([lead(t, day, marketing=ours) for t, day, ours in rows])
    delivered = sum(ours and day < 24 for _, day, ours in rows)
    assert sum(g.actual for g in found) == delivered
    assert not delivered or abs(sum(g.share or 0 for g in found) - 1) < 1e-9
    assert len({g.name for g in found}) == len(found)


SPEED, DEPTH = SpeedGoals(hours=4, share=0.9), DepthGoals(attempts=6)


def teams(people: list[dict[str, Any]]) -> tuple[SalesGroup, ...]:
    return sales_groups(leads(*people), lambda x: x.team, at(24), (SPEED, DEPTH))


def test_each_team_has_its_own_speed_and_depth() -> None:
    people = [
        lead("A", team="North", first_follow_up=at(2, 2), attempts=1, connected=at(2, 2)),
        lead("A", team="North", attempts=0),
        lead("A", team="West", first_follow_up=at(2, 6), attempts=2),
    ]
    north, west = teams(people)
    assert (north.presented, north.untouched, north.overdue, north.due) == (2, 1, 1, 2)
    assert (north.average_hours, north.share_within_goal) == (2, 0.5)
    assert (north.unconnected, north.average_attempts, north.leads_worked_share) == (1, 0, 0.5)
    assert (west.name, west.average_hours, west.share_within_goal) == ("West", 6, 0)
    assert (west.average_attempts, west.leads_worked_share) == (2, 1)


def test_a_team_without_an_answer_has_no_average() -> None:
    (only,) = teams([lead("A")])
    assert (only.average_hours, only.share_within_goal, only.average_attempts) == (None, 0, 0)


@st.composite
def handed_over(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(st.integers(1, 23))
    waited = draw(st.none() | st.integers(0, 600))
    return lead(
        "A",
        day,
        team=draw(st.sampled_from(["North", "West", "unknown"])),
        first_follow_up=None if waited is None else at(day) + np.timedelta64(waited, "h"),
        attempts=0 if waited is None else draw(st.integers(1, 8)),
        closed_out=draw(st.sampled_from([None, at(23), at(25)])),
    )


@given(st.lists(handed_over(), max_size=30))
def test_the_teams_add_up_to_sales(people: list[dict[str, Any]]) -> None:
    columns = leads(*people)
    whole = speed(columns, at(24), SPEED, (), over=False)
    deep = depth(columns, at(24), DEPTH, (), over=False)
    found = teams(people)
    for name in ("presented", "untouched", "overdue", "due"):
        assert sum(getattr(g, name) for g in found) == getattr(whole, name)
    assert sum(g.unconnected for g in found) == deep.unconnected
    within = sum(round((g.share_within_goal or 0) * g.due) for g in found)
    assert within == whole.within
