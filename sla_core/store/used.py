"""What the uploads gave: per batch its rules and blanks, and how many rows found no lead."""

import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.batches import in_force
from sla_core.store.tables import Activity, Batch, Deal, Lead
from sla_core.store.types import table_of

batch, activity = table_of(Batch), table_of(Activity)
deal, lead = table_of(Deal), table_of(Lead)


@dataclass(frozen=True)
class Upload:
    """One batch as the coverage panel shows it; `blanked` counts unreadable cells per column."""

    file: str
    kind: str
    refused: int
    rules: tuple[str, ...]
    blanked: dict[str, int]


@dataclass(frozen=True)
class Unplaced:
    """Rows that are kept and shown, but count for no lead of their own."""

    activities: int
    deals: int
    merged_leads: int


def uploads(connection: Connection) -> tuple[Upload, ...]:
    """All batches that count, the oldest first."""
    columns = (batch.c.file, batch.c.kind, batch.c.refused_rows, batch.c.rules, batch.c.blanked)
    rows = connection.execute(sa.select(*columns).where(in_force).order_by(batch.c.id))
    return tuple(
        Upload(file, kind, refused, tuple(json.loads(rules)), json.loads(blanked))
        for file, kind, refused, rules, blanked in rows
    )


def unplaced(connection: Connection) -> Unplaced:
    """How many rows found no lead, and how many leads count as another one."""

    def count(table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(condition)
        return connection.scalar(query) or 0

    return Unplaced(
        activities=count(activity, activity.c.lead_id.is_(None)),
        deals=count(deal, deal.c.lead_id.is_(None)),
        merged_leads=count(lead, lead.c.merged_into.is_not(None)),
    )
