"""What follows an import: who belongs to whom, which leads are one, and their facts anew.

Only what the batch can have moved is done again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.beside import NONE, Ints, distinct, ints
from sla_core.store.comparing import Comparison
from sla_core.store.folding import fold
from sla_core.store.matching import KEYS, rematch
from sla_core.store.merging import merge
from sla_core.store.source import Source
from sla_core.store.tables import STANDING, Lead
from sla_core.store.types import table_of

lead = table_of(Lead)
_SAID = sa.Table("said", sa.MetaData(), sa.Column("email", sa.String), prefixes=["TEMPORARY"])


@dataclass(frozen=True)
class Standing:
    """Whom the standing rows that a batch replaces belonged to: leads, and their e-mails."""

    leads: Ints
    emails: sa.Select[tuple[str]]


@contextmanager
def remember(connection: Connection, source: Source, comparison: Comparison) -> Iterator[Standing]:
    """Note, before anything is written, whom the standing rows of this batch belonged to."""
    rows, nobody = comparison.rows(), np.empty(0, np.int64)
    said = _SAID
    said.create(connection)
    emails = sa.select(said.c.email)
    if source.kind == "leads":
        known = sa.select(lead.c.email).select_from(rows).where(lead.c.email.is_not(None))
        connection.execute(said.insert().from_select(["email"], known.distinct()))
        yield Standing(nobody, emails)
    else:
        (leads,) = ints(connection, sa.select(source.table.c.lead_id).select_from(rows).distinct())
        yield Standing(leads[leads != NONE], emails)
    said.drop(connection)


def follow(connection: Connection, source: Source, batch: int, before: Standing | None) -> None:
    """Match, merge and fold again whatever the batch, now written, can have moved.

    `before` is None where these are the first rows of their kind.
    """
    if source.kind == "leads":
        _follow_leads(connection, source, batch, before)
    elif source.kind == "activities":
        rows = source.with_standing()
        written = sa.select(source.table.c.lead_id).select_from(rows)
        (leads,) = ints(connection, written.where(source.table.c.batch_id == batch).distinct())
        touched = leads[leads != NONE]
        fold(connection, distinct(before.leads, touched) if before else None)


def _follow_leads(
    connection: Connection, source: Source, batch: int, before: Standing | None
) -> None:
    written = lead.c.batch_id == batch
    moved = _rematch_persons(connection, source, written)
    merge(connection, _same_email(source, before) if before else None)
    if moved is None:
        return
    if before is None:
        fold(connection, None)
        return
    own = sa.select(lead.c.id).where(sa.or_(written, _same_email(source, before)))
    fold(connection, distinct(moved, *ints(connection, own)))


def _same_email(source: Source, before: Standing) -> sa.ColumnElement[bool]:
    """The leads that share an e-mail with one of the batch, as it says now or said before."""
    ways: list[Any] = [lead.c.email.in_(before.emails)]
    if "email" in source.stage.c:
        ways.append(lead.c.email.in_(sa.select(source.stage.c.email)))
    return sa.or_(*ways)


def _rematch_persons(
    connection: Connection, source: Source, written: sa.ColumnElement[bool]
) -> Ints | None:
    """Deals and activities of the leads that came or changed, and of the persons behind them.

    The leads that lost or won an activity; None where there is no activity at all.
    """
    moved = None
    ids = sa.select(lead.c.id).where(written)
    for kind in ("deals", "activities"):
        table = table_of(STANDING[kind])
        if not connection.scalar(sa.select(sa.exists(sa.select(table.c.id)))):
            continue
        persons = [
            table.c[theirs].in_(sa.select(source.stage.c[ours]))
            for theirs, ours in KEYS.items()
            if ours in source.stage.c
        ]
        found = rematch(connection, kind, sa.or_(table.c.lead_id.in_(ids), *persons))
        moved = found if kind == "activities" else moved
    return moved
