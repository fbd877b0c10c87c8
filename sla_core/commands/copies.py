"""backup and restore."""

import argparse
from pathlib import Path
from typing import Any

from sla_core.commands import answers
from sla_core.commands.wording import command
from sla_core.periods import now
from sla_core.store import copies
from sla_core.store.engine import database_url, open_store


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    out = command(
        commands,
        "backup",
        "copy the database into a file",
        "Copies the whole database into one file, while others use it, and checks the copy."
        " A server's database is copied into such a file as well.",
        ("backup sla-2026-11-23.db",),
        parents=[shared],
    )
    out.add_argument("file", metavar="FILE", type=Path)
    out.add_argument("--force", action="store_true", help="write over a file that is there")
    out.set_defaults(run=run_backup)
    back = command(
        commands,
        "restore",
        "put a copy in place of the database",
        "Puts a copy's data in place of the database's in one step, while others use it. What is"
        " replaced is kept as a copy, and it is said where. A damaged database is set aside as it is;"
        " start the app again after that.",
        ("restore sla-2026-11-23.db",),
        parents=[shared],
    )
    back.add_argument("file", metavar="FILE", type=Path)
    back.set_defaults(run=run_restore)


def run_backup(given: argparse.Namespace) -> int:
    """Copy the store."""
    made = copies.backup(open_store(given.db), given.file, force=given.force)
    if given.json:
        answers.as_json({"file": str(made.file), "bytes": made.size})
    else:
        print(f"{made.file} is a copy of the database, and sound ({made.size:,} bytes).")
    return 0


def run_restore(given: argparse.Namespace) -> int:
    """Put a copy back."""
    done = copies.restore_at(given.db or database_url(), given.file, now=now())
    if given.json:
        answers.as_json({"file": str(done.file), "replaced": str(done.replaced)})
    else:
        print(f"{done.file} is restored; what it replaced is kept in {done.replaced}.")
    return 0
