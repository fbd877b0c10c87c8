"""The rows that an upload brought, and what each of them changed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core import money
from sla_core.store import repeats
from sla_core.store.engine import reading
from sla_core.store.tables import OTHER, STANDING, Batch
from sla_core.store.types import table_of

STANDS, SUPERSEDED, AGAIN = "stands", "superseded", "said again"
KEPT_BACK = {"id", "system", "external_id", "batch_id", "dates_only", "moment_at", "version_at"}

batch = table_of(Batch)


@dataclass(frozen=True)
class Brought:
    """Some of a batch's rows, and how many there are of them in all.

    `rows` has the id in the CRM, `state` (stands; superseded by another upload's version; said
    again, where another upload said the very same), `changes` as “stage: open → won” against the
    version before it, and every column that the CRM filled in any of them; money in major units.
    """

    rows: pd.DataFrame
    total: int


def rows(engine: Engine, number: int, limit: int = 100, offset: int = 0) -> Brought:
    """The batch's rows, those that stand first, in the order in which they were first written.

    None where the batch was taken back or is not there.
    """
    with reading(engine) as connection:
        kind = connection.scalar(sa.select(batch.c.kind).where(batch.c.id == number))
        if kind is None:
            return Brought(pd.DataFrame(columns=["id", "state", "changes"]), 0)
        found, total = _page(connection, kind, number, limit, offset)
        names = [c.name for c in table_of(OTHER[kind]).c if c.name not in KEPT_BACK]
        cells = [_shown(connection, kind, row, state, names) for row, state in found]
    frame = pd.DataFrame(cells, columns=["id", "state", "changes", *names], dtype=object)
    filled = [n for n in names if frame[n].notna().any()]
    return Brought(frame[["id", "state", "changes", *filled]], total)


def _page(
    connection: Connection, kind: str, number: int, limit: int, offset: int
) -> tuple[list[tuple[Any, str]], int]:
    """The rows of one page with their state, and how many there are in all."""
    table, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    again = np.sort(repeats.said_by(connection, number))
    found: list[tuple[Any, str]] = []
    total, left, skip = 0, limit, offset
    for source, state in ((table, STANDS), (other, SUPERSEDED)):
        own = source.c.batch_id == number
        there = connection.scalar(sa.select(sa.func.count()).where(own)) or 0
        query = sa.select(source).where(own).order_by(source.c.id).limit(left).offset(skip)
        some = connection.execute(query).all() if left and skip < there else []
        found += [(row, state) for row in some]
        total, left, skip = total + there, left - len(some), max(skip - there, 0)
    chosen = again[skip : skip + left].tolist()
    query = sa.select(table).where(table.c.id.in_(chosen)).order_by(table.c.id)
    found += [(row, AGAIN) for row in (connection.execute(query).all() if chosen else [])]
    return found, total + len(again)


def _shown(
    connection: Connection, kind: str, row: Any, state: str, names: list[str]
) -> dict[str, Any]:
    before = None if state == AGAIN else _before(connection, kind, row)
    values = _values(row, names)
    earlier = values if before is None else _values(before, names)
    changes = [n for n in names if earlier[n] != values[n]]
    told = "; ".join(f"{n}: {_said(earlier[n])} → {_said(values[n])}" for n in changes)
    return {"id": row.external_id, "state": state, "changes": told, **values}


def _values(row: Any, names: list[str]) -> dict[str, Any]:
    """The row's cells, money in major units."""
    values = {name: getattr(row, name) for name in names}
    if values.get("amount") is not None:
        values["amount"] = money.to_major(values["amount"], values["currency"])
    return values


def _before(connection: Connection, kind: str, row: Any) -> Any:
    """The version that stood before this one came: the newest of those that are older."""
    other = table_of(OTHER[kind])
    older = sa.or_(
        other.c.version_at < row.version_at,
        sa.and_(other.c.version_at == row.version_at, other.c.batch_id < row.batch_id),
    )
    query = sa.select(other).where(
        other.c.external_id == row.external_id, other.c.system == row.system, older
    )
    newest = query.order_by(other.c.version_at.desc(), other.c.batch_id.desc()).limit(1)
    return connection.execute(newest).one_or_none()


def _said(cell: Any) -> str:
    if cell is None:
        return "(blank)"
    return cell.isoformat(" ", "minutes") if hasattr(cell, "isoformat") else str(cell)
