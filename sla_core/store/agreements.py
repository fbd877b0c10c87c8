"""Saved versions of the agreement."""

import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.agreement.model import Agreement
from sla_core.periods import local_date
from sla_core.store.agreed_tables import AgreementVersion, PromiseRow
from sla_core.store.engine import reading, writing
from sla_core.store.settings import touch, workspace
from sla_core.store.types import table_of

agreement = table_of(AgreementVersion)
promise = table_of(PromiseRow)
PROMISE = ("measure", "goal", "per", "hours", "by", "to")


def versions(connection: Connection) -> tuple[Agreement, ...]:
    """All saved versions, the oldest first."""
    promises: dict[int, list[dict[str, object]]] = {}
    for row in connection.execute(sa.select(promise).order_by(promise.c.position)).mappings():
        record = {name: row[name] for name in PROMISE}
        promises.setdefault(row["agreement_version"], []).append(record)
    rows = connection.execute(sa.select(agreement).order_by(agreement.c.version)).mappings()
    return tuple(
        Agreement.model_validate(
            json.loads(row["document"])
            | {name: row[name] for name in ("name", "in_force_from", "version")}
            | {"promises": promises.get(row["version"], [])}
        )
        for row in rows
    )


def dated(engine: Engine, new: Agreement, now: datetime) -> Agreement:
    """The agreement with its beginning: a further version that names none begins this month."""
    with reading(engine) as connection:
        zone, there = workspace(connection).zone, versions(connection)
    if new.in_force_from or not there:
        return new
    return new.model_copy(update={"in_force_from": local_date(now, zone).replace(day=1)})


def save(
    engine: Engine, new: Agreement, *, who: str, now: datetime, demo: bool = False
) -> Agreement:
    """Store the agreement as the next version, and return it with its number."""
    with writing(engine) as connection:
        saved = insert(connection, new, who=who, now=now, demo=demo)
        touch(connection)
    return saved


def insert(
    connection: Connection, new: Agreement, *, who: str, now: datetime, demo: bool
) -> Agreement:
    """Store the next version within a transaction that is under way."""
    document = new.model_dump(mode="json", exclude={"name", "in_force_from", "promises", "version"})
    values = {
        "name": new.name,
        "in_force_from": new.in_force_from,
        "saved_at": now,
        "who": who,
        "demo": demo,
        "document": json.dumps(document, ensure_ascii=False),
    }
    result = connection.execute(agreement.insert().values(values))
    assert result.inserted_primary_key is not None
    number: int = result.inserted_primary_key[0]
    for position, made in enumerate(new.promises):
        record = {name: getattr(made, name) for name in PROMISE}
        keys = {"agreement_version": number, "position": position}
        connection.execute(promise.insert().values(record | keys))
    return new.model_copy(update={"version": number})
