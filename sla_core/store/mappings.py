"""Mappings saved by name, and found again by the header that they were made for."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sla_core.problems import Refused
from sla_core.store.engine import reading, writing
from sla_core.store.tables import Mapping
from sla_core.store.types import table_of

mapping = table_of(Mapping)


def save(
    engine: Engine, name: str, kind: str, header: Sequence[str], document: str, now: datetime
) -> None:
    """Keep the mapping under the name; one of that name is replaced."""
    if not name.strip():
        raise Refused("A mapping is saved by name; give it one.")
    values = {"kind": kind, "header": fingerprint(header), "document": document, "saved_at": now}
    with writing(engine) as connection:
        connection.execute(sa.delete(mapping).where(mapping.c.name == name.strip()))
        connection.execute(mapping.insert().values(name=name.strip(), **values))


def named(engine: Engine, name: str) -> str:
    """The document of the mapping; Refused lists the names that there are."""
    with reading(engine) as connection:
        found: str | None = connection.scalar(
            sa.select(mapping.c.document).where(mapping.c.name == name)
        )
        if found is not None:
            return found
        names = connection.scalars(sa.select(mapping.c.name).order_by(mapping.c.name)).all()
    there = f"there are {', '.join(names)}" if names else "none is saved yet"
    raise Refused(f"There is no mapping “{name}”; {there}.")


def for_header(engine: Engine, header: Sequence[str]) -> str | None:
    """The document of the newest mapping that was made for this header."""
    query = (
        sa.select(mapping.c.document)
        .where(mapping.c.header == fingerprint(header))
        .order_by(mapping.c.saved_at.desc())
    )
    with reading(engine) as connection:
        found: str | None = connection.scalar(query.limit(1))
        return found


def fingerprint(header: Sequence[str]) -> str:
    """What identifies a header: its cells in their order."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()
