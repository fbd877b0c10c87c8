"""Links: every screen as the first request to a fresh server, and filters that stay in the address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import choose, go, press, visit
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
LABEL = "None of these figures are real."


@pytest.fixture(scope="module")
def url(shared_server: AppServer, invented: Callable[[], str]) -> str:
    """The app on the invented company."""
    return shared_server(database=invented()).url


@pytest.mark.parametrize("path", HEADINGS)
def test_a_deep_link_is_answered_by_a_fresh_server_that_nobody_asked_before(
    app_server: AppServer, invented: Callable[[], str], page: Page, path: str
) -> None:
    visit(page, f"{app_server(database=invented()).url}/{path}?{LINK}")
    expect(page.get_by_role("heading", name=HEADINGS[path], exact=True).first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text(LABEL)).to_be_visible()
    for part in LINK.split("&"):
        assert part in page.url


def test_a_link_shows_what_its_sender_saw_and_again_after_a_reload(url: str, page: Page) -> None:
    visit(page, f"{url}/?{LINK}")
    for _ in range(2):
        expect(page.get_by_text("Q3 2026", exact=True)).to_be_visible()
        expect(page.get_by_text("day 77 of 92", exact=False).first).to_be_visible()
        page.reload()
        settled(page)
    for part in LINK.split("&"):
        assert part in page.url


def test_filters_outlive_navigation_back_and_reload(url: str, page: Page) -> None:
    visit(page, url)
    expect(page).to_have_url(re.compile(r"\?period=\d{4}-\d{2}$"))
    page.get_by_test_id("stSidebar").get_by_role("radio", name="Quarter").click()
    expect(page).to_have_url(re.compile(r"period=\d{4}-Q"))
    choose(page, "Team", "South")
    expect(page).to_have_url(re.compile("team=South"))
    go(page, "Sales")
    go(page, "Upload")
    assert "team=South" in page.url
    page.go_back()
    expect(page).to_have_url(re.compile(r"/sales\?"))
    page.reload()
    settled(page)
    for part in ("-Q", "team=South"):
        assert part in page.url


@pytest.mark.parametrize(
    ("period", "title"), [("2019-03", "March 2019"), ("2026-77", re.compile(r"^\w+ 20\d\d$"))]
)
def test_a_period_without_data_is_opened_and_one_that_is_none_falls_back_to_the_newest(
    url: str, page: Page, period: str, title: str
) -> None:
    visit(page, f"{url}/?period={period}")
    expect(page.get_by_role("heading", name=title).first).to_be_visible()
    expect(page.get_by_role("heading", name="Sales", exact=True)).to_be_visible()


def test_the_invented_company_goes_with_one_click_and_comes_back_with_one(
    app_server: AppServer, invented: Callable[[], str], page: Page
) -> None:
    server = app_server(database=invented())
    visit(page, server.url)
    press(page, "Remove it")
    expect(page.get_by_text(LABEL)).to_have_count(0)
    press(page, "Load the invented company")
    expect(page.get_by_text(LABEL)).to_be_visible()
