"""Jobs: work that runs outside a page's script, as rows that any page can look at.

How far a running job is, is known to its own process alone: nothing can be written to the embedded
database while an import holds its write lock.
"""

import threading
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store.alive import alive, hold, key, let_go
from sla_core.store.engine import reading, writing
from sla_core.store.far import Far
from sla_core.store.own_tables import Job
from sla_core.store.tables import Batch
from sla_core.store.types import table_of

INTERRUPTED = "Interrupted; nothing was changed."

job = table_of(Job)
batch = table_of(Batch)


@dataclass(frozen=True)
class JobState:
    """A job; `state` is running, done, failed or interrupted, `kind` import or undo.

    `size` is the file's, in bytes. `far` is known to the process that runs the job, while it runs;
    else it is None. What the job loaded may be `gone`, as by a restore, or `undone`.
    """

    id: int
    kind: str
    file: str
    sha256: str
    size: int | None
    state: str
    started_at: datetime
    ended_at: datetime | None
    message: str
    batch_id: int | None
    far: Far | None = None
    gone: bool = False
    undone: bool = False


_progress: dict[tuple[str, int], Far] = {}
_guard = threading.Lock()


def begin(
    engine: Engine,
    file: str,
    sha256: str,
    now: datetime,
    *,
    kind: str = "import",
    size: int | None = None,
) -> int:
    """Note that a job begins; Refused while the same file is at work already."""
    with writing(engine) as connection:
        if _running(connection, engine, sha256):
            doing = "imported" if kind == "import" else "taken back"
            raise Refused(f"{file} is being {doing} right now; wait until it is done.")
        values = {"kind": kind, "file": file, "sha256": sha256, "size": size}
        result = connection.execute(
            job.insert().values(**values, state="running", started_at=now, message="")
        )
        assert result.inserted_primary_key is not None
        number: int = result.inserted_primary_key[0]
        # Before others can see the row: they take a job without its lock for one that is gone.
        hold(engine, number)
    with _guard:
        _progress[key(engine, number)] = Far.at("waiting")
    return number


def progress(engine: Engine, number: int, step: str, done: int, total: int | None) -> None:
    """Say how far the job is: rows `done` of `total` (None where not known yet), and at which step.

    Costs nothing that counts and may be called from any thread; nothing happens where no such job
    runs in this process.
    """
    with _guard:
        if found := _progress.get(key(engine, number)):
            _progress[key(engine, number)] = found.moved(step, done, total)


def end(
    engine: Engine, number: int, state: str, now: datetime, message: str, batch: int | None
) -> None:
    """Note how the job ended."""
    values = {"state": state, "ended_at": now, "message": message, "batch_id": batch}
    try:
        with writing(engine) as connection:
            connection.execute(sa.update(job).where(job.c.id == number).values(values))
    finally:
        let_go(engine, number)
        with _guard:
            _progress.pop(key(engine, number), None)


def latest(engine: Engine, count: int = 20) -> tuple[JobState, ...]:
    """The newest jobs, the newest first; one whose process is gone counts as interrupted."""
    names = [c for c in job.c if c.name in JobState.__dataclass_fields__]
    with reading(engine) as connection:
        loaded = sa.and_(batch.c.id == job.c.batch_id, batch.c.sha256 == job.c.sha256)
        imports = sa.and_(job.c.kind == "import", job.c.batch_id.is_not(None))
        fate = (
            sa.and_(imports, batch.c.id.is_(None)).label("gone"),
            sa.and_(imports, batch.c.undone_at.is_not(None)).label("undone"),
        )
        query = sa.select(*names, *fate).join(batch, loaded, isouter=True)
        rows = connection.execute(query.order_by(job.c.id.desc()).limit(count))
        found = [JobState(**row) for row in rows.mappings()]
    there = alive(engine, (one.id for one in found if one.state == "running"))
    return tuple(_as_seen(engine, one, there) for one in found)


def interrupt_stale(engine: Engine, now: datetime) -> None:
    """Note as interrupted every job whose process is gone; those of other processes go on."""
    with writing(engine) as connection:
        running = connection.scalars(sa.select(job.c.id).where(job.c.state == "running")).all()
        gone = set(running) - alive(engine, running)
        connection.execute(
            sa.update(job)
            .where(job.c.id.in_(gone))
            .values(state="interrupted", ended_at=now, message=INTERRUPTED)
        )


def _running(connection: Connection, engine: Engine, sha256: str) -> bool:
    same = sa.select(job.c.id).where(job.c.sha256 == sha256, job.c.state == "running")
    return bool(alive(engine, connection.scalars(same).all()))


def _as_seen(engine: Engine, one: JobState, there: set[int]) -> JobState:
    if one.state != "running":
        return one
    if one.id not in there:
        return replace(one, state="interrupted", ended_at=one.started_at, message=INTERRUPTED)
    with _guard:
        found = _progress.get(key(engine, one.id))
    return replace(one, far=found and found.looked_at())
