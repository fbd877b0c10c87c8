"""What a review does not count is counted beside it."""

from datetime import UTC, datetime

from sla_core.periods import parse_period
from sla_core.reports.build import Question, review
from sla_core.store.engine import Engine
from tests.stores import csv_of, load

at = datetime.fromisoformat
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEADS = csv_of("lead_id,email,created_at", "1,ann@x.example,2026-10-05", "2,b@x.example,2026-10-20")
DEALS = csv_of(
    "deal_id,lead_id,outcome,amount,currency,closed_at",
    "A,1,won,10,EUR,2026-10-10",
    "B,2,won,10,EUR,2026-10-25",
    "C,2,won,10,EUR,2026-11-02",
    "D,2,lost,10,EUR,2026-10-26",
)


def lines(engine: Engine, as_of: datetime | None = None) -> dict[str, int | None]:
    october = review(engine, Question(parse_period("2026-10"), as_of), NOW)
    return {line.text: line.rows for line in october.coverage if "not counted yet" in line.text}


def test_what_the_period_holds_from_the_as_of_on_is_counted(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS)
    load(engine, "deals.csv", DEALS)
    text = "October 2026: {} after the moment up to which this review counts, not counted yet"
    assert lines(engine) == {text.format("deals won"): 1}
    assert lines(engine, at("2026-10-15T00:00Z")) == {
        text.format("leads qualified"): 1,
        text.format("deals won"): 1,
    }
    assert lines(engine, at("2026-11-15T00:00Z")) == {}
