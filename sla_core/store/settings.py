"""The workspace's settings, and the version of its data that caches go by."""

from dataclasses import dataclass
from zoneinfo import available_timezones

import sqlalchemy as sa
from babel.numbers import list_currencies
from sqlalchemy.engine import Connection, Engine

from sla_core.problems import Refused
from sla_core.store.engine import reading, writing
from sla_core.store.own_tables import Setting
from sla_core.store.types import table_of

setting = table_of(Setting)
DATA_VERSION = "data_version"


@dataclass(frozen=True)
class Workspace:
    """`zone` is the IANA zone that reports speak in; `currency` the reporting currency, None until
    it is set; `fiscal_start` the month in which the fiscal year begins."""

    zone: str = "UTC"
    currency: str | None = None
    fiscal_start: int = 1


KEYS = ("zone", "currency", "fiscal_start")


def workspace(connection: Connection) -> Workspace:
    """The settings as they stand."""
    stored = dict(connection.execute(sa.select(setting.c.key, setting.c.value)).all())
    return Workspace(
        zone=stored.get("zone", "UTC"),
        currency=stored.get("currency"),
        fiscal_start=int(stored.get("fiscal_start", "1")),
    )


def zone_is_set(engine: Engine) -> bool:
    """Whether anybody has said which zone the workspace is in."""
    with reading(engine) as connection:
        query = sa.select(sa.func.count()).where(setting.c.key == "zone")
        return bool(connection.scalar(query))


def checked(key: str, value: str) -> str:
    """The value as it is stored; Refused names the settings there are, or what would be accepted."""
    if key == "zone":
        if value not in available_timezones():
            raise Refused(f"“{value}” is not a time zone; write one as Europe/Berlin.")
        return value
    if key == "currency":
        if value.upper() not in list_currencies():
            raise Refused(f"“{value}” is not a currency; write its ISO code as EUR.")
        return value.upper()
    if key == "fiscal_start":
        if not (value.isdecimal() and 1 <= int(value) <= 12):
            raise Refused(f"“{value}” is not a month; write the fiscal year's first as 1 to 12.")
        return str(int(value))
    raise Refused(f"There is no setting “{key}”; there are {', '.join(KEYS)}.")


def save(engine: Engine, changes: dict[str, str]) -> Workspace:
    """Store the changed settings, all or none; dates without a time move along with the zone."""
    values = {key: checked(key, value) for key, value in changes.items()}
    with reading(engine) as connection:
        before = workspace(connection)
    with writing(engine) as connection:
        for key, value in values.items():
            put(connection, key, value)
        after = workspace(connection)
        if after.zone != before.zone:
            from sla_core.store.rezone import rezone

            rezone(connection, before.zone, after.zone)
        touch(connection)
    return after


def put(connection: Connection, key: str, value: str) -> None:
    """Set one key."""
    updated = connection.execute(sa.update(setting).where(setting.c.key == key).values(value=value))
    if not updated.rowcount:
        connection.execute(setting.insert().values(key=key, value=value))


def touch(connection: Connection) -> None:
    """Say that what reports rest on has changed."""
    put(connection, DATA_VERSION, str(version(connection) + 1))


def data_version(engine: Engine) -> int:
    """Grows with every change that a report could show; what caches go by."""
    with reading(engine) as connection:
        return version(connection)


def version(connection: Connection) -> int:
    """As `data_version`, within a transaction."""
    found = connection.scalar(sa.select(setting.c.value).where(setting.c.key == DATA_VERSION))
    return int(found or 0)
