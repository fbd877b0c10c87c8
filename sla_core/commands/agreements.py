"""agreement: what was promised, from and to a readable file."""

import argparse
from pathlib import Path
from typing import Any, get_args

from sla_core.agreement import model, toml
from sla_core.commands import answers
from sla_core.commands.wording import command
from sla_core.periods import local_date, now, parse_period
from sla_core.problems import Refused
from sla_core.store import agreements
from sla_core.store.engine import Engine, open_store, reading
from sla_core.store.settings import workspace


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    top = command(
        commands,
        "agreement",
        "the agreement: show it, import it",
        "What marketing and sales promise each other: goals, tiers with their points, working"
        " hours. Every change is a version that is in force from a month on.",
        ("agreement show", "agreement import goals.toml --in-force-from 2026-12"),
        parents=[shared],
    )
    actions = top.add_subparsers(dest="action", required=True, metavar="show|import")
    _add_show(actions, shared)
    _add_import(actions, shared)


def _add_show(actions: Any, shared: argparse.ArgumentParser) -> None:
    show = command(
        actions,
        "show",
        "the version in force, as TOML",
        "The version in force, as the TOML that “agreement import” takes.",
        ("agreement show", "agreement show --period 2026-11 > goals.toml"),
        parents=[shared],
    )
    show.add_argument(
        "--period", metavar="PERIOD", help="in force in this period; else in the running month"
    )
    show.set_defaults(run=run_show)


def _add_import(actions: Any, shared: argparse.ArgumentParser) -> None:
    load = command(
        actions,
        "import",
        "a new version from a TOML file",
        "A new version of the agreement from a TOML file; at the least it holds one promise:\n\n"
        '  [[promises]]\n  measure = "leads"\n  goal = 480\n\n'
        f"Measures: {', '.join(get_args(model.Measure))}.",
        ("agreement import goals.toml", "agreement import goals.toml --in-force-from 2026-12"),
        parents=[shared],
    )
    load.add_argument("file", metavar="FILE.toml")
    load.add_argument(
        "--in-force-from",
        metavar="PERIOD",
        help="from the beginning of this period on; else as the file says, else the first version"
        " from the beginning and a further one from the running month",
    )
    load.set_defaults(run=run_import)


def run_show(given: argparse.Namespace) -> int:
    """The version in force in the period; the running month where none is named."""
    engine = open_store(given.db)
    with reading(engine) as connection:
        settings, versions = workspace(connection), agreements.versions(connection)
    if given.period:
        start = parse_period(given.period, settings.fiscal_start).start
    else:
        start = local_date(now(), settings.zone).replace(day=1)
    agreed = model.in_force(versions, start)
    if agreed is None:
        raise Refused(
            f"No agreement is in force in {start:%Y-%m}; import one with"
            " “agreement import FILE.toml”, or set goals on the Settings page."
        )
    if given.json:
        answers.as_json(agreed.model_dump(mode="json"))
    else:
        print(f"# version {agreed.version}\n{toml.write(agreed)}", end="")
    return 0


def run_import(given: argparse.Namespace) -> int:
    """A new version, in force from the named period on, else as the file says."""
    engine = open_store(given.db)
    text = answers.read(given.file).decode("utf-8-sig", errors="replace")
    name = Path(given.file).name
    if not text.strip():
        raise Refused(f"{name} is empty; write at least one promise. Nothing was imported.")
    new = toml.parse(name, text)
    new = _in_force(engine, new, given.in_force_from)
    saved = agreements.save(engine, new, who=answers.who(), now=now())
    start = f"{saved.in_force_from:%Y-%m}" if saved.in_force_from else None
    if given.json:
        answers.as_json({"version": saved.version, "name": saved.name, "in_force_from": start})
    else:
        print(f"Version {saved.version} is in force from {start or 'the beginning'} on.")
    return 0


def _in_force(engine: Engine, new: model.Agreement, period: str | None) -> model.Agreement:
    """From the period on; a further version that names no month begins with the running one."""
    if not period:
        return agreements.dated(engine, new, now())
    with reading(engine) as connection:
        fiscal_start = workspace(connection).fiscal_start
    return new.model_copy(update={"in_force_from": parse_period(period, fiscal_start).start})
