"""The upload page as it is drawn: what runs, what was loaded, what to do where there is nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import copies_form
from sla_core.glancing import products
from sla_core.periods import now
from sla_core.store import far, jobs, settings
from sla_core.store.engine import Engine, reading
from sla_core.store.undo import undo
from tests.stores import csv_of, empty_store, load
from tests.test_uploads import ended

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
LEADS = csv_of("lead_id,created_at,tier", "1,2026-03-02,A", "2,2026-03-03,A", ",2026-03-03,A")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty store that the app opens as its own."""
    with empty_store() as engine:
        monkeypatch.setenv("SLA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
        yield engine


def screen(name: str = "upload", /, **state: object) -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=60)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    app.switch_page(f"pages/data/{name}.py").run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    """All that the screen says in words, as a reader sees it."""
    shown = [e.value for e in [*app.markdown, *app.caption, *app.text, *app.info, *app.error]]
    return "\n".join(shown).replace("\\", "").replace("\u00a0", " ")


def progress(app: AppTest) -> str:
    return "\n".join(bar.proto.text for bar in app.get("progress")).replace("\\", "")


def test_an_empty_page_says_what_can_be_dropped_and_what_is_known(store: Engine) -> None:
    text = told(screen())
    assert "up to 1,024 MB each" in text
    assert "No uploads yet. Drop your first export above" in text
    for product, kinds in products().items():
        assert f"- {product}: {', '.join(kinds)}" in text


def test_a_running_load_tells_step_rows_rate_and_time_left(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = jobs.begin(store, "a.csv", "abc", now())
    seconds = far.clock()
    monkeypatch.setattr(far, "clock", lambda: seconds + 10)
    jobs.progress(store, number, "reading", 100_000, 300_000)
    text = progress(screen()).replace("\u00a0", " ")
    for part in ("Loading a.csv · reading", "100,000 of 300,000 rows", "a second", "left to read"):
        assert part in text
    jobs.progress(store, number, "writing", 300_000, 300_000)
    assert "left" not in progress(screen())
    jobs.end(store, number, "failed", now(), "a.csv was refused.", None)
    assert "a.csv was refused." in told(screen())


def test_an_upload_is_opened_with_who_when_counts_faults_and_rows(store: Engine) -> None:
    load(store, "leads.csv", LEADS, data_as_of=AS_OF)
    app = screen(batch="1")
    text = told(app)
    assert "Upload 1: leads.csv" in text
    assert "uploaded by tests on" in text
    assert "3 rows: 2 new, 0 changed, 0 same, 1 refused." in text
    rows, faults = (
        next(d.value for d in app.dataframe if name in d.value.columns)
        for name in ("state", "The whole row")
    )
    assert list(rows["id"]) == ["1", "2"]
    assert list(faults["The whole row"]) == [" | 2026-03-03 | A"]


def rows_of_upload(app: AppTest) -> list[tuple[str, int]]:
    (rows,) = (d.value for d in app.dataframe if "state" in d.value.columns)
    return list(zip(rows["id"], rows["upload"], strict=True))


def test_the_rows_of_an_upload_are_paged_through_to_the_last(store: Engine) -> None:
    many = csv_of("lead_id,created_at", *(f"{n},2026-03-02" for n in range(1, 251)))
    load(store, "leads.csv", many, data_as_of=AS_OF)
    app = screen(batch="1")
    assert "Rows 1 to 100 of 250" in told(app)
    assert app.button(key="rows-1-arrow_back").disabled
    for _ in range(2):
        app.button(key="rows-1-arrow_forward").click().run()
    assert "Rows 201 to 250 of 250" in told(app)
    assert rows_of_upload(app) == [(str(n), 1) for n in range(201, 251)]
    assert app.button(key="rows-1-arrow_forward").disabled
    app.button(key="rows-1-arrow_back").click().run()
    assert rows_of_upload(app)[0] == ("101", 1)
    app.number_input(key="rows-1").set_value(7).run()
    assert rows_of_upload(app)[0] == ("7", 1)


def test_a_table_s_own_download_holds_nothing_that_a_spreadsheet_executes(store: Engine) -> None:
    evil = csv_of("lead_id,created_at,=A1,tier", "1,2026-03-02,x,=1+1", ",2026-03-02,x,@SUM(A1)")
    load(store, "=leads.csv", evil, data_as_of=AS_OF)
    app = screen(batch="1")
    cells = [str(cell) for table in app.dataframe for cell in table.value.to_numpy().ravel()]
    assert "'=1+1" in cells
    assert "'=leads.csv" in cells
    assert [cell for cell in cells if cell.startswith(tuple("=+-@"))] == []


def test_times_that_changed_are_told_in_the_workspace_s_zone(store: Engine) -> None:
    settings.save(store, {"zone": "Asia/Tokyo"})
    load(store, "leads.csv", LEADS, data_as_of=AS_OF)
    later = LEADS.replace(b"2,2026-03-03,A", b"2,2026-03-03 10:00,A")
    load(store, "later.csv", later, data_as_of=AS_OF + timedelta(days=1))
    (rows,) = (d.value for d in screen(batch="2").dataframe if "state" in d.value.columns)
    (changes,) = filter(None, rows["changes"])
    # It was read in that zone, and is not told in another.
    assert changes.startswith("created_at: 2026-03-03 00:00 → 2026-03-03 10:00")


def test_one_that_was_taken_back_says_by_whom(store: Engine) -> None:
    load(store, "leads.csv", LEADS, data_as_of=AS_OF)
    undo(store, 1, now=AS_OF, who="ops")
    text = told(screen(batch="1"))
    assert "Taken back Fri 20 Mar 2026 18:00, by ops." in text
    assert "the same file can be uploaded again" in text


def test_what_taking_back_would_do_is_said_before_it_is_done(store: Engine) -> None:
    load(store, "leads.csv", LEADS, data_as_of=AS_OF)
    later = LEADS.replace(b"2,2026-03-03,A", b"2,2026-03-03,B")
    load(store, "later.csv", later, data_as_of=AS_OF)
    app = screen(batch="2")
    app.button(key="undo-2").click().run()
    text = told(app)
    # Of the file's three rows one was refused, and one said the same as the first upload.
    assert "0 rows go: no other upload has them." in text
    assert "1 row stays, as another upload has them." in text
    assert "1 row of it does not stand by this upload, and nothing changes there." in text


def test_a_workspace_without_a_zone_is_told_which_one_counts_and_sets_it_there(
    store: Engine,
) -> None:
    app = screen()
    app.file_uploader(key="files").set_value([("leads.csv", LEADS, "text/csv")]).run()
    assert "Times without a zone are read as UTC**, since this workspace has no" in told(app)
    app.selectbox(key="zone-first-choice").set_value("Asia/Tokyo").run()
    app.button(key="zone-first-set").click().run()
    assert "since this workspace has no time zone" not in told(app)
    with reading(store) as connection:
        assert settings.workspace(connection).zone == "Asia/Tokyo"
    assert "(Asia/Tokyo)" in told(app)


def test_a_file_that_is_there_already_says_how_many_of_its_rows_are(store: Engine) -> None:
    app = screen()
    app.file_uploader(key="files").set_value([("leads.csv", LEADS, "text/csv")]).run()
    app.button(key="load").click().run()
    ended(store, jobs.latest(store)[0].id)
    app.run()
    assert "In the store already, as upload 1: 2 rows (1 more was refused)." in told(app).replace(
        "*", ""
    )


def test_what_rows_would_lose_is_warned_of_before_they_are_loaded(store: Engine) -> None:
    load(store, "leads.csv", LEADS, data_as_of=AS_OF)
    app = screen()
    later = csv_of("lead_id,created_at", "1,2026-03-20", "2,2026-03-21")
    app.file_uploader(key="files").set_value([("later.csv", later, "text/csv")]).run()
    warned = [warning.value.replace("\\", "") for warning in app.warning]
    assert any("tier" in text and "2" in text for text in warned), warned


def test_a_database_on_a_server_is_put_back_by_the_command_line(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [code for code in screen("settings").code if "restore" in code.value]
    monkeypatch.setattr(copies_form, "file_of", lambda engine: None)
    app = screen("settings")
    assert [c.value for c in app.code if "restore" in c.value] == [
        "python -m sla_core restore COPY.db"
    ]


def test_what_is_no_copy_is_refused_by_its_own_name(store: Engine) -> None:
    app = screen("settings")
    app.file_uploader(key="copy-file").set_value(("notes.db", b"not a database", "x/x")).run()
    app.checkbox(key="copy-sure").check().run()
    app.button(key="copy-restore").click().run()
    (error,) = app.error
    assert "notes" in error.value
    assert "copy.db" not in error.value
