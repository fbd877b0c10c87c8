"""Stores for tests: an empty one made once, copied for every test that wants its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sla_core import uploads
from sla_core.agreement.model import Agreement
from sla_core.crm import Options
from sla_core.store import agreements
from sla_core.store.engine import Connection, Engine, open_store, reading
from sla_core.store.repeats import write_out
from sla_core.store.tables import OTHER, STANDING, Batch, FollowUp, Lead
from sla_core.store.types import Base, table_of
from tests import postgres

Rows = list[dict[str, Any]]


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


BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each database that a store can lie in; one that is not installed is skipped."""
    name: str = request.param
    if name == "postgresql":
        postgres.server()
    return name


@pytest.fixture
def engine(backend: str) -> Iterator[Engine]:
    """An empty store in each database."""
    with empty_store(backend) as made:
        yield made


@contextmanager
def empty_store(backend: str = "sqlite") -> Iterator[Engine]:
    """A store of its own that goes away afterwards."""
    with postgres.empty_database() if backend == "postgresql" else _empty_file() as engine:
        yield engine


@contextmanager
def _empty_file() -> Iterator[Engine]:
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


def csv_of(*lines: str) -> bytes:
    """Lines as a file's bytes."""
    return "".join(f"{line}\n" for line in lines).encode()


def rows_of(engine: Engine, table: str, **chosen: Any) -> Rows:
    """The rows of a table with these values, by primary key."""
    wanted = Base.metadata.tables[table]
    query = sa.select(wanted).where(*(wanted.c[name] == value for name, value in chosen.items()))
    with reading(engine) as connection:
        found = connection.execute(query.order_by(*wanted.primary_key)).mappings()
        return [dict(row) for row in found]


def dump(engine: Engine) -> dict[str, Rows]:
    """Every row of every table: two equal dumps are the same store."""
    return {table.name: rows_of(engine, table.name) for table in Base.metadata.sorted_tables}


def content(engine: Engine) -> dict[str, Rows]:
    """What the store says of the CRM, whatever the order of its uploads.

    Standing rows and other versions in the order of their ids, with facts; leads are named by
    their own ids and batches by their files.
    """
    with _written_out(engine) as connection:
        leads, files = _names(connection, Lead, "external_id"), _names(connection, Batch, "file")
        found = {}
        for tables in (STANDING, OTHER):
            for model in tables.values():
                rows = connection.execute(_with_facts(table_of(model))).mappings()
                named = [_named(dict(row), leads, files) for row in rows]
                found[table_of(model).name] = sorted(named, key=_place)
        return found


@contextmanager
def _written_out(engine: Engine) -> Iterator[Connection]:
    """The store with every saying as a row of its own; it is left as it was."""
    with engine.connect().execution_options(write=True) as connection:
        transaction = connection.begin()
        for kind in STANDING:
            write_out(connection, kind, None)
        yield connection
        transaction.rollback()


def _with_facts(table: sa.Table) -> sa.Select[Any]:
    """The rows; of leads with what their activities say."""
    if table is not table_of(Lead):
        return sa.select(table)
    facts = table_of(FollowUp)
    told = [c for c in facts.c if c.name != "lead_id"]
    return sa.select(table, *told).outerjoin(facts, facts.c.lead_id == table.c.id)


def standing(engine: Engine, kind: str) -> dict[str, dict[str, Any]]:
    """The standing rows of a kind by their ids in the CRM."""
    name = table_of(STANDING[kind]).name
    return {row["external_id"]: row for row in content(engine)[name]}


def _names(connection: Connection, model: Any, name: str) -> dict[int, str]:
    table = table_of(model)
    return dict(connection.execute(sa.select(table.c.id, table.c[name])).all())


def _named(row: dict[str, Any], leads: dict[int, str], files: dict[int, str]) -> dict[str, Any]:
    del row["id"]
    for link in {"lead_id", "merged_into"} & set(row):
        row[link] = None if row[link] is None else leads[row[link]]
    return row | {"batch_id": files[row["batch_id"]]}


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["system"], row["external_id"], row["version_at"], row["batch_id"]
