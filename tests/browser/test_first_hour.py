"""The main job as a stranger does it: first start, exports in, verdicts, targets, rows, a link."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sla_core.periods import now
from sla_core.store.engine import open_store
from tests.browser.acting import (
    SAMPLES,
    choose,
    drop,
    go,
    imported,
    metric,
    press,
    visit,
    write,
)
from tests.browser.chromium import settled
from tests.browser.conftest import AppServer
from tests.stores import load

FILES = [SAMPLES / name for name in ("lead.csv", "opportunity.csv", "task.csv")]


@pytest.fixture
def filled(tmp_path: Path, app_server: AppServer) -> str:
    """The app on the sample exports."""
    database = f"sqlite:///{tmp_path / 'filled.db'}"
    engine = open_store(database)
    for file in FILES:
        load(engine, file.name, file.read_bytes(), zone="Europe/Berlin", data_as_of=now())
    engine.dispose()
    return app_server(database=database).url


def test_the_first_start_says_two_things_to_do(app_server: AppServer, page: Page) -> None:
    visit(page, app_server().url)
    expect(page.get_by_role("button", name="Load the invented company")).to_be_visible()
    page.get_by_role("link", name="Upload your exports").click()
    settled(page)
    expect(page.get_by_role("heading", name="Upload")).to_be_visible()


def test_exports_that_are_dropped_are_recognised_previewed_and_imported(
    app_server: AppServer, page: Page
) -> None:
    visit(page, f"{app_server().url}/upload")
    drop(page, FILES)
    for read_as in ("salesforce-lead", "salesforce-opportunity", "salesforce-task"):
        expect(page.get_by_text(f"read as {read_as};")).to_be_visible(timeout=30_000)
    press(page, "Import 3 files")
    imported(page, 3)
    expect(page.get_by_text("This file is in the store already")).to_have_count(3)
    go(page, "Weekly review")
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()


def test_an_import_goes_on_when_its_page_is_left(app_server: AppServer, page: Page) -> None:
    server = app_server()
    visit(page, f"{server.url}/upload")
    drop(page, FILES[2:])
    page.get_by_role("button", name="Import task.csv").click()
    expect(page.get_by_text("Importing").or_(page.get_by_text(" refused."))).to_be_visible()
    page.goto("about:blank")
    visit(page, f"{server.url}/upload")
    imported(page, 1)
    expect(page.get_by_text("task.csv").first).to_be_visible()


def test_goals_that_are_saved_become_verdicts_of_both_sides(filled: str, page: Page) -> None:
    visit(page, f"{filled}/settings?period=2026-10")
    write(page, "Qualified leads a month", "100")
    write(page, "Followed up within the goal (%)", "99.9")
    write(page, "The goal (hours)", "1")
    choose(page, "In force from", "the beginning")
    press(page, "Save as a new version")
    expect(page.get_by_text("version 1, in force from").first).to_be_visible()
    go(page, "Weekly review")
    assert "period=2026-10" in page.url
    expect(page.get_by_text("✔ met")).not_to_have_count(0)
    expect(page.get_by_text("✖ missed")).not_to_have_count(0)
    expect(page.get_by_text("of 100 leads").first).to_be_visible()


def test_a_moved_quota_moves_the_lead_target(app_server: AppServer, page: Page) -> None:
    inputs = "quota=5000&share=100&size=100&rate=50"
    visit(page, f"{app_server().url}/targets?{inputs}")
    assert metric(page, "Leads a month") == "100"
    write(page, "Quota a month", "7000")
    expect(page).to_have_url(re.compile("quota=7000"))
    settled(page)
    assert metric(page, "Leads a month") == "140"


def test_seven_customers_at_five_percent_need_140_leads(app_server: AppServer, page: Page) -> None:
    visit(page, f"{app_server().url}/targets?quota=700&share=100&size=100&rate=5")
    assert metric(page, "Customers") == "7"
    assert metric(page, "Leads a month") == "140"


def test_a_value_of_the_data_is_taken_into_its_input(filled: str, page: Page) -> None:
    visit(page, f"{filled}/targets?quota=5000&share=100&size=100&rate=50")
    page.get_by_role("button", name="Take it").last.click()
    expect(page).to_have_url(re.compile(r"rate=1?\d\.\d"))


def test_a_target_becomes_the_goal_of_a_new_version(app_server: AppServer, page: Page) -> None:
    visit(page, f"{app_server().url}/targets?quota=5000&share=100&size=100&rate=50")
    press(page, "Make 100 leads a month the goal")
    go(page, "Settings")
    expect(page.get_by_text("version 1, in force from")).to_be_visible()
    expect(page.get_by_label("Qualified leads a month")).to_have_value("100")


def test_the_rows_behind_a_bar_open_under_it(filled: str, page: Page) -> None:
    visit(page, f"{filled}/?period=2026-10")
    bar = page.locator(".js-plotly-plot").nth(1).locator(".trace.bars path").first
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)
    expect(page.get_by_text("Rows behind")).to_be_visible()
