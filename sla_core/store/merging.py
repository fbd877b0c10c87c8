"""Duplicates: leads with one e-mail, presented within hours of each other, count as one lead.

A merge is a link (`lead.merged_into`), never a deletion; it is made anew from the leads as they
stand whenever one of the same e-mail comes or changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import fields
from sla_core.store.tables import Lead
from sla_core.store.types import table_of

DUPLICATE_MICROS = 24 * 3_600_000_000
HAND_OFF_IS_DATE = fields.date_only_bit("leads", "presented_at")

lead = table_of(Lead)


@dataclass(frozen=True)
class Member:
    """One of several leads with the same e-mail; times in microseconds."""

    id: int
    email: str
    qualified_at: int | None
    presented_at: int
    closed_at: int | None
    timed: bool


def hand_off_timed(dates_only: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a lead's own presented time has a time of day, from its `dates_only`."""
    return dates_only.op("&")(HAND_OFF_IS_DATE) == 0


def merge(connection: Connection, whose: sa.ColumnElement[bool] | None) -> None:
    """Link the duplicates among these leads, all that share an e-mail with one of them included.

    Earlier links among them are renewed; None stands for all leads where none has a link yet.
    """
    if whose is not None:
        _separate(connection, whose)
    members = _members(connection, sa.true() if whose is None else whose)
    links = [link for group in grouped(members) for link in _links(group)]
    if links:
        target = sa.update(lead).where(lead.c.id == sa.bindparam("row"))
        names = ("merged_into", "delivered_at", "hand_off_at", "hand_off_timed")
        connection.execute(
            target.values({name: sa.bindparam(f"to_{name}") for name in names}), links
        )


def grouped(members: Iterable[Member]) -> Iterator[list[Member]]:
    """Members sorted by e-mail and hand-off, cut into runs that count as one lead.

    A lead is a duplicate of the run's first if presented within DUPLICATE_MICROS of it while that
    one was still open; otherwise it begins a run, an episode of its own.
    """
    run: list[Member] = []
    for member in members:
        if run and not _duplicates(run[0], member):
            yield run
            run = []
        run.append(member)
    if run:
        yield run


def _duplicates(head: Member, other: Member) -> bool:
    return (
        other.email == head.email
        and other.presented_at - head.presented_at <= DUPLICATE_MICROS
        and (head.closed_at is None or head.closed_at > other.presented_at)
    )


def _links(run: list[Member]) -> list[dict[str, Any]]:
    """What to write: the head takes the earliest times of its run, the others point to it."""
    head, others = run[0], run[1:]
    if not others:
        return []
    delivered = min((m.qualified_at for m in run if m.qualified_at is not None), default=None)
    first = {
        "row": head.id,
        "to_merged_into": None,
        "to_delivered_at": delivered,
        "to_hand_off_at": head.presented_at,
        "to_hand_off_timed": head.timed,
    }
    return [first] + [
        {
            "row": m.id,
            "to_merged_into": head.id,
            "to_delivered_at": m.qualified_at,
            "to_hand_off_at": m.presented_at,
            "to_hand_off_timed": m.timed,
        }
        for m in others
    ]


def _separate(connection: Connection, whose: sa.ColumnElement[bool]) -> None:
    """Each of these leads counts as itself again."""
    merged = sa.or_(
        lead.c.merged_into.is_not(None),
        lead.c.delivered_at.is_distinct_from(lead.c.qualified_at),
    )
    own = {
        "merged_into": None,
        "delivered_at": lead.c.qualified_at,
        "hand_off_at": lead.c.presented_at,
        "hand_off_timed": hand_off_timed(lead.c.dates_only),
    }
    connection.execute(sa.update(lead).where(whose, merged).values(own))


def _members(connection: Connection, whose: sa.ColumnElement[bool]) -> Iterator[Member]:
    shared = (
        sa.select(lead.c.email)
        .where(whose, lead.c.email.is_not(None), lead.c.presented_at.is_not(None))
        .group_by(lead.c.email)
        .having(sa.func.count() > 1)
    )
    closed = sa.func.coalesce(
        lead.c.closed_out_at, sa.case((lead.c.closed_by_status, lead.c.version_at))
    )
    times = [
        sa.type_coerce(c, sa.BigInteger) for c in (lead.c.qualified_at, lead.c.presented_at, closed)
    ]
    rows = connection.execute(
        sa.select(lead.c.id, lead.c.email, *times, hand_off_timed(lead.c.dates_only))
        .where(lead.c.email.in_(shared), lead.c.presented_at.is_not(None))
        .order_by(lead.c.email, lead.c.presented_at, lead.c.system, lead.c.external_id)
    )
    return (Member(*row) for row in rows)
