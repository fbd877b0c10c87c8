"""Clean rows made ready for the tables: our column names, resolved dates, one row per id."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sla_core import fields
from sla_core.clean import CleanFile
from sla_core.metrics.columns import Times
from sla_core.periods import as_instant, instant

RENAMED = {
    "leads": {
        "first_follow_up_at": "crm_first_follow_up_at",
        "attempts": "crm_attempts",
        "connected": "crm_connected",
    },
    "deals": {"lead_id": "lead_ref"},
    "activities": {"lead_id": "lead_ref"},
}
ASSUMED: dict[str, dict[str, str | bool]] = {
    "leads": {"origin": "marketing", "tier": "unrated", "closed_by_status": False},
    "deals": {"outcome": "open"},
    "activities": {"direction": "outbound", "automated": False},
}
MOMENTS = {"deals": ("created_at", "closed_at"), "activities": ("at",)}
"""The times that decide between several leads of one person; the first that is there counts."""


@dataclass(frozen=True)
class Prepared:
    """Rows for staging, each id once; columns without a single value are left out of them.

    `repeated_same` and `repeated_changed` count the further rows of an id in the same file.
    """

    rows: pa.Table
    system: str
    repeated_same: int
    repeated_changed: int


def prepare(clean: CleanFile, zone: str) -> Prepared:
    """The file's rows as the tables take them; dates without a time begin in the zone."""
    columns = {name: clean.rows[name].combine_chunks() for name in clean.rows.column_names}
    for name, value in ASSUMED[clean.kind].items():
        columns[name] = pc.fill_null(columns[name], value)
    flags = columns.pop("dates_only").cast(pa.int64()).to_numpy()
    for name in fields.times(clean.kind):
        columns[name] = _resolved(columns[name], flags, clean.kind, name, zone)
    columns["dates_only"] = pa.array(flags)
    columns["version_at"] = _or_else(columns["modified_at"], clean.data_as_of)
    if clean.kind in MOMENTS:
        columns["moment_at"] = _moment(columns, flags, clean.kind, zone)
    renamed = {fields.KEYS[clean.kind]: "external_id", **RENAMED[clean.kind]}
    filled = {k: v for k, v in columns.items() if v.null_count < len(v) or k == "external_id"}
    rows = pa.table({renamed.get(k, k): v for k, v in filled.items()})
    return _distinct(rows, clean.system)


def resolved_days(days: Times, zone: str, ends: bool = False) -> Times:
    """UTC midnights as the beginnings (or last microseconds) of the same days in the zone."""
    unique, places = np.unique(days.astype("datetime64[D]"), return_inverse=True)
    starts = [_day_instant(day, zone, ends) for day in unique.astype(object)]
    return np.array(starts, dtype="datetime64[us]")[places]


def _day_instant(day: date, zone: str, ends: bool) -> np.datetime64:
    return instant(day + timedelta(ends), zone) - np.timedelta64(int(ends), "us")


def _resolved(
    column: pa.Array, flags: NDArray[np.int64], kind: str, name: str, zone: str
) -> pa.Array:
    """The time column as int64 microseconds, its date-only cells moved to the zone's midnight."""
    dates = (flags & fields.date_only_bit(kind, name)) > 0
    micros = column.cast(pa.int64())
    if zone == "UTC" or not dates.any():
        return micros
    values = column.to_numpy(zero_copy_only=False).astype("datetime64[us]").copy()
    values[dates] = resolved_days(values[dates], zone)
    return pa.array(values.astype(np.int64), mask=np.isnat(values))


def _or_else(column: pa.Array, default: datetime) -> pa.Array:
    return pc.fill_null(column, int(as_instant(default).astype(np.int64)))


def _moment(
    columns: dict[str, pa.Array], flags: NDArray[np.int64], kind: str, zone: str
) -> pa.Array:
    """The row's moment for matching, date-only ones at the last microsecond of their day."""
    moments = [_day_ends(columns[name], flags, kind, name, zone) for name in MOMENTS[kind]]
    return pc.coalesce(*moments)


def _day_ends(
    micros: pa.Array, flags: NDArray[np.int64], kind: str, name: str, zone: str
) -> pa.Array:
    dates = (flags & fields.date_only_bit(kind, name)) > 0
    if not dates.any():
        return micros
    values = micros.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False).copy()
    # By now the cells stand at local midnight; half a day on is the same day in UTC or the next,
    # so the day is taken from the local clock.
    values[dates] = resolved_days(local_days(values[dates], zone), zone, ends=True)
    return pa.array(values.astype(np.int64), mask=np.isnat(values))


def local_days(midnights: Times, zone: str) -> Times:
    """The days that instants lie in, in the zone."""
    stamps = pa.array(midnights).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    local: Times = pc.local_timestamp(stamps).to_numpy(zero_copy_only=False)
    return local.astype("datetime64[D]")


def _distinct(rows: pa.Table, system: str) -> Prepared:
    """Each id once: its newest version, the later line of equals."""
    ids = rows["external_id"]
    if pc.count_distinct(ids).as_py() == len(ids):
        return Prepared(rows.drop_columns("line"), system, 0, 0)
    order = np.lexsort((rows["line"].to_numpy(), rows["version_at"].to_numpy()))
    repeated = ids.take(pa.array(order)).to_pandas().duplicated(keep="last").to_numpy()
    kept = rows.take(pa.array(np.sort(order[~repeated]))).drop_columns("line")
    twice = rows.filter(pc.is_in(ids, ids.take(pa.array(order[repeated])))).drop_columns("line")
    same = int(twice.to_pandas().duplicated().sum())
    return Prepared(kept, system, same, int(repeated.sum()) - same)
