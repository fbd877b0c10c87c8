"""Faults of an export: what refuses the file, what refuses a row, what is left blank and counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from sla_core import fields
from sla_core.clean import RefusedRow
from sla_core.crm.cells import accepted
from sla_core.crm.columns import Cleaned, Cleaner
from sla_core.crm.header import Sheet
from sla_core.crm.reading import Body
from sla_core.crm.recognise import Plan
from sla_core.crm.stable import NO_CELL
from sla_core.crm.why import why
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


def refuse_missing(sheet: Sheet, plan: Plan) -> None:
    """Refused where a required field has no column."""
    if plan.missing():
        shown = ", ".join(sheet.header[:40]) + (" …" if sheet.width > 40 else "")
        raise Refused(
            f"{sheet.name} has no column for {plan.lacking()}, which {plan.kind} need;"
            f" its columns are: {shown}. Nothing was imported."
        )


def refuse_without_rows(body: Body) -> None:
    """Refused where the header is all there is, or no row is as wide as it."""
    name, width = body.sheet.name, body.sheet.width
    if not len(body.lines) and not body.ragged:
        raise Refused.because(Problem("the file has a header but no rows", name))
    if not len(body.lines):
        text = f"no row has as many cells as the header, which has {width}"
        raise Refused.because(Problem(text, name, line=body.ragged[0][0]))


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


def refuse_unreadable(body: Body, plan: Plan, cleaned: Cleaned) -> None:
    """Refused where a required column holds nothing readable at all."""
    for reason in reasons(plan, cleaned):
        values = cleaned.columns[reason.name].values
        if reason.rows.any() and values.null_count == len(values):
            column = plan.shown().get(reason.name, reason.name)
            its = fields.field(plan.kind, reason.name)
            kind = f"no cell of the column can be read as {reason.name}"
            raise Refused.because(
                Problem(kind, body.sheet.name, column=column, accepted=accepted(its))
            )


def refused_rows(cleaner: Cleaner, found: list[Reason]) -> tuple[RefusedRow, ...]:
    """The rows that are not imported, in the file's order, each with its first reason."""
    body, name = cleaner.body, cleaner.body.sheet.name
    rows: dict[int, Problem] = {}
    for reason in found:
        for row in np.flatnonzero(reason.rows).tolist():
            rows.setdefault(row, _required_problem(cleaner, reason, row))
    cells = body.cells(np.array(list(rows), np.int64))
    refused = [
        RefusedRow(int(body.lines[row]), its, problem)
        for (row, problem), its in zip(rows.items(), cells, strict=True)
    ]
    wide = f"{body.sheet.width} cells as in the header"
    for line, its in body.ragged:
        problem = Problem(f"the row has {len(its)} cells", name, line, None, its[0], wide)
        refused.append(RefusedRow(line, its, problem))
    return tuple(sorted(refused, key=lambda row: row.line))


def blanked(cleaner: Cleaner, cleaned: Cleaned, kept: Mask) -> tuple[dict[str, int], list[Problem]]:
    """Unreadable optional cells of imported rows: counts per column, and the first problems."""
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for each in cleaned.unreadable:
        rows = np.flatnonzero(each.rows & kept)
        if len(rows):
            counts[each.column] += len(rows)
            problems += _optional_problems(cleaner, each.field, each.column, rows)
    problems.sort(key=lambda problem: problem.line or 0)
    return dict(counts), problems[:MOST_PROBLEMS]


def _optional_problems(
    cleaner: Cleaner, its: fields.Field, column: str, rows: npt.NDArray[np.int64]
) -> Iterator[Problem]:
    body, wanted = cleaner.body, accepted(its)
    for row in rows[:MOST_PROBLEMS].tolist():
        text = cleaner.text(column)[row].as_py()
        kind = f"{why(its, text) or f'this cannot be read as {its.name}'} and was left blank"
        yield Problem(kind, body.sheet.name, int(body.lines[row]), column, text, wanted)


def _required_problem(cleaner: Cleaner, reason: Reason, row: int) -> Problem:
    name = reason.name
    columns = cleaner.plan.columns.get(name) or cleaner.plan.stable or (name,)
    texts = [(column, cleaner.text(column)[row].as_py()) for column in columns]
    column, text = next(((c, t) for c, t in texts if t is not None), (columns[0], None))
    if reason.why:
        return Problem(
            reason.why, cleaner.body.sheet.name, int(cleaner.body.lines[row]), column, text
        )
    if cleaner.plan.stable and name == fields.KEYS[cleaner.plan.kind]:
        column = next((c for c, t in texts if t is None), column)
        return Problem(NO_CELL, cleaner.body.sheet.name, int(cleaner.body.lines[row]), column)
    its = fields.field(cleaner.plan.kind, name)
    kind = (
        f"{name} is blank" if text is None else why(its, text) or f"this cannot be read as {name}"
    )
    wanted = "" if its.name.endswith("_id") else accepted(its)
    line = int(cleaner.body.lines[row])
    return Problem(kind, cleaner.body.sheet.name, line, column, text, wanted if text else "")
