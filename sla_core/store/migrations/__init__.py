"""Bringing a database up to the newest tables, step by step and under the write lock."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store import agreed_tables, own_tables, tables  # noqa: F401  (they define the tables)
from sla_core.store.file_copies import copy_file, path_of, refused_as
from sla_core.store.types import Base

HEAD = "0004"
"""The newest revision; a test holds it equal to the newest file in versions/."""

log = logging.getLogger(__name__)


def upgrade(
    engine: Engine, writing: Callable[[Engine], AbstractContextManager[Connection]]
) -> None:
    """Bring the database to the newest revision, in one transaction; nothing to do when it is.

    An embedded database that is not new is copied first, into a file beside it. Refused where a
    newer program or another one made its tables, or there is no room for the copy.
    """
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with writing(engine) as connection:
        # Another process may have done it while this one waited for the lock.
        found = _revision(connection)
        if found == HEAD:
            return
        _refuse_unknown(config, found)
        if found:
            _keep(engine, found)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_unknown(config: Config, found: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found and found not in known:
        raise Refused(
            f"The database was made by a newer version of this program or by another one (its"
            f" revision is {found}); update this program, or choose another database."
        )


def _keep(engine: Engine, found: str) -> None:
    """Copy the embedded database as it is, whatever becomes of the migration.

    The name says what state it is, so that one that fails again and again fills no disk.
    """
    path = path_of(engine.url)
    if path is None:
        return
    with engine.connect() as connection:
        query = sa.text("SELECT value FROM setting WHERE key = 'data_version'")
        state = connection.scalar(query) or "0"
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        kept = path.with_name(f"{path.name}.revision-{found}-data-{state}")
        part = kept.with_name(f".{kept.name}.part")
        with refused_as(f"The database was not brought up to date, since {kept} was not made"):
            try:
                copy_file(source, part)
                part.replace(kept)
            finally:
                part.unlink(missing_ok=True)
    log.warning("The database is brought up to date; as it was before, it is kept in %s.", kept)


def _revision(connection: Connection) -> str | None:
    """The revision that the database is at, None before the first."""
    # One look, so that a process that makes the tables just now is seen whole or not at all.
    names = set(sa.inspect(connection).get_table_names())
    if "alembic_version" in names:
        at: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return at
    if same := sorted(names & set(Base.metadata.tables)):
        raise Refused(
            f"This is not a database of this program: another one made its table {same[0]}."
            " Choose another database. Nothing was changed."
        )
    return None
