"""A rerun of the weekly page beside an otherwise empty page with the same charts, in Chromium.

The time runs from the key press that chooses another value to the last change that it brought to
the page's main part.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench import Row, command
from tests.bench.imports import store
from tests.bench.report import PERIOD
from tests.browser import provide
from tests.browser.chromium import WATCH, chromium, settled
from tests.browser.server import HOUSE, serving

TIMES = 10
AIM = 1.5
LINES = """
import numpy as np
import plotly.graph_objects as go
import streamlit as st

choice = st.selectbox("Which", ["one", "two", "three"])
height = len(choice) + ord(choice[0])
for chart in range({charts}):
    st.plotly_chart(go.Figure(go.Scatter(y=height + np.arange(30) % (chart + 3))), key=str(chart))
"""
SAME = """
import json, pathlib
import streamlit as st

periods = json.loads(pathlib.Path({figures!r}).read_text())
choice = st.selectbox("Which", list(periods))
for place, figure in enumerate(periods[choice]):
    st.plotly_chart(figure, key=f"{{choice}}-{{place}}", theme=None, config={{"displayModeBar": False}})
"""
DRAWN = """() => JSON.stringify(
  [...document.querySelectorAll('.js-plotly-plot')].map(chart => (
    {data: chart.data, layout: {...chart.layout, width: undefined}})),
  (name, value) => ArrayBuffer.isView(value) ? Array.from(value) : value)"""


def measure(folder: Path) -> Iterator[Row]:
    """The weekly page on the imported store, then its charts alone, then as many plain lines."""
    path = provide.find()
    if path is None:
        raise RuntimeError(provide.ADVICE)
    with chromium(path) as browser:
        mine, figures = weekly(browser, folder)
        charts = len(next(iter(figures.values())))
        kept = folder / "figures.json"
        kept.write_text(json.dumps(figures))
        same = control(browser, folder, SAME.format(figures=str(kept)))
        lines = control(browser, folder, LINES.format(charts=charts))
    what = f"rerun of the weekly page, {charts} charts"
    yield Row(what, mine, "the same charts on an empty page", same, AIM)
    yield Row(what, mine, "as many plain lines", lines)


def weekly(browser: Browser, folder: Path) -> tuple[float, dict[str, Any]]:
    """Seconds of a rerun of the weekly page, and the figures of two periods, as Plotly's JSON."""
    database = command.url(store(folder))
    with serving(folder / "weekly", HOUSE / "app.py", database) as server:
        page = opened(browser, f"{server.url}/?period={PERIOD}")
        figures = {}
        for turn in range(2):
            choose_another(page, turn)
            settled(page, quiet=1.0)
            figures[f"turn {turn}"] = json.loads(page.evaluate(DRAWN))
        return reruns(page), figures


def control(browser: Browser, folder: Path, text: str) -> float:
    """Seconds of a rerun of a page that has nothing but charts."""
    script = folder / "control.py"
    script.write_text(text)
    with serving(folder / "control", script) as server:
        return reruns(opened(browser, server.url))


def opened(browser: Browser, url: str) -> Page:
    """The page at the address, come to rest."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.goto(url)
    settled(page, quiet=1.0)
    return page


def reruns(page: Page) -> float:
    """Median seconds from the key press that chooses another value to the last repaint."""
    times = [_rerun(page, turn) for turn in range(TIMES)]
    page.close()
    return median(times)


def choose_another(page: Page, turn: int) -> None:
    """Choose the next period, and back, by keyboard."""
    box = page.get_by_role("combobox", name="Which").first
    box.click()
    page.get_by_role("listbox").wait_for()
    box.press("ArrowUp" if turn % 2 else "ArrowDown")
    box.press("Enter")


def _rerun(page: Page, turn: int) -> float:
    choose_another(page, turn)
    settled(page, quiet=0.5)
    return float(page.evaluate("(slaWatch.painted - slaWatch.acted) / 1000"))
