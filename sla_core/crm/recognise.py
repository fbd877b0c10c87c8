"""Which export a header is, and which of its columns is which field of ours."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sla_core import fields
from sla_core.crm.dialects import Dialect, by_folded, folded, own
from sla_core.crm.header import Sheet, open_sheet
from sla_core.crm.hubspot import HUBSPOT
from sla_core.crm.options import Options
from sla_core.crm.salesforce import SALESFORCE
from sla_core.crm.wishes import refuse_impossible
from sla_core.problems import Problem, Refused

DIALECTS: tuple[Dialect, ...] = (*SALESFORCE, *HUBSPOT)
REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "leads": (("lead_id",), ("qualified_at", "created_at")),
    "deals": (("deal_id",), ("outcome", "stage")),
    "activities": (("at",), ("lead_id", "contact_id", "email")),
}
"""Per kind: of each group at least one field needs a column."""
_TELLING = {
    "activities": {"activity_id", "at", "channel", "direction", "automated"},
    "deals": {"deal_id", "stage", "amount", "currency", "closed_at"},
    "leads": {name for name in fields.names("leads") if name not in ("email", "contact_id")},
}


@dataclass(frozen=True)
class Plan:
    """How a file is to be read: field -> columns of theirs, field -> one value for every row."""

    kind: str
    dialect: Dialect
    name: str
    columns: Mapping[str, tuple[str, ...]]
    set: Mapping[str, str]

    def shown(self) -> dict[str, str]:
        """Field -> the columns' text, as people read it."""
        return {name: " / ".join(columns) for name, columns in self.columns.items()}

    def missing(self) -> tuple[str, ...]:
        """The required fields that have no column: "lead_id", "qualified_at or created_at"."""
        there = {*self.columns, *self.set}
        return tuple(" or ".join(any_of) for any_of in REQUIRED[self.kind] if not there & {*any_of})


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


def recognise(name: str, data: Any, options: Options | None = None) -> Recognised:
    """Kind, export and mapping from the head of a file's bytes.

    Refused where these are no CSV file, or the header is unknown and nothing was mapped.
    """
    sheet = open_sheet(name, data, head_only=True)
    plan = plan_for(sheet, options or Options())
    lines = io.StringIO(str(sheet.body, "utf-8", "ignore"), newline="")
    rows = (tuple(row) for row in csv.reader(lines, delimiter=sheet.delimiter) if row)
    sample = tuple(islice(rows, 5))
    system, missing = plan.dialect.system, plan.missing()
    return Recognised(plan.kind, plan.name, system, plan.shown(), missing, sheet.header, sample)


def plan_for(sheet: Sheet, options: Options) -> Plan:
    """How the sheet is to be read; Refused where the header and the options do not tell."""
    wanted = options.wanted_columns()
    dialect = _known(sheet.header, options.wanted_kind(), {*wanted})
    kind = options.wanted_kind() or (dialect.kind if dialect else _told(wanted, options))
    if kind is None:
        _refuse_nobodys({*wanted, *options.wanted_set()})
        raise _unknown(sheet)
    if kind not in fields.KINDS:
        raise Refused(f"“{kind}” is no kind of file; there are {', '.join(fields.KINDS)}.")
    if not dialect and not wanted:
        raise _unknown(sheet)
    refuse_impossible(kind, options)
    base = dialect or own(kind)
    chosen = {field: (_there(sheet, column),) for field, column in wanted.items()}
    constants = {**base.set, **options.wanted_set()}
    columns = _merged(base.mapped(sheet.header), chosen, base.system == "file", constants)
    saved = options.mapping.name if options.mapping else None
    return Plan(kind, base, saved or (base.name if dialect else "mapping"), columns, constants)


def _known(header: tuple[str, ...], kind: str | None, wanted: set[str]) -> Dialect | None:
    for dialect in DIALECTS:
        if kind in (None, dialect.kind) and dialect.fits(header):
            return dialect
    names = {folded(name) for name in header}
    kinds = [k for k in fields.KINDS if kind in (None, k) and wanted <= {*fields.names(k)}]
    found = [k for k in kinds if _is_own(k, names)]
    return own(max(found, key=lambda k: _likeness(k, names))) if found else None


def _is_own(kind: str, names: set[str]) -> bool:
    """Whether a header bears our own names: what is required, the kind's id, or mostly them."""
    whole, ours = _likeness(kind, names)
    return whole or fields.KEYS[kind] in names or 2 * ours > len(names)


def _likeness(kind: str, names: set[str]) -> tuple[bool, int]:
    """Whether all that the kind requires is there, and how many of its fields are."""
    whole = all(names & {*any_of} for any_of in REQUIRED[kind])
    return whole, len(names & {*fields.names(kind)})


def _refuse_nobodys(names: set[str]) -> None:
    """Refused where a field is asked for that no kind of file has."""
    known = {name for kind in fields.KINDS for name in fields.names(kind)}
    for name in sorted(names - known):
        raise Refused(f"There is no field “{name}”; there are {', '.join(sorted(known))}.")


def _told(wanted: Iterable[str], options: Options) -> str | None:
    """The kind that the mapped fields are of."""
    named = {*wanted, *options.wanted_set()}
    return next((kind for kind, telling in _TELLING.items() if named & telling), None)


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
            Problem(f"there is no column “{column}”", sheet.name, accepted=_named(sheet.header))
        )
    return found


def _unknown(sheet: Sheet) -> Refused:
    return Refused(
        f"{sheet.name} is no export that is known by its header, and nothing says which column is"
        f" what; name the kind and the columns (--kind leads --map lead_id=COLUMN …)."
        f" The columns are: {_named(sheet.header)}. Nothing was imported."
    )


def _named(header: tuple[str, ...], most: int = 40) -> str:
    more = f" and {len(header) - most} more" if len(header) > most else ""
    return ", ".join(header[:most]) + more
