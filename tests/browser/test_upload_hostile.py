"""A file whose every name, header and cell would like to be more than text."""

import csv
import io
import re

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.acting import choose, confirm, imported, press, visit
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer

TRICKS = (
    "<img src=x onerror=alert(1)>",
    "![a](http://x.invalid/y.png)",
    "**bold**",
    ":red[x]",
    "$x$",
    "<script>alert(2)</script>",
)
NAME = "<img src=x onerror=alert(1)> ![a](b.png) **bold** :red[x] $x$.csv"
RENDERED = "img[src], script[src*=invalid], .katex, [data-testid=stMarkdown] em"
COLUMNS = ("Auftrag", "Stand", "Summe", "Ende", "Person")


def hostile() -> bytes:
    """Deals of which every cell holds a trick, and one row without an id."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"{name} {trick}" for name, trick in zip(COLUMNS, TRICKS, strict=False)])
    for place, trick in enumerate(TRICKS):
        writer.writerow([f"D{place} {trick}", trick, trick, f"2026-03-0{place + 1}", trick])
    writer.writerow(["", *TRICKS[:4]])
    return out.getvalue().encode()


def as_text(page: Page) -> None:
    """Nothing of the file was rendered, and its tricks stand as they were written."""
    settled(page)
    main = page.get_by_test_id("stApp")
    assert main.locator(RENDERED).count() == 0
    for tag in ("strong", "b", "span[style*=color]"):
        assert main.locator(tag).filter(has_text=re.compile(r"^(bold|x)$")).count() == 0


def test_nothing_of_a_file_is_rendered_as_markdown_or_html(
    app_server: AppServer, page: Page
) -> None:
    page.on("dialog", lambda dialog: dialog.dismiss())
    visit(page, f"{app_server().url}/upload")
    given = page.get_by_test_id("stFileUploaderDropzoneInput").first
    given.set_input_files(FilePayload(name=NAME, mimeType="text/csv", buffer=hostile()))
    settled(page)
    as_text(page)
    page.get_by_role("radio", name="Deals", exact=True).click()
    settled(page)
    for label, place in (("deal id (needed)", 0), ("outcome (one of 2 needed)", 1)):
        _have(page, label, f"{COLUMNS[place]} {TRICKS[place]}")
    for more in page.get_by_text(re.compile("More fields|not used|What was read")).all():
        more.click()
        settled(page)
    as_text(page)
    expect(
        page.get_by_text("What the words of “Stand ![a](http://x.invalid/y.png)”")
    ).to_be_visible()
    expect(page.get_by_text("**bold**", exact=True).first).to_be_visible()
    confirm(page)
    page.get_by_role("button", name=re.compile("^Load")).click()
    imported(page, 1)
    as_text(page)
    press(page, "What upload 1 changed")
    expect(page.get_by_text(f"Upload 1: {NAME}")).to_be_visible()
    for tab in ("What was wrong", "How it was read"):
        page.get_by_role("tab", name=tab).click()
        as_text(page)
    press(page, "Take this upload back")
    as_text(page)
    press(page, "Yes, take it back")
    expect(page.get_by_text("Nothing of it remains but this line")).to_be_visible()
    as_text(page)


def _have(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True).last
    if box.input_value() != option:
        choose(page, label, option)
