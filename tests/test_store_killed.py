"""A process that is killed while it writes: its work is whole or absent, the store sound."""

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from sla_core.store.check import check
from sla_core.store.engine import open_store
from tests.killing.client import Killer, built, killer
from tests.killing.works import Work, do
from tests.stores import csv_of, dump, empty_store

SOAK = os.environ.get("SLA_TESTS") == "soak"
MOMENTS = 50 if SOAK else 4
STEPS = {"statement": 1, "write": 1, "half a write": 1, "size": 5_000}
"""The first step of each way to be killed, and how far it is to the next: sizes in bytes."""
KILLS = None if SOAK else 2
"""How many kills of each work in each way; None for every step until one is left untouched."""
AGAIN = 5 if SOAK else 1
"""After every so-manieth kill the work is done again."""
DAYS = [f"2026-03-{day:02}" for day in range(1, 29)]
COMPILED = {"write", "half a write"}


def leads(count: int, status: str) -> bytes:
    rows = (f"{n},p{n * 7 % count}@x.example,{DAYS[n % 28]} 09:00,{status}" for n in range(count))
    return csv_of("lead_id,email,created_at,status", *rows)


def calls(count: int, outcome: str) -> bytes:
    rows = (f"{n},{n * 7 % count},{DAYS[n % 28]} 10:00,{outcome}" for n in range(count))
    return csv_of("activity_id,lead_id,at,outcome", *rows)


FILES = {
    "leads.csv": leads(150, "New"),
    "corrected leads.csv": leads(160, "Closed"),
    "calls.csv": calls(400, "not_connected"),
    "corrected calls.csv": calls(410, "connected"),
    "big leads.csv": leads(1_000, "New"),
    "big calls.csv": calls(8_000, "not_connected"),
    "big corrected calls.csv": calls(8_000, "connected"),
}


@dataclass(frozen=True)
class Case:
    """A store that holds some files, and what is done to it. `{}` is the folder of the files."""

    before: tuple[str, ...]
    work: Work


CASES = {
    "first leads": Case((), Work("import", "{}/leads.csv")),
    "corrected leads": Case(("leads", "calls"), Work("import", "{}/corrected leads.csv")),
    "first calls": Case(("leads",), Work("import", "{}/calls.csv")),
    "corrected calls": Case(("leads", "calls"), Work("import", "{}/corrected calls.csv")),
    "leads taken back": Case(("leads", "calls", "corrected leads"), Work("undo", "3")),
    "calls taken back": Case(("leads", "calls", "corrected calls"), Work("undo", "2")),
    "a restore": Case(("leads", "calls"), Work("restore", "{}/copy.db")),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, and a copy of a store to restore."""
    folder = tmp_path_factory.mktemp("files")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    shutil.copy(furnished(folder, ("corrected leads", "calls")), folder / "copy.db")
    return folder


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return built(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory, shim: Path | None) -> Iterator[Killer]:
    with killer(tmp_path_factory.mktemp("temporary"), shim) as found:
        yield found


def furnished(files: Path, names: tuple[str, ...]) -> Path:
    """A store with these files."""
    target = files / f"{' and '.join(names) or 'nothing'}.db"
    with empty_store() as engine:
        store = Path(str(engine.url.database))
        for name in names:
            do(store, Work("import", str(files / f"{name}.csv")))
        engine.dispose()
        shutil.copy(store, target)
    return target


@dataclass(frozen=True)
class Trial:
    """A work on a store, and what the store says before and after it."""

    before: Path
    work: Work
    untouched: dict[str, Any]
    complete: dict[str, Any]

    def killed(self, killing: Killer, way: str, at: float, again: bool = True) -> bool:
        """Whether it was killed at this step. It is whole or absent, and can be done `again`."""
        store = anew(self.before)
        killed = killing.work(store, self.work, way, at).killed
        found = told(store)
        assert found in (self.untouched, self.complete), f"killed at {way} {at}"
        if again and found == self.untouched:
            assert not killing.work(store, self.work).killed
            assert told(store) == self.complete
            # What was left among temporary files went with the next work.
            assert [*killing.temporary.glob("sla-*")] == []
            assert [its for its in store.parent.iterdir() if its.is_dir()] == []
        return killed


def tried(killing: Killer, before: Path, work: Work) -> Trial:
    store = anew(before)
    untouched = told(store)
    killing.work(store, work)
    return Trial(before, work, untouched, told(store))


def anew(before: Path) -> Path:
    """A copy of the store in a folder of its own, which was empty."""
    store = before.with_suffix("") / "sla.db"
    shutil.rmtree(store.parent, ignore_errors=True)
    store.parent.mkdir()
    return Path(shutil.copy(before, store))


def told(store: Path) -> dict[str, Any]:
    """All that the store says, as the next process finds it, but for clock times; it is sound."""
    engine = open_store(f"sqlite:///{store}")
    assert [finding for finding in check(engine) if finding.faults] == []
    rows = dump(engine)
    engine.dispose()
    return {**rows, "batch": [{**row, "uploaded_at": None} for row in rows["batch"]]}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("way", STEPS)
def test_work_that_is_killed_at_any_step_is_whole_or_absent_and_can_be_done_again(
    way: str,
    name: str,
    files: Path,
    killing: Killer,
    shim: Path | None,
    record_property: Callable[[str, object], None],
) -> None:
    if way in COMPILED and not shim:
        pytest.skip("Writes are counted by a few lines of C, and there is no C compiler here.")
    case = CASES[name]
    work = Work(case.work.what, case.work.given.format(files))
    trial = tried(killing, furnished(files, case.before), work)
    kills = 0
    for at in _steps(killing, way, trial):
        if not trial.killed(killing, way, at, again=kills % AGAIN == 0):
            break
        kills += 1
    assert kills >= (KILLS or 1)
    record_property("kills", kills)


def _steps(killing: Killer, way: str, trial: Trial) -> Iterator[int]:
    """Each step, or some of them and one that is never reached."""
    if KILLS is None:
        yield from count(STEPS[way], STEPS[way])
    steps = killing.work(anew(trial.before), trial.work, way).steps
    chance = random.Random(f"{way} {trial.work}")
    yield from (chance.randrange(1, steps) for _ in range(KILLS or 0))
    yield 10 * steps


def test_an_import_that_is_killed_at_any_moment_is_whole_or_absent_and_can_be_made_again(
    files: Path, killing: Killer, record_property: Callable[[str, object], None]
) -> None:
    work = Work("import", str(files / "big corrected calls.csv"))
    trial = tried(killing, furnished(files, ("big leads", "big calls")), work)
    store = anew(trial.before)
    began = time.monotonic()
    killing.work(store, work)
    takes = time.monotonic() - began
    chance = random.Random(20260302)
    kills = 0
    while kills < MOMENTS:
        # One moment in each part of the whole time, so that few kills meet different steps.
        moment = takes * (kills + chance.random()) / MOMENTS
        if trial.killed(killing, "moment", moment):
            kills += 1
        else:
            takes *= 0.9
    record_property("kills", kills)
