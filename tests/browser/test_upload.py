"""What ops does every month: drop a file, answer, look, load, look again, take it back."""

import hashlib
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from sla_core.periods import now
from sla_core.store import jobs
from sla_core.store.engine import open_store
from tests.browser.acting import confirm, drop, go, imported, press, visit
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer

GERMAN = (
    "Lead-Nr.;Erstellt am;E-Mail;Kanal;Status\n"
    "L1;03/04/2026 09:00;ann@example.com;Messe;Neu\n"
    "L2;04/04/2026 10:00;bo@example.com;Kaltakquise;Neu\n"
    "L3;;cy@example.com;Messe;Neu\n"
)
CORRECTED = GERMAN.replace("L2;04/04/2026 10:00;bo@example.com;Kaltakquise;Neu",
                           "L2;04/04/2026 10:00;bo@example.com;Messe;In Arbeit")  # fmt: skip
SALES = "deal_id,outcome,amount,currency\nD1,won,1.500,EUR\nD2,won,2.250,EUR\n"


def test_a_foreign_file_is_asked_about_loaded_corrected_and_taken_back(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    (tmp_path / "april.csv").write_text(GERMAN, encoding="cp1252")
    (tmp_path / "corrected.csv").write_text(CORRECTED, encoding="utf-16")
    server = app_server()
    visit(page, f"{server.url}/upload")
    expect(page.get_by_text("up to 1,024 MB each")).to_be_visible()
    drop(page, [tmp_path / "april.csv"])
    _answer_and_load(page, "april.csv")
    imported(page, 1)
    press(page, "What upload 1 changed")
    expect(page.get_by_text("Rows 1 to 2 of 2 that upload 1 brought")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?.*batch=1"))
    page.get_by_role("tab", name="What was wrong").click()
    expect(page.get_by_text("Nothing was wrong in this file.")).to_have_count(0)

    visit(page, f"{server.url}/upload")
    drop(page, [tmp_path / "corrected.csv"])
    _day_first(page)
    expect(page.get_by_text("UTF-16 · semicolon")).to_be_visible()
    expect(page.get_by_text("What changes, before and after")).to_be_visible()
    confirm(page)
    press(page, "Load corrected.csv")
    imported(page, 2)
    expect(page.get_by_text("3 rows: 0 new, 1 changed, 1 the same, 1 refused.")).to_be_visible()

    press(page, "What upload 2 changed")
    press(page, "Take this upload back")
    expect(page.get_by_text("1 row stays, as another upload has them.")).to_be_visible()
    press(page, "No, keep it")
    press(page, "Take this upload back")
    press(page, "Yes, take it back")
    expect(page.get_by_text("Nothing of it remains but this line")).to_be_visible()
    # The same file is not known any more, and can be loaded again.
    confirm(page)
    press(page, "Load corrected.csv")
    imported(page, 3)
    expect(page.get_by_text("3 rows: 0 new, 1 changed, 1 the same, 1 refused.")).to_have_count(2)


def test_what_runs_is_shown_on_return_and_the_same_file_does_not_start_twice(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(SALES)
    server = app_server()
    visit(page, f"{server.url}/upload")
    engine = open_store(server.database)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    number = jobs.begin(engine, "sales.csv", sha256, now())
    page.goto("about:blank")
    page.goto(f"{server.url}/upload")
    expect(
        page.get_by_text(re.compile("^Loading sales.csv · since .* It goes on when you leave"))
    ).to_be_visible()
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files([file])
    load = page.get_by_role("button", name="Load sales.csv")
    expect(load).to_be_visible()
    settled(page)
    load.click()
    expect(page.get_by_text("sales.csv is being imported right now; wait")).to_be_visible()
    jobs.end(engine, number, "failed", now(), "The other one was refused.", None)
    engine.dispose()
    expect(page.get_by_text("The other one was refused.")).to_be_visible()
    press(page, "Load sales.csv")
    imported(page, 1)
    expect(page.get_by_text("2 rows: 2 new, 0 changed, 0 the same, 0 refused.")).to_be_visible()


def test_numbers_that_could_be_read_in_two_ways_are_asked_about(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    (tmp_path / "sales.csv").write_text(SALES)
    visit(page, f"{app_server().url}/upload")
    drop(page, [tmp_path / "sales.csv"])
    expect(page.get_by_text("“1.500” in “amount” can be 1,500 or 1.5")).to_be_visible()
    press(page, "No, decimals")
    expect(page.get_by_text("a point marks decimals, as was chosen")).to_be_visible()
    expect(page.get_by_text("Is that right?")).to_have_count(0)


def test_a_copy_is_saved_and_restored(app_server: AppServer, page: Page, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(SALES)
    visit(page, f"{app_server().url}/upload")
    go(page, "Settings")
    press(page, "Make a copy of the database")
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("Download sla-")).click()
    taken.value.save_as(tmp_path / "copy.db")
    go(page, "Upload")
    drop(page, [tmp_path / "sales.csv"])
    press(page, "Load sales.csv")
    imported(page, 1)
    go(page, "Settings")
    page.get_by_label("Put a copy in place").locator("input").set_input_files(tmp_path / "copy.db")
    settled(page)
    page.get_by_text("Yes, replace what is here").click()
    settled(page)
    press(page, "Restore this copy")
    expect(page.get_by_text("What stood here before is kept as")).to_be_visible()
    go(page, "Upload")
    expect(page.get_by_text("No uploads yet.")).to_be_visible()


def _answer_and_load(page: Page, file: str) -> None:
    expect(page.get_by_role("button", name=re.compile("^Load"))).to_be_disabled()
    _day_first(page)
    expect(page.get_by_text("Dates begin with the day, as was chosen.")).to_be_visible()
    expect(page.get_by_text("1 row is refused; the others are loaded")).to_be_visible()
    confirm(page)
    press(page, f"Load {file}")


def _day_first(page: Page) -> None:
    expect(page.get_by_text("Does the day come first, or the month?")).to_be_visible()
    press(page, "The day comes first")
