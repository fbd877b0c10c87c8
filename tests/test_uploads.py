"""Uploads: a file in the background, and refused rows given back as a file."""

import csv
import threading
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from sla_core import uploads
from sla_core.crm import Export, Options, SavedMapping, read_export
from sla_core.problems import Refused
from sla_core.store import jobs, mappings, settings
from sla_core.store.engine import Engine, file_of
from sla_core.store.jobs import JobState
from tests.stores import csv_of, dump, load, rows_of

NOW = datetime(2026, 3, 20, 18, tzinfo=UTC)
LEADS = csv_of("lead_id,created_at", "1,2026-03-02", "2,2026-03-03", ",2026-03-03")


def finished(engine: Engine, data: bytes, name: str = "leads.csv") -> JobState:
    """The job of this upload once its thread has ended."""
    return ended(engine, uploads.start(engine, name, data, Options(), who="tests"))


def ended(engine: Engine, number: int) -> JobState:
    """The job of this number once its thread has ended."""
    for thread in threading.enumerate():
        if thread.name == f"import-{number}":
            thread.join()
    (job,) = (job for job in jobs.latest(engine) if job.id == number)
    return job


def test_an_upload_in_the_background_ends_as_done_with_what_it_did(engine: Engine) -> None:
    job = finished(engine, LEADS)
    assert (job.state, job.file, job.size, job.far) == ("done", "leads.csv", len(LEADS), None)
    assert job.message == "3 rows: 2 new, 0 changed, 0 the same, 1 refused."
    assert [row["id"] for row in rows_of(engine, "batch")] == [job.batch_id]
    assert job.ended_at is not None
    assert job.ended_at >= job.started_at


def test_it_runs_in_a_thread_of_its_own(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    held, threads = threading.Event(), []

    def opened(*given: Any) -> Export:
        threads.append(threading.current_thread())
        held.wait()
        return Export(*given)

    monkeypatch.setattr(uploads, "Export", opened)
    number = uploads.start(engine, "leads.csv", LEADS, Options(), who="tests")
    (job,) = jobs.latest(engine)
    assert (job.id, job.state, job.ended_at) == (number, "running", None)
    with pytest.raises(Refused, match=r"leads.csv is being imported right now; wait until"):
        uploads.start(engine, "leads.csv", LEADS, Options(), who="tests")
    held.set()
    threads[0].join()
    assert threads[0] is not threading.current_thread()
    assert [job.state for job in jobs.latest(engine)] == ["done"]


def test_the_same_file_again_ends_as_done_and_says_so(engine: Engine) -> None:
    first = finished(engine, LEADS)
    again = finished(engine, LEADS)
    assert (again.state, again.batch_id) == ("done", first.batch_id)
    assert again.message == "3 rows, all known: this file was loaded before."


def test_a_file_that_is_refused_ends_its_job_with_the_sentence(engine: Engine) -> None:
    job = finished(engine, b"lead_id,created_at\n", "empty.csv")
    assert (job.state, job.batch_id) == ("failed", None)
    assert job.message == "empty.csv: the file has a header but no rows. Nothing was imported."
    assert rows_of(engine, "batch") == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("fault", [ZeroDivisionError, MemoryError, SystemExit])
def test_whatever_goes_wrong_ends_the_job(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(uploads, "import_file", broken)
    job = finished(engine, LEADS)
    assert job.state == "failed"
    assert job.message == (
        f"leads.csv could not be imported ({fault.__name__}). Nothing was imported."
    )
    monkeypatch.undo()
    assert finished(engine, LEADS).state == "done"


def test_wishes_are_completed_by_the_workspace(engine: Engine) -> None:
    settings.save(engine, {"zone": "Europe/Berlin", "currency": "EUR"})
    told = uploads.options(engine, Options(day_first=True))
    assert (told.zone, told.currency, told.day_first) == ("Europe/Berlin", "EUR", True)
    assert uploads.options(engine, Options(), "Asia/Kolkata").zone == "Asia/Kolkata"
    assert uploads.speaking_of(told, NOW).data_as_of == NOW


def test_a_saved_mapping_reads_a_file_by_its_name(engine: Engine) -> None:
    made = SavedMapping("ours", "leads", columns={"lead_id": "No.", "created_at": "Begun"})
    mappings.save(engine, "ours", "leads", ("No.", "Begun"), made.to_json(), NOW)
    found = uploads.saved_mapping(engine, "ours")
    assert found == made
    outcome = load(engine, "a.csv", csv_of("No.,Begun", "7,2026-03-02"), mapping=found)
    assert (outcome.new, outcome.mapping["lead_id"]) == (1, "No.")
    with pytest.raises(Refused, match=r"There is no mapping “theirs”; there are ours\."):
        uploads.saved_mapping(engine, "theirs")


def test_a_preview_reads_and_compares_and_writes_nothing(engine: Engine) -> None:
    before = dump(engine)
    shown = uploads.preview(engine, "leads.csv", LEADS, uploads.options(engine, Options()))
    assert (shown.outcome.new, shown.outcome.refused, shown.outcome.batch) == (2, 1, None)
    assert shown.clean
    assert [row.line for row in shown.clean.refused] == [4]
    assert dump(engine) == before


def refused_rows(*lines: str) -> list[list[str]]:
    """The refused rows of a file as a spreadsheet reads them."""
    clean = read_export("leads.csv", csv_of(*lines), Options(), NOW)
    return list(csv.reader(StringIO(uploads.refused_csv(clean).decode("utf-8-sig"), newline="")))


def test_refused_rows_come_back_with_line_and_reason() -> None:
    header, row = refused_rows("lead_id,tier,created_at", "1,A,2026-03-02", ",B,2026-03-02")
    assert header == ["line", "reason", "lead_id", "tier", "created_at"]
    assert row[:1] + row[2:] == ["3", "", "B", "2026-03-02"]
    assert "column “lead_id”: lead_id is blank" in row[1]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "  =", "\n\t+", "＝", "\u3000＠"])
def test_a_cell_that_a_spreadsheet_would_execute_is_given_back_as_text(sign: str) -> None:
    formula = f'{sign}HYPERLINK("https://x.example")'
    quoted = formula.replace('"', '""')
    header, row = refused_rows(
        f'lead_id,"{quoted}",created_at', "1,A,2026-03-02", f'"","{quoted}",2026-03-02'
    )
    assert row[3] == f"'{formula}"
    assert not any(cell.strip().startswith(tuple("=+-@＝＋－＠")) for cell in header + row)


def test_a_reason_never_begins_with_a_formula_though_the_file_is_named_like_one() -> None:
    clean = read_export("=1+1.csv", LEADS, Options(), NOW)
    _, row = csv.reader(StringIO(uploads.refused_csv(clean).decode("utf-8-sig")))
    assert row[1].startswith("'=1+1.csv, line 4")


def test_a_preview_that_is_broken_off_leaves_nothing_behind(engine: Engine) -> None:
    class Left(BaseException):
        """The page was left."""

    def leave(step: str, rows: int, total: int | None) -> None:
        raise Left

    path = file_of(engine)
    before = sorted(path.parent.iterdir()) if path else []
    with pytest.raises(Left):
        uploads.preview(engine, "leads.csv", LEADS, Options(), leave)
    assert (sorted(path.parent.iterdir()) if path else []) == before
    assert uploads.preview(engine, "leads.csv", LEADS, Options()).outcome.new == 2
