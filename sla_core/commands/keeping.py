"""settings, demo and check: keeping the workspace."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from sla_core.commands import answers
from sla_core.commands.told import answer_of
from sla_core.commands.wording import command
from sla_core.demo import loading
from sla_core.periods import now, parse_date
from sla_core.problems import Refused
from sla_core.store import demo, settings
from sla_core.store.check import check
from sla_core.store.engine import open_store, reading

FIRST_YEAR, LAST_YEAR = 1980, 2100
"""The years in which the invented company can have its last day."""


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    _add_settings(commands, shared)
    _add_demo(commands, shared)
    whole = command(
        commands,
        "check",
        "whether the store is sound",
        "Looks through the whole store for rows that contradict each other; exit 1 where any do.",
        ("check",),
        parents=[shared],
    )
    whole.set_defaults(run=run_check)


def _add_settings(commands: Any, shared: argparse.ArgumentParser) -> None:
    top = command(
        commands,
        "settings",
        "the workspace: zone, currency, fiscal year",
        "The workspace's settings: zone (reports speak in it), currency (of the reports),"
        " fiscal_start (the month, 1 to 12, in which the fiscal year begins).",
        ("settings show", "settings set zone=Europe/Berlin currency=EUR fiscal_start=4"),
        parents=[shared],
    )
    actions = top.add_subparsers(dest="action", required=True, metavar="show|set")
    show = command(
        actions,
        "show",
        "the settings as they stand",
        "The settings as they stand.",
        ("settings show",),
        parents=[shared],
    )
    show.set_defaults(run=run_show)
    change = command(
        actions,
        "set",
        "change settings",
        "Changes settings, all or none of those named.",
        ("settings set zone=Europe/Berlin currency=EUR", "settings set fiscal_start=4"),
        parents=[shared],
    )
    change.add_argument("pairs", nargs="+", metavar="KEY=VALUE", type=_pair)
    change.set_defaults(run=run_set)


def _add_demo(commands: Any, shared: argparse.ArgumentParser) -> None:
    invented = command(
        commands,
        "demo",
        "load the invented company, or take it out",
        "Loads an invented company to look around in: fourteen months up to yesterday or today."
        " It is never mixed with real uploads, and goes in one step.",
        ("demo", "demo --as-of 2026-11-23", "demo --remove"),
        parents=[shared],
    )
    invented.add_argument("--as-of", metavar="DATE", help="its last day, as 2026-11-23")
    invented.add_argument("--remove", action="store_true", help="take it out again")
    invented.set_defaults(run=run_demo)


def run_show(given: argparse.Namespace) -> int:
    """The settings as they stand."""
    with reading(open_store(given.db)) as connection:
        _say_settings(settings.workspace(connection), given.json)
    return 0


def run_set(given: argparse.Namespace) -> int:
    """Change settings, all or none."""
    changes = dict(given.pairs)
    _say_settings(settings.save(open_store(given.db), changes), given.json)
    return 0


def run_demo(given: argparse.Namespace) -> int:
    """Load the invented company anew, or take it out."""
    # Read before anything is taken out: a slip in the date must not cost the company.
    day = _day(given.as_of) if given.as_of else None
    engine = open_store(given.db)
    removed = demo.remove(engine)
    if given.remove:
        if given.json:
            answers.as_json({"removed": removed})
        else:
            print("The invented company is gone." if removed else "It was not loaded.")
        return 0
    outcomes = loading.load(engine, now(), answers.who(), day)
    if given.json:
        answers.as_json({"files": [answer_of(outcome) for outcome in outcomes]})
    else:
        for outcome in outcomes:
            print(f"{outcome.file}: {outcome.new:,} {outcome.kind}, {outcome.refused:,} refused.")
        print("The invented company is loaded; take it out with “demo --remove”.")
    return 0


def _day(text: str) -> date:
    day = parse_date(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"The invented company's last day lies in {FIRST_YEAR} to {LAST_YEAR}.")
    return day


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
        raise argparse.ArgumentTypeError(
            f"“{text}” is not of the form KEY=VALUE, as zone=Europe/Berlin"
        )
    return key.strip(), value.strip()
