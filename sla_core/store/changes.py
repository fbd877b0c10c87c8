"""What a file would change in rows that stand, cell by cell, for people to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from sla_core import money
from sla_core.store.comparing import Comparison
from sla_core.store.fingerprints import said
from sla_core.store.prepare import ASSUMED, RENAMED
from sla_core.store.source import Source, micros

MOST_ROWS = 50
Shown = str | int | bool | datetime | Decimal | None


@dataclass(frozen=True)
class Change:
    """One cell: the row's id in its CRM, what stands there, what would stand; None is blank.

    `batch` is the upload that the row is from as it stands. Money is in major units.
    """

    id: str
    column: str
    before: Shown
    after: Shown
    batch: int


def sample(comparison: Comparison, most: int = MOST_ROWS) -> tuple[Change, ...]:
    """The changed cells of the first so many rows that something else would stand for.

    Rows that are older than what stands are not among them: they change nothing that is seen.
    """
    source, known = comparison.source, comparison.known
    table = source.table
    names = [n for n in said(source.kind) if n not in {"external_id", "dates_only"}]
    newer = micros(table.c.version_at) <= micros(source.column("version_at"))
    query = (
        sa.select(
            table.c.external_id.label("id"),
            table.c.batch_id.label("batch"),
            *(table.c[name].label(f"before_{name}") for name in names),
            *(source.column(name).label(f"after_{name}") for name in names),
        )
        .select_from(comparison.rows())
        .where(known.c.differs == 1, newer)
        .order_by(known.c.place)
        .limit(most)
    )
    rows = comparison.connection.execute(query).mappings().all()
    return tuple(change for row in rows for change in _changes(row, names))


def losses(comparison: Comparison, mapping: Iterable[str]) -> tuple[str, ...]:
    """What standing rows lose because their later version's file has no column for it, in words."""
    source, known = comparison.source, comparison.known
    table, renamed = source.table, RENAMED[source.kind]
    there = {"external_id", "dates_only", "modified_at", *(renamed.get(n, n) for n in mapping)}
    ours = {column: name for name, column in renamed.items()}
    names = [name for name in said(source.kind) if name not in there]
    if not names:
        return ()
    lost = [sa.func.count(sa.case((_says_nothing(source, name), table.c[name]))) for name in names]
    newer = micros(table.c.version_at) <= micros(source.column("version_at"))
    query = sa.select(*lost).select_from(comparison.rows()).where(known.c.differs == 1, newer)
    counts = zip(names, comparison.connection.execute(query).one(), strict=True)
    return tuple(
        f"There is no column for {ours.get(name, name)}: rows that had one and lose it: {count:,}."
        for name, count in counts
        if count
    )


def _says_nothing(source: Source, name: str) -> sa.ColumnElement[bool]:
    """Whether the staged cell is blank, or only stands in for one where the standing one does not."""
    table, told = source.table, source.column(name)
    assumed = ASSUMED[source.kind].get(name)
    if assumed is None:
        return told.is_(None)
    return sa.or_(told.is_(None), sa.and_(told == assumed, table.c[name] != assumed))


def _changes(row: Any, names: list[str]) -> list[Change]:
    found = []
    for name in names:
        before, after = (_shown(row, side, name) for side in ("before", "after"))
        if before != after:
            found.append(Change(row["id"], name, before, after, row["batch"]))
    return found


def _shown(row: Any, side: str, name: str) -> Shown:
    cell: Shown = row[f"{side}_{name}"]
    if name == "amount" and isinstance(cell, int):
        return money.to_major(cell, row[f"{side}_currency"] or money.UNSTATED)
    return cell
