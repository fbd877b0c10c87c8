"""Every number of the report equals a slow second computation's, on random small companies."""

from typing import Any

from hypothesis import given

from sla_core.agreement.model import Agreement
from sla_core.periods import parse_period
from sla_core.reports.as_json import to_json
from sla_core.reports.build import Question, review
from sla_core.store import settings as workspace
from sla_core.store.engine import Engine
from tests.oracle import differences, report
from tests.oracle.companies import Company, companies
from tests.oracle.exports import to_csv
from tests.stores import agree, empty_store, load

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@given(companies())
def test_the_report_equals_the_oracle(company: Company) -> None:
    with empty_store() as engine:
        fill(engine, company)
        actual = report_of(engine, company)
    expected = report(
        company.leads,
        company.deals,
        company.activities,
        company.agreement,
        **company.asked(),
    )
    assert differences(expected, actual) == []


def fill(engine: Engine, company: Company) -> None:
    """Everything that the company has, uploaded."""
    zone = {"zone": company.zone, "fiscal_start": str(company.fiscal_start)}
    currency = {"currency": company.currency} if company.currency else {}
    workspace.save(engine, zone | currency)
    files = {
        "leads": (company.leads, company.leads_file_as_of),
        "deals": (company.deals, company.as_of),
        "activities": (company.activities, company.activities_file_as_of),
    }
    for kind, (rows, speaks) in files.items():
        if rows:
            outcome = load(engine, f"{kind}.csv", to_csv(rows, kind), kind=kind, data_as_of=speaks)
            assert (outcome.read, outcome.refused) == (len(rows), 0)
    for version in company.agreement:
        agree(engine, agreement(version), company.as_of)


def report_of(engine: Engine, company: Company) -> dict[str, Any]:
    """The JSON report that the company asks for."""
    period = parse_period(company.period, company.fiscal_start)
    return to_json(review(engine, Question(period, company.as_of), company.as_of))


def agreement(version: dict[str, Any]) -> Agreement:
    """An oracle's version of an agreement as ours."""
    calendar = version["calendar"]
    hours = calendar and {
        "days": [WEEKDAYS[day] for day in calendar["days"]],
        "hours": [f"{calendar['opens']}-{calendar['closes']}"],
        "zone": calendar["zone"],
    }
    return Agreement.model_validate(
        {
            "in_force_from": version["effective_from"],
            "promises": version["promises"],
            "clock": version["clock"],
            "calendar": hours,
            "tiers": version["tiers"],
            "working_window_days": version["working_window_days"],
        }
    )
