"""When the invented company's leads arrive, from where, how good, and for whom."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from sla_core.demo.dice import Dice
from sla_core.demo.office import DAY, HOUR, end_of_data, hours_of, months
from sla_core.periods import add_months

GOAL_LEADS = 240
"""Marketing leads that marketing promises per month."""
SALES_LEADS = 45
SHORT_MONTHS_AGO = 5
"""The month in which marketing fell short, counted back from the running one."""
SHORT_SHARE = 0.65
RUNNING_SHARE = 0.96
"""How far the running month is along its straight goal line."""

SEASON = {1: 0.96, 8: 0.82, 12: 0.8}
TIERS = ("Hot", "Warm", "Cold")
MARKETING_SOURCES = ("Organic Search", "Paid Search", "Webinar", "Referral", "Event")
SALES_SOURCES = ("Cold Call", "Outbound")
SOURCES = MARKETING_SOURCES + SALES_SOURCES
SOURCE_WEIGHTS = (0.32, 0.27, 0.18, 0.12, 0.11)
# Referrals are the best leads, paid clicks the weakest; sales picks its own with care.
TIER_WEIGHTS = np.array(
    [
        [0.20, 0.45, 0.35],
        [0.12, 0.42, 0.46],
        [0.22, 0.50, 0.28],
        [0.45, 0.40, 0.15],
        [0.25, 0.45, 0.30],
        [0.30, 0.50, 0.20],
        [0.35, 0.50, 0.15],
    ]
)
WEEK = (1.05, 1.15, 1.1, 1.0, 0.85, 0.28, 0.25)
HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 19, 18, 14, 15, 17, 16, 14, 11, 9, 8, 8, 7, 5, 3)
REP_WEIGHTS = (1.1, 1.0, 1.0, 1.1, 1.0, 0.9, 0.8, 0.8)


def leads(dice: Dice, as_of: date) -> pd.DataFrame:
    """All leads by time of hand-off.

    Columns: month (0 is the first), origin, source, tier, person, rep, and presented_at,
    created_at, assigned_at in epoch seconds. Duplicates and second enquiries share a person.
    """
    arrived = [_arrivals(dice, as_of, origin) for origin in ("marketing", "sales")]
    found = pd.concat(arrived).sort_values("presented_at", kind="stable", ignore_index=True)
    count = len(found)
    tier = (dice.uniform(count)[:, None] > np.cumsum(TIER_WEIGHTS, axis=1)[found["source"]]).sum(1)
    found["tier"] = np.array(TIERS)[np.minimum(tier, 2)]
    found["source"] = np.array(SOURCES)[found["source"]]
    found["rep"] = dice.pick(REP_WEIGHTS, count)
    known_before = dice.chance(0.25, count) & (found["origin"] == "marketing")
    since_first = found["presented_at"] - found["presented_at"].min()
    earlier = dice.uniform(count) * np.minimum(since_first, 60 * DAY) * known_before
    found["created_at"] = found["presented_at"] - earlier.astype(np.int64)
    routed = found["presented_at"] + np.rint(dice.lognormal(240, 1, count)).astype(np.int64)
    found["assigned_at"] = np.minimum(routed, end_of_data(as_of) - 1)
    found["person"] = _persons(dice, found)
    return found


def month_counts(dice: Dice, as_of: date, origin: str) -> list[int]:
    """How many leads each month brings; the running one as many as belong to its elapsed part."""
    base, growth = (232, 2.4) if origin == "marketing" else (SALES_LEADS - 4, 0.6)
    starts = months(as_of)
    wobble = 0.96 + 0.08 * dice.uniform(len(starts))
    counts = [
        round((base + growth * i) * SEASON.get(start.month, 1.0) * wobble[i])
        for i, start in enumerate(starts)
    ]
    whole = GOAL_LEADS if origin == "marketing" else SALES_LEADS
    if origin == "marketing":
        counts[-1 - SHORT_MONTHS_AGO] = round(whole * SHORT_SHARE)
    begin, end = (int(at) for at in _month(starts[-1])[0][[0, -1]])
    elapsed = (end_of_data(as_of) - begin) / (end + HOUR - begin)
    counts[-1] = round(whole * RUNNING_SHARE * min(elapsed, 1.0))
    return counts


def _arrivals(dice: Dice, as_of: date, origin: str) -> pd.DataFrame:
    """month, origin, source (its index) and presented_at of one origin's leads."""
    found = []
    for i, count in enumerate(month_counts(dice, as_of, origin)):
        at = _month_arrivals(dice, as_of, i, count, origin)
        found.append(pd.DataFrame({"presented_at": at, "month": i, "origin": origin}))
    table = pd.concat(found, ignore_index=True)
    ours = MARKETING_SOURCES if origin == "marketing" else SALES_SOURCES
    weights: Sequence[float] = SOURCE_WEIGHTS if origin == "marketing" else (0.6, 0.4)
    table["source"] = SOURCES.index(ours[0]) + dice.pick(weights, len(table))
    return table


def _month_arrivals(dice: Dice, as_of: date, i: int, count: int, origin: str) -> np.ndarray:
    begins, weekday, hour = _month(months(as_of)[i])
    if origin == "marketing":
        # Some days are lucky: counts vary more than by chance alone.
        luck = np.repeat(dice.lognormal(1, 0.25, len(begins) // 24), 24)
        weights = np.take(WEEK, weekday) * np.take(HOURS, hour) * luck
    else:
        weights = ((weekday < 5) & (hour >= 9) & (hour < 17)).astype(float)
    weights = np.where(begins + HOUR <= end_of_data(as_of), weights, 0.0)
    if not weights.any():
        return np.array([], dtype=np.int64)
    cell = dice.pick(weights, count)
    return np.asarray(begins[cell] + (dice.uniform(count) * HOUR).astype(np.int64))


def _month(start: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return hours_of(start, (add_months(start, 1) - start).days)


def _persons(dice: Dice, found: pd.DataFrame) -> np.ndarray:
    """Each lead its own person, but for duplicates of the lead before and second enquiries."""
    at = found["presented_at"].to_numpy()
    count = len(found)
    own = np.arange(count)
    marketing = (found["origin"] == "marketing").to_numpy()
    duplicate = dice.chance(0.018, count) & marketing & np.roll(marketing, 1) & (own > 0)
    duplicate &= at - np.roll(at, 1) < 20 * HOUR
    duplicate &= ~np.roll(duplicate, 1)
    weeks_before = np.searchsorted(at, at - 21 * DAY)
    earlier = (dice.uniform(count) * weeks_before).astype(np.int64)
    again = dice.chance(0.035, count) & marketing & marketing[earlier] & (weeks_before > 0)
    again &= ~duplicate & ~np.roll(duplicate, -1)
    again &= ~again[earlier]
    person = np.where(duplicate, own - 1, own)
    return np.where(again, person[earlier], person)
