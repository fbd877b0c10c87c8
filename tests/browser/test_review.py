"""The weekly review in a real browser: one glance, then one click, then the rows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from sla_core.store import settings
from sla_core.store.engine import open_store
from tests.browser.chromium import Faults, settled
from tests.browser.conftest import AppServer
from tests.stores import agree, load
from tests.test_pages_review import PROMISES
from tests.test_report_rows import ACTIVITIES, DEALS, LEADS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PHONE: ViewportSize = {"width": 390, "height": 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def url(tmp_path: Path, app_server: AppServer) -> str:
    """The app on four leads, what became of them, and an agreement."""
    database = f"sqlite:///{tmp_path / 'small.db'}"
    engine = open_store(database)
    settings.save(engine, {"zone": "Europe/Berlin", "currency": "EUR"})
    for kind, text in (("leads", LEADS), ("activities", ACTIVITIES), ("deals", DEALS)):
        load(engine, f"{kind}.csv", text.encode(), kind=kind, data_as_of=NOW)
    agree(engine, PROMISES, NOW)
    engine.dispose()
    return app_server(database=database).url


def charts(page: Page) -> Locator:
    return page.locator(".js-plotly-plot")


def click_bar(page: Page, chart: int, bar: int) -> None:
    """Click in the middle of one bar of one chart."""
    box = charts(page).nth(chart).locator(".trace.bars path").nth(bar).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)


def test_the_first_screenful_holds_both_verdicts_and_both_charts(url: str, page: Page) -> None:
    page.goto(url)
    settled(page)
    expect(page.get_by_text("3 of 30 leads, 17 behind the line.").first).to_be_in_viewport()
    expect(page.get_by_text("67 % followed up within 4 hours").first).to_be_in_viewport()
    for chart in (0, 1):
        expect(charts(page).nth(chart)).to_be_in_viewport(ratio=1)


def test_a_click_opens_the_leads_behind_a_day_and_behind_a_week(url: str, page: Page) -> None:
    page.goto(url)
    settled(page)
    click_bar(page, chart=0, bar=1)
    expect(page.get_by_text("Rows behind Mon 2 Nov: 1")).to_be_visible()
    click_bar(page, chart=1, bar=1)
    expect(page.get_by_text("Rows behind week of 2 Nov: 3")).to_be_visible()


def test_what_is_drawn_stands_in_the_address_and_survives_a_reload(url: str, page: Page) -> None:
    page.goto(url)
    settled(page)
    page.get_by_text("Revenue", exact=True).click()
    settled(page)
    assert "count=Revenue" in page.url
    page.reload()
    settled(page)
    expect(page.get_by_text("€1,200, no goal agreed")).to_be_visible()


def test_nothing_is_cut_off_on_a_telephone(url: str, browser: Browser) -> None:
    for scheme in SCHEMES:
        context = browser.new_context(viewport=PHONE, color_scheme=scheme)
        page = context.new_page()
        faults = Faults(page)
        for path in ("", "marketing", "sales"):
            page.goto(f"{url}/{path}")
            settled(page)
            fits(page)
        assert faults.all() == []
        context.close()


def fits(page: Page) -> None:
    """Neither the page nor a word of a chart is wider than the screen."""
    scroll, client = page.get_by_test_id("stMain").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert scroll <= client
    for text in charts(page).locator("svg text").all():
        box = text.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"])
