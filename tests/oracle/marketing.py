"""Marketing's side: leads, points and revenue against their goals, by tier and by source."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.pacing import Moment, Weighed, number, pacing, ratio
from tests.oracle.promises import (
    Version,
    goal,
    in_force,
    tier_goals,
    tier_points,
)
from tests.oracle.recalibration import first_won, recalibration
from tests.oracle.rows import Deal, Lead
from tests.oracle.times import Span


@dataclass(frozen=True)
class Marketing:
    """Marketing's leads (merged), all won deals, the agreement, and what the report speaks about.

    `has_leads` is False where no lead file was ever loaded.
    """

    leads: list[Lead]
    deals: list[Deal]
    agreement: list[Version]
    when: Moment
    has_leads: bool

    @property
    def points(self) -> dict[str, Fraction] | None:
        """Each tier's points by the version in force when the period starts."""
        return tier_points(in_force(self.agreement, self.when.period.start))


def marketing(data: Marketing, spans: list[Span]) -> dict[str, Any]:
    """Everything below `marketing` in the report; groups are left out without a lead file."""
    answer: dict[str, Any] = {
        "leads": _paced(data, "leads", _counted(data)),
        "points": _paced(data, "points", _valued(data)),
        "revenue": _paced(data, "marketing_revenue", _earned(data)),
        "recalibration": recalibration(data.leads, data.deals, spans, data.when),
    }
    if data.has_leads:
        answer["tiers"] = _groups(data, "tier", tier_goals(data.agreement, data.when.period))
        answer["sources"] = _groups(data, "source", {})
    return answer


def _paced(data: Marketing, measure: str, things: Weighed | None) -> dict[str, Any]:
    known = things if data.has_leads else None
    return pacing(known, goal(data.agreement, data.when.period, measure), data.when)


def _counted(data: Marketing) -> Weighed:
    return [(lead.qualified, Fraction(1)) for lead in data.leads if lead.qualified]


def _valued(data: Marketing) -> Weighed | None:
    worth = data.points
    if worth is None:
        return None
    none = Fraction(0)
    return [(lead.qualified, worth.get(lead.tier, none)) for lead in data.leads if lead.qualified]


def _earned(data: Marketing) -> Weighed | None:
    seen = [deal for deal in data.deals if deal.closed.at < data.when.as_of]
    if all(deal.amount is None for deal in seen):
        return None
    ours = [deal for deal in data.deals if deal.origin == "marketing"]
    return [(deal.closed, deal.amount) for deal in ours if deal.amount is not None]


def _groups(data: Marketing, by: str, goals: dict[str, Fraction]) -> list[dict[str, Any]]:
    counted = [lead for lead in data.leads if data.when.holds(lead.qualified)]
    ours = set(data.leads)
    won = [d.lead for d in data.deals if d.lead in ours and data.when.holds(d.closed)]
    earning = [lead for lead in won if lead.origin == "marketing"]
    names = {getattr(lead, by) for lead in [*counted, *earning]} | set(goals)
    rows = [_group(data, by, name, counted, goals.get(name)) for name in names]
    return sorted(rows, key=lambda row: (-row["actual"], row["name"]))


def _group(
    data: Marketing, by: str, name: str, counted: list[Lead], wanted: Fraction | None
) -> dict[str, Any]:
    leads = [lead for lead in counted if getattr(lead, by) == name]
    worth = data.points
    firsts = [deal for lead, deal in first_won(data.leads, data.deals) if getattr(lead, by) == name]
    ours = set(data.leads)
    theirs = [d for d in data.deals if d.lead in ours and getattr(d.lead, by) == name]
    paid = [d.amount for d in theirs if data.when.holds(d.closed) and d.amount is not None]
    points = None if worth is None else [worth.get(lead.tier, Fraction(0)) for lead in leads]
    return {
        "name": name,
        "goal": number(wanted),
        "actual": len(leads),
        "points": None if points is None else number(sum(points, Fraction(0))),
        "customers": sum(1 for deal in firsts if data.when.holds(deal.closed)),
        "revenue": number(sum(paid, Fraction(0))),
        "share": ratio(len(leads), len(counted)),
    }
