"""Decisions and actions of meetings."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core.store.agreed_tables import Note
from sla_core.store.types import table_of

note = table_of(Note)


@dataclass(frozen=True)
class StoredNote:
    """A decision or an action, who owns it and until when."""

    kind: str
    text: str
    owner: str | None
    due: date | None
    state: str


def standing(connection: Connection) -> tuple[StoredNote, ...]:
    """The notes that are not done, the one due first first."""
    query = (
        sa.select(*(note.c[name] for name in StoredNote.__dataclass_fields__))
        .where(note.c.state == "open")
        .order_by(note.c.due.is_(None), note.c.due, note.c.id)
    )
    return tuple(StoredNote(*row) for row in connection.execute(query))
