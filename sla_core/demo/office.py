"""The invented company's time: its months, the hours of its days, and when its office is open."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sla_core.periods import add_months, day_starts, instant

ZONE = "Europe/Berlin"
MONTHS = 14
HOUR = 3600
DAY = 24 * HOUR
OPENS, WORKDAY = 9 * HOUR, 8 * HOUR
AS_OF_HOUR = 18
"""The hour of the as-of day, in UTC, at which the company's data ends."""


@dataclass(frozen=True)
class Office:
    """Open from 9 to 17 o'clock, Monday to Friday.

    `opens` are its openings and `end` the moment that its data speaks up to, in epoch seconds.
    """

    opens: np.ndarray
    end: int

    def worked(self, at: np.ndarray) -> np.ndarray:
        """Working seconds from the first opening to each instant."""
        day = np.searchsorted(self.opens, at, side="right") - 1
        return np.asarray(day * WORKDAY + np.clip(at - self.opens[day], 0, WORKDAY))

    def at(self, worked: np.ndarray) -> np.ndarray:
        """The instants at which so many working seconds have passed; never outside hours."""
        return np.asarray(self.opens[worked // WORKDAY] + worked % WORKDAY)

    def after(self, at: np.ndarray, hours: np.ndarray) -> np.ndarray:
        """The instants so many working hours (fractions allowed) after those given."""
        return self.at(self.worked(at) + np.rint(hours * HOUR).astype(np.int64))


def seconds(moments: np.ndarray) -> np.ndarray:
    """Instants as whole seconds since 1970."""
    return moments.astype("datetime64[s]").astype(np.int64)


def months(as_of: date) -> list[date]:
    """The first days of the company's months: the thirteen full ones and the running one."""
    return [add_months(as_of.replace(day=1), i + 1 - MONTHS) for i in range(MONTHS)]


def end_of_data(as_of: date) -> int:
    """The moment the data speaks up to, in epoch seconds."""
    return int(seconds(np.array(instant(as_of, "UTC")))) + AS_OF_HOUR * HOUR


def office(as_of: date) -> Office:
    """The openings, from two weeks before the company's first month to a year after the as-of."""
    first = months(as_of)[0] - timedelta(14)
    days = (as_of - first).days + 365
    begins = seconds(day_starts(first, days, ZONE))[:-1]
    weekday = (first.weekday() + np.arange(days)) % 7
    # Counting from midnight is right here: the clock changes only on Sundays.
    return Office(begins[weekday < 5] + OPENS, end_of_data(as_of))


def hours_of(first: date, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The hours of `days` days: their beginnings in epoch seconds, weekday and hour of day."""
    begins = seconds(day_starts(first, days, ZONE))[:-1]
    hour = np.tile(np.arange(24), days)
    weekday = np.repeat((first.weekday() + np.arange(days)) % 7, 24)
    return np.repeat(begins, 24) + hour * HOUR, weekday, hour
