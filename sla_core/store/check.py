"""Whether the store is sound: the database's own checks, and what must hold between the tables."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store.engine import is_sqlite, reading
from sla_core.store.tables import OTHER, STANDING, Batch, Lead
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
        findings = [*_database(connection), *_links(connection), *_versions(connection)]
        merged = lead.alias()
        chained = sa.select(sa.func.count()).select_from(
            lead.join(merged, lead.c.merged_into == merged.c.id)
        )
        chains = connection.scalar(chained.where(merged.c.merged_into.is_not(None))) or 0
        return (*findings, Finding("no merged lead points to another merged one", chains))


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
