"""How a command answers: JSON alone on stdout, or lines for people."""

import getpass
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sla_core.problems import Refused


def as_json(answer: Any) -> None:
    """One JSON document on stdout."""
    print(text(answer))


def text(answer: Any) -> str:
    """The answer as a JSON document."""
    return json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows in aligned columns."""
    cells = [list(map(str, head)), *(list(map(str, row)) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def who() -> str:
    """The name under which a command's changes are noted."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return os.environ.get("USER", "command line")


def read(path: str) -> bytes:
    """A file's bytes; Refused says why they cannot be had."""
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        raise Refused(f"{path} cannot be read: {fault.strerror or fault}.") from None


def write(path: str, content: str | bytes) -> None:
    """A text or bytes into a file; Refused says why it cannot be written."""
    try:
        Path(path).write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as fault:
        raise Refused(f"{path} cannot be written: {fault.strerror or fault}.") from None
