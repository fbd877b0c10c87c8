"""Fixtures of the browser tests: a fresh app, and a page that reports its faults."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import provide
from tests.browser.chromium import Faults, chromium
from tests.browser.server import Server, serving

HERE = Path(__file__).parent
AppServer = Callable[..., Server]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Put the app's log beside a failure."""
    report: Any = yield
    servers: list[Server] = getattr(item, "funcargs", {}).get("servers", [])
    if report.failed:
        report.sections += [(f"log of {s.url}", s.log.read_text()) for s in servers]
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = provide.find()
    if path is None and os.environ.get("CI"):
        pytest.fail("In CI browser tests are never skipped, and there is no Chromium here.")
    if path is None:
        pytest.skip("no Chromium here; `make test` brings one")
    with chromium(path) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1440 wide; the test fails if it showed an exception or logged an error."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC"
    )
    page = context.new_page()
    faults = Faults(page)
    yield page
    found = faults.all()
    context.close()
    assert not found, "\n".join(found)


@pytest.fixture
def servers() -> list[Server]:
    """The apps that this test started."""
    return []


@pytest.fixture
def app_server(tmp_path: Path, servers: list[Server]) -> Iterator[AppServer]:
    """Start an app: `app_server()` is ours on a fresh database; any other by `script=path`.

    Takes what `serving` takes behind its folder.
    """
    with ExitStack() as stack:

        def start(**options: Any) -> Server:
            folder = tmp_path / f"server-{len(servers) + 1}"
            servers.append(stack.enter_context(serving(folder, **options)))
            return servers[-1]

        yield start
