"""Whether the store is sound: the database's own checks, and what must hold between the tables."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store import fingerprints, repeats
from sla_core.store.afresh import misfolded, mismatched, unmerged
from sla_core.store.beside import AT_ONCE, Ints, ints
from sla_core.store.columns import fetched
from sla_core.store.engine import is_sqlite, reading
from sla_core.store.fingerprints import Prints
from sla_core.store.tables import OTHER, STANDING, Batch, Fault, Lead, SaidAgain
from sla_core.store.types import table_of

batch, lead = table_of(Batch), table_of(Lead)


@dataclass(frozen=True)
class Finding:
    """One check, and how many rows fail it."""

    what: str
    faults: int


def check(engine: Engine) -> tuple[Finding, ...]:
    """All checks, none of which changes anything."""
    with reading(engine) as connection:
        findings = [
            *_database(connection),
            *_links(connection),
            *_versions(connection),
            *_batches(connection),
            Finding("the numbers kept of rows are of what they say", _misnumbered(connection)),
            Finding("no merged lead points to another merged one", _chains(connection)),
        ]
        # What hangs in the air cannot be worked out anew.
        return (*findings, *([] if any(f.faults for f in findings) else _afresh(connection)))


def _chains(connection: Connection) -> int:
    merged = lead.alias()
    chained = sa.select(sa.func.count()).select_from(
        lead.join(merged, lead.c.merged_into == merged.c.id)
    )
    return connection.scalar(chained.where(merged.c.merged_into.is_not(None))) or 0


def _afresh(connection: Connection) -> list[Finding]:
    """What was matched, merged and folded, worked out once more."""
    return [
        Finding("every deal is with the lead that it finds", mismatched(connection, "deals")),
        Finding(
            "every activity is with the lead that it finds", mismatched(connection, "activities")
        ),
        Finding("duplicates are those that there are", unmerged(connection)),
        Finding("the facts on leads are what their activities say", misfolded(connection)),
    ]


def _database(connection: Connection) -> list[Finding]:
    if not is_sqlite(connection):
        return []
    pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    keys = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [
        Finding("the database file is intact", 0 if pages == ["ok"] else len(pages)),
        Finding("every reference leads to a row", len(keys)),
    ]


def _links(connection: Connection) -> list[Finding]:
    """Activities carry no foreign key to their lead; here it is checked."""
    table = table_of(STANDING["activities"])
    lost = sa.select(sa.func.count()).select_from(
        table.outerjoin(lead, lead.c.id == table.c.lead_id)
    )
    count = connection.scalar(lost.where(table.c.lead_id.is_not(None), lead.c.id.is_(None))) or 0
    return [Finding("every matched activity has its lead", count)]


def _versions(connection: Connection) -> list[Finding]:
    """The standing version is the newest there is."""
    findings = []
    for kind, model in STANDING.items():
        standing, other = table_of(model), table_of(OTHER[kind])
        same = sa.and_(
            standing.c.external_id == other.c.external_id, standing.c.system == other.c.system
        )
        newer = sa.select(sa.func.count()).select_from(standing.join(other, same))
        count = connection.scalar(newer.where(other.c.version_at > standing.c.version_at)) or 0
        findings.append(Finding(f"the newest version of all {kind} stands", count))
    return findings


def _batches(connection: Connection) -> list[Finding]:
    """Rows and their uploads agree."""
    held: Counter[int] = Counter()
    strangers = repeated = 0
    for kind, model in STANDING.items():
        for table in (table_of(model), table_of(OTHER[kind])):
            count = sa.func.count()
            rows = connection.execute(
                sa.select(table.c.batch_id, count, sa.func.max(batch.c.kind))
                .join(batch, batch.c.id == table.c.batch_id)
                .where(batch.c.undone_at.is_(None))
                .group_by(table.c.batch_id)
            )
            for number, some, theirs in rows:
                held[number] += some
                strangers += some if theirs != kind else 0
        repeated += _repeated(connection, kind, held)
    return [
        Finding("every row is of its upload's kind", strangers),
        Finding("what was said again stands, and is another upload's", repeated),
        Finding("each upload has as many rows as it counted", _miscounted(connection, held)),
        Finding("nothing is left of uploads taken back", _left(connection)),
    ]


def _repeated(connection: Connection, kind: str, held: Counter[int]) -> int:
    """How many ids among those said again are no row's, or the same upload's own."""
    sayings = list(repeats.sayings(connection, kind))
    if not sayings:
        return 0
    table = table_of(STANDING[kind])
    query = sa.select(table.c.id, table.c.batch_id).order_by(table.c.id)
    ids, batches = ints(connection, query)
    wrong = 0
    for saying in sayings:
        held[saying.batch] += len(saying.ids)
        own = ids[batches == saying.batch]
        wrong += len(saying.ids) - int(np.isin(saying.ids, np.setdiff1d(ids, own)).sum())
    return wrong


def _misnumbered(connection: Connection) -> int:
    """How many rows say something else than their fingerprint, or are not there."""
    wrong = 0
    for kind, model in STANDING.items():
        table = table_of(model)
        ids, prints = fingerprints.numbers(connection, kind)
        for begin in range(0, len(ids), AT_ONCE):
            own, its = ids[begin : begin + AT_ONCE], prints[begin : begin + AT_ONCE]
            names = ("id", "system", *fingerprints.said(kind))
            rows = fetched(connection, table, names, table.c.id.between(int(own[0]), int(own[-1])))
            wrong += len(own) - _numbered(rows, kind, own, its)
    return wrong


def _numbered(rows: pa.Table, kind: str, ids: Ints, prints: Prints) -> int:
    """How many of the rows with these ids have these numbers."""
    right = 0
    for system in pc.unique(rows["system"]).to_pylist():
        of_system = rows.filter(pc.equal(rows["system"], system))
        held = of_system["id"].to_numpy()
        places = np.clip(np.searchsorted(ids, held), 0, len(ids) - 1)
        same = prints[places] == fingerprints.taken(of_system, kind, system)
        right += int((same & (ids[places] == held)).sum())
    return right


def _miscounted(connection: Connection, held: Counter[int]) -> int:
    """Uploads that have fewer rows than were new, or more than were taken in.

    A row that a file says several times is kept once, so that there may be fewer than were read.
    """
    rows = connection.execute(
        sa.select(batch.c.id, batch.c.new_rows, batch.c.read_rows - batch.c.refused_rows).where(
            batch.c.undone_at.is_(None)
        )
    )
    return sum(not new <= held[number] <= most for number, new, most in rows)


def _left(connection: Connection) -> int:
    undone = sa.select(batch.c.id).where(batch.c.undone_at.is_not(None))
    tables = [table_of(m) for m in (*STANDING.values(), *OTHER.values(), SaidAgain, Fault)]
    counts = (sa.select(sa.func.count()).where(t.c.batch_id.in_(undone)) for t in tables)
    return sum(connection.scalar(count) or 0 for count in counts)
