"""Which lead a deal or an activity belongs to, as expressions over their columns."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.tables import STANDING, Lead
from sla_core.store.types import table_of

ANY_SYSTEM = "file"
"""Rows of a file whose system is not known look for leads of every system."""

Row = Mapping[str, Any]
"""Columns by name: system, lead_ref, contact_id, email and moment_at; a missing one is absent."""

lead = table_of(Lead)


def lead_of(row: Row, by_id: sa.ColumnElement[int] | None = None) -> sa.ColumnElement[int]:
    """The lead's row id: by lead id, then contact id, then e-mail; NULL where nothing matches.

    Of several leads of one person: the newest presented at or before the row's moment, else the
    one presented first. The expression holds correlated sub-selects over the lead table; `by_id`
    takes the place of the first where a join has found it already.
    """
    ways = [] if "lead_ref" not in row else [_by_id(row) if by_id is None else by_id]
    for key in ("contact_id", "email"):
        if key in row:
            ways += [_of_person(row, key, newest=True), _of_person(row, key, newest=False)]
    if not ways:
        return sa.cast(sa.null(), sa.Integer)
    return sa.func.coalesce(*ways, sa.null(), type_=sa.Integer())


def only_system(connection: Connection, system: str) -> str | None:
    """The one system in which a row of this system looks for its lead; None if there are several."""
    if system != ANY_SYSTEM:
        return system
    found = connection.scalars(sa.select(lead.c.system).distinct().limit(2)).all()
    return found[0] if len(found) == 1 else None


def rematch(connection: Connection, kind: str, affected: sa.ColumnElement[bool]) -> None:
    """Match the affected deals or activities again."""
    table = table_of(STANDING[kind])
    connection.execute(sa.update(table).where(affected).values(lead_id=lead_of(dict(table.c))))


def _by_id(row: Row) -> sa.ScalarSelect[int]:
    found = lead.alias()
    return (
        sa.select(found.c.id)
        .where(found.c.external_id == row["lead_ref"], _same_system(found, row))
        .order_by(found.c.system)
        .limit(1)
        .scalar_subquery()
    )


def _of_person(row: Row, key: str, newest: bool) -> sa.ScalarSelect[int]:
    found = lead.alias()
    query = sa.select(found.c.id).where(found.c[key] == row[key], _same_system(found, row))
    order: tuple[Any, ...] = (found.c.presented_at.is_(None), found.c.presented_at)
    if newest:
        query = query.where(found.c.presented_at <= row["moment_at"])
        order = (found.c.presented_at.desc(),)
    return query.order_by(*order, found.c.system, found.c.external_id).limit(1).scalar_subquery()


def _same_system(found: Any, row: Row) -> sa.ColumnElement[bool]:
    return sa.or_(found.c.system == row["system"], row["system"] == ANY_SYSTEM)
