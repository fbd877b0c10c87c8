"""Real data end to end: Olist's marketing funnel, where its files lie beside the project."""

import os
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.calling import Line

OLIST = Path(os.environ.get("SLA_OLIST") or Path(__file__).parents[2] / "shared/data/olist")
LEADS = OLIST / "olist_marketing_qualified_leads_dataset.csv"
DEALS = OLIST / "olist_closed_deals_dataset.csv"
pytestmark = pytest.mark.skipif(
    not (LEADS.exists() and DEALS.exists()),
    reason="Olist's files are not here (they may not be copied into the project);"
    " put them into ../shared/data/olist or name their folder in SLA_OLIST",
)
PER_MONTH = {
    **{"2017-06": 4, "2017-07": 239, "2017-08": 386, "2017-09": 312, "2017-10": 416},
    **{"2017-11": 445, "2017-12": 200, "2018-01": 1141, "2018-02": 1028, "2018-03": 1174},
    **{"2018-04": 1352, "2018-05": 1303},
}
AS_LEADS = (
    *("--kind", "leads", "--map", "lead_id=mql_id", "--map", "qualified_at=first_contact_date"),
    *("--map", "source=origin"),
)
AS_DEALS = (
    *("--kind", "deals", "--map", "deal_id=mql_id", "--map", "lead_id=mql_id"),
    *("--map", "closed_at=won_date", "--map", "owner=sr_id", "--set", "outcome=won"),
)
GOALS = """name = "Olist's"

[[promises]]
measure = "leads"
goal = 1085

[[promises]]
measure = "share_within_goal"
goal = 0.9
hours = 24
"""


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Both files imported through --map, and a goal for leads."""
    folder = tmp_path_factory.mktemp("olist")
    made = Line(f"sqlite:///{folder}/sla.db")
    made.json("import", LEADS, *AS_LEADS)
    made.json("import", DEALS, *AS_DEALS)
    goals = folder / "goals.toml"
    goals.write_text(GOALS, encoding="utf-8")
    made.json("agreement", "import", goals)
    return made


@pytest.fixture(scope="module")
def march(line: Line) -> Any:
    return line.json("report", "--period", "2018-03", "--as-of", "2018-12-31")


def test_every_row_of_both_files_is_in_once(line: Line) -> None:
    deals, leads = line.json("imports")["imports"]
    names = ("read", "new", "changed", "same", "refused")
    assert [leads[name] for name in names] == [8000, 8000, 0, 0, 0]
    assert [deals[name] for name in names] == [842, 842, 0, 0, 0]


def test_the_same_files_again_change_nothing(line: Line) -> None:
    (again,) = line.json("import", LEADS, *AS_LEADS)["files"]
    assert (again["read"], again["same"], again["known"]) == (8000, 8000, True)
    assert len(line.json("imports")["imports"]) == 2


@pytest.mark.parametrize("month", PER_MONTH)
def test_leads_per_month_are_those_of_its_description(line: Line, month: str) -> None:
    leads = line.json("report", "--period", month, "--as-of", "2018-12-31")["marketing"]["leads"]
    assert leads["actual"] == PER_MONTH[month]


def test_the_months_of_a_year_add_up_in_the_recalibration_table(march: Any) -> None:
    rows = {row["period"]: row["leads"] for row in march["marketing"]["recalibration"]}
    assert list(rows)[-1] == "2018-03"
    assert {m: n for m, n in rows.items() if n} == {m: PER_MONTH[m] for m in PER_MONTH if m in rows}
    assert sum(PER_MONTH.values()) == 8000


def test_842_leads_became_customers(line: Line) -> None:
    told = line.json("report", "--period", "2018-11", "--as-of", "2018-12-31")
    rows = told["marketing"]["recalibration"]
    assert sum(row["customers"] for row in rows) == 842
    assert rows[0]["period"] == "2017-11"


def test_customers_per_month_are_those_of_the_deals_file(line: Line) -> None:
    closed = [text.split(",")[4][:7] for text in DEALS.read_text("utf-8").splitlines()[1:]]
    told = line.json("report", "--period", "2018-11", "--as-of", "2018-12-31")
    rows = told["marketing"]["recalibration"]
    assert {row["period"]: row["customers"] for row in rows if row["customers"]} == Counter(closed)


def test_march_has_1174_leads_in_31_days_and_ends_on_its_goal(march: Any) -> None:
    leads = march["marketing"]["leads"]
    assert (leads["actual"], march["period"]["days"], len(leads["daily"])) == (1174, 31, 31)
    assert (leads["goal"], leads["daily"][-1]["line"], leads["line"]) == (1085, 1085, 1085)
    assert leads["daily"][-1]["cumulative"] == 1174
    assert [day["line"] for day in leads["daily"]] == pytest.approx([35 * k for k in range(1, 32)])
    assert (leads["gap"], leads["needed_per_day"], leads["verdict"]) == (89, None, "met")


def test_the_days_of_march_add_up(march: Any) -> None:
    daily = march["marketing"]["leads"]["daily"]
    assert sum(day["leads"] for day in daily) == 1174
    for before, day in pairwise(daily):
        assert day["cumulative"] == before["cumulative"] + day["leads"]


def test_sources_are_as_in_the_file_and_blanks_are_unknown(line: Line) -> None:
    told = line.json("report", "--period", "2018", "--as-of", "2018-12-31")
    cells = [text.split(",") for text in LEADS.read_text("utf-8").splitlines()[1:]]
    counted = Counter(cell[3] or "unknown" for cell in cells if cell[1].startswith("2018"))
    sources = {group["name"]: group["actual"] for group in told["marketing"]["sources"]}
    assert sources == counted


def test_without_a_follow_up_sales_figures_are_no_data_and_not_untouched_leads(march: Any) -> None:
    speed, depth = march["sales"]["speed"], march["sales"]["depth"]
    nulls = ("average_hours", "average_working_hours", "median_hours", "p90_hours")
    assert {speed[name] for name in (*nulls, "share_within_goal")} == {None}
    counts = ("presented", "followed_up", "untouched", "overdue", "not_yet_due")
    assert {speed[name] for name in counts} == {0}
    assert (speed["by_period"], depth["by_period"], depth["distribution"]) == ([], [], [])
    assert (speed["verdict"], depth["verdict"]) == ("no data", "no data")
    names = ("average_attempts", "share_at_goal", "leads_worked_share")
    assert {depth[name] for name in names} == {None}
    told = {promise["measure"]: promise["verdict"] for promise in march["promises"]}
    assert told == {"leads": "met", "share_within_goal": "no data"}


def test_there_is_no_amount_so_that_no_deal_size_is_made_up(march: Any) -> None:
    row = march["marketing"]["recalibration"][-1]
    assert (row["customers"] > 0, row["deal_size"], row["marketing_share"]) == (True, None, None)
    assert row["close_rate"] == row["customers"] / 1174


def test_the_store_is_sound(line: Line) -> None:
    assert line.json("check")["ok"] is True
