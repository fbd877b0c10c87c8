"""Links: every screen as the first request to a fresh server, and filters that stay in the address."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sla_core.demo import loading
from sla_core.periods import now
from sla_core.store.engine import open_store
from tests.browser.acting import choose, go, visit
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer

HEADINGS = {
    "": "Sales",
    "marketing": "Marketing",
    "sales": "Sales",
    "targets": "Targets",
    "upload": "Upload",
    "settings": "Settings",
}
LINK = "period=2026-Q3&team=North&by=Month&as_of=2026-09-15"


@pytest.fixture
def url(tmp_path: Path, app_server: AppServer) -> str:
    """A fresh server on the invented company that nobody has asked for anything."""
    database = f"sqlite:///{tmp_path / 'invented.db'}"
    engine = open_store(database)
    loading.load(engine, now(), "tests")
    engine.dispose()
    return app_server(database=database).url


@pytest.mark.parametrize("path", HEADINGS)
def test_a_deep_link_is_answered_by_a_fresh_server(url: str, page: Page, path: str) -> None:
    visit(page, f"{url}/{path}?{LINK}")
    heading = page.get_by_role("heading", name=HEADINGS[path], exact=True).first
    expect(heading).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(heading).to_be_visible()
    settled(page)
    for part in LINK.split("&"):
        assert part in page.url


def test_a_link_shows_what_its_sender_saw(url: str, page: Page) -> None:
    visit(page, f"{url}/?{LINK}")
    expect(page.get_by_text("Q3 2026", exact=True)).to_be_visible()
    expect(page.get_by_text("day 77 of 92", exact=False).first).to_be_visible()


def test_the_address_holds_the_period_from_the_start(url: str, page: Page) -> None:
    visit(page, url)
    expect(page).to_have_url(re.compile(r"\?period=\d{4}-\d{2}$"))


def test_filters_outlive_navigation_back_and_reload(url: str, page: Page) -> None:
    visit(page, url)
    page.get_by_test_id("stSidebar").get_by_role("radio", name="Quarter").click()
    expect(page).to_have_url(re.compile(r"period=\d{4}-Q"))
    choose(page, "Team", "South")
    go(page, "Sales")
    go(page, "Upload")
    assert "team=South" in page.url
    page.go_back()
    settled(page)
    assert page.url.split("?")[0].endswith("/sales")
    page.reload()
    settled(page)
    for part in ("-Q", "team=South"):
        assert part in page.url


def test_a_period_that_no_data_reaches_is_still_opened(url: str, page: Page) -> None:
    visit(page, f"{url}/?period=2019-03")
    expect(page.get_by_text("March 2019").first).to_be_visible()


def test_a_period_that_is_none_falls_back_to_the_newest(url: str, page: Page) -> None:
    visit(page, f"{url}/?period=2026-77")
    expect(page.get_by_role("heading", name="Sales", exact=True)).to_be_visible()


def test_the_invented_company_is_labelled_on_every_screen_and_goes_with_one_click(
    url: str, page: Page
) -> None:
    for path in HEADINGS:
        visit(page, f"{url}/{path}")
        expect(page.get_by_text("None of these figures are real.")).to_be_visible()
    page.get_by_role("button", name="Remove it").first.click()
    visit(page, url)
    load = page.get_by_role("button", name="Load the invented company")
    expect(load).to_be_visible()
    expect(page.get_by_text("None of these figures are real.")).to_have_count(0)
    load.click()
    expect(page.get_by_text("None of these figures are real.")).to_be_visible()
