"""How the invented company's sales follows up: calls, mails, and what came of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sla_core.demo.dice import Dice
from sla_core.demo.office import DAY, HOUR, MONTHS, Office
from sla_core.demo.people import REPS

SLOW_MONTHS_AGO = 2
"""The month in which sales was slow, counted back from the running one."""
SLOWER = 4.0
MOST_ATTEMPTS = 7
FIRST_HOURS, FIRST_SIGMA = 1.45, 1.1
NEXT_HOURS, NEXT_SIGMA = 10.0, 0.5
TIER_PACE = {"Hot": 0.6, "Warm": 1.0, "Cold": 1.35}
TIER_LUCK = {"Hot": 1.35, "Warm": 1.0, "Cold": 0.75}
REACHED = np.array([0.155, 0.12, 0.105, 0.09, 0.08, 0.07, 0.065])
"""The chance that a Warm lead's first, second, … attempt reaches the person."""
ATTEMPTS = (0.05, 0.08, 0.15, 0.25, 0.22, 0.15, 0.10)
"""How often a rep means to try once, twice, …"""
UNTOUCHED, UNTOUCHED_SLOW = 0.035, 0.10
MISSES = ("voicemail", "no answer", "busy")
MISS_WEIGHTS = (0.45, 0.4, 0.15)
NEVER = np.iinfo(np.int64).max
"""An instant that does not come: sorts after all others."""


@dataclass(frozen=True)
class FollowUp:
    """All touches as a frame, and per lead when it was connected and last tried (or NEVER).

    Columns of `activities`: lead, at, logged_at (epoch seconds), channel (call, email),
    direction, outcome (connected, voicemail, no answer, busy, sent, planned), automated, rep.
    """

    activities: pd.DataFrame
    connected_at: np.ndarray
    last_at: np.ndarray
    exhausted: np.ndarray


@dataclass(frozen=True)
class _Tries:
    """Attempts as matrices, a row per lead, a column per attempt."""

    at: np.ndarray
    made: np.ndarray
    reached: np.ndarray


def follow_up(dice: Dice, leads: pd.DataFrame, office: Office) -> FollowUp:
    """Everything that was tried with the leads before the end of its data."""
    presented, end = leads["presented_at"].to_numpy(), office.end
    answered = _answered_inbound(dice, leads, office)
    tries, exhausted = _tries(dice, leads, office, np.minimum(answered, end))
    connected = np.where(tries.made & tries.reached, tries.at, NEVER).min(1, initial=NEVER)
    answered = np.where(answered < end, answered, NEVER)
    last = np.where(tries.made, tries.at, 0).max(1, initial=0)
    touches = [
        _attempts(dice, tries),
        _inbound(answered),
        _planned(dice, office, last, np.minimum(connected, answered)),
        _drip(dice, leads, end),
        _before_hand_off(dice, leads, office),
    ]
    found = pd.concat(touches, ignore_index=True)
    found["rep"] = _who(dice, leads["rep"].to_numpy()[found["lead"]])
    noted = found["at"] + np.rint(dice.uniform(len(found)) * 240).astype(np.int64)
    noted = np.where(found["outcome"] == "planned", last[found["lead"]], noted)
    # A call made before the lead stood in the CRM can be noted only once it stands there.
    noted = np.where(found["automated"], found["at"], np.maximum(noted, presented[found["lead"]]))
    found["logged_at"] = np.minimum(noted, end - 1)
    found = found.sort_values(["logged_at", "lead"], kind="stable", ignore_index=True)
    return FollowUp(found, np.minimum(connected, answered), np.where(last, last, NEVER), exhausted)


def _tries(
    dice: Dice, leads: pd.DataFrame, office: Office, until: np.ndarray
) -> tuple[_Tries, np.ndarray]:
    """The attempts made strictly before `until`, and which leads were tried as often as meant."""
    count = len(leads)
    slow = (leads["month"] == MONTHS - 1 - SLOW_MONTHS_AGO).to_numpy()
    hours = dice.lognormal(NEXT_HOURS, NEXT_SIGMA, count, MOST_ATTEMPTS)
    hours[:, 0] = _first_hours(dice, leads, slow)
    at = office.after(leads["presented_at"].to_numpy()[:, None], np.cumsum(hours, axis=1))
    luck = leads["tier"].map(TIER_LUCK).to_numpy() * np.where(slow, 0.85, 1)
    reached = dice.chance(luck[:, None] * REACHED, count, MOST_ATTEMPTS)
    # Some months sales is more diligent than in others.
    keen = dice.chance((0.45 * dice.uniform(MONTHS))[leads["month"]], count)
    meant = np.minimum(1 + dice.pick(ATTEMPTS, count) + keen, MOST_ATTEMPTS)
    meant = np.where(slow, np.maximum(meant - 1, 1), meant)
    meant[dice.chance(np.where(slow, UNTOUCHED_SLOW, UNTOUCHED), count)] = 0
    before = np.cumsum(reached, axis=1) - reached
    made = (np.arange(MOST_ATTEMPTS) < meant[:, None]) & (before == 0) & (at < until[:, None])
    exhausted = (made.sum(1) == meant) & (meant > 0) & ~(made & reached).any(1)
    return _Tries(at, made, reached), exhausted


def _first_hours(dice: Dice, leads: pd.DataFrame, slow: np.ndarray) -> np.ndarray:
    """Working hours until the first attempt."""
    month = (0.85 + 0.3 * dice.uniform(MONTHS))[leads["month"]]
    pace = REPS["pace"].to_numpy()[leads["rep"]] * leads["tier"].map(TIER_PACE).to_numpy()
    own = np.where(leads["origin"] == "sales", 0.5, 1.0)
    median = FIRST_HOURS * month * pace * own * np.where(slow, SLOWER, 1.0)
    return np.asarray(np.minimum(dice.lognormal(median, FIRST_SIGMA, len(leads)), 120.0))


def _attempts(dice: Dice, tries: _Tries) -> pd.DataFrame:
    """The attempts as rows; the first is a call, a later one now and then a mail."""
    lead, place = np.nonzero(tries.made)
    reached = tries.reached[lead, place]
    mail = dice.chance(0.12, len(lead)) & (place > 0) & ~reached
    miss = np.array(MISSES)[dice.pick(MISS_WEIGHTS, len(lead))]
    outcome = np.where(reached, "connected", np.where(mail, "sent", miss))
    return _rows(lead, tries.at[lead, place], outcome, channel=np.where(mail, "email", "call"))


def _answered_inbound(dice: Dice, leads: pd.DataFrame, office: Office) -> np.ndarray:
    """When the lead itself called and was answered; NEVER for most."""
    count = len(leads)
    calls = dice.chance(0.03, count) & (leads["origin"] == "marketing").to_numpy()
    at = office.after(leads["presented_at"].to_numpy(), 0.2 + dice.uniform(count) * 30)
    return np.where(calls & (at < office.end), at, NEVER)


def _inbound(answered: np.ndarray) -> pd.DataFrame:
    lead = np.nonzero(answered != NEVER)[0]
    return _rows(lead, answered[lead], "connected", direction="inbound")


def _planned(dice: Dice, office: Office, last: np.ndarray, connected: np.ndarray) -> pd.DataFrame:
    """Calls put into the calendar after the last attempt and never made, some of them ahead."""
    at = office.after(np.where(last, last, office.end), 8 + dice.uniform(len(last)) * 30)
    lead = np.nonzero(dice.chance(0.05, len(last)) & (last > 0) & (connected == NEVER))[0]
    return _rows(lead, at[lead], "planned")


def _drip(dice: Dice, leads: pd.DataFrame, end: int) -> pd.DataFrame:
    """Marketing's automated mail, minutes after the enquiry, at any hour."""
    count = len(leads)
    at = leads["presented_at"].to_numpy() + (300 + 3300 * dice.uniform(count)).astype(np.int64)
    sent = dice.chance(0.25, count) & (leads["origin"] == "marketing").to_numpy() & (at < end)
    lead = np.nonzero(sent)[0]
    return _rows(lead, at[lead], "sent", channel="email", automated=True)


def _before_hand_off(dice: Dice, leads: pd.DataFrame, office: Office) -> pd.DataFrame:
    """Calls that were made before the lead was handed over."""
    count = len(leads)
    presented = leads["presented_at"].to_numpy()
    worked = office.worked(presented) - (HOUR * (1 + 7 * dice.uniform(count))).astype(np.int64)
    share = np.where(leads["origin"] == "sales", 0.12, 0.03)
    late_enough = presented > presented.min() + 5 * DAY
    lead = np.nonzero(dice.chance(share, count) & late_enough)[0]
    miss = np.array(MISSES)[dice.pick(MISS_WEIGHTS, len(lead))]
    return _rows(lead, office.at(worked[lead]), miss)


def _who(dice: Dice, owner: np.ndarray) -> np.ndarray:
    """The owner, or now and then a colleague."""
    helps = dice.chance(0.05, len(owner))
    return np.where(helps, (owner + 1 + dice.pick([1] * 7, len(owner))) % len(REPS), owner)


def _rows(
    lead: np.ndarray,
    at: np.ndarray,
    outcome: np.ndarray | str,
    channel: np.ndarray | str = "call",
    direction: str = "outbound",
    automated: bool = False,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lead": lead,
            "at": at,
            "channel": channel,
            "direction": direction,
            "outcome": outcome,
            "automated": automated,
        }
    )
