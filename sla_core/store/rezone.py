"""Moving dates without a time of day to another zone's midnights."""

from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import fields
from sla_core.store import fingerprints
from sla_core.store.folding import fold
from sla_core.store.matching import rematch
from sla_core.store.merging import hand_off_timed, merge
from sla_core.store.prepare import RENAMED, local_days, resolved_days
from sla_core.store.tables import OTHER, STANDING, Lead
from sla_core.store.types import table_of

lead = table_of(Lead)


def rezone(connection: Connection, old: str, new: str) -> None:
    """Let every date without a time of day begin in the new zone, and follow up on it.

    Times of day are instants and stay. Matching, duplicates and facts compare hand-offs with
    activities, so all of them are made anew.
    """
    fingerprints.forget_all(connection)
    for kind in STANDING:
        for model in (STANDING[kind], OTHER[kind]):
            _move(connection, kind, table_of(model), old, new)
    own = {"delivered_at": lead.c.qualified_at, "hand_off_at": lead.c.presented_at}
    connection.execute(
        sa.update(lead).values(
            **own, hand_off_timed=hand_off_timed(lead.c.dates_only), merged_into=None
        )
    )
    for kind in ("deals", "activities"):
        rematch(connection, kind, sa.true())
    merge(connection, sa.true())
    fold(connection, None)


def _move(connection: Connection, kind: str, table: sa.Table, old: str, new: str) -> None:
    for name in fields.times(kind):
        column = table.c[RENAMED[kind].get(name, name)]
        dated = table.c.dates_only.op("&")(fields.date_only_bit(kind, name)) > 0
        _shift(connection, table, column, dated, (old, new), ends=False)
    # A row that says when it was last changed has its version from there.
    changed = table.c.dates_only.op("&")(fields.date_only_bit(kind, "modified_at")) > 0
    connection.execute(
        sa.update(table)
        .where(changed, table.c.modified_at.is_not(None))
        .values(version_at=table.c.modified_at)
    )
    if kind != "leads":
        _shift_moments(connection, kind, table, (old, new))


def _shift_moments(
    connection: Connection, kind: str, table: sa.Table, zones: tuple[str, str]
) -> None:
    """A row's moment is the end of its day where the time that it was taken from is a date."""
    if kind == "activities":
        dated = table.c.dates_only.op("&")(fields.date_only_bit(kind, "at")) > 0
    else:
        created = table.c.dates_only.op("&")(fields.date_only_bit(kind, "created_at")) > 0
        closed = table.c.dates_only.op("&")(fields.date_only_bit(kind, "closed_at")) > 0
        dated = sa.or_(
            sa.and_(table.c.created_at.is_not(None), created),
            sa.and_(table.c.created_at.is_(None), closed),
        )
    _shift(connection, table, table.c.moment_at, dated, zones, ends=True)


def _shift(
    connection: Connection,
    table: sa.Table,
    column: sa.Column[Any],
    dated: sa.ColumnElement[bool],
    zones: tuple[str, str],
    ends: bool,
) -> None:
    """Move the column's dated cells, a day at a time: there are few different days."""
    plain = sa.type_coerce(column, sa.BigInteger)
    query = sa.select(plain).where(dated, column.is_not(None)).distinct()
    found = np.array(connection.scalars(query).all(), dtype=np.int64)
    if not len(found):
        return
    days = local_days(found.astype("datetime64[us]"), zones[0])
    moved = resolved_days(days, zones[1], ends).astype(np.int64)
    change = sa.Table(
        "moved_day",
        sa.MetaData(),
        sa.Column("before", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("after", sa.BigInteger),
        prefixes=["TEMPORARY"],
    )
    change.create(connection)
    pairs = [{"before": int(b), "after": int(a)} for b, a in zip(found, moved, strict=True)]
    connection.execute(change.insert(), pairs)
    connection.execute(
        sa.update(table)
        .where(dated, plain == change.c.before)
        .values({column.name: sa.type_coerce(change.c.after, column.type)})
    )
    change.drop(connection)
