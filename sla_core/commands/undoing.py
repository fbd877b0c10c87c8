"""undo: taking an upload back."""

import argparse
from dataclasses import asdict
from typing import Any

from sla_core.commands import answers
from sla_core.commands.wording import command
from sla_core.periods import now
from sla_core.store.engine import open_store
from sla_core.store.undo import undo
from sla_core.undoing import summary


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command of this file."""
    back = command(
        commands,
        "undo",
        "take an upload back",
        "Takes an upload back, the newest or an older one: what would stand without it stands."
        " The history keeps a line of it, and the file may be imported again.",
        ("imports", "undo 3"),
        parents=[shared],
    )
    back.add_argument("batch", metavar="BATCH", type=int, help="its number, as imports lists it")
    back.set_defaults(run=run_undo)


def run_undo(given: argparse.Namespace) -> int:
    """Take the batch back."""
    done = undo(open_store(given.db), given.batch, now=now(), who=answers.who())
    if given.json:
        answers.as_json(asdict(done))
    else:
        print(f"Batch {done.batch} ({done.file}). {summary(done)}")
    return 0
