"""Stores for tests: an empty one made once, copied for every test that wants its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sla_core import uploads
from sla_core.agreement.model import Agreement
from sla_core.crm import Options
from sla_core.store import agreements
from sla_core.store.engine import Engine, open_store


@lru_cache(maxsize=1)
def _template() -> Path:
    """An empty, up-to-date database file, kept until the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="sla-template-")
    path = Path(folder.name) / "empty.db"
    engine = open_store(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    _KEPT.append(folder)
    return path


_KEPT: list[Any] = []


@contextmanager
def empty_store() -> Iterator[Engine]:
    """A store of its own that goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="sla-store-") as folder:
        path = Path(folder) / "sla.db"
        shutil.copy(_template(), path)
        engine = open_store(f"sqlite:///{path}")
        try:
            yield engine
        finally:
            engine.dispose()


def load(
    engine: Engine,
    name: str,
    data: bytes,
    *,
    zone: str | None = None,
    data_as_of: datetime | None = None,
    **wishes: Any,
) -> Any:
    """Import a file as the command line does; its outcome."""
    options = uploads.options(engine, Options(data_as_of=data_as_of, **wishes), zone)
    return uploads.load(engine, name, data, options, who="tests")[0]


def agree(engine: Engine, agreement: Agreement, at: datetime) -> Agreement:
    """Save a version of the agreement."""
    return agreements.save(engine, agreement, who="tests", now=at)
