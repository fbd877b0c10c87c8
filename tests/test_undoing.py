"""Taking uploads back in the background."""

import threading
from datetime import UTC, datetime

import pytest

from sla_core import undoing
from sla_core.problems import Refused
from sla_core.store import jobs
from sla_core.store.engine import Engine, writing
from sla_core.store.undo import Undone
from tests.stores import csv_of, load, rows_of

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
LEADS = csv_of("lead_id,created_at", "1,2026-03-02", "2,2026-03-02")


def finished(engine: Engine, job: int) -> jobs.JobState:
    for thread in threading.enumerate():
        if thread.name.startswith("undo-"):
            thread.join()
    (found,) = (one for one in jobs.latest(engine) if one.id == job)
    return found


def test_an_upload_is_taken_back_in_the_background(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    job = finished(engine, undoing.start(engine, 1, who="ops"))
    assert (job.kind, job.file, job.state, job.batch_id) == ("undo", "leads.csv", "done", 1)
    assert job.message == "Taken back: 2 rows are gone, 0 are as another upload has them."
    assert rows_of(engine, "lead") == []
    assert undoing.summary(Undone(1, "a.csv", 1, 1)) == (
        "Taken back: 1 row is gone, 1 is as another upload has it."
    )
    again = finished(engine, undoing.start(engine, 1, who="ops"))
    assert again.state == "failed"
    assert again.message.startswith("Batch 1 (leads.csv) was taken back already, by ops on ")


def test_it_is_refused_while_the_same_upload_is_being_taken_back(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    number = jobs.begin(engine, "leads.csv", "batch 1", AS_OF, kind="undo")
    with pytest.raises(Refused, match="is being taken back right now"):
        undoing.start(engine, 1, who="ops")
    jobs.end(engine, number, "done", AS_OF, "", None)
    with pytest.raises(Refused, match="There is no batch 7"):
        undoing.start(engine, 7, who="ops")


def test_the_page_is_shown_a_job_that_waits_for_the_lock(engine: Engine) -> None:
    load(engine, "leads.csv", LEADS, data_as_of=AS_OF)
    job = undoing.start(engine, 1, who="ops")
    with writing(engine):
        assert jobs.latest(engine)[0].id == job
    assert finished(engine, job).state == "done"
