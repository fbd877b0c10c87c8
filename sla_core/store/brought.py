"""The rows that an upload brought, and what each of them changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

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

FIRST = ["id", "state", "batch", "changes"]

Key = tuple[str, str]
batch = table_of(Batch)


AT_ONCE = 500
"""So many rows a query: each is a parameter."""


@dataclass(frozen=True)
class Brought:
    """Some of a batch's rows, and how many there are of them in all.

    `rows` has the id in the CRM, `state` (stands; superseded by another upload's version; said
    again, where another upload said the very same), `batch` whose version it is, `changes` as
    “stage: open → won” against the version before it, and every column that the CRM filled in any of
    them; money in major units.
    """

    rows: pd.DataFrame
    total: int


def rows(
    engine: Engine, number: int, limit: int = 100, offset: int = 0, zone: str = "UTC"
) -> Brought:
    """The batch's rows, those that stand first, in the order in which they were first written.

    None where the batch was taken back or is not there. Times in `changes` are of the zone.
    """
    with reading(engine) as connection:
        kind = connection.scalar(sa.select(batch.c.kind).where(batch.c.id == number))
        if kind is None:
            return Brought(pd.DataFrame(columns=FIRST), 0)
        found, total = _page(connection, kind, number, limit, offset)
        names = [c.name for c in table_of(OTHER[kind]).c if c.name not in KEPT_BACK]
        earlier = _earlier(connection, kind, [row for row, state in found if state != AGAIN])
        cells = [_shown(row, state, earlier, names, zone) for row, state in found]
    frame = pd.DataFrame(cells, columns=[*FIRST, *names], dtype=object)
    filled = [n for n in names if frame[n].notna().any()]
    return Brought(frame[[*FIRST, *filled]], total)


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
    row: Any, state: str, earlier: Mapping[Key, list[Any]], names: list[str], zone: str
) -> dict[str, Any]:
    before = None if state == AGAIN else _before(row, earlier)
    values = _values(row, names)
    old = values if before is None else _values(before, names)
    changes = [n for n in names if old[n] != values[n]]
    told = "; ".join(f"{n}: {_said(old[n], zone)} → {_said(values[n], zone)}" for n in changes)
    first = (row.external_id, state, row.batch_id, told)
    return {**dict(zip(FIRST, first, strict=True)), **values}


def _values(row: Any, names: list[str]) -> dict[str, Any]:
    """The row's cells, money in major units."""
    values = {name: getattr(row, name) for name in names}
    if values.get("amount") is not None:
        values["amount"] = money.to_major(values["amount"], values["currency"])
    return values


def _earlier(connection: Connection, kind: str, rows: list[Any]) -> dict[Key, list[Any]]:
    """All versions of these rows that do not stand, by system and id."""
    other = table_of(OTHER[kind])
    found: dict[Key, list[Any]] = defaultdict(list)
    for place in range(0, len(rows), AT_ONCE):
        ids = {row.external_id for row in rows[place : place + AT_ONCE]}
        for one in connection.execute(sa.select(other).where(other.c.external_id.in_(ids))):
            found[one.system, one.external_id].append(one)
    return found


def _before(row: Any, earlier: Mapping[Key, list[Any]]) -> Any:
    """The version that stood before this one came: the newest of those that are older."""
    own = (row.version_at, row.batch_id)
    versions = earlier.get((row.system, row.external_id), ())
    older = [one for one in versions if (one.version_at, one.batch_id) < own]
    return max(older, key=lambda one: (one.version_at, one.batch_id), default=None)


def _said(cell: Any, zone: str) -> str:
    if cell is None:
        return "(blank)"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    return str(cell)
