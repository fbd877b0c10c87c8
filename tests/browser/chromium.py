"""A Chromium that stays on this machine, and what a test asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60
"""Seconds until a page that does not come to rest counts as broken."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name resolves but this machine's: a page that asks elsewhere gets no answer.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
OWN_HOSTS = {"127.0.0.1", "localhost", None}

# Addresses whose console errors say nothing about the app; each with its reason.
HARMLESS = (
    # On a deep link Streamlit's own page first asks for these under the link, then at the root.
    "/_stcore/health",
    "/_stcore/host-config",
)

# Notes when anything last moved, when the page's main part last changed, when somebody last acted,
# and whether the server still owes an answer. A script state alone is not enough: it is still idle
# in the moment after a click.
WATCH = """
window.slaWatch = {moved: performance.now(), painted: 0, acted: 0, asked: 0, answered: 0, open: 0};
const inMain = node =>
  (node.nodeType === 1 ? node : node.parentElement)?.closest('[data-testid="stMain"]');
new MutationObserver(records => {
  slaWatch.moved = performance.now();
  if (records.some(record => inMain(record.target))) slaWatch.painted = slaWatch.moved;
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
for (const kind of ['pointerdown', 'keydown', 'input', 'change'])
  document.addEventListener(kind, () => { slaWatch.acted = performance.now(); }, true);
window.WebSocket = class extends WebSocket {
  constructor(...asked) {
    super(...asked);
    this.addEventListener('message', () => { slaWatch.answered = performance.now(); });
  }
  send(data) { slaWatch.asked = performance.now(); super.send(data); }
};
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...body) {
  slaWatch.open += 1;
  this.addEventListener('loadend', () => { slaWatch.open -= 1; slaWatch.acted = performance.now(); });
  return send.apply(this, body);
};
"""
SETTLED = """quiet => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app
    && app.getAttribute('data-test-script-state') === 'notRunning'
    && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    && slaWatch.open === 0
    && slaWatch.answered >= slaWatch.asked
    && performance.now() - Math.max(slaWatch.moved, slaWatch.acted, slaWatch.answered) > quiet;
}"""


@contextmanager
def chromium(path: Path) -> Iterator[Browser]:
    """The browser at `path`, without a window, until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def settled(page: Page, quiet: float = 0.3, timeout: float = PATIENCE) -> None:
    """Wait until the page's script is idle and nothing has moved for `quiet` seconds."""
    page.wait_for_function(SETTLED, arg=quiet * 1000, timeout=timeout * 1000)


class Faults:
    """What a page did that no page of ours may do, in sentences."""

    def __init__(self, page: Page) -> None:
        self.found: list[str] = []
        self._page = page
        page.add_init_script(WATCH)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("websocket", lambda socket: self._request(socket.url))

    def all(self) -> list[str]:
        """The faults so far, with the exception boxes that stand on the page now."""
        boxes = [] if self._page.is_closed() else self._page.get_by_test_id("stException").all()
        return self.found + [f"exception on the page: {box.inner_text()}" for box in boxes]

    def _console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not any(text in url for text in HARMLESS):
            self.found.append(f"console error: {message.text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).hostname not in OWN_HOSTS:
            self.found.append(f"request to another host: {url}")
