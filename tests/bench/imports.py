"""An import of 100,000 leads with 500,000 activities beside `sqlite3 .import` of the same files.

The floor loads text as it stands: no types, no key, no index, no matching. Without the sqlite3
tool, Python's own module stands in, a row at a time from the csv reader; the table says so.
"""

import csv
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from sla_core.store.engine import open_store
from tests.bench import Row, command, company

TIMES = 3
AIM = 3.0


def measure(folder: Path) -> Iterator[Row]:
    """Ours beside the floor, in turns; leaves the loaded store as `store(folder)`."""
    files = company.write(folder)
    both = (files.leads, files.activities)
    ours(_small(folder), folder / "small.db")  # libraries loaded and warm, as in the running app
    pairs = [(ours(both, store(folder)), floor(both, folder / "floor.db")) for _ in range(TIMES)]
    mine, beside = (median(times) for times in zip(*pairs, strict=True))
    what = "import of {:,} leads, {:,} activities".format(*files.counts)
    yield Row(what, mine, floor_name(), beside, AIM)


def store(folder: Path) -> Path:
    """Where the loaded store lies."""
    return folder / "store.db"


def ours(files: Sequence[Path], database: Path) -> float:
    """Seconds of our import into an empty store."""
    _forget(database)
    open_store(command.url(database)).dispose()
    return command.timed("import", *map(str, files), "--db", command.url(database), "--json")


def floor(files: Sequence[Path], database: Path) -> float:
    """Seconds of the plainest load into a fresh file."""
    _forget(database)
    load = _by_tool if shutil.which("sqlite3") else _by_module
    begin = time.perf_counter()
    load(files, database)
    return time.perf_counter() - begin


def floor_name() -> str:
    """What the floor was loaded with."""
    return "sqlite3 .import" if shutil.which("sqlite3") else "Python's sqlite3 (no sqlite3 tool)"


def _by_tool(files: Sequence[Path], database: Path) -> None:
    loads = [f'.import --csv "{file}" {file.stem}' for file in files]
    subprocess.run(["sqlite3", database, *loads], check=True)


def _by_module(files: Sequence[Path], database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for file in files:
            _load(connection, file)


def _load(connection: sqlite3.Connection, file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        columns = ", ".join(f'"{name}" TEXT' for name in header)
        connection.execute(f"CREATE TABLE {file.stem} ({columns})")
        marks = ", ".join("?" * len(header))
        connection.executemany(f"INSERT INTO {file.stem} VALUES ({marks})", rows)


def _small(folder: Path) -> tuple[Path, Path]:
    small = folder / "small"
    small.mkdir(exist_ok=True)
    files = company.write(small, leads=100, activities=500)
    return files.leads, files.activities


def _forget(database: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
