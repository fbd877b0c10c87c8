"""Takes the documentation's pictures from the running app: `python -m tests.browser.screenshots`.

The invented company up to a fixed day, so that a picture changes only when the app does.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize

from sla_core.demo import loading
from sla_core.periods import now
from sla_core.store.engine import open_store
from tests.browser import provide
from tests.browser.chromium import Faults, chromium, settled
from tests.browser.server import HOUSE, serving

AS_OF = date(2026, 10, 14)
FOLDER = HOUSE / "docs" / "pictures"
LARGEST = 300_000
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Asked for as of the day, so that the data is never too old for its verdicts.
ASKED = f"?period={AS_OF:%Y-%m}&as_of={AS_OF}"


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the address that it shows, how large and in which scheme."""

    name: str
    address: str = f"/{ASKED}"
    size: ViewportSize = field(default_factory=lambda: DESK)
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("weekly.png"),
    Picture("weekly-dark.png", scheme="dark"),
    Picture("weekly-phone.png", size=PHONE),
    Picture("sales.png", f"/sales{ASKED}"),
)


def take(folder: Path, pictures: Sequence[Picture] = PICTURES) -> Iterator[Path]:
    """Take the pictures into the folder, one after the other; the files as they are written."""
    with tempfile.TemporaryDirectory(prefix="sla-pictures-") as place:
        database = f"sqlite:///{Path(place) / 'invented.db'}"
        _invent(database)
        with serving(Path(place), database=database) as server, chromium(_browser()) as browser:
            for picture in pictures:
                yield _take(browser, server.url, picture, folder)


def _invent(database: str) -> None:
    engine = open_store(database)
    loading.load(engine, now(), "pictures", AS_OF)
    engine.dispose()


def _browser() -> Path:
    found = provide.find()
    if found is None:
        raise RuntimeError(provide.ADVICE)
    return found


def _take(browser: Browser, url: str, picture: Picture, folder: Path) -> Path:
    """One picture of a page at rest; RuntimeError where the page has a fault."""
    context = browser.new_context(
        viewport=picture.size, color_scheme=picture.scheme, locale="en-GB", timezone_id="UTC"
    )
    page = context.new_page()
    faults = Faults(page)
    page.goto(url + picture.address)
    settled(page, quiet=1.0)
    file = folder / picture.name
    page.screenshot(path=file, animations="disabled", caret="hide")
    found = faults.all()
    context.close()
    if found:
        raise RuntimeError(f"{picture.name}: {'; '.join(found)}")
    return file


def main() -> int:
    """Take all pictures; 1 where one is larger than a page should have to load."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    too_large = False
    for file in take(FOLDER):
        size = file.stat().st_size
        too_large |= size > LARGEST
        print(f"{file.relative_to(HOUSE)}: {size:,} bytes")
    return int(too_large)


if __name__ == "__main__":
    sys.exit(main())
