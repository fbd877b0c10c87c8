"""Bringing a database up to the newest tables, step by step and under the write lock."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine

HEAD = "0001"
"""The newest revision; a test holds it equal to the newest file in versions/."""


def upgrade(
    engine: Engine, writing: Callable[[Engine], AbstractContextManager[Connection]]
) -> None:
    """Bring the database to the newest revision, in one transaction; nothing to do when it is."""
    if _revision(engine) == HEAD:
        return
    with writing(engine) as connection:
        # Another process may have done it while this one waited for the lock.
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found
