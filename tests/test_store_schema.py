"""The tables: what they hold, how a database gets them, and databases of another making."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sla_core import fields
from sla_core.fields import Cell
from sla_core.problems import Refused
from sla_core.store import migrations
from sla_core.store.engine import Engine, open_store, reading, writing
from sla_core.store.tables import OTHER, STANDING
from sla_core.store.types import Base, Instant, table_of
from tests import postgres
from tests.stores import dump

RENAMED = {
    ("leads", "first_follow_up_at"): "crm_first_follow_up_at",
    ("leads", "attempts"): "crm_attempts",
    ("leads", "connected"): "crm_connected",
    ("deals", "lead_id"): "lead_ref",
    ("activities", "lead_id"): "lead_ref",
} | dict.fromkeys(fields.KEYS.items(), "external_id")
"""Where a column's name is not its field's: the CRM's own summary, and ids of the CRM."""

TYPES: dict[Cell, type] = {
    Cell.TEXT: sa.String,
    Cell.EMAIL: sa.String,
    Cell.CHOICE: sa.String,
    Cell.COUNT: sa.Integer,
    Cell.MONEY: sa.BigInteger,
    Cell.FLAG: sa.Boolean,
}


@pytest.fixture
def blank(backend: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which there is nothing yet."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'folder' / 'sla.db'}"
    else:
        with postgres.blank_database() as url:
            yield url


@pytest.mark.parametrize("kind", fields.KINDS)
@pytest.mark.parametrize("models", [STANDING, OTHER])
def test_every_field_of_a_kind_has_its_column(kind: str, models: dict[str, type]) -> None:
    table = table_of(models[kind])
    for field in fields.KINDS[kind]:
        column = table.c[RENAMED.get((kind, field.name), field.name)]
        if field.cell is Cell.TIME:
            assert isinstance(column.type, Instant), column
        else:
            assert isinstance(_plain(column.type), TYPES[field.cell]), column


def _plain(kind: object) -> object:
    return kind.impl if isinstance(kind, sa.TypeDecorator) else kind


@pytest.mark.parametrize("kind", fields.KINDS)
def test_the_other_versions_have_every_content_column_of_the_standing_ones(kind: str) -> None:
    standing, other = table_of(STANDING[kind]), table_of(OTHER[kind])
    ours = {c.name for c in other.c}
    assert {RENAMED.get((kind, name), name) for name in fields.names(kind)} <= ours
    assert ours <= {c.name for c in standing.c}
    assert {"system", "version_at", "batch_id", "dates_only"} <= ours


def test_a_choice_in_the_fields_is_a_choice_in_the_table() -> None:
    for kind, model in STANDING.items():
        for field in fields.KINDS[kind]:
            checks = [
                str(check.sqltext)
                for check in table_of(model).constraints
                if isinstance(check, sa.CheckConstraint)
            ]
            listed = " OR ".join(f"{field.name} = '{choice}'" for choice in field.choices)
            assert not field.choices or listed in checks


def test_a_new_store_has_the_newest_tables(blank: str) -> None:
    engine = open_store(blank)
    with reading(engine) as connection:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        there = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    assert found == migrations.HEAD
    assert there == {*Base.metadata.tables, "alembic_version"}


def test_the_newest_revision_is_the_newest_file() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    numbers = [re.match(r"\d{4}", path.name) for path in folder.glob("*.py")]
    assert max(found[0] for found in numbers if found) == migrations.HEAD


def test_the_migrations_make_exactly_the_tables_of_the_models(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_the_constraints_of_the_models(engine: Engine) -> None:
    with reading(engine) as connection:
        inspector = sa.inspect(connection)
        for table in Base.metadata.sorted_tables:
            wanted = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
            found = {check["name"] for check in inspector.get_check_constraints(table.name)}
            assert found == wanted, table.name


def test_opening_a_store_again_changes_nothing(engine: Engine) -> None:
    before = dump(engine)
    again = open_store(engine.url.render_as_string(hide_password=False))
    assert dump(again) == before
    again.dispose()


def test_a_store_of_a_newer_program_is_refused_in_one_sentence(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer version of this program") as refusal:
        open_store(engine.url.render_as_string(hide_password=False))
    assert "9999" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_store_before_the_first_revision_gets_its_tables(blank: str) -> None:
    engine = sa.create_engine(blank.replace("folder/", ""))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    engine.dispose()
    opened = open_store(blank.replace("folder/", ""))
    assert set(dump(opened)) == set(Base.metadata.tables)
    opened.dispose()


def test_a_database_with_tables_of_another_making_is_refused_and_left_alone(blank: str) -> None:
    address = blank.replace("folder/", "")
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE lead (name VARCHAR(32))"))
    with pytest.raises(Refused) as refusal:
        open_store(address)
    assert "not a database of this program" in str(refusal.value)
    assert sa.inspect(engine).get_table_names() == ["lead"]
    engine.dispose()


def test_a_file_that_is_no_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes on the agreement. " * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(Refused, match="The file is not a database of this program"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize("address", ["sla.db", "mysql-something://x", "sqlite:/x", ""])
def test_what_is_no_address_is_refused_with_an_example(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLA_DATABASE_URL", "sla.db")
    with pytest.raises(Refused, match="write one as sqlite:///data/sla"):
        open_store(address)


def test_the_folder_of_a_new_store_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'sla.db'}").dispose()
    with closing(sqlite3.connect(tmp_path / "a" / "b" / "sla.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
