"""Taking an upload back, the newest or an older one: what would stand without it stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store import heirs
from sla_core.store.batches import NO_BATCH
from sla_core.store.beside import NONE, Ints, beside, distinct, ints
from sla_core.store.engine import writing
from sla_core.store.folding import fold
from sla_core.store.heirs import Heirs
from sla_core.store.matching import KEYS, rematch
from sla_core.store.merging import merge
from sla_core.store.settings import touch
from sla_core.store.tables import STANDING, Batch, Fault, Lead
from sla_core.store.types import table_of

batch, fault, lead = table_of(Batch), table_of(Fault), table_of(Lead)


def untold(step: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class Undone:
    """What taking a batch back did.

    Of the rows that stood by it, `rows_removed` are gone, since no other upload said them; of
    `rows_restored` another upload's version stands again.
    """

    batch: int
    file: str
    rows_removed: int
    rows_restored: int


def undo(
    engine: Engine, number: int, *, now: datetime, who: str, say: Callable[[str], None] = untold
) -> Undone:
    """Take the batch back in one transaction; it stays in the history as a line.

    `say` is told each step.

    Agreements, settings, notes and mappings stay as they are. Refused where there is no such batch,
    or it was taken back before, or is the invented company's.
    """
    with writing(engine) as connection:
        file, kind = _there(connection, number)
        say("comparing")
        found = heirs.found(connection, kind, number)
        say("writing")
        if kind == "leads":
            _leads(connection, found, say)
        else:
            _others(connection, kind, found, say)
        connection.execute(sa.delete(fault).where(fault.c.batch_id == number))
        connection.execute(
            sa.update(batch).where(batch.c.id == number).values(undone_at=now, undone_by=who)
        )
        touch(connection)
    return Undone(number, file, len(found.gone), found.held - len(found.gone))


def _there(connection: Connection, number: int) -> tuple[str, str]:
    """The batch's file and kind."""
    columns = (batch.c.file, batch.c.kind, batch.c.demo, batch.c.undone_at, batch.c.undone_by)
    row = connection.execute(sa.select(*columns).where(batch.c.id == number)).one_or_none()
    if row is None:
        raise Refused(NO_BATCH.format(number))
    if row.undone_at is not None:
        day = f"{row.undone_at:%Y-%m-%d %H:%M} UTC"
        raise Refused(
            f"Batch {number} ({row.file}) was taken back already, by {row.undone_by} on {day}."
        )
    if row.demo:
        raise Refused(
            f"Batch {number} belongs to the invented company; remove that as a whole"
            " (Upload page, or demo --remove)."
        )
    return row.file, row.kind


def _others(connection: Connection, kind: str, found: Heirs, say: Callable[[str], None]) -> None:
    """Deals or activities: those that say something else find their leads again."""
    table = table_of(STANDING[kind])
    before = np.empty(0, np.int64)
    if kind == "activities":
        with beside(connection, "leaving", {"row": found.changed}) as rows:
            leaving = table.c.id.in_(sa.select(rows.c.row))
            (before,) = ints(connection, sa.select(table.c.lead_id).where(leaving).distinct())
    heirs.installed(connection, kind, found)
    say("matching")
    with beside(connection, "back", {"row": found.restored}) as rows:
        restored = table.c.id.in_(sa.select(rows.c.row))
        moved = rematch(connection, kind, restored)
    if kind == "activities":
        fold(connection, distinct(before[before != NONE], moved))


def _leads(connection: Connection, found: Heirs, say: Callable[[str], None]) -> None:
    """Leads: whoever belonged to those that change, or could, is matched, merged and folded anew."""
    changed = distinct(found.changed, _closed_by_status(connection, found.handed))
    with _persons(connection) as persons:
        _add(connection, persons, changed)
        loose = {
            kind: _belonging(connection, kind, changed)
            for kind in ("deals", "activities")
            if _any(connection, kind)
        }
        heirs.installed(connection, "leads", found)
        say("matching")
        _add(connection, persons, changed)
        touched = changed
        for kind, rows in loose.items():
            moved = _rematch(connection, kind, rows, persons)
            touched = distinct(touched, moved) if kind == "activities" else touched
        same_email = lead.c.email.in_(sa.select(persons.c.email))
        merge(connection, same_email)
        if "activities" in loose:
            (namesakes,) = ints(connection, sa.select(lead.c.id).where(same_email))
            fold(connection, distinct(touched, namesakes))


def _closed_by_status(connection: Connection, handed: Ints) -> Ints:
    """Those of the leads that count as closed since the moment that their file speaks about."""
    with beside(connection, "handing", {"row": handed}) as rows:
        query = sa.select(lead.c.id).where(lead.c.id.in_(sa.select(rows.c.row)))
        (found,) = ints(connection, query.where(lead.c.closed_by_status))
        return found


@contextmanager
def _persons(connection: Connection) -> Iterator[sa.Table]:
    """An empty temporary table for the keys of leads."""
    columns = (sa.Column(name, sa.String) for name in KEYS.values())
    table = sa.Table("persons", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    table.create(connection)
    yield table
    table.drop(connection)


def _add(connection: Connection, persons: sa.Table, leads: Ints) -> None:
    """Note by what deals and activities find these leads, as they stand now."""
    names = list(KEYS.values())
    with beside(connection, "whose", {"row": leads}) as rows:
        keys = sa.select(*(lead.c[n] for n in names)).join(rows, rows.c.row == lead.c.id)
        connection.execute(persons.insert().from_select(names, keys))


def _any(connection: Connection, kind: str) -> bool:
    return bool(connection.scalar(sa.select(sa.exists(sa.select(table_of(STANDING[kind]).c.id)))))


def _belonging(connection: Connection, kind: str, leads: Ints) -> Ints:
    """The rows that are matched to these leads."""
    table = table_of(STANDING[kind])
    with beside(connection, "owners", {"row": leads}) as rows:
        query = sa.select(table.c.id).where(table.c.lead_id.in_(sa.select(rows.c.row)))
        (found,) = ints(connection, query)
        return found


def _rematch(connection: Connection, kind: str, loose: Ints, persons: sa.Table) -> Ints:
    """Match these rows again, and all that name one of the persons; leads that lost or won one."""
    table = table_of(STANDING[kind])
    with beside(connection, "loose", {"row": loose}) as rows:
        ways: list[Any] = [table.c.id.in_(sa.select(rows.c.row))]
        for theirs, ours in KEYS.items():
            ways.append(table.c[theirs].in_(sa.select(persons.c[ours])))
        return rematch(connection, kind, sa.or_(*ways))
