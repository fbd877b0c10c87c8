"""The upload page by keyboard alone, and the way from any row back to its upload."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.acting import imported, visit
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer
from tests.browser.test_upload import GERMAN

MOST = 100
FOCUSED = """() => {
    const at = document.activeElement, label = at.labels && at.labels[0];
    return (at.getAttribute("aria-label") || (label || at).innerText || "").trim();
}"""


def reach(page: Page, name: str) -> None:
    """Press Tab until what is named so has the focus."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        passed.append(" ".join(page.evaluate(FOCUSED).split()))
        if passed[-1].endswith(name) or passed[-1].startswith(name):
            return
    raise AssertionError(f"Tab never came to “{name}”, but to {[text[:30] for text in passed]}")


def enter(page: Page, name: str, key: str = "Enter") -> None:
    """Go to what is named so, and press it."""
    reach(page, name)
    page.keyboard.press(key)
    settled(page)


def test_a_file_is_brought_answered_checked_loaded_and_taken_back_without_a_mouse(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    (tmp_path / "april.csv").write_text(GERMAN, encoding="cp1252")
    visit(page, f"{app_server().url}/upload")
    reach(page, "Skip to main content")
    page.keyboard.press("Enter")
    reach(page, "upload Upload")
    settled(page)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(tmp_path / "april.csv")
    settled(page)
    enter(page, "The day comes first")
    doubts = page.get_by_role("checkbox", name=re.compile("^Yes, "), checked=False)
    while doubts.count():
        enter(page, "Yes, ", "Space")
    enter(page, "Load april.csv")
    imported(page, 1)
    enter(page, "What upload 1 changed")
    expect(page.get_by_text("Rows 1 to 2 of 2 that upload 1 brought")).to_be_visible()
    enter(page, "Take this upload back")
    enter(page, "Yes, take it back")
    expect(page.get_by_text("Nothing of it remains but this line")).to_be_visible()


def test_rows_behind_a_figure_lead_to_the_upload_that_they_are_from(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    server = app_server()
    (tmp_path / "leads.csv").write_text("lead_id,qualified_at,tier\n1,2026-11-02,A\n")
    visit(page, f"{server.url}/upload")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(tmp_path / "leads.csv")
    settled(page)
    page.get_by_role("button", name="Load leads.csv").click()
    imported(page, 1)
    visit(page, f"{server.url}/marketing?period=2026-11")
    page.get_by_text("All leads qualified in November 2026").click()
    settled(page)
    page.get_by_role("link", name="Upload 1: leads.csv").click()
    expect(page).to_have_url(re.compile(r"/upload\?.*batch=1"))
    expect(page.get_by_text("Rows 1 to 1 of 1 that upload 1 brought")).to_be_visible()
