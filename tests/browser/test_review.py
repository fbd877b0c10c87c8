"""The weekly review in a real browser: one glance, then one click, then the rows."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sla_core.figures import theme
from sla_core.store import settings
from sla_core.store.engine import open_store
from tests.browser.acting import click_bar, visit
from tests.browser.chromium import DESK, PHONE, Faults, settled
from tests.browser.conftest import AppServer
from tests.stores import agree, load
from tests.test_pages_review import NOW, PROMISES
from tests.test_report_rows import ACTIVITIES, DEALS, LEADS

PLACES = """words => words.map(word => word.getBoundingClientRect())
    .filter(box => box.left < 0 || box.right > innerWidth).length"""
FOCUSED = """() => {
  const found = document.activeElement;
  return found.getAttribute('aria-label') || found.innerText || found.tagName;
}"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, shared_server: AppServer) -> str:
    """The app on four leads, what became of them, and an agreement."""
    folder: Path = tmp_path_factory.mktemp("small")
    database = f"sqlite:///{folder / 'small.db'}"
    engine = open_store(database)
    settings.save(engine, {"zone": "Europe/Berlin", "currency": "EUR"})
    for kind, text in (("leads", LEADS), ("activities", ACTIVITIES), ("deals", DEALS)):
        load(engine, f"{kind}.csv", text.encode(), kind=kind, data_as_of=NOW)
    agree(engine, PROMISES, NOW)
    engine.dispose()
    return shared_server(database=database).url


def charts(page: Page) -> Locator:
    return page.locator(".js-plotly-plot")


def test_the_first_screenful_holds_both_verdicts_and_both_charts(url: str, page: Page) -> None:
    # As that evening knew it: read long after, the verdicts would carry a note about their age.
    visit(page, f"{url}/?as_of={NOW - timedelta(1):%Y-%m-%d}")
    expect(page.get_by_text("3 of 30 leads, 16 behind the line.").first).to_be_in_viewport()
    expect(page.get_by_text("67 % followed up within 4 hours").first).to_be_in_viewport()
    for chart in (0, 1):
        expect(charts(page).nth(chart)).to_be_in_viewport(ratio=1)


def test_a_click_opens_the_leads_behind_a_day_and_behind_a_week(url: str, page: Page) -> None:
    visit(page, url)
    click_bar(page, chart=0, bar=1)
    expect(page.get_by_text("Rows behind Mon 2 Nov: 1")).to_be_visible()
    click_bar(page, chart=1, bar=1)
    expect(page.get_by_text("Rows behind week of 2 Nov: 3")).to_be_visible()


def test_what_is_drawn_stands_in_the_address_and_survives_a_reload(url: str, page: Page) -> None:
    visit(page, url)
    page.get_by_text("Revenue", exact=True).click()
    settled(page)
    assert "count=Revenue" in page.url
    page.reload()
    settled(page)
    expect(page.get_by_text("€1,200, no goal agreed")).to_be_visible()


def test_the_rule_behind_a_figure_opens_beside_it(url: str, page: Page) -> None:
    visit(page, url)
    rule = page.get_by_text("Marketing's revenue").or_(page.get_by_text("Leads of marketing that"))
    expect(rule).to_have_count(0)
    page.get_by_test_id("stMain").get_by_test_id("stPopoverButton").first.click()
    expect(rule.first).to_be_visible()


def test_the_main_controls_are_reached_by_the_tab_key(url: str, page: Page) -> None:
    visit(page, url)
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED).strip())
    said = "\n".join(reached)
    for control in ("Marketing", "Targets", "Upload", "Month", "Leads", "Average hours", "help"):
        assert control in said
    assert "As a table" in said


def test_the_rows_behind_a_figure_open_by_keyboard_too(url: str, page: Page) -> None:
    visit(page, f"{url}/marketing")
    table = page.locator("[data-testid=stDataFrame]:visible").first
    table.scroll_into_view_if_needed()
    table.locator("canvas").first.focus()
    settled(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    settled(page)
    expect(page.get_by_text(re.compile(r"Rows behind 2026-\d\d: \d+"))).to_be_visible()


def test_a_dark_page_has_the_dark_colours_in_its_charts_too(url: str, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, color_scheme="dark")
    page = context.new_page()
    faults = Faults(page)
    visit(page, url)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", _css(theme.DARK.page))
    day, week = (charts(page).nth(n).locator(".trace.bars path").nth(1) for n in (0, 1))
    expect(day).to_have_css("fill", _css(theme.DARK.marketing))
    expect(week).to_have_css("fill", _css(theme.DARK.sales))
    assert faults.all() == []
    context.close()


def test_nothing_is_cut_off_on_a_telephone(url: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    faults = Faults(page)
    for path in ("", "marketing", "sales", "targets", "upload", "settings"):
        visit(page, f"{url}/{path}")
        fits(page)
    assert faults.all() == []
    context.close()


def fits(page: Page) -> None:
    """Neither the page nor a word of a chart is wider than the screen."""
    scroll, client = page.get_by_test_id("stMain").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert scroll <= client
    assert charts(page).locator("svg text").evaluate_all(PLACES) == 0


def _css(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("begin", ["light", "dark"])
def test_charts_take_the_page_s_colours_when_it_turns_dark_or_light(
    url: str, page: Page, begin: Literal["light", "dark"]
) -> None:
    quiet = {"light": theme.LIGHT.quiet, "dark": theme.DARK.quiet}
    page.emulate_media(color_scheme=begin)
    visit(page, url)
    scheme: Literal["light", "dark"]
    for scheme in (begin, "dark" if begin == "light" else "light", begin):
        page.emulate_media(color_scheme=scheme)
        rgb = ", ".join(str(int(quiet[scheme][at : at + 2], 16)) for at in (1, 3, 5))
        tick = charts(page).first.locator(".xtick text").first
        expect(tick).to_have_css("fill", f"rgb({rgb})")
