"""The goals of an agreement as a form holds them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.agreement.goals import (
    Goals,
    goals_of,
    inputs_of,
    tiers_of,
    with_goals,
    with_lead_goal,
    working_time,
)
from sla_core.agreement.model import Agreement, Hours, Inputs, Promise, Tier
from sla_core.problems import Refused

NOVEMBER = date(2026, 11, 1)
BOTH = Agreement(
    name="Ours",
    promises=(
        Promise(measure="leads", goal=1200, per="quarter"),
        Promise(measure="share_within_goal", goal=0.9, hours=8, by="the desk", to="marketing"),
    ),
    tiers=(Tier(name="CEO", points=100, leads=20), Tier(name="manager", points=40)),
    version=3,
)
INPUTS = Inputs(quota=5000, marketing_share=1, deal_size=100, close_rate=0.5)


def test_a_quarters_lead_goal_is_shown_per_month() -> None:
    assert goals_of(BOTH).measures == {"leads": 400, "share_within_goal": 0.9}
    assert goals_of(BOTH).hours == 8


def test_goals_saved_as_they_were_shown_change_nothing_but_the_month() -> None:
    same = with_goals(BOTH, goals_of(BOTH), NOVEMBER)
    assert same == BOTH.model_copy(update={"in_force_from": NOVEMBER, "version": 0})


def test_a_changed_goal_is_per_month_and_keeps_its_parties() -> None:
    goals = Goals({"leads": 450, "share_within_goal": 0.95}, hours=4)
    changed = with_goals(BOTH, goals, NOVEMBER)
    assert changed.promise("leads") == Promise(measure="leads", goal=450)
    promise = changed.promise("share_within_goal")
    assert promise
    assert (promise.goal, promise.hours, promise.by) == (0.95, 4, "the desk")
    assert changed.tiers == ()


def test_without_an_agreement_the_goals_make_a_first_one() -> None:
    first = with_goals(None, Goals({"average_hours": 3}), None)
    assert [p.measure for p in first.promises] == ["average_hours"]
    assert first.in_force_from is None


@pytest.mark.parametrize(
    ("goals", "sentence"),
    [
        (Goals({"leads": 0}), "Qualified leads: goal: Input should be greater than 0"),
        (Goals({"leads_worked": 95}), "a share is a number up to 1"),
        (Goals({"share_within_goal": 0.9}), "hours goes with share_within_goal"),
        (Goals(clock="working"), "a working clock needs a [calendar]"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_in_a_sentence(goals: Goals, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        with_goals(None, goals, None)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith("Nothing was saved.")


def test_a_lead_goal_from_the_calculator_brings_its_inputs_and_tiers_along() -> None:
    planned = with_lead_goal(BOTH, 480, INPUTS, {"CEO": 30}, NOVEMBER)
    assert planned.monthly("leads") == 480
    assert planned.inputs == INPUTS
    assert [tier.leads for tier in planned.tiers] == [30, None]
    assert planned.promise("share_within_goal") == BOTH.promise("share_within_goal")


def test_inputs_that_cannot_be_name_the_one() -> None:
    with pytest.raises(Refused, match="close_rate"):
        inputs_of({"quota": 5000, "marketing_share": 1, "deal_size": 100, "close_rate": 0})


def test_rows_without_a_name_are_no_tiers() -> None:
    rows: list[dict[str, object]] = [
        {"name": "CEO", "points": 100.0, "leads": None},
        {"name": None, "points": 3.0},
    ]
    assert tiers_of(rows) == (Tier(name="CEO", points=100),)


def test_a_tiers_share_over_one_is_refused_by_its_name() -> None:
    with pytest.raises(Refused, match="Tier “CEO”: share"):
        tiers_of([{"name": "CEO", "share": 20.0}])


def test_working_time_is_read_as_people_write_it() -> None:
    read = working_time(
        ["mon", "tue"], "09:00-12:00, 13:00 - 17:00", "Europe/Berlin", "2026-12-25\n"
    )
    assert read == Hours(
        days=("mon", "tue"),
        hours=("09:00-12:00", "13:00 - 17:00"),
        zone="Europe/Berlin",
        holidays=(date(2026, 12, 25),),
    )


@pytest.mark.parametrize(
    ("days", "hours", "holidays"),
    [
        ([], "09:00-17:00", ""),
        (["mon"], "9 to 5", ""),
        (["mon"], "17:00-09:00", ""),
        (["mon"], "", ""),
        (["mon"], "09:00-17:00", "Christmas"),
    ],
)
def test_working_time_that_cannot_be_is_refused(days: list[str], hours: str, holidays: str) -> None:
    with pytest.raises(Refused):
        working_time(days, hours, "UTC", holidays)


@given(
    st.dictionaries(st.sampled_from(["leads", "points", "average_attempts"]), st.floats(0.1, 1e9))
)
def test_what_was_saved_is_shown_again(measures: dict[str, float]) -> None:
    goals = Goals(measures)  # type: ignore[arg-type]
    assert goals_of(with_goals(None, goals, None)) == goals
