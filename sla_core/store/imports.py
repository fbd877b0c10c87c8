"""Imports: one clean file into the store, in one transaction, whatever came before it.

Of all versions of a row the one with the newest time stands (the row's own last-modified time,
else the moment its file speaks about; of equals the later upload). Every other version is kept
with its batch, so that the order of uploads does not matter and any of them can be taken back.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.clean import CleanFile, Incoming
from sla_core.problems import Refused
from sla_core.store import batches, fingerprints, repeats
from sla_core.store.changes import losses, sample
from sla_core.store.comparing import Comparison, Older, compared
from sla_core.store.doubts import behind, doubts
from sla_core.store.engine import reading
from sla_core.store.first_load import FirstLoad, can_load_first, first_load
from sla_core.store.loading import Ground, Loaded, Progress, ground, load, untold
from sla_core.store.matching import committed_leads, leads_of
from sla_core.store.outcome import COUNTS, Outcome, known
from sla_core.store.prepare import prepared
from sla_core.store.repeated import Repeated, without_repeated
from sla_core.store.settings import touch, version
from sla_core.store.source import Source, as_micros
from sla_core.store.staging import FACTS, ROWS, Stage, staging
from sla_core.store.written import Writing

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
    with _staged(engine, _grounded(engine, found, incoming), incoming, progress) as (stage, loaded):
        clean = incoming.whole()
        progress("comparing", clean.read, clean.read)
        with suppress(_Discarded), stage.opened() as (connection, tables):
            source = _source(clean, tables[ROWS])
            repeated = without_repeated(connection, source, loaded.suspects)
            with compared(connection, source) as comparison:
                outcome = _counted(connection, clean, loaded, repeated, comparison)
                outcome = replace(outcome, changes=sample(comparison))
            raise _Discarded
    return outcome, clean


def _import(engine: Engine, upload: Upload) -> tuple[Outcome, CleanFile | None]:
    """Read and match before the write lock is taken; write only if nothing has changed since."""
    found = _begun(engine, upload)
    if isinstance(found, Outcome):
        return found, None
    incoming = upload.incoming
    if upload.alone and found.first and can_load_first(engine):
        with first_load(engine, incoming, found.batch) as whole:
            loaded = load(found, whole, incoming, upload.progress)
            if not len(loaded.suspects):
                # The leads are many, and not needed any more.
                found = replace(found, among=None)
                return _finished(upload, found, whole, loaded)
    with _staged(engine, found, incoming, upload.progress) as (stage, loaded):
        return _finished(upload, found, stage, loaded)


@contextmanager
def _staged(
    engine: Engine, found: Ground, incoming: Incoming, progress: Progress
) -> Iterator[tuple[Stage, Loaded]]:
    """The stage with the file's rows; once more and whole where rows of it speak about each other."""
    with staging(engine) as stage:
        loaded = load(found, stage, incoming, progress)
        if not loaded.undecided:
            yield stage, loaded
            return
    with staging(engine) as stage:
        yield stage, load(replace(found, standing=None), stage, incoming, progress)


def _begun(engine: Engine, upload: Upload) -> Outcome | Ground:
    """What the file is read with; what came of it, where it was loaded before."""
    incoming = upload.incoming
    with reading(engine) as connection:
        batches.refuse_mixture(connection, upload.demo)
    # What tells a file takes a while, and so does what a first one is matched with.
    with ThreadPoolExecutor(1) as beside:
        telling = beside.submit(lambda: incoming.sha256)
        first = _first_ground(engine, incoming)
        telling.result()
    with reading(engine) as connection:
        if before := batches.same_upload(connection, incoming):
            return known(before, incoming.file)
        found = first or ground(connection, incoming.kind)
    return first or _grounded(engine, found, incoming)


def _first_ground(engine: Engine, incoming: Incoming) -> Ground | None:
    """What the first rows of a kind are read with; None where there are rows, or nobody knows yet."""
    with suppress(Refused):
        with reading(engine) as connection:
            found = ground(connection, incoming.kind)
        return _grounded(engine, found, incoming) if found.first else None
    return None


def _grounded(engine: Engine, found: Ground, incoming: Incoming) -> Ground:
    """With what the file's rows are compared with on the way, unless the file is small.

    Rows of a small file are looked up, be they leads or what stands.
    """
    large = incoming.size > SMALL
    if large and not found.first:
        with reading(engine) as connection:
            found = replace(found, standing=fingerprints.standing(connection, incoming.kind))
    if incoming.kind == "leads":
        return found
    if found.first:
        # Now: while a first load is written nothing else may open the store.
        leads = committed_leads(engine)
        return replace(found, among=lambda: leads)
    if large:
        return replace(found, among=partial(committed_leads, engine))
    rows = [prepared(piece, incoming.kind, found.zone) for piece in incoming.pieces()]
    few = pa.concat_tables(rows, promote_options="default") if rows else pa.table({})

    def among() -> pa.Table:
        with reading(engine) as connection:
            return leads_of(connection, few, incoming.system)

    return replace(found, among=among)


def _finished(
    upload: Upload, found: Ground, stage: Stage, loaded: Loaded
) -> tuple[Outcome, CleanFile]:
    """Write what was loaded, in one transaction."""
    clean = upload.incoming.whole()

    def say(step: str) -> None:
        upload.progress(step, clean.read, clean.read)

    say("comparing")
    with stage.opened() as (connection, tables):
        if version(connection) != found.version:
            raise _Moved
        source = _source(clean, tables[ROWS])
        repeated = without_repeated(connection, source, loaded.suspects)
        with nullcontext() if found.first else compared(connection, source) as comparison:
            outcome = _counted(connection, clean, loaded, repeated, comparison)
            counts = {f"{name}_rows": getattr(outcome, name) for name in COUNTS}
            clean = replace(clean, rules=outcome.rules)
            batch = batches.record(
                connection, clean, counts, who=upload.who, now=upload.now, demo=upload.demo
            )
            large = upload.incoming.size > SMALL
            write = Writing(connection, source, batch, loaded.prints, say, large)
            if comparison:
                write.over(comparison, loaded.again)
            elif isinstance(stage, FirstLoad):
                if stage.batch != batch:
                    raise _Moved
                write.installed(stage)
            else:
                write.first(None if repeated.found else tables.get(FACTS))
        touch(connection)
    return replace(outcome, batch=batch), clean


def _source(clean: CleanFile, stage: sa.Table) -> Source:
    return Source(clean.kind, clean.system, stage, as_micros(clean.data_as_of))


def _counted(
    connection: Connection,
    clean: CleanFile,
    loaded: Loaded,
    repeated: Repeated,
    comparison: Comparison | None,
) -> Outcome:
    there, differs, older, lost = 0, 0, Older(), tuple[str, ...]()
    again, unmatched = len(loaded.again), loaded.unmatched
    if comparison:
        unmatched += comparison.without_lead(loaded.again)
        there, differs, moves = comparison.counts
        if moves:
            # What was said again so far can be newer than what stands.
            repeats.write_out(connection, clean.kind, comparison.moved())
            older, lost = comparison.older(), losses(comparison, clean.mapping)
    new = clean.kept - repeated.found - there - again
    return Outcome(
        file=clean.file,
        kind=clean.kind,
        dialect=clean.dialect,
        mapping=clean.mapping,
        read=clean.read,
        new=new,
        changed=differs + repeated.changed,
        same=there - differs + repeated.same + again,
        refused=clean.refused_rows,
        older=older.rows,
        older_undated=older.undated,
        stands_at=older.stands_at,
        unmatched=unmatched,
        data_as_of=clean.data_as_of,
        rules=(
            *clean.rules,
            *repeated.rules,
            *lost,
            *doubts(connection, clean, comparison, new, there - differs + again),
            *behind(connection, clean, older),
        ),
        blanked=clean.blanked,
        problems=clean.problems,
    )
