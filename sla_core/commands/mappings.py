"""mappings: the saved meanings of unknown exports, listed, carried over and removed."""

import argparse
from pathlib import Path
from typing import Any

from sla_core import asking
from sla_core.commands import answers
from sla_core.commands.wording import command
from sla_core.store.engine import open_store


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    whole = commands.add_parser("mappings", help="saved mappings of unknown exports")
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_list(actions, shared)
    export = command(
        actions,
        "export",
        "a mapping as a file",
        "A saved mapping as a readable TOML file, to be kept or carried to another installation.",
        ('mappings export "Our web shop" --out shop.toml',),
        parents=[shared],
    )
    export.add_argument("name", metavar="NAME", help="the mapping's name")
    export.add_argument("--out", metavar="FILE", help="the file; else it goes to stdout")
    export.set_defaults(run=run_export)
    load = command(
        actions,
        "import",
        "a mapping from a file",
        "Saves the mapping of a TOML file under the name that it bears; one of that name is"
        " replaced.",
        ("mappings import shop.toml",),
        parents=[shared],
    )
    load.add_argument("file", metavar="FILE", help="a file that mappings export wrote")
    load.set_defaults(run=run_import)
    _add_remove(actions, shared)


def _add_list(actions: Any, shared: argparse.ArgumentParser) -> None:
    listing = command(
        actions,
        "list",
        "the mappings by name",
        "Every saved mapping: its name, kind, the columns that it uses, and what was answered about"
        " its cells.",
        ("mappings list",),
        parents=[shared],
    )
    listing.set_defaults(run=run_list)


def _add_remove(actions: Any, shared: argparse.ArgumentParser) -> None:
    remove = command(
        actions,
        "remove",
        "forget a mapping",
        "Removes a saved mapping; what was imported with it stays as it is.",
        ('mappings remove "Our web shop"',),
        parents=[shared],
    )
    remove.add_argument("name", metavar="NAME", help="the mapping's name")
    remove.set_defaults(run=run_remove)


def run_list(given: argparse.Namespace) -> int:
    """All mappings, by name."""
    found = asking.saved(open_store(given.db))
    if given.json:
        rows = [
            {
                "name": one.name,
                "kind": one.kind,
                "columns": list(one.columns),
                "answers": asking.answers_of(one).plain(),
                "saved_at": one.saved_at.isoformat(),
            }
            for one in found
        ]
        answers.as_json({"mappings": rows})
    elif not found:
        print("No mapping is saved yet.")
    else:
        rows_of = [
            (one.name, one.kind, ", ".join(one.columns), asking.answers_of(one).in_words())
            for one in found
        ]
        answers.table(("name", "kind", "columns", "answers"), rows_of)
    return 0


def run_export(given: argparse.Namespace) -> int:
    """The mapping as TOML, into a file or to stdout."""
    text = asking.exported(open_store(given.db), given.name)
    if given.out:
        answers.write(given.out, text)
    if given.json:
        answers.as_json({"name": given.name, "toml": text, "out": given.out})
    elif given.out:
        print(f"“{given.name}” is in {given.out}.")
    else:
        print(text, end="")
    return 0


def run_import(given: argparse.Namespace) -> int:
    """The mapping of a file, saved under its name."""
    text = answers.read(given.file).decode("utf-8-sig", "replace")
    found = asking.imported(open_store(given.db), Path(given.file).name, text)
    if given.json:
        answers.as_json({"name": found.name, "kind": found.kind})
    else:
        print(f"Saved the mapping “{found.name}” of {found.kind}.")
    return 0


def run_remove(given: argparse.Namespace) -> int:
    """Forget one mapping."""
    asking.forget(open_store(given.db), given.name)
    if given.json:
        answers.as_json({"removed": given.name})
    else:
        print(f"Removed the mapping “{given.name}”.")
    return 0
