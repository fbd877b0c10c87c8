"""Jobs: imports that go on while pages come and go."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sla_core.problems import Refused
from sla_core.store import far, jobs
from sla_core.store.engine import Engine, file_of, is_sqlite
from sla_core.store.settings import data_version
from sla_core.store.undo import undo
from tests.stores import csv_of, empty_store, load, rows_of

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


def beginning(engine: Engine, file: str) -> "subprocess.Popen[str]":
    """Another process on the same database, in the middle of a job."""
    address = engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.beginning", address, file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def gone(engine: Engine) -> None:
    """Wait for a server to notice that the other process is gone; a file's lock goes at once."""
    if not is_sqlite(engine):
        with engine.connect() as connection:
            others = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            while connection.exec_driver_sql(others).scalar():
                pass


def test_the_job_of_a_process_that_is_gone_is_interrupted_and_may_begin_again(
    engine: Engine,
) -> None:
    ended = jobs.begin(engine, "a.csv", "abc", NOON)
    jobs.end(engine, ended, "done", NOON, "3 rows", 7)
    process = beginning(engine, "b.csv")
    process.kill()
    process.communicate()
    gone(engine)
    stale, done = jobs.latest(engine)
    assert (stale.file, stale.state) == ("b.csv", "interrupted")
    assert stale.message == "Interrupted; nothing was changed."
    assert (done.state, done.ended_at, done.message, done.batch_id) == ("done", NOON, "3 rows", 7)
    jobs.interrupt_stale(engine, LATER)
    assert jobs.latest(engine)[0].ended_at == LATER
    assert rows_of(engine, "job", state="running") == []
    jobs.end(engine, jobs.begin(engine, "b.csv", "b.csv", LATER), "done", LATER, "", None)


def test_the_job_of_another_process_that_is_at_work_goes_on(engine: Engine) -> None:
    process = beginning(engine, "b.csv")
    own = jobs.begin(engine, "a.csv", "abc", NOON)
    jobs.interrupt_stale(engine, LATER)
    assert [(job.file, job.state) for job in jobs.latest(engine)] == [
        ("a.csv", "running"),
        ("b.csv", "running"),
    ]
    with pytest.raises(Refused, match="is being imported right now"):
        jobs.begin(engine, "copy of b.csv", "b.csv", LATER)
    process.communicate("end\n")
    assert [job.state for job in jobs.latest(engine)] == ["running", "done"]
    jobs.end(engine, own, "done", LATER, "", None)


def test_a_job_that_ended_leaves_nothing_beside_the_database() -> None:
    with empty_store() as engine:
        path = file_of(engine)
        assert path is not None
        jobs.end(engine, jobs.begin(engine, "a.csv", "abc", NOON), "done", LATER, "", None)
        assert list(path.parent.glob("*job*")) == []


def test_a_running_job_says_how_far_it_is_and_what_is_left(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([100.0, 104.0, 108.0, 110.0])
    monkeypatch.setattr(far, "clock", lambda: next(seconds))
    number = jobs.begin(engine, "a.csv", "abc", NOON, size=5_000)
    (waiting,) = jobs.latest(engine)
    assert (waiting.kind, waiting.size) == ("import", 5_000)
    assert waiting.far
    assert (waiting.far.step, waiting.far.share_done, waiting.far.step_seconds) == (
        "waiting",
        0.0,
        4.0,
    )
    assert (waiting.far.per_second, waiting.far.seconds_left) == (None, None)
    jobs.progress(engine, number, "writing", 250, 1_000)
    (job,) = jobs.latest(engine)
    assert job.far
    assert (job.far.step, job.far.rows_done, job.far.rows_total) == ("writing", 250, 1_000)
    assert (job.far.share_done, job.far.per_second, job.far.seconds_left) == (0.25, 25.0, 30.0)
    assert job.far.step_seconds == 2.0
    jobs.end(engine, number, "done", LATER, "1,000 rows", 3)
    (ended,) = jobs.latest(engine)
    assert (ended.state, ended.far, ended.message) == ("done", None, "1,000 rows")


def test_progress_of_a_job_that_has_ended_or_is_another_store_s_is_not_shown(
    engine: Engine,
) -> None:
    number = jobs.begin(engine, "a.csv", "abc", NOON)
    with empty_store() as other:
        jobs.begin(other, "b.csv", "abc", NOON)
        jobs.progress(other, number, "reading", 7, None)
        assert [job.far and job.far.rows_done for job in jobs.latest(other)] == [7]
        assert [job.far and job.far.rows_done for job in jobs.latest(engine)] == [None]
    jobs.end(engine, number, "failed", LATER, "It was so.", None)
    jobs.progress(engine, number, "writing", 1, 2)
    assert jobs.latest(engine)[0].far is None


def test_one_batch_is_taken_back_once_at_a_time(engine: Engine) -> None:
    jobs.begin(engine, "a.csv", "batch 3", NOON, kind="undo")
    with pytest.raises(Refused, match=r"a\.csv is being taken back right now; wait"):
        jobs.begin(engine, "a.csv", "batch 3", NOON, kind="undo")
    assert [job.kind for job in jobs.latest(engine)] == ["undo"]


def test_the_newest_jobs_are_shown_and_no_more_than_asked(engine: Engine) -> None:
    for number in range(5):
        jobs.begin(engine, f"{number}.csv", str(number), NOON)
    assert [job.file for job in jobs.latest(engine, 2)] == ["4.csv", "3.csv"]


def test_a_job_changes_no_report(engine: Engine) -> None:
    number = jobs.begin(engine, "a.csv", "abc", NOON)
    jobs.end(engine, number, "failed", LATER, "It was so.", None)
    assert data_version(engine) == 0


def test_what_a_job_loaded_can_be_gone_or_taken_back(engine: Engine) -> None:
    outcome = load(engine, "a.csv", csv_of("lead_id,created_at", "1,2026-03-02"))
    (row,) = rows_of(engine, "batch")
    for sha256 in (row["sha256"], "another"):
        number = jobs.begin(engine, "a.csv", sha256, NOON)
        jobs.end(engine, number, "done", LATER, "1 row", outcome.batch)
    assert [(job.gone, job.undone) for job in jobs.latest(engine)] == [
        (True, False),
        (False, False),
    ]
    undo(engine, outcome.batch, now=LATER, who="tests")
    assert [(job.gone, job.undone) for job in jobs.latest(engine)] == [(True, False), (False, True)]
