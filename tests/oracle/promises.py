"""The agreement's versions: which one is in force, and the goals that they give a period."""

from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.times import LENGTHS, Span

Version = dict[str, Any]
NOTHING: Version = {"promises": [], "clock": "calendar", "calendar": None, "tiers": []}


def in_force(versions: list[Version], month: date) -> Version:
    """The version with the newest start at or before the month's; of equals the later saved."""
    best, best_start = NOTHING, date.min
    for version in versions:
        start = version.get("effective_from") or date.min
        if start <= month and start >= best_start:
            best, best_start = version, start
    return best


def exact(number: float | str) -> Fraction:
    """The number as it is written: 0.9 is nine tenths."""
    return Fraction(str(number))


def promise(version: Version, measure: str) -> Version | None:
    """The version's promise of the measure."""
    for one in version.get("promises") or []:
        if one["measure"] == measure:
            return dict(one)
    return None


def promised(version: Version, measure: str) -> Fraction | None:
    """The goal of an average or a share."""
    one = promise(version, measure)
    return exact(one["goal"]) if one else None


def monthly(version: Version, measure: str) -> Fraction | None:
    """One month's part of the goal."""
    one = promise(version, measure)
    return exact(one["goal"]) / LENGTHS[one.get("per") or "month"] if one else None


def monthly_points(version: Version) -> Fraction | None:
    """The promise of points, else the tiers' leads times their points."""
    own = monthly(version, "points")
    if own is not None:
        return own
    goals = [tier for tier in version.get("tiers") or [] if tier.get("leads") is not None]
    if not goals or any(tier.get("points") is None for tier in goals):
        return None
    return sum((exact(t["leads"]) * exact(t["points"]) for t in goals), Fraction(0))


def monthly_tier(version: Version, name: str) -> Fraction | None:
    """One tier's leads in a month."""
    for tier in version.get("tiers") or []:
        if tier["name"] == name and tier.get("leads") is not None:
            return exact(tier["leads"])
    return None


def total(parts: list[Fraction | None]) -> Fraction | None:
    """The months' goals added up; none where any month has none."""
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def goal(versions: list[Version], period: Span, measure: str) -> Fraction | None:
    """A period's goal of leads, points or marketing revenue."""
    months = [in_force(versions, month) for month in period.months()]
    if measure == "points":
        return total([monthly_points(version) for version in months])
    return total([monthly(version, measure) for version in months])


def tier_goals(versions: list[Version], period: Span) -> dict[str, Fraction]:
    """The leads promised of each tier that has a goal in every month of the period."""
    months = [in_force(versions, month) for month in period.months()]
    names = {tier["name"] for version in months for tier in version.get("tiers") or []}
    goals = {name: total([monthly_tier(version, name) for version in months]) for name in names}
    return {name: value for name, value in goals.items() if value is not None}


def tier_points(version: Version) -> dict[str, Fraction] | None:
    """What a lead of each tier is worth; None where the agreement has no points."""
    tiers = version.get("tiers") or []
    points = {t["name"]: exact(t["points"]) for t in tiers if t.get("points") is not None}
    return points or None
