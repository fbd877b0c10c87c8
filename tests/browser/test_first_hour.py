"""The main job as a stranger does it: first start, exports in, verdicts, targets, rows, a link."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acting import (
    SAMPLES,
    choose,
    click_bar,
    drop,
    go,
    imported,
    metric,
    named,
    press,
    visit,
    write,
)
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer

FILES = [SAMPLES / name for name in ("lead.csv", "opportunity.csv", "task.csv")]


def test_from_the_first_start_to_a_link_that_a_fresh_server_answers(
    app_server: AppServer, page: Page
) -> None:
    server = app_server()
    visit(page, server.url)
    expect(page.get_by_role("button", name="Load the invented company")).to_be_visible()
    page.get_by_role("button", name="Upload your exports").click()
    expect(page.get_by_role("heading", name="Upload", exact=True)).to_be_visible()
    _load(page)
    _agree(page)
    go(page, "Weekly review")
    choose(page, "Which", "2026-10")
    _verdicts(page)
    _plan(page)
    go(page, "Weekly review")
    click_bar(page, chart=1, bar=1)
    expect(page.get_by_text("Rows behind week of 5 Oct: 52")).to_be_visible()
    link = page.url.replace(server.url, app_server(database=server.database).url)
    visit(page, link)
    _verdicts(page)
    page.reload()
    _verdicts(page)


def _load(page: Page) -> None:
    drop(page, FILES)
    for read_as in ("salesforce-lead", "salesforce-opportunity", "salesforce-task"):
        expect(page.get_by_text(f"read as {read_as}.")).to_be_visible()
    press(page, "Load 3 files")
    imported(page, 3)
    expect(page.get_by_text("In the store already")).to_have_count(3)


def _agree(page: Page) -> None:
    go(page, "Settings")
    write(page, "Qualified leads a month", "200")
    write(page, "Followed up within the goal (%)", "99.9")
    write(page, "The goal (hours)", "1")
    choose(page, "In force from", "the beginning")
    press(page, "Save as a new version")
    expect(page.get_by_text("version 1, in force from").first).to_be_visible()


def _verdicts(page: Page) -> None:
    """October as the samples have it: 247 leads, and follow-ups that took their time."""
    expect(page).to_have_url(re.compile("period=2026-10"))
    expect(page.get_by_text("✔ met").first).to_be_visible()
    expect(page.get_by_text("247 of 200 leads, 47 more than promised.").first).to_be_visible()
    expect(page.get_by_text("✖ missed").first).to_be_visible()
    expect(page.get_by_text("followed up within 1 hour (promised 99.9 %)").first).to_be_visible()


def _plan(page: Page) -> None:
    """Twice the quota wants twice the leads, whatever the data has put into the other inputs."""
    go(page, "Targets")
    before = int(metric(page, "Leads a month"))
    quota = int(named(page, "Quota a month").input_value())
    write(page, "Quota a month", str(2 * quota))
    expect(page).to_have_url(re.compile(f"quota={2 * quota}"))
    settled(page)
    assert 2 * before - 1 <= int(metric(page, "Leads a month")) <= 2 * before


def test_an_import_goes_on_when_its_page_is_left(app_server: AppServer, page: Page) -> None:
    server = app_server()
    visit(page, f"{server.url}/upload")
    drop(page, FILES[2:])
    page.get_by_role("button", name="Load task.csv").click()
    expect(page.get_by_text("Loading").or_(page.get_by_text(" refused.")).first).to_be_visible()
    page.goto("about:blank")
    visit(page, f"{server.url}/upload")
    imported(page, 1)
    expect(page.get_by_text("task.csv").first).to_be_visible()


def test_a_moved_input_moves_the_target_and_the_target_becomes_the_goal(
    app_server: AppServer, page: Page
) -> None:
    visit(page, f"{app_server().url}/targets?quota=5000&share=100&size=100&rate=50")
    assert metric(page, "Leads a month") == "100"
    write(page, "Quota a month", "700")
    write(page, "Close rate (%)", "5")
    expect(page).to_have_url(re.compile(r"quota=700.*rate=5"))
    settled(page)
    assert metric(page, "Customers") == "7"
    assert metric(page, "Leads a month") == "140"
    press(page, "Make 140 leads a month the goal")
    go(page, "Settings")
    expect(page.get_by_text("version 1, in force from")).to_be_visible()
    expect(page.get_by_label("Qualified leads a month")).to_have_value("140")
