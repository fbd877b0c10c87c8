"""The database: opening it, bringing its tables up to date, reading and writing it safely."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store.file_copies import path_of
from sla_core.store.migrations import upgrade

__all__ = [
    "Connection",
    "Engine",
    "database_url",
    "file_of",
    "is_sqlite",
    "open_store",
    "path_of",
    "reading",
    "sentence",
    "translated",
    "writing",
]

DEFAULT = "sqlite:///data/sla.db"
WAIT_SECONDS = 30
WRITERS = 7_305_201
"""The number of the lock that a server's writers take in turn; any number, but always the same."""


def database_url() -> str:
    """Where the data lies unless a command says otherwise: SLA_DATABASE_URL, else data/sla.db."""
    return os.environ.get("SLA_DATABASE_URL") or DEFAULT


def open_store(url: str | None = None) -> Engine:
    """The engine of an up-to-date store; a database that is not there is created.

    Refused where the URL is not one, or the database cannot be opened or written.
    """
    address = url or database_url()
    try:
        parsed = sa.make_url(address)
        _prepare_folder(parsed)
        engine = sa.create_engine(parsed, **_options(parsed))
        _listen(engine)
        with translated(engine):
            upgrade(engine, writing)
    except ModuleNotFoundError as fault:
        raise Refused(
            f"The driver “{fault.name}” for this database is not installed here;"
            " for PostgreSQL: pip install 'psycopg[binary]'."
        ) from None
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        raise Refused(
            f"“{address}” is not a database URL; write one as sqlite:///data/sla.db"
            " or postgresql+psycopg://user@host/name."
        ) from None
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one unchanging state of the store."""
    with translated(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes the write lock at once, is committed whole or leaves nothing."""
    with translated(engine), engine.connect() as connection:
        with connection.execution_options(write=True).begin():
            yield connection


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Failures of the database itself, told as one sentence."""
    try:
        yield
    except sa.exc.DBAPIError as fault:
        # A damaged file is told by the plain class; its other heirs are this program's own faults.
        outside = type(fault) in (sa.exc.OperationalError, sa.exc.DatabaseError)
        if not (outside or fault.connection_invalidated):
            raise
        raise Refused(f"{sentence(str(fault.orig))} Nothing was changed.") from fault


def is_sqlite(connection: Connection | Engine) -> bool:
    """Whether the store is the embedded database."""
    return connection.dialect.name == "sqlite"


def file_of(engine: Engine) -> Path | None:
    """The embedded database's file; None for a server."""
    return path_of(engine.url)


def _prepare_folder(url: sa.URL) -> None:
    path = path_of(url)
    if path:
        try:
            path.resolve().parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise Refused(f"The folder of {path} cannot be made: {fault.strerror}.") from None


def _options(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": WAIT_SECONDS, "check_same_thread": False}}
    return {"pool_pre_ping": True}


def _listen(engine: Engine) -> None:
    if is_sqlite(engine):
        _listen_sqlite(engine)
    else:
        _listen_server(engine)


def _listen_server(engine: Engine) -> None:
    """What the embedded database does by itself: one writer at a time, readers who see one state."""

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _listen_sqlite(engine: Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, too late and without the write lock.
        connection.isolation_level = None
        # While a first load does without the log, it cannot be turned on; reading just waits.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")
        connection.execute("PRAGMA cache_size=-131072")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def sentence(fault: str) -> str:
    """A failure of the database, as people may read it."""
    known = {
        "database is locked": "Another program is writing to the database; try again in a moment.",
        "lock timeout": "Another program is writing to the database; try again in a moment.",
        "readonly database": "The database may only be read, not written.",
        "disk is full": "The disk is full; free some space and try again.",
        "unable to open": "The database file cannot be opened; check the folder and its rights.",
        "malformed": "The database file is damaged; restore a backup.",
        "not a database": "The file is not a database of this program.",
        "terminating connection": "The connection to the database was cut; try again.",
        "connection is lost": "The connection to the database was cut; try again.",
        "connection is closed": "The connection to the database was cut; try again.",
        "server closed the connection": "The connection to the database was cut; try again.",
    }
    for part, sentence in known.items():
        if part in fault:
            return sentence
    return f"The database does not answer as it should ({fault.strip().splitlines()[0]})."
