"""Imports: one clean file into the store, in one transaction, whatever came before it.

Of all versions of a row the one with the newest time stands (the row's own last-modified time,
else the moment its file speaks about; of equals the later upload). Every other version is kept
with its batch, so that the order of uploads does not matter and any of them can be taken back.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from sla_core.clean import CleanFile
from sla_core.problems import Problem, Refused
from sla_core.store import batches, matching, merging
from sla_core.store.beside import NONE
from sla_core.store.engine import is_sqlite, reading
from sla_core.store.folding import Touches, at_hand
from sla_core.store.following import follow, remember
from sla_core.store.prepare import Prepared, prepare
from sla_core.store.settings import touch, version, workspace
from sla_core.store.source import Source, micros
from sla_core.store.staging import indexed_afterwards, staged

TRIES = 20
ONE_AT_A_TIME = threading.Lock()
"""Several uploads of one process queue here instead of undoing each other's preparation."""


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do: read = new + changed + same + refused.

    `older` of the changed rows are older than what stands and were kept as earlier versions.
    `batch` is None where nothing was written; `known` says that the same file was there before.
    """

    file: str
    kind: str
    dialect: str
    mapping: Mapping[str, str]
    read: int
    new: int
    changed: int
    same: int
    refused: int
    older: int
    data_as_of: datetime
    batch: int | None = None
    known: bool = False
    rules: tuple[str, ...] = ()
    blanked: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class _Moved(Exception):
    """The store was changed between reading and writing."""


def import_file(
    engine: Engine, clean: CleanFile, *, who: str, now: datetime, demo: bool = False
) -> Outcome:
    """Load the file; a file that was loaded before, read the same way, changes nothing.

    Refused where the invented company is loaded and the file is a real one, or the reverse.
    """
    for _ in range(TRIES):
        with ONE_AT_A_TIME, suppress(_Moved):
            return _import(engine, clean, who=who, now=now, demo=demo)
    raise Refused(
        f"{clean.file}: other uploads kept changing the data. Nothing was imported; try again."
    )


def _import(engine: Engine, clean: CleanFile, *, who: str, now: datetime, demo: bool) -> Outcome:
    """Match before the write lock is taken, and write only if nothing has changed since."""
    with reading(engine) as connection:
        batches.refuse_mixture(connection, demo)
        if before := batches.same_upload(connection, clean):
            return _repeated(clean, before)
        seen, zone = version(connection), workspace(connection).zone
        among = None if clean.kind == "leads" else matching.leads(connection)
    prepared = prepare(clean, zone)
    rows = prepared.rows
    if among is not None:
        found = matching.match(rows, prepared.system, among)
        rows = rows.append_column("lead_id", pa.array(found, mask=found == NONE))
    with staged(engine, rows) as (connection, stage):
        if version(connection) != seen:
            raise _Moved
        source = Source(clean.kind, prepared.system, stage)
        outcome = _compared(connection, clean, prepared, source)
        batch = batches.record(connection, clean, _counts(outcome), who=who, now=now, demo=demo)
        _write(connection, source, batch, partial(at_hand, rows, among))
        touch(connection)
        return _with_batch(outcome, batch)


def preview(engine: Engine, clean: CleanFile) -> Outcome:
    """What `import_file` would do, without doing it."""
    with reading(engine) as connection:
        zone = workspace(connection).zone
        if before := batches.same_upload(connection, clean):
            return _repeated(clean, before)
    prepared = prepare(clean, zone)
    with staged(engine, prepared.rows) as (connection, stage):
        source = Source(clean.kind, prepared.system, stage)
        return _compared(connection, clean, prepared, source)


def _write(
    connection: Connection, source: Source, batch: int, touches: Callable[[], Touches]
) -> None:
    """Keep what no longer stands, let the newest stand, then match, merge and fold again."""
    first = connection.scalar(sa.select(source.table.c.id).limit(1)) is None
    with remember(connection, source) as before:
        if not first:
            _keep_superseded(connection, source)
            _keep_older(connection, source, batch)
        with indexed_afterwards(connection, source.table) if first else nullcontext():
            _upsert(connection, source, batch)
        follow(connection, source, batch, before, first=first, touches=touches)


def _compared(
    connection: Connection, clean: CleanFile, prepared: Prepared, source: Source
) -> Outcome:
    there, changed, behind = connection.execute(_differences(source)).one()
    return Outcome(
        file=clean.file,
        kind=clean.kind,
        dialect=clean.dialect,
        mapping=clean.mapping,
        read=clean.read,
        new=prepared.rows.num_rows - there,
        changed=changed + prepared.repeated_changed,
        same=there - changed + prepared.repeated_same,
        refused=len(clean.refused),
        older=behind,
        data_as_of=clean.data_as_of,
        rules=clean.rules,
        blanked=clean.blanked,
        problems=clean.problems,
    )


def _differences(source: Source) -> sa.Select[Any]:
    """How many staged rows are there already, say something else, and are older than what stands."""
    table = source.table
    told = [c for c in source.content if c not in {"version_at", "moment_at", "system"}]
    differs = sa.or_(*(table.c[c].is_distinct_from(source.column(c)) for c in told))
    older = sa.and_(differs, micros(table.c.version_at) > micros(source.column("version_at")))
    return sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.case((differs, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((older, 1), else_=0)), 0),
    ).select_from(source.with_standing())


def _keep_superseded(connection: Connection, source: Source) -> None:
    names = [*source.content, "batch_id"]
    beaten = micros(source.table.c.version_at) <= micros(source.column("version_at"))
    rows = sa.select(*(source.table.c[n] for n in names)).select_from(source.with_standing())
    connection.execute(source.other.insert().from_select(names, rows.where(beaten)))


def _keep_older(connection: Connection, source: Source, batch: int) -> None:
    behind = micros(source.table.c.version_at) > micros(source.column("version_at"))
    values = [*(source.column(n) for n in source.content), sa.literal(batch)]
    rows = sa.select(*values).select_from(source.with_standing())
    names = [*source.content, "batch_id"]
    connection.execute(source.other.insert().from_select(names, rows.where(behind)))


def _upsert(connection: Connection, source: Source, batch: int) -> None:
    table = source.table
    values: dict[str, Any] = {n: source.column(n) for n in source.content}
    values["batch_id"] = sa.literal(batch)
    values |= _derived(source)
    rows = sa.select(*values.values()).select_from(source.stage).where(sa.true())
    insert = (sqlite if is_sqlite(connection) else postgresql).insert(table)
    insert = insert.from_select(list(values), rows)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["external_id", "system"],
            set_={n: insert.excluded[n] for n in values},
            where=micros(table.c.version_at) <= micros(insert.excluded.version_at),
        )
    )


def _derived(source: Source) -> dict[str, Any]:
    """What stands on a row beside its content before duplicates are merged."""
    if source.kind != "leads":
        return {"lead_id": source.stage.c.lead_id}
    return {
        "merged_into": sa.null(),
        "delivered_at": source.column("qualified_at"),
        "hand_off_at": source.column("presented_at"),
        "hand_off_timed": merging.hand_off_timed(source.column("dates_only")),
    }


def _repeated(clean: CleanFile, batch: int) -> Outcome:
    return Outcome(
        file=clean.file,
        kind=clean.kind,
        dialect=clean.dialect,
        mapping=clean.mapping,
        read=clean.read,
        new=0,
        changed=0,
        same=clean.read,
        refused=0,
        older=0,
        data_as_of=clean.data_as_of,
        batch=batch,
        known=True,
        rules=clean.rules,
    )


def _counts(outcome: Outcome) -> dict[str, int]:
    names = ("read", "new", "changed", "same", "refused")
    return {f"{name}_rows": getattr(outcome, name) for name in names}


def _with_batch(outcome: Outcome, batch: int) -> Outcome:
    return Outcome(**{**outcome.__dict__, "batch": batch})
