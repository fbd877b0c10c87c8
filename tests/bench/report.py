"""The weekly report from the store that the import left."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import Row, command
from tests.bench.imports import store

TIMES = 5
PERIOD = "2026-09"


def measure(folder: Path) -> Iterator[Row]:
    """`report --format json` for one month, the first time and then again."""
    asked = ("report", "--period", PERIOD, "--format", "json", "--db", command.url(store(folder)))
    yield Row("report of a month, first time", command.timed(*asked))
    yield Row("report of a month, again", median(command.timed(*asked) for _ in range(TIMES)))
