"""The moment that an export speaks up to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields, periods

Instants = npt.NDArray[np.datetime64]


@dataclass
class Spoken:
    """The latest recorded times that are not in the future, of the pieces heard so far."""

    zone: str = "UTC"
    time: np.datetime64 | None = None
    day: np.datetime64 | None = None

    def hear(self, rows: pa.Table, kind: str, zone: str, now: datetime) -> None:
        """The next piece; a time that is only planned or expected records nothing."""
        self.zone = zone
        marks = rows.column("dates_only").to_numpy()
        limit, today = periods.as_instant(now), np.datetime64(periods.local_date(now, zone), "D")
        times, days = [self.time], [self.day]
        for name in fields.times(kind):
            values = _recorded(rows, name).to_numpy().astype("datetime64[us]")
            dated = (marks & fields.date_only_bit(kind, name)) != 0
            times.append(_latest(values[~dated], limit))
            days.append(_latest(values[dated].astype("datetime64[D]"), today))
        self.time, self.day = (max(filter(None, found), default=None) for found in (times, days))

    def up_to(self, now: datetime) -> datetime:
        """The first full minute after the latest recorded time.

        The end of its day in the zone where the latest is a date without a time of day; `now` where
        no time is recorded.
        """
        return _spoken(self.time, self.day, self.zone) or now


def _recorded(rows: pa.Table, name: str) -> pa.ChunkedArray:
    """The times without those that are only expected: of planned activities, and open deals' closes."""
    if name not in ("at", "closed_at"):
        return rows.column(name)
    outcomes = pc.fill_null(rows.column("outcome"), "open" if name == "closed_at" else "")
    expected = pc.is_in(outcomes, value_set=pa.array(["planned", "open"]))
    return pc.if_else(expected, None, rows.column(name))


def _latest(values: Instants, limit: np.datetime64) -> np.datetime64 | None:
    past = values[values <= limit]
    return past.max() if len(past) else None


def _spoken(time: np.datetime64 | None, day: np.datetime64 | None, zone: str) -> datetime | None:
    if day is not None:
        first: date = day.astype(object)
        if time is None or periods.instant(first, zone) >= time:
            return periods.moment(periods.instant(first + timedelta(1), zone))
    if time is None:
        return None
    return periods.moment(
        time.astype("datetime64[m]").astype("datetime64[us]") + np.timedelta64(1, "m")
    )
