"""import: files into the store."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from sla_core import asking, fields, uploads
from sla_core.clean import CleanFile
from sla_core.commands import answers
from sla_core.commands.after import as_mapping, hints, refuse_name
from sla_core.commands.recognised import recognised
from sla_core.commands.told import answer_of, refusals, say
from sla_core.commands.wording import command
from sla_core.crm import Options
from sla_core.crm.options import quoted
from sla_core.periods import parse_moment
from sla_core.problems import Refused
from sla_core.store import settings
from sla_core.store.engine import Engine, open_store
from sla_core.store.outcome import Outcome

ABOUT = (
    "Reads CRM exports into the store, each file in one transaction of its own. Exports of HubSpot,"
    " Salesforce, Zoho, Pipedrive, Dynamics 365, Close and Freshsales, and files whose columns bear"
    " our own names, are recognised by their header; any other by its columns' names and cells where"
    " these make it sure, else it needs --kind and --map. A file that was loaded before changes"
    " nothing."
    "\n\nFields:\n" + "\n".join(f"{kind}: {', '.join(fields.names(kind))}" for kind in fields.KINDS)
)


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command of this file."""
    load = command(
        commands,
        "import",
        "load CRM exports",
        ABOUT,
        (
            "import leads.csv deals.csv tasks.csv --zone Europe/Berlin",
            "import leads.csv --dry-run",
            "import funnel.csv --kind leads --map lead_id=Id --map qualified_at=Day",
        ),
        parents=[shared],
    )
    load.add_argument("files", nargs="+", metavar="FILE", help="CSV files, in any order")
    _add_meaning(load)
    _add_times(load)
    load.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and change nothing"
    )
    load.add_argument(
        "--refused", metavar="FILE", help="write the refused rows, with line and reason, as CSV"
    )
    load.set_defaults(run=run_import)


def _add_meaning(load: argparse.ArgumentParser) -> None:
    """The options that say what a file's columns and words mean."""
    load.add_argument("--kind", choices=list(fields.KINDS), help="what the rows are")
    load.add_argument("--mapping", metavar="NAME", help="a mapping that was saved by name")
    load.add_argument(
        "--save-as",
        metavar="NAME",
        help="save what is said of the file as a mapping, which then reads every file of its header",
    )
    load.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="field=Column",
        type=_pair,
        help="which column holds a field: --map lead_id=Id",
    )
    load.add_argument(
        "--value",
        action="append",
        default=[],
        metavar="field:Theirs=ours",
        type=_value,
        help='what a word of theirs means: --value "outcome:Closed Won=won"',
    )
    load.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="field=value",
        type=_pair,
        help="one value for every row: --set outcome=won",
    )


def _add_times(load: argparse.ArgumentParser) -> None:
    """The options that say how times and numbers are read."""
    load.add_argument(
        "--zone",
        metavar="IANA",
        help="the zone of times that name none: Europe/Berlin; else the workspace's",
    )
    order = load.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first",
        dest="day_first",
        action="store_const",
        const=True,
        help="03/04/2026 is the third of April",
    )
    order.add_argument(
        "--month-first",
        dest="day_first",
        action="store_const",
        const=False,
        help="03/04/2026 is the fourth of March",
    )
    load.add_argument(
        "--year-first",
        dest="year_first",
        action="store_const",
        const=True,
        help="26/09/30 is the thirtieth of September 2026",
    )
    mark = load.add_mutually_exclusive_group()
    mark.add_argument(
        "--decimal-comma",
        dest="decimal",
        action="store_const",
        const=",",
        help="1,500 is one and a half",
    )
    mark.add_argument(
        "--decimal-point",
        dest="decimal",
        action="store_const",
        const=".",
        help="1.500 is one and a half",
    )
    load.add_argument(
        "--data-as-of",
        metavar="T",
        help="the moment that the files speak about: 2026-11-23 (the end of that day) or"
        " 2026-11-23T09:00+01:00; else their latest time",
    )


def run_import(given: argparse.Namespace) -> int:
    """Each file is its own transaction; 1 where any of them was refused whole."""
    engine = open_store(given.db)
    asked = _asked(engine, given)
    # Before anything is imported: whether it can be wished at all.
    complete = _wishes(engine, given, asked)
    if given.save_as is not None and len(given.files) > 1:
        raise Refused("--save-as keeps what is said of one file; import that file alone.")
    if given.refused:
        _refuse_over_itself(given.files, given.refused)
        # Likewise, whether it can be written at all.
        answers.write(given.refused, uploads.refused_csv())
    results, refused, failed = [], [], False
    for path in given.files:
        wishes = complete
        try:
            wishes = _wishes(engine, given, _with_saved(engine, Path(path), asked))
            if given.save_as is not None:
                wishes = _named(engine, Path(path), wishes, given)
            outcome, clean = _kept(engine, Path(path), wishes, given)
            answer = answer_of(outcome) | {"refusals": refusals(clean)}
            answer["hints"] = [*hints(engine, outcome, given)]
            refused += [clean] if clean else []
            if wishes.mapping and given.save_as and not given.dry_run:
                asking.keep(engine, wishes.mapping, wishes.mapping.header)
                answer["saved_as"] = wishes.mapping.name
        except Refused as fault:
            failed = True
            print(fault, file=sys.stderr)
            answer = recognised(path, wishes, fault)
        results.append(answer)
        if not given.json and (given.dry_run or "error" not in answer):
            say(answer)
    if given.refused:
        answers.write(given.refused, uploads.refused_csv(*refused))
    if given.json:
        answers.as_json({"files": results})
    return 1 if failed else 0


def _kept(
    engine: Engine, path: Path, wishes: Options, given: argparse.Namespace
) -> tuple[Outcome, CleanFile | None]:
    with uploads.opened(path) as data:
        if given.dry_run:
            found = uploads.preview(engine, path.name, data, wishes)
            return found.outcome, found.clean
        return uploads.load(engine, path.name, data, wishes, who=answers.who(), alone=given.alone)


def _with_saved(engine: Engine, path: Path, asked: Options) -> Options:
    """With the mapping that was saved for the header, where no option says what the file is.

    So for a header like it, which is then said. Refused where it is only alike.
    """
    if asked.mapping or asked.map or asked.kind:
        return asked
    with uploads.opened(path) as data:
        found = asking.offered(engine, asking.head(path.name, data).header)
        close = None if found else asking.near(engine, path.name, data)
    if close and not close.likely:
        its = close.mapping
        raise Refused(
            f"{path.name} has all columns of your mapping “{its.name}”, which would read it as"
            f" {its.kind}, but others too, and it does not look like {its.kind}. Say which it is"
            f" (--mapping {quoted(its.name)}, or --kind …). Nothing was imported."
        )
    return replace(asked, mapping=close.mapping if close else found)


def _named(engine: Engine, path: Path, wishes: Options, given: argparse.Namespace) -> Options:
    """The file read by the mapping that it is to be saved as, so that it is the same once more."""
    mapping = as_mapping(path, wishes, given)
    refuse_name(engine, mapping)
    return _wishes(engine, given, Options(mapping=mapping, asks_words=True))


def _refuse_over_itself(files: list[str], refused: str) -> None:
    """Refused where the refused rows would be written over a file that is to be imported."""
    place = Path(refused).resolve()
    if any(Path(path).resolve() == place for path in files):
        raise Refused(f"{refused} is to be imported; name another file for its refused rows.")


def _asked(engine: Engine, given: argparse.Namespace) -> Options:
    """What the options say."""
    if given.zone:
        settings.checked("zone", given.zone)
    values: dict[str, dict[str, str]] = {}
    for field, theirs, ours in given.value:
        values.setdefault(field, {})[theirs] = ours
    return Options(
        kind=given.kind,
        mapping=uploads.saved_mapping(engine, given.mapping) if given.mapping else None,
        map=dict(given.map),
        values=values,
        set=dict(given.set),
        day_first=given.day_first,
        year_first=given.year_first,
        decimal=given.decimal,
        asks_words=True,
    )


def _wishes(engine: Engine, given: argparse.Namespace, asked: Options) -> Options:
    """What is asked, completed by what its mapping keeps and by the workspace."""
    complete = uploads.options(engine, asked, given.zone)
    if not given.data_as_of:
        return complete
    return uploads.speaking_of(complete, parse_moment(given.data_as_of, complete.zone))


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not sign or not left:
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form field=value")
    return left.strip(), right


def _value(text: str) -> tuple[str, str, str]:
    field, _, rest = text.partition(":")
    theirs, sign, ours = rest.rpartition("=")
    if not sign or not field:
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form field:Theirs=ours")
    return field.strip(), theirs, ours.strip()
