"""Faults of an export: what refuses the file, what refuses a row, what is left blank and counted."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.crm.cells.cells import accepted
from sla_core.crm.cells.why import why
from sla_core.crm.columns import Cleaned, Cleaner, Unreadable
from sla_core.crm.files.header import Sheet
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.stable import NO_CELL
from sla_core.problems import Problem, Refused

Mask = npt.NDArray[np.bool_]
MOST_PROBLEMS = 1000


@dataclass(frozen=True)
class Required:
    """A field that every row needs: readable always, and not blank unless `may_be_blank`."""

    name: str
    may_be_blank: bool = False


@dataclass(frozen=True)
class Reason:
    """Rows that one required field refuses; `why` where no cell of it is blank or unreadable."""

    name: str
    rows: Mask
    why: str = ""


DELETED = "this row is deleted in the CRM"


def deleted_column(plan: Plan) -> str:
    """The column that says which rows are deleted, as Salesforce's objects have one; else ""."""
    if plan.dialect.system != "salesforce":
        return ""
    return next((name for name in plan.header if name.casefold() == "isdeleted"), "")


def deleted(cleaner: Cleaner) -> Iterator[Reason]:
    """The rows that do not exist any more in the CRM that they are from."""
    if column := deleted_column(cleaner.plan):
        said = pc.utf8_lower(cleaner.text(column)).fill_null("")
        rows = pc.is_in(said, value_set=pa.array(["1", "true", "yes"]))
        yield Reason(fields.KEYS[cleaner.plan.kind], np.asarray(rows), DELETED)


def refuse_missing(sheet: Sheet, plan: Plan) -> None:
    """Refused where a required field has no column."""
    if plan.missing():
        shown = ", ".join(sheet.header[:40]) + (" …" if len(sheet.header) > 40 else "")
        raise Refused(
            f"{sheet.name} has no column for {plan.lacking()}, which {plan.kind} need;"
            f" its columns are: {shown}. Nothing was imported."
        )


def required(plan: Plan, cleaned: Cleaned) -> tuple[Required, ...]:
    """The fields without which a row of the kind cannot be imported."""
    if plan.kind == "activities":
        return (Required("at"),)
    if plan.kind == "deals":
        return (Required("deal_id"),)
    qualified = "qualified_at" in cleaned.columns
    time = Required("qualified_at", True) if qualified else Required("created_at")
    return Required("lead_id"), time


def reasons(plan: Plan, cleaned: Cleaned) -> list[Reason]:
    """Which rows each required field refuses."""
    found = []
    for need in required(plan, cleaned):
        gaps = pc.is_null(cleaned.columns[need.name].values).to_numpy(zero_copy_only=False)
        if need.may_be_blank:
            lost = cleaned.lost(need.name)
            gaps = gaps & lost if lost is not None else np.zeros(len(gaps), bool)
        found.append(Reason(need.name, gaps))
    return found


def optional_problems(
    cleaner: Cleaner, each: Unreadable, rows: npt.NDArray[np.int64]
) -> Iterator[Problem]:
    """The first of these rows' unreadable cells, as cells that were left blank."""
    body, its, wanted = cleaner.body, each.field, each.accepted or accepted(each.field)
    order, texts = cleaner.order(its, each.column), cleaner.cells(its.cell, each.column)
    for row in rows[:MOST_PROBLEMS].tolist():
        text = texts[row].as_py()
        reason = (
            each.why
            or why(its, text, order.day_first, order.year_first)
            or f"this cannot be read as {its.name}"
        )
        line = int(body.lines[row])
        yield Problem(
            f"{reason} and was left blank", body.sheet.name, line, each.column, text, wanted
        )


def required_problem(cleaner: Cleaner, reason: Reason, row: int) -> Problem:
    """Why the row is refused: what stands where the field is required."""
    plan, name, file = cleaner.plan, reason.name, cleaner.body.sheet.name
    columns = plan.columns.get(name) or plan.stable or (name,)
    cell = fields.field(plan.kind, name).cell
    texts = [(column, cleaner.cells(cell, column)[row].as_py()) for column in columns]
    column, text = next(((c, t) for c, t in texts if t is not None), (columns[0], None))
    line = int(cleaner.body.lines[row])
    if reason.why:
        return Problem(reason.why, file, line, column, text)
    if plan.stable and name == fields.KEYS[plan.kind]:
        column = next((c for c, t in texts if t is None), column)
        return Problem(NO_CELL, file, line, column)
    if text is None:
        return Problem(f"{name} is blank", file, line, column)
    its = fields.field(plan.kind, name)
    order = cleaner.order(its, column)
    kind = why(its, text, order.day_first, order.year_first) or f"this cannot be read as {name}"
    wanted = "" if name.endswith("_id") else accepted(its)
    return Problem(kind, file, line, column, text, wanted)
