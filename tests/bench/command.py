"""Our own command line, run inside this process: no start of an interpreter in the times."""

import contextlib
import io
import runpy
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch


def timed(*arguments: str) -> float:
    """Seconds that `python -m sla_core ARGUMENTS` takes once its libraries are loaded."""
    with _quiet(arguments) as answer:
        begin = time.perf_counter()
        code = _run()
        seconds = time.perf_counter() - begin
    if code:
        raise RuntimeError(f"sla_core {' '.join(arguments)}: exit {code}\n{answer.getvalue()}")
    return seconds


def url(database: Path) -> str:
    """The embedded database at a path, as --db wants it."""
    return f"sqlite:///{database}"


def _run() -> object:
    try:
        runpy.run_module("sla_core", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code
    return 0


@contextlib.contextmanager
def _quiet(arguments: tuple[str, ...]) -> Iterator[io.StringIO]:
    answer = io.StringIO()
    with (
        patch.object(sys, "argv", ["sla_core", *arguments]),
        contextlib.redirect_stdout(answer),
        contextlib.redirect_stderr(answer),
    ):
        yield answer
