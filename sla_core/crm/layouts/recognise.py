"""Which export a header is, and which of its columns is which field of ours."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sla_core import fields
from sla_core.crm.files.groups import refuse_blocks
from sla_core.crm.files.header import Sheet, open_sheet
from sla_core.crm.layouts.accepting import named, proposed_plan, unused
from sla_core.crm.layouts.close import CLOSE
from sla_core.crm.layouts.declined import declined
from sla_core.crm.layouts.dialects import Dialect, by_folded, folded, own
from sla_core.crm.layouts.dynamics import DYNAMICS
from sla_core.crm.layouts.freshsales import FRESHSALES
from sla_core.crm.layouts.hubspot import HUBSPOT
from sla_core.crm.layouts.lost import with_lost
from sla_core.crm.layouts.ours import ours, repeats_leads
from sla_core.crm.layouts.pipedrive import PIPEDRIVE
from sla_core.crm.layouts.plans import REQUIRED, Plan
from sla_core.crm.layouts.proposals import Reader
from sla_core.crm.layouts.salesforce import SALESFORCE
from sla_core.crm.layouts.zoho import ZOHO
from sla_core.crm.options import Options
from sla_core.crm.wishes import refuse_impossible
from sla_core.problems import Problem, Refused

__all__ = ["DIALECTS", "REQUIRED", "Plan", "Recognised", "plan_for", "recognise"]

DIALECTS: tuple[Dialect, ...] = (
    *(*SALESFORCE, *HUBSPOT, *ZOHO),
    *(*PIPEDRIVE, *DYNAMICS, *CLOSE, *FRESHSALES),
)
MOST_NAMED = 8


@dataclass(frozen=True)
class Recognised:
    """What the head of a file says, `sample` being its first five rows as text."""

    kind: str
    dialect: str
    system: str
    mapping: Mapping[str, str]
    missing: tuple[str, ...]
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...] = ()


def recognise(name: str, data: Any, options: Options | None = None) -> Recognised:
    """Kind, export and mapping from the head of a file's bytes.

    Refused where these are no CSV file, the header is of something that is not loaded here, or it
    is unknown and neither the user nor its names and cells say for sure what is what.
    """
    sheet = open_sheet(name, data, head_only=True)
    plan = plan_for(sheet, options or Options())
    lines = io.StringIO(str(sheet.body, "utf-8", "ignore"), newline="")
    rows = (tuple(row) for row in csv.reader(lines, delimiter=sheet.delimiter) if row)
    sample = tuple(islice(rows, 5))
    system, missing = plan.dialect.system, plan.missing()
    shown, rules = plan.shown(), plan.rules()
    return Recognised(plan.kind, plan.name, system, shown, missing, sheet.header, sample, rules)


def plan_for(sheet: Sheet, options: Options) -> Plan:
    """How the sheet is to be read; Refused where the header and the options do not tell."""
    refuse_blocks(sheet)
    return with_lost(_plan_for(sheet, options))


def _plan_for(sheet: Sheet, options: Options) -> Plan:
    wanted = options.wanted_columns()
    dialect = known(sheet.header, options.wanted_kind(), {*wanted})
    if not options.wanted_kind() and dialect == own("leads") and repeats_leads(sheet):
        dialect = None
    kind = options.wanted_kind() or (dialect.kind if dialect else _told(wanted, options))
    if kind is None:
        _refuse_nobodys(sheet, {*wanted, *options.wanted_set()})
        _refuse_others(sheet)
        return proposed_plan(sheet, options, None, _chosen(sheet, wanted))
    if kind not in fields.KINDS:
        raise Refused(
            f"{sheet.name}: “{kind}” is no kind of file; there are {', '.join(fields.KINDS)}."
        )
    refuse_impossible(kind, options, sheet.name)
    chosen = _chosen(sheet, wanted)
    if not dialect and not wanted:
        return proposed_plan(sheet, options, kind, {})
    plan = _told_plan(sheet, options, kind, dialect, chosen)
    said = tuple(_made_for_another(sheet, kind, options))
    if plan.dialect.system == "file" and (not options.mapping or plan.missing()):
        whole = _completed(sheet, options, plan)
        return replace(whole, accepted=(*said, *whole.accepted))
    return replace(plan, accepted=(*said, *unused(sheet, plan)))


def _told_plan(
    sheet: Sheet, options: Options, kind: str, dialect: Dialect | None, chosen: Mapping[str, str]
) -> Plan:
    """The plan of a known export, or of what the user says."""
    base = dialect or own(kind)
    constants = {**base.set, **options.wanted_set()}
    told = {field: (column,) for field, column in chosen.items()}
    columns = _merged(base.mapped(sheet.header), told, base.system == "file", constants)
    saved = options.mapping.name if options.mapping else None
    name = saved or (base.name if dialect else "mapping")
    return Plan(kind, base, name, columns, constants, sheet.header).with_made_ids()


def _made_for_another(sheet: Sheet, kind: str, options: Options) -> Iterator[str]:
    """What there is to say where the mapping was saved for another header."""
    saved = options.mapping
    there = {folded(name) for name in saved.header} if saved else set()
    added = [f"“{name}”" for name in sheet.header if folded(name) not in there]
    gone = there - {folded(name) for name in sheet.header}
    if saved and there and (added or gone):
        without = f", without the column{'s' if len(added) > 1 else ''} " if added else ""
        more = f" and {len(added) - MOST_NAMED} more" if len(added) > MOST_NAMED else ""
        yield (
            f"Read as {kind} with your mapping “{saved.name}”, which was saved for another header"
            f"{without}{', '.join(added[:MOST_NAMED])}{more}."
        )


def _completed(sheet: Sheet, options: Options, plan: Plan) -> Plan:
    """The plan with what is proposed for sure; as it is where nothing is proposed for its gaps."""
    told = {name: columns[0] for name, columns in plan.columns.items()}
    if {*sheet.header} <= {*told.values()} and not plan.missing():
        return plan
    try:
        whole = proposed_plan(sheet, options, plan.kind, told)
        return replace(whole, name=plan.name, columns={**plan.columns, **whole.columns})
    except Refused:
        found = Reader.of(sheet).propose(plan.kind, told).found()
        gaps = [group.split(" or ") for group in plan.missing()]
        if all(any(name in found for name in group) for group in gaps):
            raise
        return plan


def _chosen(sheet: Sheet, wanted: Mapping[str, str]) -> dict[str, str]:
    """Field -> column as the user says it and the header writes it."""
    return {field: _there(sheet, column) for field, column in wanted.items()}


def known(
    header: Sequence[str], kind: str | None = None, wanted: Set[str] = frozenset()
) -> Dialect | None:
    """The export that a header is by itself, our own names being one; None for any other.

    Of this `kind` alone where one is named, and of one that has the `wanted` fields.
    """
    for dialect in DIALECTS:
        if kind in (None, dialect.kind) and dialect.fits(header):
            return dialect
    kinds = [k for k in fields.KINDS if kind in (None, k) and wanted <= {*fields.names(k)}]
    return ours(header, kinds, told=kind is not None)


def _refuse_nobodys(sheet: Sheet, names: set[str]) -> None:
    """Refused where a field is asked for that no kind of file has."""
    known = {name for kind in fields.KINDS for name in fields.names(kind)}
    for name in sorted(names - known):
        raise Refused(
            f"{sheet.name}: there is no field “{name}”; there are {', '.join(sorted(known))}."
        )


def _refuse_others(sheet: Sheet) -> None:
    """Refused where the header is of something that is not loaded here."""
    other = declined(sheet.header)
    if other:
        raise Refused(
            f"{sheet.name} is {other}; leads, deals and activities are loaded here."
            " Nothing was imported."
        )


def _told(wanted: Iterable[str], options: Options) -> str | None:
    """The kind that the mapped fields are of: it alone has one of them, or it alone has them all."""
    named = {*wanted, *options.wanted_set()}
    ours = {kind: {*fields.names(kind)} for kind in fields.KINDS}
    having = {name: [kind for kind in ours if name in ours[kind]] for name in named}
    alone = [kinds[0] for kinds in having.values() if len(kinds) == 1]
    whole = [kind for kind in ours if named <= ours[kind]]
    if alone:
        return max(sorted(ours), key=alone.count)
    return whole[0] if len(whole) == 1 else None


def _merged(
    found: Mapping[str, tuple[str, ...]],
    chosen: Mapping[str, tuple[str, ...]],
    exclusive: bool,
    constants: Mapping[str, str],
) -> dict[str, tuple[str, ...]]:
    """The chosen columns over the found ones; in our own files a column is one field only."""
    taken = {column for columns in chosen.values() for column in columns} if exclusive else set()
    free = {field: columns for field, columns in found.items() if not taken & {*columns}}
    return {name: columns for name, columns in {**free, **chosen}.items() if name not in constants}


def _there(sheet: Sheet, column: str) -> str:
    if column in sheet.header:
        return column
    found = by_folded(sheet.header).get(folded(column))
    if found is None:
        raise Refused.because(
            Problem(f"there is no column “{column}”", sheet.name, accepted=named(sheet.header))
        )
    return found
