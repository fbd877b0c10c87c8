"""How the commands are declared: each with what it does in a sentence or two, and examples."""

import argparse
import textwrap
from typing import Any

PROGRAM = "python -m sla_core"
WIDTH = 90


class Shape(argparse.RawDescriptionHelpFormatter):
    """Examples stay as they are written; names of commands and options have room."""

    def __init__(self, prog: str, **given: Any) -> None:
        super().__init__(prog, max_help_position=32, **given)

    def add_argument(self, action: argparse.Action) -> None:
        """Leave room for the list of commands, whose indent is otherwise forgotten."""
        super().add_argument(action)
        self._action_max_length = max(self._action_max_length, 14)


def command(
    commands: Any, name: str, short: str, about: str, examples: tuple[str, ...], **given: Any
) -> argparse.ArgumentParser:
    """A command (or an action of one) with its help: `short` in the list, `about` on its own page."""
    shown = "\n".join(f"  {PROGRAM} {example}" for example in examples)
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=short,
        description="\n".join(textwrap.fill(line, WIDTH) for line in about.splitlines()),
        epilog=f"example{'s' if len(examples) > 1 else ''}:\n{shown}",
        formatter_class=Shape,
        **given,
    )
    return made


def anywhere(parser: argparse.ArgumentParser) -> None:
    """--db and --json, which may stand before or after the command's name."""
    # Suppressed, so that what stands after the name does not undo what stood before it.
    parser.add_argument(
        "--db",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="the database; else SLA_DATABASE_URL, else sqlite:///data/sla.db;"
        " one that is not there is created",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="answer as JSON, and nothing else, on stdout",
    )
