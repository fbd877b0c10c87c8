"""Databases of older versions of this program: brought up to date, and kept as they were."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from sla_core.problems import Refused
from sla_core.store import jobs, migrations
from sla_core.store.copies import restore
from sla_core.store.engine import Engine, open_store
from sla_core.store.undo import undo
from tests.stores import content, empty_store, rows_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD = """
INSERT INTO batch VALUES (1, 'leads.csv', '0', '', 'leads', 'ours', 'file', '{}', 'UTC', 5, 6, 'ann',
  false, false, '[]', '{}', 2, 2, 0, 0, 0);
INSERT INTO lead (system, external_id, version_at, batch_id, dates_only, origin, tier,
  closed_by_status, hand_off_timed, created_at) VALUES ('file', '1', 5, 1, 0, 'marketing', 'A',
  false, true, 4);
INSERT INTO lead (system, external_id, version_at, batch_id, dates_only, origin, tier,
  closed_by_status, hand_off_timed, created_at) VALUES ('file', '2', 5, 1, 0, 'marketing', 'B',
  false, true, 4);
INSERT INTO job VALUES (1, 'leads.csv', '0', 'running', 'waiting', 0, 6, NULL, '', NULL);
INSERT INTO setting VALUES ('data_version', '17');
"""
"""What a store of the first revision may hold."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database of the first released version, with a batch of two leads and a stale job."""
    path = tmp_path / "sla.db"
    _first_revision(f"sqlite:///{path}")
    return path


def _first_revision(address: str) -> None:
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in filter(str.strip, OLD.split(";\n")):
            connection.exec_driver_sql(statement)
    engine.dispose()


def kept(path: Path) -> list[Path]:
    """What lies beside the database."""
    return sorted(p for p in path.parent.iterdir() if "revision" in p.name)


def test_an_older_store_has_its_rows_and_the_newest_tables(backend: str) -> None:
    with empty_store(backend) as engine:
        address = engine.url.render_as_string(hide_password=False)
        _start_over(engine)
        _first_revision(address)
        opened = open_store(address)
        assert [row["external_id"] for row in rows_of(opened, "lead")] == ["1", "2"]
        (batch,) = rows_of(opened, "batch")
        assert (batch["file"], batch["undone_at"], batch["undone_by"]) == ("leads.csv", None, None)
        assert [(job.kind, job.state) for job in jobs.latest(opened)] == [("import", "interrupted")]
        undo(opened, 1, now=NOW, who="tests")
        assert rows_of(opened, "lead") == []
        opened.dispose()


def _start_over(engine: Engine) -> None:
    """Take all tables away."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        found = sa.MetaData()
        found.reflect(connection)
        found.drop_all(connection)


def test_a_store_is_copied_before_it_is_brought_up_to_date(
    old: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_store(f"sqlite:///{old}").dispose()
    (copy,) = kept(old)
    assert copy.name == "sla.db.revision-0001-data-17"
    assert str(copy) in caplog.text
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT count(*) FROM lead").fetchone() == (2,)


def test_a_new_store_and_one_that_is_up_to_date_are_not_copied(tmp_path: Path) -> None:
    for _ in range(2):
        open_store(f"sqlite:///{tmp_path / 'sla.db'}").dispose()
    assert kept(tmp_path / "sla.db") == []


def test_a_migration_that_fails_half_way_changes_nothing_and_its_copy_restores(
    old: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(old)) as connection:
        # The second table that the migration makes is there: what it did before has to go again.
        connection.execute("CREATE TABLE said_again (id INTEGER)")
    for _ in range(2):
        with pytest.raises(Refused, match=r"said_again already exists.* Nothing was changed"):
            open_store(f"sqlite:///{old}")
        with closing(sqlite3.connect(old)) as connection:
            names = {row[1] for row in connection.execute("PRAGMA table_info(batch)")}
            assert "undone_at" not in names
    (copy,) = kept(old)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TABLE said_again")
    fresh = open_store(f"sqlite:///{tmp_path / 'fresh' / 'sla.db'}")
    restore(fresh, copy, now=NOW)
    assert [row["external_id"] for row in content(fresh)["lead"]] == ["1", "2"]
    fresh.dispose()


def test_without_room_for_the_copy_nothing_is_brought_up_to_date(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrations, "copy_file", full)
    with pytest.raises(Refused, match=r"not brought up to date.* disk is full"):
        open_store(f"sqlite:///{old}")
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert kept(old) == []
