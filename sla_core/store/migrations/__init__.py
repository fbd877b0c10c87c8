"""Bringing a database up to the newest tables, step by step and under the write lock."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store import tables  # noqa: F401  (defines the tables on the base's metadata)
from sla_core.store.types import Base

HEAD = "0003"
"""The newest revision; a test holds it equal to the newest file in versions/."""


def upgrade(
    engine: Engine, writing: Callable[[Engine], AbstractContextManager[Connection]]
) -> None:
    """Bring the database to the newest revision, in one transaction; nothing to do when it is.

    Refused where a newer program or another one made its tables.
    """
    found = _revision(engine)
    if found == HEAD:
        return
    with writing(engine) as connection:
        # Another process may have done it while this one waited for the lock.
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise Refused(
                f"The database was made by a newer version of this program or by another one (its"
                f" revision is {found}); update this program, or choose another database."
            ) from None


def _revision(engine: Engine) -> str | None:
    """The revision that the database is at, None before the first."""
    with engine.connect() as connection:
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
