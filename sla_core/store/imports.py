"""Imports: one clean file into the store, in one transaction, whatever came before it.

Of all versions of a row the one with the newest time stands (the row's own last-modified time,
else the moment its file speaks about; of equals the later upload). Every other version is kept
with its batch, so that the order of uploads does not matter and any of them can be taken back.
"""

import threading
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from sla_core.clean import CleanFile, Incoming
from sla_core.problems import Refused
from sla_core.store import batches, folding, merging, repeats
from sla_core.store.changes import sample
from sla_core.store.comparing import Comparison, Older, compared
from sla_core.store.engine import is_sqlite, reading
from sla_core.store.first_load import FirstLoad, can_load_first, first_load
from sla_core.store.following import follow, remember
from sla_core.store.loading import Ground, Loaded, Progress, ground, load, untold
from sla_core.store.matching import committed_leads, leads_of
from sla_core.store.outcome import COUNTS, Outcome, known
from sla_core.store.prepare import prepared
from sla_core.store.repeated import Repeated, without_repeated
from sla_core.store.settings import touch, version
from sla_core.store.source import Source, as_micros, micros
from sla_core.store.staging import FACTS, ROWS, Stage, indexed_afterwards, staging

TRIES = 20
SMALL = 1 << 22
"""Bytes of a file that is worth reading twice instead of reading all leads."""
ONE_AT_A_TIME = threading.Lock()
"""Several uploads of one process queue here instead of undoing each other's preparation."""


class _Moved(Exception):
    """The store was changed between reading and writing."""


class _Discarded(Exception):
    """What was written is not to be kept."""


@dataclass(frozen=True)
class Upload:
    """A file, who brings it and when.

    `alone`: the process does nothing else with the store meanwhile.
    """

    incoming: Incoming
    who: str
    now: datetime
    demo: bool = False
    progress: Progress = untold
    alone: bool = False


def import_file(
    engine: Engine,
    incoming: Incoming,
    *,
    who: str,
    now: datetime,
    demo: bool = False,
    progress: Progress = untold,
    alone: bool = False,
) -> tuple[Outcome, CleanFile | None]:
    """Load the file in one transaction, whatever came before it.

    The same bytes read the same way change nothing, and are not read again.
    """
    upload = Upload(incoming, who, now, demo, progress, alone)
    for _ in range(TRIES):
        with ONE_AT_A_TIME, suppress(_Moved):
            return _import(engine, upload)
    raise Refused(
        f"{incoming.file}: other uploads kept changing the data. Nothing was imported; try again."
    )


def preview(
    engine: Engine, incoming: Incoming, progress: Progress = untold
) -> tuple[Outcome, CleanFile | None]:
    """What `import_file` would do, without doing it."""
    with reading(engine) as connection:
        if before := batches.same_upload(connection, incoming):
            return known(before, incoming.file), None
        found = replace(ground(connection, incoming.kind), first=False)
    found = _among_leads(engine, found, incoming)
    with staging(engine) as stage:
        loaded = load(found, stage, incoming, progress)
        clean = incoming.whole()
        progress("comparing", clean.read, clean.read)
        with suppress(_Discarded), stage.opened() as (connection, tables):
            source = _source(clean, tables[ROWS])
            repeated = without_repeated(connection, source, loaded.suspects)
            with compared(connection, source) as comparison:
                outcome = _counted(clean, loaded, repeated, comparison)
                outcome = replace(outcome, changes=sample(comparison))
            raise _Discarded
    return outcome, clean


def _import(engine: Engine, upload: Upload) -> tuple[Outcome, CleanFile | None]:
    """Read and match before the write lock is taken; write only if nothing has changed since."""
    incoming = upload.incoming
    with reading(engine) as connection:
        batches.refuse_mixture(connection, upload.demo)
        if before := batches.same_upload(connection, incoming):
            return known(before, incoming.file), None
        found = ground(connection, incoming.kind)
    found = _among_leads(engine, found, incoming)
    if upload.alone and found.first and can_load_first(engine):
        with first_load(engine, incoming, found.batch) as whole:
            loaded = load(found, whole, incoming, upload.progress)
            if not len(loaded.suspects):
                return _finished(upload, found, whole, loaded)
    with staging(engine) as stage:
        loaded = load(found, stage, incoming, upload.progress)
        return _finished(upload, found, stage, loaded)


def _among_leads(engine: Engine, found: Ground, incoming: Incoming) -> Ground:
    """With the leads that the file's rows can belong to: all of them, unless the file is small."""
    if incoming.kind == "leads":
        return found
    if found.first or incoming.size > SMALL:
        return replace(found, among=committed_leads(engine))
    rows = [prepared(piece, incoming.kind, found.zone) for piece in incoming.pieces()]
    few = pa.concat_tables(rows, promote_options="default") if rows else pa.table({})
    return replace(found, among=leads_of(engine, few))


def _finished(
    upload: Upload, found: Ground, stage: Stage, loaded: Loaded
) -> tuple[Outcome, CleanFile]:
    """Write what was loaded, in one transaction."""
    clean = upload.incoming.whole()
    upload.progress("writing", clean.read, clean.read)
    with stage.opened() as (connection, tables):
        if version(connection) != found.version:
            raise _Moved
        source = _source(clean, tables[ROWS])
        repeated = without_repeated(connection, source, loaded.suspects)
        with nullcontext() if found.first else compared(connection, source) as comparison:
            outcome = _counted(clean, loaded, repeated, comparison)
            counts = {f"{name}_rows": getattr(outcome, name) for name in COUNTS}
            batch = batches.record(
                connection, clean, counts, who=upload.who, now=upload.now, demo=upload.demo
            )
            if comparison is None:
                facts = None if repeated.found else tables.get(FACTS)
                _write_first(connection, stage, source, batch, facts)
            else:
                _write(connection, source, batch, comparison)
        touch(connection)
    return replace(outcome, batch=batch), clean


def _source(clean: CleanFile, stage: sa.Table) -> Source:
    return Source(clean.kind, clean.system, stage, as_micros(clean.data_as_of))


def _write_first(
    connection: Connection, stage: Stage, source: Source, batch: int, facts: sa.Table | None
) -> None:
    """The first rows of their kind: nothing stands that they could be compared with."""
    if isinstance(stage, FirstLoad):
        if stage.batch != batch:
            raise _Moved
        stage.install(connection, source.speaks)
    else:
        with indexed_afterwards(connection, source.table):
            _insert(connection, source, batch, sa.true())
    if facts is not None:
        folding.copy(connection, facts)
    else:
        follow(connection, source, batch, None)


def _write(connection: Connection, source: Source, batch: int, comparison: Comparison) -> None:
    """Keep what no longer stands, let the newest stand, then match, merge and fold again."""
    there, _, moves = comparison.counts
    repeats.note(connection, batch, comparison.repeated())
    new = source.staged(connection) - there
    if not new and not moves:
        return
    with remember(connection, source, comparison) as before:
        _keep_superseded(connection, source, comparison)
        _keep_older(connection, source, batch, comparison)
        _insert(connection, source, batch, comparison.to_write())
        follow(connection, source, batch, before)


def _counted(
    clean: CleanFile, loaded: Loaded, repeated: Repeated, comparison: Comparison | None
) -> Outcome:
    there, differs, older = 0, 0, Older()
    if comparison:
        there, differs, moves = comparison.counts
        if moves:
            # What was said again so far can be newer than what stands.
            repeats.write_out(comparison.connection, clean.kind, comparison.moved())
            older = comparison.older()
    return Outcome(
        file=clean.file,
        kind=clean.kind,
        dialect=clean.dialect,
        mapping=clean.mapping,
        read=clean.read,
        new=clean.kept - repeated.found - there,
        changed=differs + repeated.changed,
        same=there - differs + repeated.same,
        refused=clean.refused_rows,
        older=older.rows,
        older_undated=older.undated,
        stands_at=older.stands_at,
        unmatched=loaded.unmatched,
        data_as_of=clean.data_as_of,
        rules=(*clean.rules, *repeated.rules),
        blanked=clean.blanked,
        problems=clean.problems,
    )


def _keep_superseded(connection: Connection, source: Source, comparison: Comparison) -> None:
    names = [*source.content, "batch_id"]
    beaten = micros(source.table.c.version_at) <= micros(source.column("version_at"))
    rows = sa.select(*(source.table.c[n] for n in names)).select_from(comparison.rows())
    connection.execute(source.other.insert().from_select(names, rows.where(beaten)))


def _keep_older(connection: Connection, source: Source, batch: int, comparison: Comparison) -> None:
    behind = micros(source.table.c.version_at) > micros(source.column("version_at"))
    values = [*(source.column(n) for n in source.content), sa.literal(batch)]
    rows = sa.select(*values).select_from(comparison.rows())
    names = [*source.content, "batch_id"]
    connection.execute(source.other.insert().from_select(names, rows.where(behind)))


def _insert(
    connection: Connection, source: Source, batch: int, which: sa.ColumnElement[bool]
) -> None:
    """The staged rows, over those that stand and are not newer."""
    table = source.table
    values: dict[str, Any] = {n: source.column(n) for n in source.content}
    values["batch_id"] = sa.literal(batch)
    values |= _derived(source)
    rows = sa.select(*values.values()).select_from(source.stage).where(which)
    if isinstance(which, sa.True_):
        connection.execute(table.insert().from_select(list(values), rows))
        return
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
