"""Jobs: imports that go on while pages come and go."""

from datetime import UTC, datetime, timedelta

import pytest

from sla_core.problems import Refused
from sla_core.store import jobs
from sla_core.store.engine import Engine
from sla_core.store.settings import data_version

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


def test_a_job_that_begins_is_running(engine: Engine) -> None:
    number = jobs.begin(engine, "a.csv", "abc", NOON)
    (job,) = jobs.latest(engine)
    assert (job.id, job.file, job.sha256, job.state) == (number, "a.csv", "abc", "running")
    assert (job.started_at, job.ended_at, job.batch_id) == (NOON, None, None)


def test_the_same_file_is_refused_while_it_is_being_imported(engine: Engine) -> None:
    jobs.begin(engine, "a.csv", "abc", NOON)
    with pytest.raises(Refused) as refusal:
        jobs.begin(engine, "copy of a.csv", "abc", LATER)
    assert str(refusal.value) == "copy of a.csv is being imported right now; wait until it is done."
    jobs.begin(engine, "b.csv", "def", LATER)
    assert [job.file for job in jobs.latest(engine)] == ["b.csv", "a.csv"]


@pytest.mark.parametrize("state", ["done", "failed", "interrupted"])
def test_the_same_file_may_begin_again_once_its_job_has_ended(engine: Engine, state: str) -> None:
    number = jobs.begin(engine, "a.csv", "abc", NOON)
    jobs.end(engine, number, state, LATER, "It was so.", None)
    (job,) = jobs.latest(engine)
    assert (job.state, job.ended_at, job.message) == (state, LATER, "It was so.")
    again = jobs.begin(engine, "a.csv", "abc", LATER)
    assert [(job.id, job.state) for job in jobs.latest(engine)] == [
        (again, "running"),
        (number, state),
    ]


def test_jobs_of_a_process_that_is_gone_are_interrupted_at_the_next_start(engine: Engine) -> None:
    ended = jobs.begin(engine, "a.csv", "abc", NOON)
    jobs.end(engine, ended, "done", NOON, "3 rows", 7)
    jobs.begin(engine, "b.csv", "def", NOON)
    jobs.interrupt_stale(engine, LATER)
    stale, done = jobs.latest(engine)
    assert (stale.state, stale.ended_at) == ("interrupted", LATER)
    assert stale.message == "Interrupted; nothing was changed."
    assert (done.state, done.ended_at, done.message, done.batch_id) == ("done", NOON, "3 rows", 7)


def test_the_newest_jobs_are_shown_and_no_more_than_asked(engine: Engine) -> None:
    for number in range(5):
        jobs.begin(engine, f"{number}.csv", str(number), NOON)
    assert [job.file for job in jobs.latest(engine, 2)] == ["4.csv", "3.csv"]


def test_a_job_changes_no_report(engine: Engine) -> None:
    number = jobs.begin(engine, "a.csv", "abc", NOON)
    jobs.end(engine, number, "failed", LATER, "It was so.", None)
    assert data_version(engine) == 0
