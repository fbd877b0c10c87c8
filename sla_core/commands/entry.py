"""The words of the command line, and where they lead."""

import argparse
import sys
from collections.abc import Sequence

from sla_core.commands import agreements, imports, keeping, reports
from sla_core.problems import Refused


def main(words: Sequence[str]) -> int:
    """Run one command: 0 done, 1 the request failed (one sentence on stderr), 2 wrong usage."""
    try:
        given = parser().parse_args(words)
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
        prog="python -m sla_core",
        description="The live agreement between marketing and sales, from the command line.",
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--db", metavar="URL", help="the database (SLA_DATABASE_URL, else sqlite:///data/sla.db)"
    )
    shared.add_argument("--json", action="store_true", help="answer as JSON on stdout")
    for module in (imports, reports, agreements, keeping):
        module.add(commands, shared)
    return whole
