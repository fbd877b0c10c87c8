"""Finds a Chromium, and brings one where there is none: `python -m tests.browser.provide`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "No Chromium here and none could be brought: install chromium or Google Chrome, "
    "or name one: SLA_BROWSER=/path/to/chrome make test"
)


def find() -> Path | None:
    """The browser to drive: SLA_BROWSER, else one on the PATH, else Playwright's own download."""
    if named := os.environ.get("SLA_BROWSER"):
        return Path(named) if _starts(Path(named)) else None
    on_path = (shutil.which(name) for name in NAMES)
    candidates = [Path(found) for found in on_path if found]
    return next((path for path in [*candidates, _downloaded()] if _starts(path)), None)


def provide() -> Path | None:
    """The browser to drive, installed first where there is none; None where that failed."""
    found = find()
    if found or "SLA_BROWSER" in os.environ:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    if not find():
        _try(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _downloaded() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _starts(path: Path) -> bool:
    # A file alone says little: Ubuntu's chromium is a stub, and libraries may be missing.
    if not path.is_file():
        return False
    asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    return asked.returncode == 0


def _try(*command: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)


if __name__ == "__main__":
    browser = provide()
    print(browser or ADVICE, file=sys.stdout if browser else sys.stderr)
    sys.exit(0 if browser else 1)
