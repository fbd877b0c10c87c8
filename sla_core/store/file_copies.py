"""One embedded database copied into a file, as of one moment, whoever writes to it meanwhile."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sla_core.problems import Refused


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
