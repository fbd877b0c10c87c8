"""The harness itself: a two-line app, its faults, and when a page has come to rest."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Faults, settled
from tests.browser.conftest import AppServer

COUNTER = """
import os, time
import streamlit as st
if st.button("Count"):
    time.sleep(0.5)
    st.text("counted for " + os.environ["SLA_DATABASE_URL"])
"""


def script(folder: Path, text: str) -> Path:
    path = folder / "small.py"
    path.write_text(text)
    return path


def test_a_page_has_settled_only_after_the_click_was_answered(
    tmp_path: Path, app_server: AppServer, page: Page
) -> None:
    server = app_server(script=script(tmp_path, COUNTER))
    page.goto(server.url)
    settled(page)
    page.get_by_role("button", name="Count").click()
    settled(page)
    assert page.get_by_text(f"counted for {server.database}").is_visible()


def test_two_apps_of_one_test_have_each_its_own_database(
    tmp_path: Path, app_server: AppServer
) -> None:
    small = script(tmp_path, COUNTER)
    first, second = app_server(script=small), app_server(script=small)
    assert first.url != second.url
    assert first.database != second.database


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("import streamlit as st\nraise ValueError('broken')", "exception on the page"),
        ("import streamlit as st\nst.image('http://elsewhere.invalid/a.png')", "another host"),
    ],
)
def test_faults_of_a_page_are_told(
    tmp_path: Path, app_server: AppServer, browser: Browser, text: str, fault: str
) -> None:
    server = app_server(script=script(tmp_path, text))
    page = browser.new_page()
    faults = Faults(page)
    page.goto(server.url)
    expect(page.get_by_test_id("stApp")).to_be_visible()
    settled(page)
    assert any(fault in found for found in faults.all())
    page.close()
