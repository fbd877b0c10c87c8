"""A process that is killed while it imports: the upload is whole or absent, the store sound."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sla_core.store.check import check
from sla_core.store.engine import Engine, open_store
from tests.stores import csv_of, dump, empty_store, load

KILLS = 40 if os.environ.get("SLA_TESTS") == "soak" else 4
LEADS, CALLS = 1_000, 8_000
DAYS = [f"2026-03-{day:02}" for day in range(1, 29)]


def leads() -> bytes:
    rows = (f"{n},p{n % 700}@x.example,{DAYS[n % 28]} 09:00" for n in range(LEADS))
    return csv_of("lead_id,email,created_at", *rows)


def calls(outcome: str) -> bytes:
    rows = (f"{n},{n * 7 % LEADS},{DAYS[n % 28]} 10:00,{outcome}" for n in range(CALLS))
    return csv_of("activity_id,lead_id,at,outcome", *rows)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store with leads and calls, and a file that corrects all the calls."""
    folder = tmp_path_factory.mktemp("killed")
    file = folder / "corrected calls.csv"
    file.write_bytes(calls("connected"))
    with empty_store() as engine:
        load(engine, "leads.csv", leads())
        load(engine, "calls.csv", calls("not_connected"))
        name = engine.url.database
        engine.dispose()
        assert name is not None
        shutil.copy(name, folder / "before.db")
    return folder / "before.db", file


def importing(store: Path, file: Path) -> subprocess.Popen[str]:
    """A process that is about to import the file."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "tests.importing",
        f"sqlite:///{store}",
        file,
    ]
    # What the killed process leaves among temporary files goes with the test's own folder.
    environment = {**os.environ, "TMPDIR": str(store.parent)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def told(engine: Engine) -> dict[str, Any]:
    """The whole store but for the clock times of its uploads."""
    rows = dump(engine)
    return {**rows, "batch": [{**row, "uploaded_at": None} for row in rows["batch"]]}


def test_a_killed_import_is_whole_or_absent_and_can_be_made_again(
    furnished: tuple[Path, Path], tmp_path: Path
) -> None:
    before, file = furnished
    whole = tmp_path / "whole.db"
    shutil.copy(before, whole)
    process = importing(whole, file)
    began = time.monotonic()
    assert process.communicate()[0] == "ended\n"
    takes = time.monotonic() - began
    complete, untouched = _read(whole), _read(Path(shutil.copy(before, tmp_path / "copy.db")))
    chance = random.Random(20260302)
    for number in range(KILLS):
        # One moment in each part of the whole time, so that few kills meet different steps.
        moment = takes * (number + chance.random()) / KILLS
        store = tmp_path / str(number) / "sla.db"
        store.parent.mkdir()
        shutil.copy(before, store)
        _kill_after(importing(store, file), moment)
        found = _read(store)
        assert found in (untouched, complete), f"killed after {moment:.3f} s"
        engine = open_store(f"sqlite:///{store}")
        load(engine, file.name, file.read_bytes())
        engine.dispose()
        assert _read(store) == complete
        shutil.rmtree(store.parent)


def _kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _read(store: Path) -> dict[str, Any]:
    """The store as the next process finds it; it has to be sound."""
    engine = open_store(f"sqlite:///{store}")
    assert [finding for finding in check(engine) if finding.faults] == []
    found = told(engine)
    engine.dispose()
    return found
