"""How far work is, in words and as a bar."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from pages.parts import meters
from sla_core import uploads
from sla_core.crm import Options
from sla_core.periods import now
from sla_core.store import far, jobs
from sla_core.store.engine import Engine
from sla_core.store.far import Far
from tests.stores import csv_of, empty_store
from tests.test_pages_upload import progress, screen

LEADS = csv_of("lead_id,created_at", "1,2026-03-02", "2,2026-03-02")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty store that the app opens as its own."""
    with empty_store() as engine:
        monkeypatch.setenv("SLA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
        yield engine


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands where its only entry says."""
    hand = [100.0]
    monkeypatch.setattr(far, "clock", lambda: hand[0])
    return hand


def words(one: Far) -> str:
    return meters.words(one).replace("\u00a0", " ")


def test_reading_tells_rows_rate_and_what_is_left(time: list[float]) -> None:
    work = Far.at("reading")
    time[0] = 110.0
    half = work.moved("reading", 1_000_000, 2_000_000)
    assert (
        words(half)
        == "reading · 1,000,000 of 2,000,000 rows · 100,000 a second · 10 s left to read"
    )
    assert words(work.moved("reading", 500, None)) == "reading · 500 rows · 50 a second"
    assert half.share_done == 0.5


def test_a_step_after_reading_tells_how_long_it_has_taken(time: list[float]) -> None:
    work = Far.at("reading").moved("indexing", 5_000, 5_000)
    time[0] = 142.0
    assert words(work.looked_at()) == "indexing · 5,000 of 5,000 rows · for 42 s"
    # Told again, it is still the same step.
    assert words(work.moved("indexing", 5_000, 5_000)) == words(work.looked_at())
    assert work.moved("folding", 5_000, 5_000).step_seconds == 0


class Shown:
    """A place on a page that notes what was drawn there."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def progress(self, share: float, text: str) -> None:
        self.drawn.append(f"{share:.0%} {text}".replace("\\", "").replace("\u00a0", " "))

    def empty(self) -> None:
        self.drawn.append("gone")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What meters draw."""
    place: Any = Shown()
    monkeypatch.setattr(st, "empty", lambda: place)
    drawn: list[str] = place.drawn
    return drawn


def test_a_meter_draws_a_few_times_a_second_and_goes_away(
    time: list[float], shown: list[str]
) -> None:
    with meters.Meter() as meter:
        for tenth in range(1, 6):
            time[0] = 100 + tenth / 10
            meter.tell("reading", tenth, 10)
        meter.tell("comparing", 10, 10)
    assert [text.partition(" · ")[0] for text in shown] == ["30% Reading", "100% Comparing", "gone"]


def test_a_meter_of_work_that_is_done_at_once_draws_nothing(
    time: list[float], shown: list[str]
) -> None:
    with meters.Meter() as meter:
        meter.tell("reading", 10, 10)
        meter.tell("comparing", 10, 10)
    assert shown == []


def test_a_preview_tells_how_far_it_is_in_the_thread_that_asked(store: Engine) -> None:
    heard: list[tuple[str, int, str]] = []

    def tell(step: str, rows: int, total: int | None) -> None:
        heard.append((step, rows, threading.current_thread().name))

    uploads.preview(store, "leads.csv", LEADS, Options(), tell)
    here = threading.current_thread().name
    assert heard == [("reading", 2, here), ("comparing", 2, here)]


def test_a_file_is_read_once_for_its_preview_however_often_the_page_is_drawn(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    preview = uploads.preview

    def counted(engine: Engine, name: str, *rest: Any) -> uploads.Preview:
        read.append(name)
        return preview(engine, name, *rest)

    monkeypatch.setattr(uploads, "preview", counted)
    app = screen()
    app.file_uploader(key="files").set_value([("leads.csv", LEADS, "text/csv")]).run()
    app.run()
    assert read == ["leads.csv"]
    assert [one.value for one in app.metric if one.label == "new"] == ["2"]


def test_an_undo_tells_its_step_and_how_long_it_has_taken(store: Engine, time: list[float]) -> None:
    number = jobs.begin(store, "leads.csv", "batch 1", now(), kind="undo")
    jobs.progress(store, number, "comparing", 0, None)
    time[0] = 107.0
    assert progress(screen()).replace("\u00a0", " ") == (
        "Taking back leads.csv · comparing · for 7 s. It goes on when you leave this page."
    )
    jobs.end(store, number, "done", now(), "", None)


def test_a_job_of_which_no_row_is_read_yet_tells_the_size_of_its_file(store: Engine) -> None:
    number = jobs.begin(store, "leads.csv", "abc", now(), size=120_400_000)
    assert "Loading leads.csv · 120 MB · waiting" in progress(screen())
    jobs.progress(store, number, "reading", 10, 100)
    assert "MB" not in progress(screen())
    jobs.end(store, number, "done", now(), "", None)


def test_how_far_another_process_is_it_alone_knows(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = jobs.begin(store, "leads.csv", "abc", now())
    monkeypatch.setattr(jobs, "_progress", {})
    assert "Loading leads.csv · since " in progress(screen())
    jobs.end(store, number, "done", now(), "", None)


def test_the_rows_of_a_file_are_foretold_from_those_read_so_far(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sla_core.crm.files.reading.PIECE", 2_000)
    totals: list[int | None] = []
    rows = (f"{100_000 + n},2026-03-02" for n in range(1_000))
    data = csv_of("lead_id,created_at", *rows)
    uploads.preview(store, "a.csv", data, Options(), lambda *told: totals.append(told[2]))
    assert len(totals) > 5
    # Within a row or two from the first piece on, whatever is read ahead.
    assert all(total is not None and abs(total - 1_000) < 10 for total in totals)
