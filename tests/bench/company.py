"""A company of any size as CSV files in our own field names, the same for the same seed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

BEGIN = np.datetime64("2025-09-01T00:00:00", "s")
SECONDS = 14 * 30 * 86_400
TIERS = ("A", "B", "C")
SOURCES = ("website", "webinar", "fair", "referral", "paid search", "newsletter")
TEAMS = ("North", "South", "West")
CHANNELS = ("call", "email", "meeting")


@dataclass(frozen=True)
class Files:
    """The two files, and how many rows each has."""

    leads: Path
    activities: Path
    counts: tuple[int, int]


def write(
    folder: Path,
    leads: int = 100_000,
    activities: int = 500_000,
    seed: int = 7,
    first: int = 0,
) -> Files:
    """Write leads.csv and activities.csv; every activity belongs to a lead and follows it.

    The ids of the activities count from `first`.
    """
    rng = np.random.default_rng(seed)
    created = BEGIN + np.sort(rng.integers(0, SECONDS, leads)).astype("timedelta64[s]")
    files = Files(folder / "leads.csv", folder / "activities.csv", (leads, activities))
    csv.write_csv(_leads(rng, created), files.leads)
    csv.write_csv(_activities(rng, created, first + np.arange(activities)), files.activities)
    return files


def turned(file: Path, other: Path) -> None:
    """The same rows with their columns in the reverse order."""
    rows = csv.open_csv(file, convert_options=csv.ConvertOptions(column_types=_as_they_stand(file)))
    names = rows.schema.names[::-1]
    with csv.CSVWriter(other, pa.schema([(name, pa.string()) for name in names])) as out:
        for batch in rows:
            out.write_batch(batch.select(names))


def _as_they_stand(file: Path) -> dict[str, pa.DataType]:
    with file.open(encoding="utf-8") as lines:
        return dict.fromkeys(
            (name.strip('"') for name in lines.readline().strip().split(",")), pa.string()
        )


def _leads(rng: np.random.Generator, created: NDArray[np.datetime64]) -> pa.Table:
    count = len(created)
    qualified = created + _seconds(rng, 3 * 86_400, count)
    presented = qualified + _seconds(rng, 86_400, count)
    rep = rng.integers(0, 24, count)
    numbers = np.arange(count)
    return pa.table(
        {
            "lead_id": _text("L", numbers),
            "contact_id": _text("C", numbers),
            "email": _text("person", numbers, "@example.com"),
            "origin": _pick(rng, ("marketing", "marketing", "marketing", "sales"), count),
            "tier": _pick(rng, TIERS, count),
            "source": _pick(rng, SOURCES, count),
            "owner": _text("Rep ", rep),
            "team": pa.array(TEAMS).take(pa.array(rep % len(TEAMS))),
            "status": _pick(rng, ("open", "working", "nurture"), count),
            "created_at": _time(created),
            "qualified_at": _time(qualified),
            "presented_at": _time(presented),
            "assigned_at": _time(presented),
            "modified_at": _time(presented + _seconds(rng, 86_400, count)),
        }
    )


def _activities(
    rng: np.random.Generator, created: NDArray[np.datetime64], numbers: NDArray[np.int64]
) -> pa.Table:
    count = len(numbers)
    lead = rng.integers(0, len(created), count)
    at = created[lead] + _seconds(rng, 14 * 86_400, count)
    return pa.table(
        {
            "activity_id": _text("T", numbers),
            "lead_id": _text("L", lead),
            "contact_id": _text("C", lead),
            "email": _text("person", lead, "@example.com"),
            "at": _time(at),
            "channel": _pick(rng, CHANNELS, count),
            "direction": _pick(rng, ("outbound", "outbound", "outbound", "inbound"), count),
            "outcome": _pick(rng, ("not_connected", "not_connected", "connected"), count),
            "automated": _pick(rng, ("false", "false", "false", "true"), count),
            "owner": _text("Rep ", rng.integers(0, 24, count)),
            "modified_at": _time(at),
        }
    )


def _seconds(rng: np.random.Generator, most: int, count: int) -> NDArray[np.timedelta64]:
    return rng.integers(60, most, count).astype("timedelta64[s]")


def _pick(rng: np.random.Generator, words: tuple[str, ...], count: int) -> Any:
    return pa.array(words).take(pa.array(rng.integers(0, len(words), count)))


def _text(before: str, numbers: NDArray[np.int64], after: str = "") -> Any:
    return pc.binary_join_element_wise(before, pa.array(numbers).cast(pa.string()), after, "")


def _time(times: NDArray[np.datetime64]) -> Any:
    return pc.strftime(pa.array(times), format="%Y-%m-%dT%H:%M:%SZ")
