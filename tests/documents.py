"""The documentation as tests read it, and the keys and options that it has to name."""

import argparse
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

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


def paths(hint: Any, path: str) -> Iterator[str]:
    """The paths of a record's leaves, lists as []."""
    if is_dataclass(hint):
        for name, inner in get_type_hints(hint).items():
            yield from paths(inner, f"{path}.{name}")
    elif getattr(hint, "__origin__", None) is tuple:
        yield from paths(get_args(hint)[0], f"{path}[]")
    else:
        yield path


def leaves(value: Any, path: str) -> Iterator[str]:
    """The paths of a JSON document's leaves, lists as []; intervals count as one."""
    if isinstance(value, dict) and not path.endswith("intervals"):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path


def commands(given: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, set[str]]]:
    """Every command with its long options."""
    below = [a for a in given._actions if isinstance(a, argparse._SubParsersAction)]
    for action in below:
        for word, inner in action.choices.items():
            yield from commands(inner, f"{name} {word}".strip())
    if not below:
        options = {option for a in given._actions for option in a.option_strings}
        yield name, {option for option in options if option.startswith("--")} - {"--help"}


def keys_of(document: Any) -> set[str]:
    """The keys of a document and of the tables in it."""
    if isinstance(document, dict):
        return {*document}.union(*map(keys_of, document.values()))
    return set().union(*map(keys_of, document)) if isinstance(document, list) else set()


def keys_of_model(model: Any) -> set[str]:
    """The keys of a record and of the records in it."""
    inner = [
        a for f in model.model_fields.values() for a in (f.annotation, *get_args(f.annotation))
    ]
    below = [part for part in inner if hasattr(part, "model_fields")]
    return {*model.model_fields}.union(*map(keys_of_model, below))
