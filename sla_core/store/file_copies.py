"""The files of embedded databases: which one, and its copy as of one moment, whoever writes to it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

import sqlalchemy as sa

from sla_core.problems import Refused


def path_of(address: str | sa.URL) -> Path | None:
    """The file that a database's URL names; None where it names no file."""
    url = sa.make_url(address)
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:":
        return None
    # With options for SQLite itself, as sqlite:///file:data/sla.db?mode=ro&uri=true
    return Path(unquote(name.removeprefix("file:")))


def copy_file(source: sqlite3.Connection, path: Path) -> None:
    """Copy all pages in one step, which is one moment, and see them onto the disk."""
    with closing(sqlite3.connect(path)) as target:
        source.backup(target)
        # A copy is one file: nothing beside it that has to go along.
        target.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def refused_as(what: str) -> Iterator[None]:
    """Failures of the disk or of the database, as one sentence that begins so."""
    try:
        yield
    except OSError as fault:
        raise Refused(f"{what}: {fault.strerror or fault}.") from None
    except sqlite3.DatabaseError as fault:
        raise Refused(f"{what}: {fault}.") from None
