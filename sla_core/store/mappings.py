"""Mappings saved by name, and found again by the columns that they were made for."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sla_core.problems import Refused
from sla_core.store.engine import reading, writing
from sla_core.store.tables import Mapping
from sla_core.store.types import table_of

mapping = table_of(Mapping)


@dataclass(frozen=True)
class Saved:
    """A mapping as the list shows it; `columns` are theirs that it uses, `document` is all of it."""

    name: str
    kind: str
    columns: tuple[str, ...]
    saved_at: datetime
    document: str


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


def saved(engine: Engine) -> list[Saved]:
    """All mappings, by name."""
    with reading(engine) as connection:
        rows = connection.execute(sa.select(mapping).order_by(mapping.c.name)).all()
    return [
        Saved(row.name, row.kind, _columns(row.document), row.saved_at, row.document)
        for row in rows
    ]


def remove(engine: Engine, name: str) -> None:
    """Forget the mapping; files that were read with it stay as they are. Refused lists the names."""
    named(engine, name)
    with writing(engine) as connection:
        connection.execute(sa.delete(mapping).where(mapping.c.name == name))


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
    """The document of the newest mapping that was made for these columns, in whatever order."""
    known = (fingerprint(header), _fingerprint_in_order(header))
    query = sa.select(mapping.c.document).where(mapping.c.header.in_(known))
    with reading(engine) as connection:
        found: str | None = connection.scalar(query.order_by(mapping.c.saved_at.desc()).limit(1))
        return found


def within(engine: Engine, header: Sequence[str]) -> list[str]:
    """The documents of the mappings all whose columns the header has.

    Those that use most of them first, of equals the newest; one that uses none is within any. So a
    column that was added to an export, or one that nobody reads and that went away, does not lose
    its mapping.
    """
    there = _folded(header)
    query = sa.select(mapping.c.document).order_by(mapping.c.saved_at.desc())
    with reading(engine) as connection:
        documents = connection.scalars(query).all()
    used = {document: _folded(_columns(document)) for document in documents}
    fitting = [document for document in documents if used[document] <= there]
    return sorted(fitting, key=lambda document: -len(used[document]))


def fingerprint(header: Sequence[str]) -> str:
    """What identifies a header: its columns in any order, white space and case apart."""
    return hashlib.sha256(json.dumps(sorted(_folded(header))).encode()).hexdigest()


def _fingerprint_in_order(header: Sequence[str]) -> str:
    """What identified a header where the order counted: mappings saved then are still found."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()


def _folded(header: Sequence[str]) -> set[str]:
    return {" ".join(name.casefold().split()) for name in header}


def _columns(document: str) -> tuple[str, ...]:
    plain: dict[str, Any] = json.loads(document)
    return tuple(dict.fromkeys(plain.get("columns", {}).values()))
