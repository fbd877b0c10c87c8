"""settings, demo and check: keeping the workspace."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from sla_core.commands import answers
from sla_core.commands.imports import answer_of
from sla_core.demo import loading
from sla_core.periods import now, parse_date
from sla_core.problems import Refused
from sla_core.store import demo, settings
from sla_core.store.check import check
from sla_core.store.engine import open_store, reading


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    top = commands.add_parser("settings", help="the workspace: zone, currency, fiscal year")
    actions = top.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", parents=[shared])
    show.set_defaults(run=run_show)
    change = actions.add_parser("set", parents=[shared])
    change.add_argument("pairs", nargs="+", metavar="KEY=VALUE")
    change.set_defaults(run=run_set)
    invented = commands.add_parser("demo", parents=[shared], help="load the invented company")
    invented.add_argument("--as-of", metavar="DATE", help="its last day")
    invented.add_argument("--remove", action="store_true", help="take it out again")
    invented.set_defaults(run=run_demo)
    whole = commands.add_parser("check", parents=[shared], help="whether the store is sound")
    whole.set_defaults(run=run_check)


def run_show(given: argparse.Namespace) -> int:
    """The settings as they stand."""
    with reading(open_store(given.db)) as connection:
        _say_settings(settings.workspace(connection), given.json)
    return 0


def run_set(given: argparse.Namespace) -> int:
    """Change settings, all or none."""
    changes = dict(_pair(text) for text in given.pairs)
    _say_settings(settings.save(open_store(given.db), changes), given.json)
    return 0


def run_demo(given: argparse.Namespace) -> int:
    """Load the invented company anew, or take it out."""
    engine = open_store(given.db)
    removed = demo.remove(engine)
    if given.remove:
        if given.json:
            answers.as_json({"removed": removed})
        else:
            print("The invented company is gone." if removed else "It was not loaded.")
        return 0
    day: date | None = parse_date(given.as_of) if given.as_of else None
    outcomes = loading.load(engine, now(), answers.who(), day)
    if given.json:
        answers.as_json({"files": [answer_of(outcome) for outcome in outcomes]})
    else:
        for outcome in outcomes:
            print(f"{outcome.file}: {outcome.new:,} {outcome.kind}, {outcome.refused:,} refused.")
        print("The invented company is loaded; take it out with “demo --remove”.")
    return 0


def run_check(given: argparse.Namespace) -> int:
    """Every check with its finding; 1 where any fails."""
    findings = check(open_store(given.db))
    sound = all(not finding.faults for finding in findings)
    if given.json:
        answers.as_json({"ok": sound, "checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            print(f"{'ok   ' if not finding.faults else 'FAULT'}  {finding.what}", end="")
            print(f": {finding.faults:,}" if finding.faults else "")
    if not sound:
        raise Refused("The store is not sound; restore a backup.")
    return 0


def _say_settings(workspace: settings.Workspace, as_json: bool) -> None:
    if as_json:
        answers.as_json(asdict(workspace))
        return
    for key, value in asdict(workspace).items():
        print(f"{key} = {value if value is not None else '(not set)'}")


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise Refused(f"“{text}” is not of the form KEY=VALUE, as zone=Europe/Berlin.")
    return key.strip(), value.strip()
