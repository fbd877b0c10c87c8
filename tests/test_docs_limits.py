"""What the documentation says of limits and of words is what the code does."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sla_core.crm import DIALECTS, Options, read_export
from sla_core.crm.fallbacks import CLOSED
from sla_core.crm.files.header import MOST_COLUMNS, open_sheet
from sla_core.crm.layouts.dialects import SALES_SOURCES
from sla_core.metrics.recalibration import PERIODS
from sla_core.periods import now
from sla_core.reports.freshness import PATIENCE
from sla_core.store.engine import Engine, reading
from sla_core.store.merging import DUPLICATE_MICROS
from sla_core.store.used import unplaced
from tests.documents import HOUSE, prose, section
from tests.stores import empty_store, load

METRICS, EXPORTS = HOUSE / "docs" / "metrics.md", HOUSE / "docs" / "exports.md"
LEADS = b"lead_id,created_at\n"
TASKS = "Id,WhoId,Status,IsClosed,Priority,CompletedDateTime,ActivityDate\n"


@pytest.fixture
def store() -> Iterator[Engine]:
    with empty_store() as engine:
        yield engine


def test_every_word_that_closes_a_lead_is_listed() -> None:
    told = section(METRICS, "Closed").replace("\n", " ")
    assert [word for word in CLOSED.split("|") if word not in told] == []


def test_every_source_that_is_sales_own_is_listed() -> None:
    told = " ".join(section(EXPORTS, "Mapping").split())
    assert [source for source in SALES_SOURCES if source not in told] == []


def test_the_words_of_calls_are_listed_with_what_they_mean() -> None:
    told = " ".join(section(EXPORTS, "Known exports").split())
    words = {word for dialect in DIALECTS for word in dialect.values.get("outcome", {})}
    assert len(words) >= 12
    assert [word for word in words if f"*{word}*" not in told] == []


def test_the_numbers_of_the_rules_are_the_codes() -> None:
    assert DUPLICATE_MICROS == 24 * 3_600_000_000
    assert "at most 24 hours after it" in section(METRICS, "Duplicates").replace("\n", " ")
    assert PERIODS == 13
    assert "thirteen rows" in section(METRICS, "Recalibration")
    assert timedelta(days=8) == PATIENCE
    assert "more than eight days older" in " ".join(section(METRICS, "Verdicts").split())
    assert f"more than {MOST_COLUMNS} columns" in prose(EXPORTS)


def test_fifteen_character_ids_meet_those_of_eighteen(store: Engine) -> None:
    report = "Lead Owner,Lead ID,First Name,Created Date\nAnn,00Q5g0000000000,Bob,2026-11-02\n"
    task = TASKS + "00T1,00Q5g0000000000EAA,Completed,true,Normal,2026-11-03T10:00:00Z,\n"
    load(store, "report.csv", report.encode())
    load(store, "task.csv", task.encode())
    with reading(store) as connection:
        assert unplaced(connection).activities == 0


def test_an_open_task_without_a_due_date_is_refused_alone() -> None:
    rows = "00T1,00Q1,Not Started,false,Normal,,\n00T2,00Q1,Completed,true,Normal,,2026-11-03\n"
    clean = read_export("task.csv", (TASKS + rows).encode(), Options(), now())
    assert [row.line for row in clean.refused] == [2]
    assert clean.rows["activity_id"].to_pylist() == ["00T2"]


def test_an_event_is_a_meeting_that_reached_the_person() -> None:
    text = b"Id,WhoId,ActivityDateTime\n00U1,00Q1,2026-11-03T10:00:00Z\n"
    (row,) = read_export("event.csv", text, Options(), now()).rows.to_pylist()
    assert (row["channel"], row["outcome"]) == ("meeting", "connected")


def test_deals_of_an_opportunity_report_belong_to_no_lead(store: Engine) -> None:
    text = "Opportunity Name,Stage,Opportunity Owner,Opportunity ID\nBig,Closed Won,Ann,0061\n"
    load(store, "report.csv", text.encode())
    with reading(store) as connection:
        assert unplaced(connection).deals == 1


def test_other_encodings_are_not_refused_but_a_wrong_word_is_shown() -> None:
    text = "lead_id,created_at,owner\nL1,2026-11-02,Иванов\n".encode("cp1251")
    (row,) = read_export("leads.csv", text, Options(), now()).rows.to_pylist()
    assert row["owner"] == "Èâàíîâ"
    assert "“Èâàíîâ” look wrong" in open_sheet("leads.csv", text).notes[1]


def test_a_later_file_without_a_column_blanks_it(store: Engine) -> None:
    load(
        store, "first.csv", b"lead_id,created_at,modified_at,owner\nL1,2026-11-02,2026-11-02,Ann\n"
    )
    outcome = load(
        store, "later.csv", b"lead_id,created_at,modified_at\nL1,2026-11-02,2026-11-03\n"
    )
    assert (outcome.new, outcome.changed) == (0, 1)
    with reading(store) as connection:
        owners = connection.exec_driver_sql("SELECT owner FROM lead").scalars().all()
    assert owners == [None]
