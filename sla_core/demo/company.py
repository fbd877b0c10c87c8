"""The invented company put together: one call, the same answer for the same day and seed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from sla_core.demo.deals import deals
from sla_core.demo.dice import Dice
from sla_core.demo.follow_up import NEVER, FollowUp, follow_up
from sla_core.demo.leads import leads
from sla_core.demo.office import office
from sla_core.demo.people import REPS, people

GOAL_HOURS, GOAL_SHARE = 8, 0.85
"""Sales promises a first follow-up within so many working hours, for this share of the leads."""
GOAL_ATTEMPTS = 3
GOAL_WORKED = 0.93
GOAL_AVERAGE_HOURS = 4
"""Another way to promise speed: so many working hours on average."""

_TIMES = (
    "presented_at created_at assigned_at closed_out_at returned_at converted_at modified_at "
    "at logged_at closed_at"
).split()


@dataclass(frozen=True)
class Company:
    """What the company's CRM holds at `as_of` (aware, UTC); times in frames are UTC without a mark.

    leads: month, origin, source, tier, person, rep, status (new, working, connected, converted,
    closed, returned), presented_at, created_at, assigned_at, closed_out_at, returned_at,
    converted_at, modified_at. people: first, last, company, title, email. reps: name, team.
    activities: lead, at, logged_at, channel, direction, outcome, automated, rep.
    deals: lead, origin, rep, outcome, stage, amount, created_at, closed_at, modified_at.
    `lead`, `person` and `rep` are row numbers; -1 is none.
    """

    as_of: datetime
    leads: pd.DataFrame
    people: pd.DataFrame
    reps: pd.DataFrame
    activities: pd.DataFrame
    deals: pd.DataFrame


def invent(as_of: date, seed: int = 7) -> Company:
    """The company at 18:00 UTC of the day: thirteen full months and the running one."""
    dice, hours = Dice(seed), office(as_of)
    found = leads(dice, as_of)
    contacts = people(dice, found["tier"])
    touched = follow_up(dice, found, hours)
    made = deals(dice, found, touched.connected_at, hours)
    called = touched.activities.groupby("lead")["at"].min().reindex(found.index)
    # Who was called before the hand-off stood in the CRM by then.
    found["created_at"] = found["created_at"].where(~(called < found["created_at"]), called)
    found["created_at"] = found["created_at"].astype(np.int64)
    stories = _stories(dice, found, touched, made, hours.end)
    return Company(
        datetime.fromtimestamp(hours.end, UTC),
        _with_times(stories),
        contacts,
        REPS[["name", "team"]],
        _with_times(touched.activities),
        _with_times(made),
    )


def _stories(
    dice: Dice, found: pd.DataFrame, touched: FollowUp, made: pd.DataFrame, end: int
) -> pd.DataFrame:
    """The leads with what became of them: status, conversion, closing, last change."""
    count = len(found)
    found = found.copy()
    first_deal = made[made["lead"] >= 0].groupby("lead")["created_at"].min()
    converted = first_deal.reindex(found.index, fill_value=NEVER).to_numpy()
    last, connected = touched.last_at, touched.connected_at
    fate = dice.uniform(count)
    given_up = touched.exhausted & (connected == NEVER) & (fate < 0.09)
    unfit = (connected < NEVER) & (converted == NEVER) & (fate < 0.06)
    decided = np.where(connected < NEVER, connected, last)
    decided = np.where(given_up | unfit, decided, 0)
    decided = decided + ((2 + 90 * dice.uniform(count)) * 3600).astype(np.int64)
    closed = np.where(given_up & (decided < end), decided, NEVER)
    returned = np.where(unfit & (decided < end), decided, NEVER)
    found["closed_out_at"], found["returned_at"], found["converted_at"] = (
        closed,
        returned,
        converted,
    )
    found["status"] = np.select(
        [closed < NEVER, returned < NEVER, converted < NEVER, connected < NEVER, last < NEVER],
        ["closed", "returned", "converted", "connected", "working"],
        "new",
    )
    changes = np.stack([found["assigned_at"], last, connected, returned, converted])
    latest = np.where(changes < end, changes, 0).max(0)
    found["modified_at"] = np.where(closed < NEVER, closed, latest)
    return found


def _with_times(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with epoch seconds as instants, and NEVER as no time."""
    named = [name for name in _TIMES if name in frame]
    known = {
        name: pd.Series(frame[name].to_numpy().astype("datetime64[s]")).where(
            frame[name].to_numpy() != NEVER
        )
        for name in named
    }
    return frame.assign(**known)
