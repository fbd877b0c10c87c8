"""The documentation as tests read it: pages, headings, links, and blocks that can be run."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[1]
PAGES = (HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").glob("*.md")))
COMMAND = ["python", "-m", "sla_core"]

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is (if it bears a name), its text."""

    language: str
    name: str | None
    text: str

    def commands(self) -> list[list[str]]:
        """The words after `python -m sla_core`, command by command; none but these are run."""
        lines = self.text.replace("\\\n", " ").splitlines()
        split = [shlex.split(line) for line in lines if line.strip()]
        assert all(words[:3] == COMMAND for words in split), f"not to be run by a test: {lines}"
        return [words[3:] for words in split]


def blocks(page: Path) -> list[Block]:
    """The page's fenced blocks, in their order."""
    return [Block(*found) for found in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or a higher one."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", prose(page), re.MULTILINE)
    assert found, f"{page.name} has no heading “{heading}”"
    rest = prose(page)[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def anchors(page: Path) -> set[str]:
    """The page's headings as links name them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Path ("" for the page itself) and anchor of every link and picture that is not the web's."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            yield path, anchor


def marked(text: str) -> set[str]:
    """Everything that stands in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))
