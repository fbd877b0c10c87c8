"""The columns that metrics work on: plain numpy arrays, one place per lead or deal.

Times are UTC instants (datetime64[us]), NaT where there is none; a date without a time of day
stands at the beginning of its day in the workspace's zone and is marked as not timed.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
Texts = NDArray[Any]

NEVER = np.datetime64("NaT", "us")
EMPTY: dict[Any, str] = {
    Times: "datetime64[us]",
    Flags: "bool",
    Counts: "int64",
    Texts: "object",
}


@dataclass(frozen=True)
class Columns:
    """Arrays of one length that are cut together."""

    def where(self, mask: Flags | NDArray[np.intp]) -> Self:
        """The same columns, cut down to the places that the mask or the positions pick."""
        cut = {f.name: getattr(self, f.name)[mask] for f in fields(self)}
        return replace(self, **cut)

    @classmethod
    def none(cls) -> Self:
        """No rows at all."""
        return cls(**{f.name: np.array([], EMPTY[f.type]) for f in fields(cls)})

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))


@dataclass(frozen=True)
class Leads(Columns):
    """Leads, duplicates merged away.

    `key` is the store's row id. `has_follow_up_data`: the lead's export system brought any
    follow-up data. `before_hand_off`: the CRM's own first follow-up lies before the hand-off.
    `first_won` is when the lead's first won deal closed, `first_deal` that deal's place.
    """

    key: Counts
    marketing: Flags
    tier: Texts
    source: Texts
    owner: Texts
    team: Texts
    qualified: Times
    presented: Times
    presented_timed: Flags
    assigned: Times
    closed_out: Times
    returned: Times
    return_reason: Texts
    first_follow_up: Times
    follow_up_timed: Flags
    attempts: Counts
    automated: Counts
    connected: Times
    pre_worked: Flags
    before_hand_off: Flags
    has_follow_up_data: Flags
    first_won: Times
    first_deal: Counts


@dataclass(frozen=True)
class Deals(Columns):
    """Deals, by close and then by id. `lead` is the place of the matched lead, -1 where none.

    `amount` is minor units of the reporting currency, 0 where `counted` is False: no amount, or
    another currency.
    """

    key: Counts
    lead: Counts
    marketing: Flags
    won: Flags
    created: Times
    closed: Times
    amount: Counts
    counted: Flags


def before(times: Times, as_of: np.datetime64) -> Flags:
    """Which times lie strictly before the as-of moment: what has been seen."""
    seen: Flags = times < as_of
    return seen


def between(times: Times, start: np.datetime64, end: np.datetime64) -> Flags:
    """Which times lie from start (included) to end (excluded)."""
    inside: Flags = (times >= start) & (times < end)
    return inside
