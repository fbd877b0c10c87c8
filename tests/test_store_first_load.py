"""The command line's first loads, which go straight into the shape of their table."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sla_core.store.check import check
from sla_core.store.engine import open_store
from tests.stores import content, csv_of, empty_store, load

LEADS = csv_of(
    "lead_id,email,tier,status,created_at,modified_at",
    "1,ann@x.example,CEO,open,2026-03-02 09:00,2026-03-04 08:00",
    "2,ann@x.example,,lost,2026-03-02 10:00,2026-03-04 08:00",
    "3,bob@x.example,manager,open,2026-03-03,2026-03-04 08:00",
)
UNDATED = csv_of(
    "lead_id,email,created_at,qualified_at",
    "1,ann@x.example,2026-03-02 09:00,",
    "2,,2026-03-03,2026-03-04",
)
TWICE = LEADS + csv_of("3,bob@x.example,director,open,2026-03-03,2026-03-05 08:00")
CALLS = csv_of(
    "activity_id,lead_id,email,at,outcome,modified_at",
    "A,1,,2026-03-02 11:00,connected,2026-03-02 12:00",
    "B,,bob@x.example,2026-03-04,not_connected,2026-03-04 12:00",
    ",9,,2026-03-04 13:00,,2026-03-04 13:00",
)
DEALS = csv_of(
    "deal_id,lead_id,outcome,amount,currency,closed_at",
    "D,1,won,10.50,EUR,2026-03-04",
    "E,,open,,,",
)
SERIES = {
    "all three": (LEADS, CALLS, DEALS),
    "calls before leads": (CALLS, LEADS, DEALS),
    "without times of change": (UNDATED, CALLS),
    "an id twice": (TWICE, CALLS),
    "once more": (LEADS, CALLS, LEADS),
}
KINDS = {"lead_id,email": "leads", "activity_id": "activities", "deal_id": "deals"}


def kind_of(data: bytes) -> str:
    return next(kind for begin, kind in KINDS.items() if data.decode().startswith(begin))


def in_a_process(store: Path, *words: object) -> Any:
    """The command line's answer, in a process of its own as users run it."""
    line = [sys.executable, "-m", "sla_core", *map(str, words), "--db", f"sqlite:///{store}"]
    done = subprocess.run([*line, "--json"], capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.stdout else done.stderr


def tables_of(store: Path) -> set[str]:
    with closing(sqlite3.connect(store)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize("series", SERIES)
def test_a_first_load_by_the_command_line_gives_the_same_store(series: str, tmp_path: Path) -> None:
    store = tmp_path / "sla.db"
    open_store(f"sqlite:///{store}").dispose()
    before = tables_of(store)
    with empty_store() as other:
        for number, data in enumerate(SERIES[series]):
            file = tmp_path / f"{number} {kind_of(data)}.csv"
            file.write_bytes(data)
            (told,) = in_a_process(store, "import", file)["files"]
            outcome = load(other, file.name, data)
            assert (told["new"], told["same"], told["batch"], told["known"]) == (
                outcome.new,
                outcome.same,
                outcome.batch,
                outcome.known,
            )
        engine = open_store(f"sqlite:///{store}")
        assert content(engine) == content(other)
        assert [finding for finding in check(engine) if finding.faults] == []
        engine.dispose()
    assert tables_of(store) == before


def test_a_first_load_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    store, file = tmp_path / "sla.db", tmp_path / "calls.csv"
    open_store(f"sqlite:///{store}").dispose()
    before = tables_of(store)
    file.write_bytes(csv_of("activity_id,lead_id,at", "A,1,soon", "B,2,later"))
    assert (
        "no cell of the column can be read as at"
        in in_a_process(store, "import", file)["files"][0]["error"]
    )
    assert tables_of(store) == before


def test_what_a_killed_first_load_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    store, file = tmp_path / "sla.db", tmp_path / "leads.csv"
    open_store(f"sqlite:///{store}").dispose()
    before = tables_of(store)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("CREATE TABLE incoming_lead_1_0 (id INTEGER)")
    file.write_bytes(LEADS)
    assert in_a_process(store, "import", file)["files"][0]["new"] == 3
    assert tables_of(store) == before
