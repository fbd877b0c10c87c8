"""Jobs: imports that run outside a page's script, as rows that any page can look at."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sla_core.problems import Refused
from sla_core.store.engine import reading, writing
from sla_core.store.tables import Job
from sla_core.store.types import table_of

job = table_of(Job)


@dataclass(frozen=True)
class JobState:
    """How far an import is; `state` is running, done, failed or interrupted."""

    id: int
    file: str
    sha256: str
    state: str
    step: str
    share_done: float
    started_at: datetime
    ended_at: datetime | None
    message: str
    batch_id: int | None


def begin(engine: Engine, file: str, sha256: str, now: datetime) -> int:
    """Note that an import begins; Refused while the same file is being imported."""
    with writing(engine) as connection:
        running = sa.select(job.c.id).where(job.c.sha256 == sha256, job.c.state == "running")
        if connection.scalar(running) is not None:
            raise Refused(f"{file} is being imported right now; wait until it is done.")
        result = connection.execute(
            job.insert().values(
                file=file, sha256=sha256, state="running", step="waiting", started_at=now
            )
        )
        assert result.inserted_primary_key is not None
        number: int = result.inserted_primary_key[0]
        return number


def end(
    engine: Engine, number: int, state: str, now: datetime, message: str, batch: int | None
) -> None:
    """Note how the job ended."""
    _change(engine, number, state=state, step="", ended_at=now, message=message, batch_id=batch)


def latest(engine: Engine, count: int = 20) -> tuple[JobState, ...]:
    """The newest jobs, the newest first."""
    names = [c for c in job.c if c.name in JobState.__dataclass_fields__]
    with reading(engine) as connection:
        rows = connection.execute(sa.select(*names).order_by(job.c.id.desc()).limit(count))
        return tuple(JobState(**row) for row in rows.mappings())


def interrupt_stale(engine: Engine, now: datetime) -> None:
    """At the start of the app: a job that still runs belongs to a process that is gone."""
    with writing(engine) as connection:
        connection.execute(
            sa.update(job)
            .where(job.c.state == "running")
            .values(state="interrupted", ended_at=now, message="Interrupted; nothing was changed.")
        )


def _change(engine: Engine, number: int, **values: object) -> None:
    with writing(engine) as connection:
        connection.execute(sa.update(job).where(job.c.id == number).values(values))
