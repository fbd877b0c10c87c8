"""The report of the invented company's exports equals the oracle's, in both layouts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from sla_core.demo.company import invent
from sla_core.demo.exports import LAYOUTS, Layout, exports
from sla_core.periods import parse_moment, parse_period
from sla_core.reports.as_json import to_json
from sla_core.reports.build import Question, review
from sla_core.store import settings
from sla_core.store.engine import Engine
from tests.crm_rows import READERS, ZONE, rows_of
from tests.oracle import differences, report
from tests.oracle.rows import Row
from tests.stores import agree, empty_store, load
from tests.test_report_against_oracle import agreement

LAST_DAY = date(2023, 11, 23)
LATER = parse_moment("2024-06-01", ZONE)
PROMISED: dict[str, Any] = {
    "effective_from": None,
    "promises": [
        {"measure": "leads", "goal": 240, "hours": None, "per": "month"},
        {"measure": "marketing_revenue", "goal": 720_000, "hours": None, "per": "year"},
        {"measure": "share_within_goal", "goal": 0.9, "hours": 8, "per": "month"},
        {"measure": "average_hours", "goal": 3, "hours": None, "per": "month"},
        {"measure": "average_attempts", "goal": 4, "hours": None, "per": "month"},
        {"measure": "leads_worked", "goal": 0.95, "hours": None, "per": "month"},
    ],
    "clock": "working",
    "calendar": {"days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "17:00", "zone": ZONE},
    "tiers": [
        {"name": "Hot", "points": 100, "leads": 50},
        {"name": "Warm", "points": 50, "leads": 105},
        {"name": "Cold", "points": 20, "leads": 85},
    ],
    "working_window_days": 14,
}
ASKED = (
    ("2023-11", None),
    ("2023-Q4", None),
    ("2023", None),
    ("2023-10", None),
    ("2023-11", "2023-11-10T11:30"),
    ("2023-Q3", "2023-09-15"),
    ("2023", "2023-08-31"),
)


@dataclass(frozen=True)
class Loaded:
    """A store with one layout's three files, and the same files as the oracle's rows."""

    engine: Engine
    leads: list[Row]
    deals: list[Row]
    activities: list[Row]
    lead_data_as_of: datetime
    follow_up_data_as_of: datetime


@pytest.fixture(scope="module", params=LAYOUTS)
def loaded(request: pytest.FixtureRequest) -> Iterator[Loaded]:
    layout: Layout = request.param
    files = exports(invent(LAST_DAY), layout)
    rows = [rows_of(*pair) for pair in zip(files.values(), READERS[layout], strict=True)]
    with empty_store() as engine:
        settings.save(engine, {"zone": ZONE, "currency": "EUR"})
        agree(engine, agreement(PROMISED), LATER)
        outcomes = [load(engine, name, data) for name, data in files.items()]
        # A row that both readings use, or neither: the one that stands twice is there once.
        assert [len(found) for found in rows] == [o.read - o.refused - 1 for o in outcomes]
        spoken, _, worked = (outcome.data_as_of for outcome in outcomes)
        # HubSpot's contacts count their attempts, and so tell of sales' work as well.
        told = max(spoken, worked) if layout == "hubspot" else worked
        leads, deals, activities = rows
        yield Loaded(engine, leads, deals, activities, spoken, told)


@pytest.mark.parametrize(("period", "as_of"), ASKED)
def test_the_report_of_the_invented_company_equals_the_oracle(
    loaded: Loaded, period: str, as_of: str | None
) -> None:
    moment = parse_moment(as_of, ZONE) if as_of else loaded.lead_data_as_of
    question = Question(parse_period(period), moment if as_of else None)
    actual = to_json(review(loaded.engine, question, LATER))
    expected = report(
        loaded.leads,
        loaded.deals,
        loaded.activities,
        [PROMISED],
        zone=ZONE,
        currency="EUR",
        period=period,
        as_of=moment,
        lead_data_as_of=loaded.lead_data_as_of,
        follow_up_data_as_of=loaded.follow_up_data_as_of,
    )
    assert expected["marketing"]["leads"]["actual"] > 50
    assert expected["sales"]["speed"]["followed_up"] > 30
    assert differences(expected, actual) == []
