"""Fixtures of the browser tests: a fresh app, a shared one, and a page that reports its faults."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sla_core.demo import loading
from sla_core.periods import now
from sla_core.store.engine import open_store
from tests.browser import provide
from tests.browser.chromium import DESK, PATIENCE, Faults, chromium
from tests.browser.server import Server, serving

HERE = Path(__file__).parent
AppServer = Callable[..., Server]
# A machine that does much else answers late; a page that is wrong stays wrong.
expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Put the app's log beside a failure."""
    report: Any = yield
    found: dict[str, Any] = getattr(item, "funcargs", {})
    servers: list[Server] = [*found.get("servers", []), *found.get("shared_servers", [])]
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


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with a wide window; each server has an address and so a memory of its own.

    One for the whole run, so that a server's scripts are fetched once.
    """
    context = browser.new_context(viewport=DESK, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    """An empty page, 1440 wide; the test fails if it showed an exception or logged an error."""
    page = desk.new_page()
    faults = Faults(page)
    yield page
    found = faults.all()
    page.close()
    assert not found, "\n".join(found)


@pytest.fixture
def servers() -> list[Server]:
    """The apps that this test started."""
    return []


@pytest.fixture(scope="module")
def shared_servers() -> list[Server]:
    """The apps that tests of this module share."""
    return []


@pytest.fixture
def app_server(tmp_path: Path, servers: list[Server]) -> Iterator[AppServer]:
    """Start an app: `app_server()` is ours on a fresh database; any other by `script=path`.

    Takes what `serving` takes behind its folder.
    """
    with _starting(tmp_path, servers) as start:
        yield start


@pytest.fixture(scope="module")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, shared_servers: list[Server]
) -> Iterator[AppServer]:
    """The same for tests that change nothing: an app for the whole module."""
    with _starting(tmp_path_factory.mktemp("shared"), shared_servers) as start:
        yield start


@contextmanager
def _starting(folder: Path, servers: list[Server]) -> Iterator[AppServer]:
    with ExitStack() as stack:

        def start(**options: Any) -> Server:
            own = folder / f"server-{len(servers) + 1}"
            servers.append(stack.enter_context(serving(own, **options)))
            return servers[-1]

        yield start


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """The invented company: each call is the URL of a database of its own."""
    folder = tmp_path_factory.mktemp("invented")
    engine = open_store(f"sqlite:///{folder / 'invented.db'}")
    loading.load(engine, now(), "tests")
    engine.dispose()

    def copied() -> str:
        copy = folder / f"copy-{len(list(folder.iterdir()))}.db"
        shutil.copy(folder / "invented.db", copy)
        return f"sqlite:///{copy}"

    return copied
