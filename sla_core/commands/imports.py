"""import and imports: files into the store, and their history."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sla_core import uploads
from sla_core.clean import CleanFile
from sla_core.commands import answers
from sla_core.crm import Options, Recognised, recognise
from sla_core.periods import parse_moment
from sla_core.problems import Refused
from sla_core.store import batches
from sla_core.store.engine import Engine, open_store
from sla_core.store.imports import Outcome


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands of this file."""
    load = commands.add_parser("import", parents=[shared], help="load CRM exports")
    load.add_argument("files", nargs="+", metavar="FILE")
    load.add_argument("--kind", choices=["leads", "deals", "activities"])
    load.add_argument("--mapping", metavar="NAME", help="a mapping saved by name")
    load.add_argument("--map", action="append", default=[], metavar="field=Column", type=_pair)
    load.add_argument(
        "--value", action="append", default=[], metavar="field:Theirs=ours", type=_value
    )
    load.add_argument("--set", action="append", default=[], metavar="field=value", type=_pair)
    load.add_argument("--zone", metavar="IANA", help="the zone of times that name none")
    order = load.add_mutually_exclusive_group()
    order.add_argument("--day-first", dest="day_first", action="store_const", const=True)
    order.add_argument("--month-first", dest="day_first", action="store_const", const=False)
    load.add_argument("--data-as-of", metavar="T", help="the moment that the files speak about")
    load.add_argument("--dry-run", action="store_true", help="say what would be done")
    load.add_argument("--refused", metavar="FILE", help="write the refused rows to this CSV file")
    load.set_defaults(run=run_import)
    history = commands.add_parser("imports", parents=[shared], help="what was loaded, and when")
    history.set_defaults(run=run_imports)


def run_import(given: argparse.Namespace) -> int:
    """Each file is its own transaction; 1 where any of them was refused whole."""
    engine = open_store(given.db)
    wishes = _wishes(engine, given)
    results, refused, failed = [], [], False
    for path in given.files:
        name = Path(path).name
        try:
            answer, clean = _one(engine, path, wishes, given.dry_run)
        except Refused as fault:
            failed = True
            print(fault, file=sys.stderr)
            answer, clean = _recognised(engine, path, wishes, given.dry_run, fault), None
        results.append(answer)
        if clean is not None:
            refused.append((name, clean))
        if not given.json:
            _say(answer)
    if given.refused:
        answers.write(given.refused, "".join(uploads.refused_csv(clean) for _, clean in refused))
    if given.json:
        answers.as_json({"files": results})
    return 1 if failed else 0


def run_imports(given: argparse.Namespace) -> int:
    """The history, the newest first."""
    history = batches.history(open_store(given.db))
    rows = [_batch({str(k): v for k, v in row.items()}) for row in history.to_dict("records")]
    if given.json:
        answers.as_json({"imports": rows})
        return 0
    head = ("batch", "file", "kind", "dialect", "read", "new", "changed", "same", "refused")
    answers.table((*head, "data as of", "who"), [_line(row, head) for row in rows])
    return 0


def _one(
    engine: Engine, path: str, wishes: Options, dry_run: bool
) -> tuple[dict[str, Any], CleanFile]:
    name, data = Path(path).name, answers.read(path)
    if dry_run:
        seen = uploads.preview(engine, name, data, wishes)
        return answer_of(seen.outcome), seen.clean
    outcome, clean = uploads.load(engine, name, data, wishes, who=answers.who())
    return answer_of(outcome), clean


def _recognised(
    engine: Engine, path: str, wishes: Options, dry_run: bool, fault: Refused
) -> dict[str, Any]:
    """What can be said of a file that was refused: on a dry run its kind, dialect and mapping."""
    answer: dict[str, Any] = {"file": Path(path).name, "error": str(fault)}
    if not dry_run:
        return answer
    try:
        head: Recognised = recognise(Path(path).name, answers.read(path), wishes)
    except Refused:
        return answer | {"kind": None, "dialect": None, "mapping": {}}
    return answer | {"kind": head.kind, "dialect": head.dialect, "mapping": dict(head.mapping)}


def _wishes(engine: Engine, given: argparse.Namespace) -> Options:
    values: dict[str, dict[str, str]] = {}
    for field, theirs, ours in given.value:
        values.setdefault(field, {})[theirs] = ours
    asked = Options(
        kind=given.kind,
        mapping=uploads.saved_mapping(engine, given.mapping) if given.mapping else None,
        map=dict(given.map),
        values=values,
        set=dict(given.set),
        day_first=given.day_first,
    )
    complete = uploads.options(engine, asked, given.zone)
    if not given.data_as_of:
        return complete
    return uploads.speaking_of(complete, parse_moment(given.data_as_of, complete.zone))


def answer_of(outcome: Outcome) -> dict[str, Any]:
    """An import as the contract of the command line has it."""
    names = ("file", "batch", "kind", "dialect", "read", "new", "changed", "same", "refused")
    return {
        **{name: getattr(outcome, name) for name in names},
        "mapping": dict(outcome.mapping),
        "older": outcome.older,
        "known": outcome.known,
        "data_as_of": outcome.data_as_of.isoformat(),
        "rules": list(outcome.rules),
        "blanked": dict(outcome.blanked),
    }


def _say(answer: dict[str, Any]) -> None:
    if "error" in answer and "kind" not in answer:
        return
    if "read" in answer:
        counts = ", ".join(f"{answer[n]:,} {n}" for n in ("new", "changed", "same", "refused"))
        known = " (this file was loaded before)" if answer["known"] else ""
        batch = f"batch {answer['batch']}: " if answer["batch"] else ""
        print(
            f"{answer['file']}: {batch}{answer['read']:,} {answer['kind']} read, {counts}{known}."
        )
    print(f"  {answer['kind']}, {answer['dialect']}; " + _mapped(answer["mapping"]))
    for rule in answer.get("rules", []):
        print(f"  {rule}")
    for column, count in answer.get("blanked", {}).items():
        print(f"  {count:,} unreadable cells left blank in “{column}”")


def _mapped(mapping: dict[str, str]) -> str:
    return ", ".join(f"{ours} = {theirs}" for ours, theirs in mapping.items())


def _batch(row: dict[str, Any]) -> dict[str, Any]:
    counts = {name: row[f"{name}_rows"] for name in ("read", "new", "changed", "same", "refused")}
    kept = {
        name: row[name] for name in ("file", "kind", "dialect", "system", "zone", "who", "demo")
    }
    times = {name: row[name].isoformat() for name in ("data_as_of", "uploaded_at")}
    return {"batch": row["id"], **kept, **counts, **times}


def _line(row: dict[str, Any], head: tuple[str, ...]) -> list[object]:
    return [*(row[name] for name in head), row["data_as_of"], row["who"]]


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
