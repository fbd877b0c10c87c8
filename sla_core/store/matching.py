"""Which lead a deal or an activity belongs to.

By lead id, then contact id, then e-mail. Of several leads of one person: the newest presented at or
before the row's moment, else the one presented first.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.beside import NONE, Ints, beside, numbers
from sla_core.store.tables import STANDING, Lead
from sla_core.store.types import table_of

ANY_SYSTEM = "file"
"""Rows of a file whose system is not known look for leads of every system."""

KEYS = {"lead_ref": "external_id", "contact_id": "contact_id", "email": "email"}
"""A row's column -> the lead's that it is compared with, in the order in which they are tried."""

NUMBERS = {"id", "lead_id", "merged_into", "moment_at", "presented_at", "hand_off_at"}
NEVER = np.iinfo(np.int64).max

lead = table_of(Lead)


def leads(connection: Connection) -> pa.Table:
    """All leads with what decides whose a row is, the ones to prefer among equals first."""
    names = ("id", "system", "external_id", "contact_id", "email", "presented_at")
    found = _fetched(connection, lead, (*names, "merged_into", "hand_off_at"))
    return found.sort_by([("system", "ascending"), ("external_id", "ascending")])


def match(rows: pa.Table, system: str, among: pa.Table) -> Ints:
    """The lead's row id for each row of one system; NONE where nothing matches.

    `rows` has some of lead_ref, contact_id, email and moment_at, the latter in microseconds.
    """
    if system != ANY_SYSTEM:
        among = among.filter(pc.equal(among["system"], system))
    found = np.full(rows.num_rows, NONE)
    ids, presented = among["id"].to_numpy(), numbers(among["presented_at"])
    if not len(ids):
        return found
    for theirs, ours in KEYS.items():
        open_ = np.flatnonzero(found == NONE)
        if theirs in rows.column_names and len(open_):
            keys = rows[theirs] if len(open_) == len(found) else rows[theirs].take(pa.array(open_))
            if theirs == "lead_ref":
                places = _index(pc.index_in(keys, value_set=among[ours].combine_chunks()))
            else:
                places = _newest(keys, _moments(rows)[open_], among[ours], presented)
            found[open_] = np.where(places < 0, NONE, ids[places])
    return found


def rematch(connection: Connection, kind: str, affected: sa.ColumnElement[bool]) -> Ints:
    """Match the affected deals or activities again; the leads that lost or won a row."""
    table = table_of(STANDING[kind])
    rows = _fetched(connection, table, ("id", "system", "lead_id", *KEYS, "moment_at"), affected)
    everybody = leads(connection)
    before, after = numbers(rows["lead_id"]), np.full(rows.num_rows, NONE)
    for system in pc.unique(rows["system"]).to_pylist():
        own = np.flatnonzero(pc.equal(rows["system"], system).to_numpy())
        after[own] = match(rows.take(pa.array(own)), system, everybody)
    moved = before != after
    ids = rows["id"].to_numpy()[moved]
    if len(ids):
        with beside(connection, "moved", {"row": ids, "lead": after[moved]}) as found:
            connection.execute(
                sa.update(table).where(table.c.id == found.c.row).values(lead_id=found.c.lead)
            )
    won_or_lost = np.union1d(before[moved], after[moved])
    return won_or_lost[won_or_lost != NONE]


def _newest(keys: Any, moments: Ints, theirs: Any, presented: Ints) -> Ints:
    """For each key and moment the place of the person's lead that counts then; -1 without one."""
    persons = pc.unique(theirs.drop_null())
    of_lead = _index(pc.index_in(theirs, value_set=persons))
    of_row = _index(pc.index_in(keys, value_set=persons))
    # Leads in the order of their person and hand-off; those never handed over come last.
    ranks, rank = np.unique(np.where(presented == NONE, NEVER, presented), return_inverse=True)
    width = len(ranks) + 1
    line = of_lead * width + rank
    order = np.argsort(line, kind="stable")[np.count_nonzero(of_lead < 0) :]
    line = line[order]
    until = of_row * width + np.searchsorted(ranks, moments, side="right")
    before = np.searchsorted(line, until, side="left") - 1
    newest = np.searchsorted(line, line[before], side="left") if len(line) else before
    first = np.searchsorted(line, of_row * width, side="left")
    chosen = np.where(before >= first, newest, first)
    known = of_row >= 0
    return np.where(known, order[np.where(known, chosen, 0)], -1) if len(order) else of_row


def _fetched(
    connection: Connection, table: sa.Table, names: tuple[str, ...], *conditions: Any
) -> pa.Table:
    columns = [
        sa.type_coerce(table.c[n], sa.BigInteger) if n in NUMBERS else table.c[n] for n in names
    ]
    rows = connection.execute(sa.select(*columns).where(*conditions)).all()
    cells = zip(*rows, strict=True) if rows else ([] for _ in names)
    types = [pa.int64() if n in NUMBERS else pa.string() for n in names]
    arrays = [pa.array(column, type_) for column, type_ in zip(cells, types, strict=True)]
    return pa.table(dict(zip(names, arrays, strict=True)))


def _index(places: Any) -> Ints:
    """Arrow's places as numpy's; -1 for null."""
    filled: Ints = pc.fill_null(places, -1).to_numpy().astype(np.int64)
    return filled


def _moments(rows: pa.Table) -> Ints:
    """The rows' moments; a file without a single one has no such column."""
    there = "moment_at" in rows.column_names
    return numbers(rows["moment_at"]) if there else np.full(rows.num_rows, NONE)
