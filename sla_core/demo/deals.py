"""What the invented company wins and loses, and for how much."""

import numpy as np
import pandas as pd

from sla_core.demo.dice import Dice
from sla_core.demo.follow_up import NEVER
from sla_core.demo.office import DAY, Office
from sla_core.demo.people import REPS

CYCLE_DAYS, CYCLE_SIGMA = 43.0, 0.42
"""From hand-off to signature, in the middle."""
AMOUNT, AMOUNT_SIGMA = 3_600.0, 0.5
HUGE_AMOUNT = 96_000
HUGE_DAYS_AGO = 100
BECOMES_DEAL = {"Hot": 0.5, "Warm": 0.36, "Cold": 0.2}
WON_SHARE = 0.52
SECOND_SHARE = 0.12
"""How many customers buy once more."""
WITHOUT_LEAD = 15
OPEN_STAGES = ("qualified", "proposal", "contract")


def deals(
    dice: Dice, leads: pd.DataFrame, connected_at: np.ndarray, office: Office
) -> pd.DataFrame:
    """All deals made before the end of its data, by time of making; open ones close later.

    Columns: lead (-1 where there is none), origin, rep, outcome (won, lost, open), stage, amount
    (whole euros), and created_at, closed_at, modified_at in epoch seconds.
    """
    first = _from_leads(dice, leads, connected_at, office)
    parts = [first, _second(dice, first, office), _without_lead(dice, leads, office)]
    found = pd.concat(parts).sort_values("created_at", kind="stable", ignore_index=True)
    count = len(found)
    end = office.end
    ahead = (found["closed_at"] >= end).to_numpy()
    outcome = np.where(dice.chance(found["odds"].to_numpy(), count), "won", "lost")
    found["outcome"] = np.where(ahead, "open", outcome)
    stage = np.array(OPEN_STAGES)[dice.pick((0.4, 0.35, 0.25), count)]
    found["stage"] = np.where(ahead, stage, found["outcome"])
    amount = np.rint(dice.lognormal(AMOUNT, AMOUNT_SIGMA, count) / 10).astype(np.int64) * 10
    found["amount"] = _with_a_huge_one(found, amount, end)
    since = np.minimum(10 * DAY, end - found["created_at"].to_numpy())
    worked_on = found["created_at"] + (dice.uniform(count) * since).astype(np.int64)
    found["modified_at"] = np.where(ahead, worked_on, found["closed_at"])
    return found.drop(columns="odds")


def _from_leads(
    dice: Dice, leads: pd.DataFrame, connected_at: np.ndarray, office: Office
) -> pd.DataFrame:
    """At most one deal for each lead that was connected."""
    odds = leads["tier"].map(BECOMES_DEAL).to_numpy()
    lead = np.nonzero((connected_at != NEVER) & dice.chance(odds, len(leads)))[0]
    count = len(lead)
    created = office.after(connected_at[lead], 1 + 20 * dice.uniform(count))
    cycle = np.clip(dice.lognormal(CYCLE_DAYS, CYCLE_SIGMA, count), 8, 200)
    presented = leads["presented_at"].to_numpy()[lead]
    closed = np.maximum(presented + (cycle * DAY).astype(np.int64), created + 2 * DAY)
    return _made(dice, leads, lead, created, closed, office)


def _second(dice: Dice, first: pd.DataFrame, office: Office) -> pd.DataFrame:
    """Further deals of those whose first is closed; mostly won."""
    count = len(first)
    again = dice.chance(SECOND_SHARE, count) & (first["closed_at"] < office.end).to_numpy()
    base = first[again]
    count = len(base)
    created = office.after(base["closed_at"].to_numpy(), 80 + 160 * dice.uniform(count))
    closed = created + ((10 + 30 * dice.uniform(count)) * DAY).astype(np.int64)
    made = base.assign(created_at=created, closed_at=_in_hours(dice, office, closed), odds=0.7)
    return made[made["created_at"] < office.end]


def _without_lead(dice: Dice, leads: pd.DataFrame, office: Office) -> pd.DataFrame:
    begin = int(leads["presented_at"].min())
    at = begin + (dice.uniform(WITHOUT_LEAD) * (office.end - begin)).astype(np.int64)
    created = office.after(at, dice.uniform(WITHOUT_LEAD))
    closed = created + ((15 + 45 * dice.uniform(WITHOUT_LEAD)) * DAY).astype(np.int64)
    nobody = np.full(WITHOUT_LEAD, -1)
    return _made(dice, leads, nobody, created, closed, office)


def _made(
    dice: Dice,
    leads: pd.DataFrame,
    lead: np.ndarray,
    created: np.ndarray,
    closed: np.ndarray,
    office: Office,
) -> pd.DataFrame:
    """The deals that were made before the end, with their lead's origin and rep."""
    anybody = dice.pick([1] * len(REPS), len(lead))
    made = pd.DataFrame(
        {
            "lead": lead,
            "origin": np.where(lead < 0, "sales", leads["origin"].to_numpy()[lead]),
            "rep": np.where(lead < 0, anybody, leads["rep"].to_numpy()[lead]),
            "created_at": created,
            "closed_at": _in_hours(dice, office, closed),
            "odds": WON_SHARE,
        }
    )
    return made[made["created_at"] < office.end].reset_index(drop=True)


def _in_hours(dice: Dice, office: Office, at: np.ndarray) -> np.ndarray:
    """The instants, those outside office hours moved into the next working day."""
    moved = office.after(at, 5 * dice.uniform(len(at)))
    return np.where(office.at(office.worked(at)) == at, at, moved)


def _with_a_huge_one(found: pd.DataFrame, amount: np.ndarray, end: int) -> np.ndarray:
    """One marketing win, about a hundred days ago, outweighs a whole month."""
    wins = (found["outcome"] == "won") & (found["origin"] == "marketing")
    distance = (found["closed_at"] - (end - HUGE_DAYS_AGO * DAY)).abs().where(wins)
    amount[distance.to_numpy().argsort()[0]] = HUGE_AMOUNT
    return amount
