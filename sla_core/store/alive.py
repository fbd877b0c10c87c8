"""Whether the process behind a job is still there.

Each running job holds a lock that goes with its process, however that ends: on the embedded
database a locked file beside it, on a server a lock of a connection of its own.
"""

import fcntl
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store.engine import file_of, is_sqlite, translated

JOBS = 7_305_202
"""The first number of the jobs' locks on a server; any number, but always the same."""

_held: dict[tuple[str, int], Callable[[], None]] = {}
_guard = threading.Lock()


def hold(engine: Engine, number: int) -> None:
    """Lock the job until `let_go` or this process's end."""
    release = _hold_file(engine, number) if is_sqlite(engine) else _hold_server(engine, number)
    with _guard:
        _held[key(engine, number)] = release


def let_go(engine: Engine, number: int) -> None:
    """The job has ended; nothing where it was not held."""
    with _guard:
        release = _held.pop(key(engine, number), None)
    if release:
        release()


def alive(engine: Engine, numbers: Iterable[int]) -> set[int]:
    """Those of the jobs whose process is there, this one's or another."""
    if not is_sqlite(engine):
        locked = _locked_on_server(engine)
        return {number for number in numbers if number in locked}
    return {number for number in numbers if _is_locked(engine, number)}


def key(engine: Engine, number: int) -> tuple[str, int]:
    """What a job is known by within this process, which may have several stores open."""
    return str(engine.url), number


def _lock_file(engine: Engine, number: int) -> Path | None:
    path = file_of(engine)
    return path and path.with_name(f"{path.name}.job-{number}")


def _hold_file(engine: Engine, number: int) -> Callable[[], None]:
    path = _lock_file(engine, number)
    if path is None:
        return lambda: None
    file = path.open("w")
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release() -> None:
        path.unlink(missing_ok=True)
        file.close()

    return release


def _is_locked(engine: Engine, number: int) -> bool:
    """Try the job's lock; a file that nobody locks any more is cleared away."""
    path = _lock_file(engine, number)
    if path is None:
        return key(engine, number) in _held
    with suppress(FileNotFoundError), path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        path.unlink(missing_ok=True)
    return False


def _hold_server(engine: Engine, number: int) -> Callable[[], None]:
    with translated(engine):
        connection = engine.connect()
        # Out of the pool: the lock ends with the connection, whatever ends that.
        connection.detach()
        with connection.begin():
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({JOBS}, {number})")
    return partial(_close, connection)


def _close(connection: Connection) -> None:
    with suppress(sa.exc.DBAPIError):
        connection.close()


def _locked_on_server(engine: Engine) -> set[int]:
    query = (
        "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND granted"
        f" AND classid = {JOBS} AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with translated(engine), engine.connect() as connection:
        return set(connection.exec_driver_sql(query).scalars())
