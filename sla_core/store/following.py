"""What follows an import: who belongs to whom, which leads are one, and their facts anew.

Only what the batch can have moved is done again: `touched` holds the leads whose facts may have
changed and the e-mails whose duplicates may have.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.folding import fold
from sla_core.store.matching import rematch
from sla_core.store.merging import merge
from sla_core.store.source import Source
from sla_core.store.tables import STANDING, Lead
from sla_core.store.types import table_of

lead = table_of(Lead)


@dataclass(frozen=True)
class Touched:
    """Temporary tables of lead row ids and of e-mails."""

    leads: sa.Table
    emails: sa.Table


@contextmanager
def remember(connection: Connection, source: Source) -> Iterator[Touched]:
    """Note, before anything is written, whom the standing rows of this batch belonged to."""
    meta = sa.MetaData()
    temporary: dict[str, Any] = {"prefixes": ["TEMPORARY"]}
    leads = sa.Table("touched_lead", meta, sa.Column("id", sa.Integer), **temporary)
    emails = sa.Table("touched_email", meta, sa.Column("email", sa.String), **temporary)
    meta.create_all(connection, checkfirst=False)
    touched = Touched(leads, emails)
    standing = source.with_standing()
    if source.kind == "leads":
        _add(connection, emails, sa.select(lead.c.email).select_from(standing))
    else:
        _add(connection, leads, sa.select(source.table.c.lead_id).select_from(standing))
    yield touched
    meta.drop_all(connection, checkfirst=False)


def follow(connection: Connection, source: Source, batch: int, touched: Touched) -> None:
    """Match, merge and fold again whatever the batch, now written, can have moved."""
    written = source.written(batch)
    if source.kind == "deals":
        return
    if source.kind == "activities":
        _add(connection, touched.leads, sa.select(source.table.c.lead_id).where(written))
    else:
        _add(connection, touched.emails, sa.select(lead.c.email).where(written))
        _rematch_persons(connection, source, written, touched)
        emails = sa.select(touched.emails.c.email)
        merge(connection, emails)
        _add(connection, touched.leads, sa.select(lead.c.id).where(written))
        _add(connection, touched.leads, sa.select(lead.c.id).where(lead.c.email.in_(emails)))
    fold(connection, _heads(touched))


def _rematch_persons(
    connection: Connection, source: Source, written: sa.ColumnElement[bool], touched: Touched
) -> None:
    """Deals and activities of the leads that came or changed, and of the persons behind them."""
    ids = sa.select(lead.c.id).where(written)
    keys = {"lead_ref": "external_id", "contact_id": "contact_id", "email": "email"}
    for kind in ("deals", "activities"):
        table = table_of(STANDING[kind])
        if not connection.scalar(sa.select(sa.exists(sa.select(table.c.id)))):
            continue
        staged = [
            table.c[theirs].in_(sa.select(source.stage.c[ours]))
            for theirs, ours in keys.items()
            if ours in source.stage.c
        ]
        affected = sa.or_(table.c.lead_id.in_(ids), *staged)
        before = sa.select(table.c.lead_id).where(affected)
        if kind == "activities":
            _add(connection, touched.leads, before)
        rematch(connection, kind, affected)
        if kind == "activities":
            _add(connection, touched.leads, before)


def _heads(touched: Touched) -> sa.Select[Any]:
    """The touched leads and the surviving ones that they count as."""
    ids = sa.select(touched.leads.c.id)
    heads = sa.select(sa.func.coalesce(lead.c.merged_into, lead.c.id)).where(lead.c.id.in_(ids))
    return ids.union(heads).subquery().select()


def _add(connection: Connection, table: sa.Table, rows: sa.Select[Any]) -> None:
    (column,) = table.c
    found = rows.where(rows.selected_columns[0].is_not(None)).distinct()
    connection.execute(table.insert().from_select([column.name], found))
