"""Taking an upload back outside a page's script, as a job that any page can look at."""

import threading

from sla_core.periods import now
from sla_core.problems import Refused
from sla_core.store import batches, jobs
from sla_core.store.engine import Engine
from sla_core.store.undo import Undone, undo


def start(engine: Engine, number: int, *, who: str) -> int:
    """Take the batch back in a thread of its own, which goes on when the page is left.

    The job's number. Refused while the same batch is being taken back already.
    """
    file = batches.file_of(engine, number)
    job = jobs.begin(engine, file, f"batch {number}", now(), kind="undo")
    work = threading.Thread(target=_work, args=(engine, job, number, who), name=f"undo-{number}")
    work.start()
    return job


def _work(engine: Engine, job: int, number: int, who: str) -> None:
    """Carry the job out and note how it ended, whatever happens."""

    def say(step: str) -> None:
        jobs.progress(engine, job, step, 0, None)

    try:
        done = undo(engine, number, now=now(), who=who, say=say)
    except Refused as fault:
        jobs.end(engine, job, "failed", now(), str(fault), number)
    except BaseException as fault:
        told = f"It could not be taken back ({type(fault).__name__}). Nothing was changed."
        jobs.end(engine, job, "failed", now(), told, number)
        raise
    else:
        jobs.end(engine, job, "done", now(), summary(done), number)


def summary(done: Undone) -> str:
    """What was done, in words."""
    gone = "1 row is" if done.rows_removed == 1 else f"{done.rows_removed:,} rows are"
    back = f"{done.rows_restored:,} are as another upload has them"
    if done.rows_restored == 1:
        back = "1 is as another upload has it"
    return f"Taken back: {gone} gone, {back}."
