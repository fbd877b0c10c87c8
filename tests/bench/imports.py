"""Imports of 1,000,000 leads and 5,000,000 activities beside `sqlite3 .import` of the same files.

The floor loads text as it stands: no types, no key, no index, no matching. Without the sqlite3
tool, Python's own module stands in, a row at a time from the csv reader; the table says so.
"""

import csv
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from sla_core import uploads
from sla_core.crm import Options
from sla_core.store.engine import open_store
from tests.bench import Row, command, company
from tests.bench.loaded import Took, took

TIMES = 3
LEADS, ACTIVITIES, AGAIN, MEMORY, SMALL = 1.6, 1.5, 1.3, 1.0, 1.0
"""What is aimed at: ratios to the floor, GiB, and seconds."""


def measure(folder: Path) -> Iterator[Row]:
    """Ours beside the floor, in turns; leaves a store of a tenth of it as `store(folder)`."""
    files = company.write(folder, leads=1_000_000, activities=5_000_000)
    small = _folder(folder / "small")
    company.write(small, leads=100, activities=500)
    both = [(_first(small, files, folder), _floors(files, folder)) for _ in range(TIMES)]
    for place, (file, aim) in enumerate(((files.leads, LEADS), (files.activities, ACTIVITIES))):
        what = f"import of {files.counts[place]:,} {file.stem}"
        mine = [ours[place] for ours, _ in both]
        floor = median(floors[place] for _, floors in both)
        yield Row(what, median(t.seconds for t in mine), floor_name(), floor, aim)
        yield Row(f"{what}, memory in GiB", max(t.memory for t in mine), aim=MEMORY)
    yield from _again(small, files, folder)
    yield from _small_files(folder)
    _leave(folder)


def store(folder: Path) -> Path:
    """Where the loaded store lies."""
    return folder / "store.db"


def floor_name() -> str:
    """What the floor was loaded with."""
    return "sqlite3 .import" if shutil.which("sqlite3") else "Python's sqlite3 (no sqlite3 tool)"


def _first(small: Path, files: company.Files, folder: Path) -> tuple[Took, Took]:
    """Both files into an empty store, which stays."""
    database = _fresh(folder / "big.db")
    open_store(command.url(database)).dispose()
    return took(small, database, files.leads), took(small, database, files.activities)


def _floors(files: company.Files, folder: Path) -> tuple[float, float]:
    return _floor(files.leads, folder), _floor(files.activities, folder)


def _again(small: Path, files: company.Files, folder: Path) -> Iterator[Row]:
    """The activities once more: in another file, and the same file."""
    other, database = folder / "turned.csv", folder / "big.db"
    company.turned(files.activities, other)
    mine = took(small, database, other)
    yield Row(
        "the same rows in another file", mine.seconds, floor_name(), _floor(other, folder), AGAIN
    )
    yield Row("the same rows in another file, memory in GiB", mine.memory, aim=MEMORY)
    yield Row("the same file again", took(small, database, files.activities).seconds)


def _small_files(folder: Path) -> Iterator[Row]:
    """10,000 rows as the upload page loads them: into an empty store, and into a big one."""
    few = company.write(_folder(folder / "few"), leads=1_000, activities=10_000, seed=11)
    new = company.write(_folder(folder / "new"), leads=1_000, activities=10_000, first=5_000_000)
    empty, big = _fresh(folder / "few.db"), folder / "big.db"
    _loaded(empty, few.leads)
    yield Row(
        "10,000 activities into a store of 1,000 leads", _loaded(empty, few.activities), aim=SMALL
    )
    yield Row("10,000 new activities into the big store", _loaded(big, new.activities), aim=SMALL)
    changed = _loaded(big, few.activities)
    yield Row("10,000 activities that change, into the big store", changed, aim=SMALL)


def _loaded(database: Path, file: Path) -> float:
    """Seconds of an import in a process that goes on, as the app is."""
    engine = open_store(command.url(database))
    wishes = uploads.options(engine, Options())
    begin = time.perf_counter()
    uploads.load(engine, file.name, file.read_bytes(), wishes, who="bench")
    seconds = time.perf_counter() - begin
    engine.dispose()
    return seconds


def _leave(folder: Path) -> None:
    """The store that the other benchmarks read."""
    files = company.write(_folder(folder / "tenth"), leads=100_000, activities=500_000)
    url = command.url(_fresh(store(folder)))
    command.timed("import", str(files.leads), str(files.activities), "--db", url, "--json")


def _floor(file: Path, folder: Path) -> float:
    """Seconds of the plainest load into a fresh file."""
    database = _fresh(folder / "floor.db")
    load = _by_tool if shutil.which("sqlite3") else _by_module
    begin = time.perf_counter()
    load(file, database)
    return time.perf_counter() - begin


def _by_tool(file: Path, database: Path) -> None:
    load = f'.import --csv "{file}" {file.stem}'
    subprocess.run(["sqlite3", database, load], check=True)


def _by_module(file: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            header = next(rows)
            columns = ", ".join(f'"{name}" TEXT' for name in header)
            connection.execute(f"CREATE TABLE {file.stem} ({columns})")
            marks = ", ".join("?" * len(header))
            connection.executemany(f"INSERT INTO {file.stem} VALUES ({marks})", rows)


def _folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path


def _fresh(database: Path) -> Path:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    return database
