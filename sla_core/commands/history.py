"""imports: what was loaded, and what of it was taken back."""

import argparse
from typing import Any

from sla_core.commands import answers
from sla_core.commands.recognised import COUNTS
from sla_core.commands.wording import command
from sla_core.store import batches
from sla_core.store.engine import open_store


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command of this file."""
    history = command(
        commands,
        "imports",
        "what was loaded, and when",
        "Every file that was loaded, the newest first: its batch, kind and counts of rows.",
        ("imports",),
        parents=[shared],
    )
    history.set_defaults(run=run_imports)


def run_imports(given: argparse.Namespace) -> int:
    """The history, the newest first."""
    history = batches.history(open_store(given.db))
    rows = [_batch({str(k): v for k, v in row.items()}) for row in history.to_dict("records")]
    if given.json:
        answers.as_json({"imports": rows})
        return 0
    if not rows:
        print("Nothing has been imported yet.")
        return 0
    head = ("batch", "file", "kind", "dialect", *COUNTS)
    titles = (*head, "loaded", "data as of", "who", "taken back")
    answers.table(titles, [_line(row, head) for row in rows])
    return 0


def _batch(row: dict[str, Any]) -> dict[str, Any]:
    counts = {name: row[f"{name}_rows"] for name in COUNTS}
    kept = {
        name: row[name] for name in ("file", "kind", "dialect", "system", "zone", "who", "demo")
    }
    times = {name: row[name].isoformat() for name in ("data_as_of", "uploaded_at")}
    undone = row["undone_at"]
    back = {"undone_at": undone and undone.isoformat(), "undone_by": row["undone_by"]}
    return {"batch": row["id"], **kept, **counts, **times, **back}


def _line(row: dict[str, Any], head: tuple[str, ...]) -> list[object]:
    back = f"by {row['undone_by']} at {row['undone_at']}" if row["undone_at"] else ""
    return [*(row[name] for name in head), row["uploaded_at"], row["data_as_of"], row["who"], back]
