"""A whole export: from a file's bytes to clean rows, refused rows and problems."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.clean import ARROW, CleanFile, schema
from sla_core.crm import faults
from sla_core.crm.cells import Column
from sla_core.crm.columns import Cleaned, Cleaner
from sla_core.crm.fallbacks import Draft, clock_rules, complete_deals, complete_leads, overhear
from sla_core.crm.header import open_sheet
from sla_core.crm.identity import content_ids, made_ids, shaped
from sla_core.crm.moment import speaks_up_to
from sla_core.crm.options import Options
from sla_core.crm.reading import Body, read_body
from sla_core.crm.recognise import Plan, plan_for
from sla_core.crm.stable import CLASH, Collisions

Mask = npt.NDArray[np.bool_]


def read_export(name: str, data: Any, options: Options, now: datetime) -> CleanFile:
    """Read, recognise and clean one export's bytes.

    Refused where the whole file cannot be used. Rows that lack what every row needs are among
    `refused`; an unreadable cell that is not required is blank, counted in `blanked`, and (up to
    1,000) among `problems`.
    """
    sheet = open_sheet(name, data)
    plan = plan_for(sheet, options)
    faults.refuse_missing(sheet, plan)
    body = read_body(sheet, _places(sheet.header, plan))
    faults.refuse_without_rows(body)
    cleaner = Cleaner(body, plan, options, now)
    cleaned = cleaner.clean()
    _identify(plan, cleaner, cleaned)
    faults.refuse_unreadable(body, plan, cleaned)
    reasons = [*faults.reasons(plan, cleaned), *_clashes(plan, cleaner, cleaned)]
    kept = ~np.logical_or.reduce([reason.rows for reason in reasons])
    counts, problems = faults.blanked(cleaner, cleaned, kept)
    draft = Draft(len(body.lines), cleaned.columns, [*plan.rules(), *cleaned.rules])
    overhear(draft, plan, options, cleaner.text)
    every = _rows(draft, plan, body, _origins(plan, options), options.zone)
    rows = every if kept.all() else every.filter(pa.array(kept))
    return CleanFile(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=plan.kind,
        dialect=plan.name,
        system=plan.dialect.system,
        mapping=plan.shown(),
        options=options.canonical(),
        zone=options.zone,
        data_as_of=options.data_as_of or speaks_up_to(rows, plan.kind, options.zone, now),
        rows=rows,
        header=sheet.header,
        refused=faults.refused_rows(cleaner, reasons),
        problems=tuple(problems),
        blanked=counts,
        rules=tuple(draft.rules),
    )


def _places(header: tuple[str, ...], plan: Plan) -> list[int]:
    columns = {column for columns in plan.columns.values() for column in columns} | {*plan.stable}
    return sorted(header.index(column) for column in columns)


def _identify(plan: Plan, cleaner: Cleaner, cleaned: Cleaned) -> None:
    """Ids as all exports of their CRM have them, or made from stable cells."""
    for name in plan.columns:
        if name.endswith("_id"):
            column = cleaned.columns[name]
            ids = shaped(plan.dialect.system, column.values)
            cleaned.columns[name] = replace(column, values=ids)
    if plan.stable:
        ids = made_ids(plan.kind, {column: cleaner.text(column) for column in plan.stable})
        none = np.zeros(len(ids), bool)
        cleaned.columns[fields.KEYS[plan.kind]] = Column(ids, none, none)


def _clashes(plan: Plan, cleaner: Cleaner, cleaned: Cleaned) -> list[faults.Reason]:
    """Rows whose made id an earlier, different row has."""
    if not plan.stable:
        return []
    key = fields.KEYS[plan.kind]
    texts = {
        column: cleaner.text(column) for columns in plan.columns.values() for column in columns
    }
    later = Collisions().later(cleaned.columns[key].values, content_ids(texts))
    return [faults.Reason(key, later, CLASH)]


def _origins(plan: Plan, options: Options) -> Mapping[str, str]:
    """Source -> origin: the export's own, and the user's words where no column says the origin."""
    asked = {} if "origin" in plan.columns else options.wanted_values("origin")
    return {**plan.dialect.origins, **asked}


def _rows(draft: Draft, plan: Plan, body: Body, origins: Mapping[str, str], zone: str) -> pa.Table:
    flags: dict[str, pa.Array] = {}
    clock_rules(draft, zone)
    if plan.kind == "leads":
        flags["closed_by_status"] = pa.array(complete_leads(draft, origins))
    if plan.kind == "deals":
        complete_deals(draft)
    marks = _dates_only(draft, plan.kind)
    columns = {
        its.name: draft.columns[its.name].values
        if its.name in draft.columns
        else pa.nulls(draft.height, ARROW[its.cell])
        for its in fields.KINDS[plan.kind]
    }
    if plan.kind == "activities":
        columns["activity_id"] = _identified(columns, marks)
    columns |= {**flags, "dates_only": marks, "line": pa.array(body.lines)}
    return pa.table(columns, schema=schema(plan.kind))


def _dates_only(draft: Draft, kind: str) -> pa.Array:
    marks = np.zeros(draft.height, np.int32)
    for name in fields.times(kind):
        if name in draft.columns:
            marks |= draft.columns[name].dates.astype(np.int32) * fields.date_only_bit(kind, name)
    return pa.array(marks)


def _identified(columns: Mapping[str, pa.Array], marks: pa.Array) -> pa.Array:
    """The rows' ids, those without one from their content."""
    ids = columns["activity_id"]
    if not ids.null_count:
        return ids
    content = {name: column for name, column in columns.items() if name != "activity_id"}
    return pc.coalesce(ids, content_ids({**content, "dates_only": marks}))
