"""Both sides' figures by tier, source, owner and team; the parts add up to the whole."""

from collections.abc import Callable

import numpy as np

from sla_core.metrics.columns import Flags, Leads, Texts, before, between
from sla_core.metrics.depth import DepthGoals, Standing, standing
from sla_core.metrics.recalibration import Book
from sla_core.metrics.results import Group, SalesGroup
from sla_core.metrics.speed import SpeedGoals, Waits, mean, ratio, waits


def marketing_groups(
    book: Book,
    by: Callable[[Leads], Texts],
    span: tuple[np.datetime64, np.datetime64],
    goals: dict[str, float],
    worth: dict[str, float],
) -> tuple[Group, ...]:
    """Marketing's leads qualified in the span by the values of one column, the largest first.

    A name with a goal, or with a deal won in the span, stands even without a lead.
    """
    leads = book.leads
    names, qualified = by(leads), leads.qualified
    delivered = leads.marketing & between(qualified, *span) & before(qualified, book.as_of)
    total = int(delivered.sum())
    earning = book.deals.lead[_earning(book, span)]
    listed = sorted({*names[delivered].tolist(), *names[earning].tolist(), *goals})
    groups = [
        _group(book, name, names == name, delivered, span, goals.get(name), worth, total)
        for name in listed
    ]
    return tuple(sorted(groups, key=lambda group: (-group.actual, group.name)))


def _group(
    book: Book,
    name: str,
    inside: Flags,
    delivered: Flags,
    span: tuple[np.datetime64, np.datetime64],
    goal: float | None,
    worth: dict[str, float],
    total: int,
) -> Group:
    count = int((delivered & inside).sum())
    won = book.customers & inside & between(book.leads.first_won, *span)
    return Group(
        name=name,
        goal=goal,
        actual=float(count),
        points=float(points_of(book.leads.tier[delivered & inside], worth).sum())
        if worth
        else None,
        customers=int(won.sum()),
        revenue=_revenue(book, inside, span),
        share=count / total if total else None,
    )


def points_of(
    tiers: Texts, worth: dict[str, float]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What each lead is worth by its tier; a tier without points is worth nothing."""
    values = np.zeros(len(tiers))
    for tier, points in worth.items():
        values[tiers == tier] = points
    return values


def _revenue(book: Book, inside: Flags, span: tuple[np.datetime64, np.datetime64]) -> float:
    """Won deals of the group's leads, closed in the span, in major units."""
    chosen = np.flatnonzero(_earning(book, span))
    ours = chosen[inside[book.deals.lead[chosen]]]
    return int(book.deals.amount[ours].sum()) / book.scale


def _earning(book: Book, span: tuple[np.datetime64, np.datetime64]) -> Flags:
    """The won deals of marketing's leads that were closed in the span."""
    deals = book.deals
    found: Flags = book.won & (deals.lead >= 0) & deals.marketing & between(deals.closed, *span)
    return found


def sales_groups(
    leads: Leads,
    by: Callable[[Leads], Texts],
    as_of: np.datetime64,
    goals: tuple[SpeedGoals, DepthGoals],
) -> tuple[SalesGroup, ...]:
    """The presented leads by the values of one column, the largest group first."""
    wait, state = waits(leads, as_of, goals[0]), standing(leads, as_of, goals[1])
    names = by(leads)
    groups = [
        _sales_group(str(name), names == name, leads, wait, state)
        for name in sorted(set(names.tolist()))
    ]
    return tuple(sorted(groups, key=lambda group: (-group.presented, group.name)))


def _sales_group(
    name: str, inside: Flags, leads: Leads, wait: Waits, state: Standing
) -> SalesGroup:
    unconnected = inside & state.unconnected
    return SalesGroup(
        name=name,
        presented=int(inside.sum()),
        untouched=int((inside & wait.untouched).sum()),
        overdue=int((inside & wait.untouched & wait.due).sum()),
        average_hours=mean(wait.hours[wait.answered & inside]),
        share_within_goal=ratio(wait.within & inside, wait.due & inside),
        due=int((wait.due & inside).sum()),
        unconnected=int(unconnected.sum()),
        average_attempts=mean(leads.attempts[unconnected].astype(np.float64)),
        leads_worked_share=ratio(state.worked & inside, inside),
    )
