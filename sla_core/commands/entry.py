"""The words of the command line, and where they lead."""

import argparse
import sys
from collections.abc import Sequence

from sla_core.commands import (
    agreements,
    copies,
    history,
    imports,
    keeping,
    mappings,
    reports,
    undoing,
)
from sla_core.commands.wording import PROGRAM, Shape, anywhere
from sla_core.problems import Refused

ABOUT = "The live agreement between marketing and sales, from the command line."
FIRST_STEPS = f"""first steps:
  {PROGRAM} demo                       an invented company, to look around
  {PROGRAM} demo --remove              and away again
  {PROGRAM} import leads.csv deals.csv tasks.csv
  {PROGRAM} agreement import goals.toml
  {PROGRAM} report --period 2026-11

{PROGRAM} COMMAND --help says what a command does, with an example.
Exit codes: 0 done, 1 the request failed (a sentence on stderr says why), 2 wrong usage."""


def main(words: Sequence[str], *, alone: bool = False) -> int:
    """Run one command: 0 done, 1 the request failed (one sentence on stderr), 2 wrong usage.

    `alone`: the process is there for nothing else.
    """
    try:
        given = parser().parse_args(words, argparse.Namespace(alone=alone))
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code: int = given.run(given)
    except Refused as fault:
        print(fault, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the answer has seen enough.
        return 0
    return code


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    whole = argparse.ArgumentParser(
        prog=PROGRAM, description=ABOUT, epilog=FIRST_STEPS, formatter_class=Shape
    )
    anywhere(whole)
    whole.set_defaults(db=None, json=False)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    anywhere(shared)
    for module in (imports, history, undoing, mappings, reports, agreements, keeping, copies):
        module.add(commands, shared)
    return whole
