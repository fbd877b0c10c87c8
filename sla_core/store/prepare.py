"""Clean rows made ready for the tables: our column names, resolved dates."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sla_core import fields
from sla_core.metrics.columns import Times
from sla_core.periods import instant

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
ALWAYS = {*fields.KEYS.values(), "dates_only", "at", "moment_at"}
"""Columns that are named whatever the file has."""


def prepared(rows: pa.Table, kind: str, zone: str) -> pa.Table:
    """Clean rows as the tables take them, times as microseconds; dates begin in the zone.

    Columns without a single value are left out.
    """
    columns = {name: rows[name].combine_chunks() for name in rows.column_names if name != "line"}
    for name, value in ASSUMED[kind].items():
        columns[name] = pc.fill_null(columns[name], value)
    flags = columns.pop("dates_only").cast(pa.int64()).to_numpy()
    for name in fields.times(kind):
        columns[name] = _resolved(columns[name], flags, kind, name, zone)
    columns["dates_only"] = pa.array(flags)
    if kind in MOMENTS:
        columns["moment_at"] = _moment(columns, flags, kind, zone)
    renamed = {fields.KEYS[kind]: "external_id", **RENAMED[kind]}
    empty = not rows.num_rows
    filled = {k: v for k, v in columns.items() if empty or v.null_count < len(v) or k in ALWAYS}
    return pa.table({renamed.get(k, k): v for k, v in filled.items()})


def lean(rows: pa.Table) -> pa.Table:
    """Prepared rows without what follows from the rest: see `Source.column`."""
    if not pc.any(pc.not_equal(rows["dates_only"], 0)).as_py():
        rows = rows.drop_columns("dates_only")
    if "at" in rows.column_names and rows["moment_at"].equals(rows["at"]):
        rows = rows.drop_columns("moment_at")
    return rows


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
