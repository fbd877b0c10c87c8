"""Column types and constraints that the tables share."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMING))):
    """The base of all tables, with a registry of its own so that a reload can define them again."""


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC time, kept as whole microseconds since 1970: facts fold as integers."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | int | None, dialect: Any) -> int | None:
        """Aware datetime to microseconds; ValueError for one without a zone."""
        if value is None or isinstance(value, int):
            return value
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value}")
        return (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """Microseconds to an aware datetime."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    """The column holds one of the values, or nothing."""
    # Not as IN (…): for that SQLite builds a set per row, which doubles the time of a load.
    listed = " OR ".join(f"{column} = '{value}'" for value in values)
    return sa.CheckConstraint(listed, name=f"{column}_known")


def unique_row(table: str) -> sa.Index:
    """A row's id is its system's own; an index, so that it can be built after a first load."""
    return sa.Index(f"ux_{table}_external_id_system", "external_id", "system", unique=True)


def not_negative(column: str) -> sa.CheckConstraint:
    """The column holds zero or more, or nothing."""
    return sa.CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def not_blank(column: str) -> sa.CheckConstraint:
    """The column holds some text."""
    return sa.CheckConstraint(f"{column} <> ''", name=f"{column}_not_blank")


def table_of(model: type[SQLModel]) -> sa.Table:
    """The table behind a model: imports and reports work on tables, by sets of rows."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table
