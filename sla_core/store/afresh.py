"""Matches, duplicates and facts worked out anew from what stands, beside what was written."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.beside import NONE, ints
from sla_core.store.folding import FACTS, folded, touches
from sla_core.store.matching import KEYS, Matcher, leads
from sla_core.store.merging import Member, grouped, hand_off_timed
from sla_core.store.tables import STANDING, FollowUp, Lead
from sla_core.store.types import table_of

CHUNK = 200_000

follow_up = table_of(FollowUp)
lead = table_of(Lead)


def mismatched(connection: Connection, kind: str) -> int:
    """How many deals or activities are not with the lead that they find now."""
    table, everybody = table_of(STANDING[kind]), leads(connection)
    matchers: dict[str, Matcher] = {}
    wrong, last = 0, 0
    while True:
        rows = _rows(connection, table, last)
        if not rows.num_rows:
            return wrong
        written = rows["lead_id"].to_numpy()
        for system in pc.unique(rows["system"]).to_pylist():
            own = np.flatnonzero(pc.equal(rows["system"], system).to_numpy())
            matchers.setdefault(system, Matcher(system, everybody))
            there = matchers[system].match(rows.take(pa.array(own)))
            wrong += int((there != written[own]).sum())
        last = int(rows["id"][-1].as_py())


def unmerged(connection: Connection) -> int:
    """How many leads are not linked to the lead that they are a duplicate of, or wrongly so."""
    timed = [_flag(c) for c in (lead.c.hand_off_timed, hand_off_timed(lead.c.dates_only))]
    written = (lead.c.merged_into, lead.c.delivered_at, lead.c.hand_off_at, timed[0])
    own = (lead.c.qualified_at, lead.c.presented_at, timed[1])
    query = sa.select(lead.c.id, *written, *own).order_by(lead.c.id)
    ids, *found = ints(connection, query)
    delivered, hand_off, whether = found[4:]
    links, delivered = np.full(len(ids), NONE), delivered.copy()
    for run in grouped(_members(connection)):
        places = np.searchsorted(ids, [member.id for member in run])
        head = places[0]
        links[places[1:]] = ids[head]
        known = delivered[places][delivered[places] != NONE]
        delivered[head] = known.min() if len(known) else NONE
    return _differing(found[:4], (links, delivered, hand_off, whether))


def misfolded(connection: Connection) -> int:
    """How many leads do not bear the facts that their activities say."""
    facts = folded(touches(connection, None))
    columns = [follow_up.c[name] for name in FACTS]
    told = [_flag(c) if c.name == "first_follow_up_timed" else c for c in columns]
    query = sa.select(follow_up.c.lead_id, *told).order_by(follow_up.c.lead_id)
    ids, *written = ints(connection, query)
    both = np.intersect1d(ids, facts.head)
    ours, theirs = np.searchsorted(ids, both), np.searchsorted(facts.head, both)
    differing = _differing(
        [column[ours] for column in written], [getattr(facts, name)[theirs] for name in FACTS]
    )
    return differing + len(ids) + len(facts.head) - 2 * len(both)


def _flag(column: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """A condition as 1 or 0; NULL stays."""
    return sa.case((column, 1), (sa.not_(column), 0))


def _differing(one: Any, other: Any) -> int:
    """In how many places any of the columns differ."""
    return int(np.any([a != b for a, b in zip(one, other, strict=True)], axis=0).sum())


def _rows(connection: Connection, table: sa.Table, after: int) -> pa.Table:
    """The next rows by id, with what they are matched by."""
    nearest = sa.select(sa.func.min(table.c.id)).where(table.c.id > after)
    first = connection.scalar(nearest) or after + 1
    chosen = (table.c.id >= first, table.c.id < first + CHUNK)
    numbers, texts = ("id", "lead_id", "moment_at"), ("system", *KEYS)
    columns = ints(connection, _ordered(table, numbers, chosen))
    found = {name: pa.array(cells) for name, cells in zip(numbers, columns, strict=True)}
    rows = connection.execute(_ordered(table, texts, chosen)).all()
    words: Any = zip(*rows, strict=True) if rows else ([] for _ in texts)
    for name, cells in zip(texts, words, strict=True):
        found[name] = pa.array(cells, pa.string())
    return pa.table(found)


def _ordered(table: sa.Table, names: tuple[str, ...], chosen: Any) -> sa.Select[Any]:
    return sa.select(*(table.c[n] for n in names)).where(*chosen).order_by(table.c.id)


def _members(connection: Connection) -> Any:
    """All leads that could be duplicates, as `grouped` takes them."""
    closed = sa.func.coalesce(
        sa.type_coerce(lead.c.closed_out_at, sa.BigInteger),
        sa.case((lead.c.closed_by_status, sa.type_coerce(lead.c.version_at, sa.BigInteger))),
    )
    times = [sa.type_coerce(c, sa.BigInteger) for c in (lead.c.qualified_at, lead.c.presented_at)]
    rows = connection.execute(
        sa.select(lead.c.id, lead.c.email, *times, closed, hand_off_timed(lead.c.dates_only))
        .where(lead.c.email.is_not(None), lead.c.presented_at.is_not(None))
        .order_by(lead.c.email, lead.c.presented_at, lead.c.system, lead.c.external_id)
    )
    return (Member(*row) for row in rows)
