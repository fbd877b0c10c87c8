"""A rerun of the weekly page beside an otherwise empty page with as many charts, in Chromium.

The time runs from the key press that chooses another value to the last change that it brought to
the page's main part.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench import Row, command
from tests.bench.imports import store
from tests.bench.report import PERIOD
from tests.browser import provide
from tests.browser.chromium import WATCH, chromium, settled
from tests.browser.server import HOUSE, serving

TIMES = 10
AIM = 1.5
CONTROL = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st

choice = st.selectbox("Which", ["one", "two", "three"])
height = len(choice) + ord(choice[0])
for chart in range({charts}):
    st.plotly_chart(go.Figure(go.Scatter(y=height + np.arange(30) % (chart + 3))), key=str(chart))
"""


def measure(folder: Path) -> Iterator[Row]:
    """The weekly page on the imported store, and the empty page, in the same browser."""
    path = provide.find()
    if path is None:
        raise RuntimeError(provide.ADVICE)
    with chromium(path) as browser:
        mine, charts = weekly(browser, folder)
        beside = control(browser, folder, charts)
    yield Row(f"rerun of the weekly page, {charts} charts", mine, "an empty page", beside, AIM)


def weekly(browser: Browser, folder: Path) -> tuple[float, int]:
    """Seconds of a rerun of the weekly page, and how many charts it has."""
    database = command.url(store(folder))
    with serving(folder / "weekly", HOUSE / "app.py", database) as server:
        return reruns(browser, f"{server.url}/?period={PERIOD}", choose_another)


def control(browser: Browser, folder: Path, charts: int) -> float:
    """Seconds of a rerun of a page that has nothing but charts."""
    script = folder / "control.py"
    script.write_text(CONTROL.format(charts=charts))
    with serving(folder / "control", script) as server:
        return reruns(browser, server.url, choose_another)[0]


def reruns(browser: Browser, url: str, act: Callable[[Page, int], None]) -> tuple[float, int]:
    """Median seconds from the last key or click of `act(page, turn)` to the last repaint."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.goto(url)
    settled(page, quiet=1.0)
    charts = page.locator(".js-plotly-plot").count()
    times = [_rerun(page, act, turn) for turn in range(TIMES)]
    page.close()
    return median(times), charts


def choose_another(page: Page, turn: int) -> None:
    """Choose the next period, and back, by keyboard."""
    box = page.get_by_role("combobox", name="Which").first
    box.click()
    page.get_by_role("listbox").wait_for()
    box.press("ArrowUp" if turn % 2 else "ArrowDown")
    box.press("Enter")


def _rerun(page: Page, act: Callable[[Page, int], None], turn: int) -> float:
    act(page, turn)
    settled(page, quiet=0.5)
    return float(page.evaluate("(slaWatch.painted - slaWatch.acted) / 1000"))
