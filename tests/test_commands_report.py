"""targets and report: the figures from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calling import Line, call
from tests.test_commands_import import written

LEADS = """lead_id,qualified_at,origin
L1,2023-10-31 23:30,marketing
L2,2023-11-02 09:00,marketing
L3,2023-11-20 10:00,marketing
L4,2023-11-20 10:00,sales
"""
DEALS = """deal_id,lead_id,outcome,amount,currency,closed_at
D1,L2,won,1200.50,EUR,2023-11-20 12:00
D2,,won,800,EUR,2023-11-21 12:00
D3,L4,won,99.50,EUR,2023-11-22 12:00
"""
KEYS = {
    *("period", "as_of", "zone", "data_as_of", "marketing", "sales", "budget", "bridge"),
    *("promises", "strikes", "notes", "coverage", "problems"),
}
MARKETING = {"leads", "points", "revenue", "tiers", "sources", "recalibration"}
PACING = {"goal", "actual", "line", "gap", "needed_per_day", "forecast", "verdict", "daily"}
ROW = {
    *("period", "leads", "customers", "customer_revenue", "marketing_revenue", "total_revenue"),
    *("cycle_days", "close_rate", "close_rate_lagged", "close_rate_cohort", "deal_size"),
    *("marketing_share", "intervals"),
}
SPEED = {
    *("measure", "goal_hours", "goal_share", "presented", "followed_up", "untouched", "overdue"),
    *("not_yet_due", "not_yet_due_answered", "pre_worked", "returned", "average_hours"),
    *("average_working_hours", "median_hours", "p90_hours", "share_within_goal", "by_period"),
    *("verdict", "excluded"),
}
DEPTH = {
    *("unconnected", "average_attempts", "goal_attempts", "share_at_goal", "in_window"),
    *("leads_worked_share", "distribution", "by_period", "verdict"),
}


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A store with four leads and three deals."""
    made = Line(f"sqlite:///{tmp_path}/sla.db")
    files = written(tmp_path, "leads", LEADS), written(tmp_path, "deals", DEALS)
    made.json("import", *files, "--data-as-of", "2023-11-23")
    return made


def chain(*numbers: object) -> tuple[str, ...]:
    names = ("--quota", "--marketing-share", "--deal-size", "--close-rate")
    return tuple(str(word) for pair in zip(names, numbers, strict=True) for word in pair)


def test_a_quota_of_5000_at_half_closed_needs_100_leads() -> None:
    told = call("targets", *chain(5000, 1, 100, 0.5), "--json").json
    assert told == {
        "revenue_goal": 5000,
        "customers": 50,
        "leads": 100,
        "customers_rounded": 50,
        "leads_rounded": 100,
    }


def test_seven_customers_at_five_percent_need_140_leads_and_not_one_more() -> None:
    told = call("targets", *chain(7, 1, 1, 0.05), "--json").json
    assert (told["customers"], told["leads"], told["leads_rounded"]) == (7, 140, 140)


def test_a_share_may_be_written_as_a_percentage() -> None:
    told = call("targets", *chain(7, "100%", 1, "5 %"), "--json").json
    assert (told["customers"], told["leads"], told["leads_rounded"]) == (7, 140, 140)
    assert call("targets", *chain(7, 1, 1, "500%")).code == 1


def test_the_three_lines_for_people_are_rounded_up_at_their_end_only() -> None:
    assert call("targets", *chain(1000, 0.5, 300, 0.03)).out.splitlines() == [
        "marketing revenue goal  500.00",
        "customers needed        2",
        "leads needed            56",  # 1.67 / 3 % = 55.6; two customers would need 67
    ]


@given(
    st.decimals(1, 1_000_000, places=2),
    st.decimals("0.01", 1, places=2),
    st.decimals(1, 10_000, places=2),
    st.decimals("0.001", 1, places=3),
)
def test_the_chain_is_carried_unrounded(quota: Any, share: Any, size: Any, rate: Any) -> None:
    told = call("targets", *chain(quota, share, size, rate), "--json").json
    assert told["leads"] == pytest.approx(float(quota * share / size / rate))
    assert told["leads"] <= told["leads_rounded"] < told["leads"] + 1


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (("much", 1, 100, 0.5), "quota is not a number: “much”"),
        ((5000, 1.5, 100, 0.5), "share"),
        ((5000, 1, 0, 0.5), "deal size has to be more than zero"),
        ((5000, 1, 100, 0), "close rate"),
        ((-1, 1, 100, 0.5), "quota"),
    ],
)
def test_an_impossible_input_is_one_sentence(numbers: tuple[object, ...], sentence: str) -> None:
    words = [f"{name}={value}" for name, value in zip(*[iter(chain(*numbers))] * 2, strict=True)]
    told = call("targets", *words)
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1


def test_targets_without_all_four_inputs_is_wrong_usage() -> None:
    told = call("targets", "--quota", "5000")
    assert told.code == 2
    assert "--close-rate" in told.err


def test_the_report_has_every_key_that_scripts_were_promised(line: Line) -> None:
    told = line.json("report")
    assert set(told) >= KEYS
    assert set(told["period"]) == {"start", "end", "name", "days"}
    assert set(told["marketing"]) >= MARKETING
    for side in ("leads", "points", "revenue"):
        assert set(told["marketing"][side]) >= PACING
        assert set(told["marketing"][side]["daily"][0]) == {"date", "leads", "cumulative", "line"}
    assert set(told["marketing"]["recalibration"][0]) >= ROW
    assert set(told["sales"]) >= {"speed", "depth", "capacity"}
    assert set(told["sales"]["speed"]) >= SPEED
    assert set(told["sales"]["speed"]["excluded"]) == {"no_time_of_day", "before_hand_off"}
    assert set(told["sales"]["depth"]) >= DEPTH


def test_a_report_without_words_is_of_the_month_and_moment_of_the_newest_data(line: Line) -> None:
    told = line.json("report")
    assert told["period"] == {
        "start": "2023-11-01T00:00:00+00:00",
        "end": "2023-12-01T00:00:00+00:00",
        "name": "2023-11",
        "days": 30,
    }
    assert told["as_of"] == told["data_as_of"] == "2023-11-24T00:00:00+00:00"


@pytest.mark.parametrize(
    ("period", "leads", "days"),
    [
        ("2023-10", 1, 31),
        ("2023-11", 2, 30),
        ("2023-Q4", 3, 92),
        ("2023", 3, 365),
        ("2022", 0, 365),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year(
    line: Line, period: str, leads: int, days: int
) -> None:
    told = line.json("report", "--period", period)
    assert (told["period"]["name"], told["period"]["days"]) == (period, days)
    assert told["marketing"]["leads"]["actual"] == leads
    assert len(told["marketing"]["leads"]["daily"]) == days


def test_fiscal_years_are_named_by_the_year_they_end_in(line: Line) -> None:
    line.json("settings", "set", "fiscal_start=7")
    told = line.json("report", "--period", "2024")["period"]
    assert (told["start"], told["end"]) == (
        "2023-07-01T00:00:00+00:00",
        "2024-07-01T00:00:00+00:00",
    )
    assert line.json("report", "--period", "2024-Q2")["marketing"]["leads"]["actual"] == 3


@pytest.mark.parametrize(
    ("as_of", "leads", "meant"),
    [
        ("2023-11-19", 1, "2023-11-20T00:00:00+00:00"),
        ("2023-11-20", 2, "2023-11-21T00:00:00+00:00"),
        ("2023-11-20T10:00", 1, "2023-11-20T10:00:00+00:00"),
        ("2023-11-20T12:01+02:00", 2, "2023-11-20T10:01:00+00:00"),
    ],
)
def test_an_as_of_counts_what_lay_strictly_before_it_and_a_bare_date_is_its_end(
    line: Line, as_of: str, leads: int, meant: str
) -> None:
    told = line.json("report", "--period", "2023-11", "--as-of", as_of)
    assert told["as_of"] == meant
    assert told["marketing"]["leads"]["actual"] == leads


def test_days_after_the_as_of_have_no_count_and_days_without_a_goal_no_line(line: Line) -> None:
    daily = line.json("report", "--period", "2023-11", "--as-of", "2023-11-20")["marketing"][
        "leads"
    ]["daily"]
    assert [day["cumulative"] for day in daily[18:22]] == [1, 2, None, None]
    assert {day["line"] for day in daily} == {None}


def test_money_is_in_major_units_and_a_deal_without_a_lead_is_sales(line: Line) -> None:
    told = line.json("report", "--period", "2023-11")
    row = told["marketing"]["recalibration"][-1]
    assert told["marketing"]["revenue"]["actual"] == 1200.5
    assert (row["marketing_revenue"], row["total_revenue"]) == (1200.5, 2100)
    assert row["customers"] == 1


def test_without_follow_up_data_sales_figures_are_null_and_the_verdict_is_no_data(
    line: Line,
) -> None:
    speed = line.json("report", "--period", "2023-11")["sales"]["speed"]
    assert (speed["average_hours"], speed["median_hours"]) == (None, None)
    assert (speed["presented"], speed["untouched"], speed["verdict"]) == (0, 0, "no data")


def test_the_zone_of_the_workspace_draws_the_period_s_borders(line: Line) -> None:
    line.json("settings", "set", "zone=Europe/Berlin")
    told = line.json("report", "--period", "2023-11")
    assert told["period"]["start"] == "2023-11-01T00:00:00+01:00"
    # Half past eleven in the evening of October in UTC is November in Berlin.
    assert told["marketing"]["leads"]["actual"] == 3


def test_the_report_of_an_empty_store_is_whole_and_says_no_data(tmp_path: Path) -> None:
    told = Line(f"sqlite:///{tmp_path}/empty.db").json("report", "--period", "2023-11")
    assert (told["data_as_of"], told["marketing"]["leads"]["actual"]) == (None, None)
    assert told["marketing"]["leads"]["verdict"] == "no data"


def test_the_report_goes_into_a_file_where_one_is_named(line: Line, tmp_path: Path) -> None:
    out = tmp_path / "review.json"
    told = line("report", "--period", "2023-11", "--out", out)
    assert (told.code, told.out) == (0, f"The review of 2023-11 is in {out}.\n")
    assert json.loads(out.read_text(encoding="utf-8")) == line.json("report", "--period", "2023-11")
    assert line.json("report", "--out", out) == {"out": str(out)}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--period", "2023-13"), "“2023-13” is not a period; write a month as 2026-11"),
        (("--period", "November"), "“November” is not a period"),
        (("--as-of", "yesterday"), "“yesterday” is not a date or time; write 2026-11-23"),
        (("--out", "/no/such/folder/x.json"), "cannot be written"),
    ],
)
def test_a_report_that_cannot_be_made_is_one_sentence(
    line: Line, words: tuple[str, ...], sentence: str
) -> None:
    told = line("report", *words)
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1


def test_a_format_that_is_not_made_yet_is_wrong_usage(line: Line) -> None:
    assert line("report", "--format", "docx").code == 2
