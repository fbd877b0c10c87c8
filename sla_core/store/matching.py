"""Which lead a deal or an activity belongs to.

By lead id, then contact id, then e-mail. Of several leads of one person: the newest presented at or
before the row's moment, else the one presented first.
"""

from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store.beside import NONE, Ints, beside, distinct, numbers
from sla_core.store.columns import fetched, fetched_whole
from sla_core.store.hashes import Finder
from sla_core.store.tables import STANDING, Lead
from sla_core.store.types import table_of

ANY_SYSTEM = "file"
"""Rows of a file whose system is not known look for leads of every system."""

KEYS = {"lead_ref": "external_id", "contact_id": "contact_id", "email": "email"}
"""A row's column -> the lead's that it is compared with, in the order in which they are tried."""

LEADS = ("id", "system", *KEYS.values(), "presented_at", "merged_into", "hand_off_at")

FEW = 50_000
"""So many rows look their leads up; for more all leads are read."""
NEVER = np.iinfo(np.int64).max

lead = table_of(Lead)
_WANTED = sa.Table("wanted", sa.MetaData(), sa.Column("name", sa.String), prefixes=["TEMPORARY"])


def leads(connection: Connection) -> pa.Table:
    """All leads with what decides whose a row is."""
    return fetched(connection, lead, LEADS)


def committed_leads(engine: Engine) -> pa.Table:
    """`leads` as they are committed, read faster."""
    return fetched_whole(engine, lead, LEADS)


def leads_of(connection: Connection, rows: pa.Table, system: str) -> pa.Table:
    """Those of the leads that a few rows of the system can belong to."""
    found, left = [fetched(connection, lead, LEADS, sa.false())], rows
    for theirs, ours in KEYS.items():
        if theirs in left.column_names:
            found.append(_named(connection, ours, left[theirs]))
            if theirs == "lead_ref":
                known = _of_system(found[-1], system)["external_id"].combine_chunks()
                left = left.filter(pc.invert(pc.is_in(left[theirs], value_set=known)))
    every = pa.concat_tables(found)
    _, first = np.unique(every["id"].to_numpy(), return_index=True)
    return every.take(pa.array(np.sort(first)))


def _of_system(leads: pa.Table, system: str) -> pa.Table:
    """The leads that rows of the system look for."""
    return leads if system == ANY_SYSTEM else leads.filter(pc.equal(leads["system"], system))


def _named(connection: Connection, column: str, keys: pa.ChunkedArray) -> pa.Table:
    """The leads with one of these keys."""
    names = [{"name": name} for name in pc.unique(keys).to_pylist() if name is not None]
    if not names:
        return fetched(connection, lead, LEADS, sa.false())
    wanted = _WANTED
    wanted.create(connection)
    connection.execute(wanted.insert(), names)
    found = fetched(connection, lead, LEADS, lead.c[column].in_(sa.select(wanted.c.name)))
    wanted.drop(connection)
    return found


class Matcher:
    """Finds the leads of one system's rows, piece by piece, among `leads`."""

    def __init__(self, system: str, among: pa.Table) -> None:
        self._among = _of_system(among, system)
        self._persons: dict[str, _Persons] = {}

    def match(self, rows: pa.Table) -> Ints:
        """The lead's row id for each row; NONE where nothing matches.

        `rows` has some of lead_ref, contact_id, email and moment_at, the latter in microseconds.
        """
        found = np.full(rows.num_rows, NONE)
        for theirs in KEYS if self._among.num_rows else ():
            open_ = np.flatnonzero(found == NONE)
            if theirs in rows.column_names and len(open_):
                left = rows if len(open_) == len(found) else rows.take(pa.array(open_))
                found[open_] = self._found(theirs, left)
        return found

    def _found(self, theirs: str, rows: pa.Table) -> Ints:
        if theirs == "lead_ref":
            ids, leads = self._by_id
            places = leads.places(rows[theirs])
            return np.where(places < 0, NONE, ids[places])
        if theirs not in self._persons:
            self._persons[theirs] = _Persons(self._preferred, KEYS[theirs])
        return self._persons[theirs].newest(rows[theirs], _moments(rows))

    @cached_property
    def _preferred(self) -> pa.Table:
        """The leads, the ones to prefer among equals first."""
        return self._among.sort_by([("system", "ascending"), ("external_id", "ascending")])

    @cached_property
    def _by_id(self) -> tuple[Ints, Finder]:
        leads, finder = self._among, Finder(self._among["external_id"])
        if not finder.distinct:
            # Systems may use the same ids.
            leads = _firsts(self._preferred, "external_id")
            finder = Finder(leads["external_id"])
        return leads["id"].to_numpy(), finder


class _Persons:
    """The leads of each person (one contact id, or one e-mail) in the order of their hand-off."""

    def __init__(self, leads: pa.Table, key: str) -> None:
        self._ids, presented = leads["id"].to_numpy(), numbers(leads["presented_at"])
        persons = pc.unique(leads[key].drop_null())
        self._persons = Finder(persons)
        of_lead = self._persons.places(leads[key])
        # Leads that were never handed over come last.
        self._ranks, rank = np.unique(
            np.where(presented == NONE, NEVER, presented), return_inverse=True
        )
        line = of_lead * self._width + rank
        self._order = np.argsort(line, kind="stable")[np.count_nonzero(of_lead < 0) :]
        self._line = line[self._order]

    @property
    def _width(self) -> int:
        return len(self._ranks) + 1

    def newest(self, keys: Any, moments: Ints) -> Ints:
        """For each key and moment the id of the lead that counts then; NONE without one."""
        of_row = self._persons.places(keys)
        line, order = self._line, self._order
        if not len(order):
            return np.full(len(of_row), NONE)
        until = of_row * self._width + np.searchsorted(self._ranks, moments, side="right")
        before = np.searchsorted(line, until, side="left") - 1
        newest = np.searchsorted(line, line[before], side="left")
        first = np.searchsorted(line, of_row * self._width, side="left")
        chosen = np.where(before >= first, newest, first)
        known = of_row >= 0
        return np.where(known, self._ids[order[np.where(known, chosen, 0)]], NONE)


def rematch(connection: Connection, kind: str, affected: sa.ColumnElement[bool]) -> Ints:
    """Match the affected deals or activities again; the leads that lost or won a row."""
    table = table_of(STANDING[kind])
    rows = fetched(connection, table, ("id", "system", "lead_id", *KEYS, "moment_at"), affected)
    everybody = leads(connection) if rows.num_rows > FEW else None
    before, after = numbers(rows["lead_id"]), np.full(rows.num_rows, NONE)
    for system in pc.unique(rows["system"]).to_pylist():
        own = np.flatnonzero(pc.equal(rows["system"], system).to_numpy())
        its = rows.take(pa.array(own))
        among = everybody if everybody is not None else leads_of(connection, its, system)
        after[own] = Matcher(system, among).match(its)
    moved = before != after
    ids = rows["id"].to_numpy()[moved]
    if len(ids):
        with beside(connection, "moved", {"row": ids, "lead": after[moved]}) as found:
            connection.execute(
                sa.update(table).where(table.c.id == found.c.row).values(lead_id=found.c.lead)
            )
    won_or_lost = distinct(before[moved], after[moved])
    return won_or_lost[won_or_lost != NONE]


def _firsts(leads: pa.Table, key: str) -> pa.Table:
    """Of leads with the same key the first one."""
    numbered = leads.append_column("place", pa.array(np.arange(leads.num_rows)))
    first = numbered.group_by(key).aggregate([("place", "min")])["place_min"]
    return leads.take(first)


def _moments(rows: pa.Table) -> Ints:
    """The rows' moments; a file without a single one has no such column."""
    there = "moment_at" in rows.column_names
    return numbers(rows["moment_at"]) if there else np.full(rows.num_rows, NONE)
