"""Arrow's columns into a SQLite file, many rows at a time: the embedded database's fast entrance."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal

import adbc_driver_manager
import adbc_driver_sqlite
import adbc_driver_sqlite.dbapi
import pyarrow as pa

from sla_core.problems import Refused
from sla_core.store.engine import WAIT_SECONDS, sentence

Failed = adbc_driver_manager.Error


class Loader:
    """A connection of its own to a SQLite file; `Failed` where that fails."""

    def __init__(self, path: str) -> None:
        self._connection = adbc_driver_sqlite.dbapi.connect(path, autocommit=True)
        self.run(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")

    def run(self, statement: str) -> None:
        """A statement whose answer does not matter."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            with suppress(adbc_driver_manager.ProgrammingError):
                cursor.fetchall()

    def ask(self, query: str) -> list[Any]:
        """The cells of a query's only column."""
        with self._connection.cursor() as cursor:
            cursor.execute(query)
            return [cell for (cell,) in cursor.fetchall()]

    def whole(self, table: str) -> pa.Table:
        """All rows of a table, and the end of the connection."""
        (count,) = self.ask(f'SELECT count(*) FROM "{table}"')
        with self._connection.cursor() as cursor:
            # In one batch, since the kinds of columns are taken from the first.
            option = adbc_driver_sqlite.StatementOptions.BATCH_ROWS.value
            cursor.adbc_statement.set_options(**{option: str(int(count) + 1)})
            cursor.execute(f'SELECT * FROM "{table}"')
            found = cursor.fetch_arrow_table()
        self.close()
        return found

    def add(self, table: str, rows: pa.Table, mode: Literal["append", "create"]) -> None:
        """Rows into the table, which is made first where the mode says so."""
        with self._connection.cursor() as cursor:
            cursor.adbc_ingest(table, rows.to_reader(), mode=mode)

    def close(self) -> None:
        """What was not committed is gone."""
        self._connection.close()


@contextmanager
def loading_translated() -> Iterator[None]:
    """Failures of a loader, told as one sentence."""
    try:
        yield
    except Failed as fault:
        told = str(fault).partition("[SQLite] ")[2] or str(fault)
        raise Refused(f"{sentence(told)} Nothing was changed.") from fault
