"""What a person does on a page: open it, choose, type, drop files."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import settled

HOUSE = Path(__file__).parents[2]
SAMPLES = HOUSE / "data" / "samples" / "salesforce"


def visit(page: Page, address: str) -> None:
    """Open an address and wait until it has come to rest."""
    page.goto(address)
    settled(page)


def go(page: Page, title: str) -> None:
    """Follow a link of the navigation."""
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
    address = link.get_attribute("href") or ""
    link.click()
    expect(page).to_have_url(re.compile(rf"{re.escape(address)}(\?|$)"))
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of the newest select box with this label."""
    box = page.get_by_role("combobox", name=label, exact=True).last
    wanted = page.get_by_role("option", name=option, exact=True)
    box.scroll_into_view_if_needed()
    # A list that opens while the page still moves closes again, and of a long one only a part is
    # drawn: typing opens it and leaves what is wanted.
    for _ in range(5):
        settled(page)
        box.fill(option)
        settled(page)
        if wanted.is_visible():
            break
        box.press("Escape")
    wanted.click()
    settled(page)


def write(page: Page, label: str, text: str) -> None:
    """Type into the field whose label begins so, and leave it."""
    field = named(page, label)
    field.fill(text)
    field.press("Tab")
    settled(page)


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def click_bar(page: Page, chart: int, bar: int) -> None:
    """Click in the middle of one bar of one chart."""
    found = page.locator(".js-plotly-plot").nth(chart).locator(".trace.bars path").nth(bar)
    found.scroll_into_view_if_needed()
    settled(page)
    box = found.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)


def drop(page: Page, files: Sequence[Path]) -> None:
    """Give files to the upload."""
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(files)
    settled(page)


def confirm(page: Page) -> None:
    """Say of everything that is in doubt that it is right, by keyboard."""
    settled(page)
    doubts = re.compile("^Yes, ")
    while (left := page.get_by_role("checkbox", name=doubts, checked=False)).count():
        left.first.press("Space")
        settled(page)


def imported(page: Page, count: int) -> None:
    """Wait until so many imports are done."""
    done = page.get_by_test_id("stMain").get_by_text(" refused.")
    expect(done).to_have_count(count, timeout=120_000)
    settled(page)


def named(page: Page, label: str) -> Locator:
    """The field whose label begins so; its currency may follow."""
    begins = re.compile(rf"^{re.escape(label)}( \(\w+\))?$")
    return page.get_by_label(begins)


def metric(page: Page, label: str) -> str:
    """The large number under a label."""
    box = page.get_by_test_id("stMetric").filter(has_text=label).first
    return box.get_by_test_id("stMetricValue").inner_text()
