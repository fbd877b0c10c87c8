"""Deals with one time for being won and another for being lost: closed at whichever is filled."""

from collections.abc import Iterator
from dataclasses import replace

from sla_core.crm.language.names import means
from sla_core.crm.layouts.plans import Plan


def with_lost(plan: Plan) -> Plan:
    """The plan in which a deal that was not won is closed at the time at which it was lost.

    For a layout that is not known, where the close is read from a column such as “Won on”.
    """
    won = plan.columns.get("closed_at", ())
    if plan.kind != "deals" or plan.dialect.system != "file" or len(won) != 1:
        return plan
    lost = tuple(_lost(plan)) if means("won_at", won[0]) else ()
    if len(lost) != 1:
        return plan
    said = f"Where “{won[0]}” is blank, “{lost[0]}” was taken as closed_at."
    columns = {**plan.columns, "closed_at": (*won, *lost)}
    return replace(plan, columns=columns, accepted=(*plan.accepted, said))


def _lost(plan: Plan) -> Iterator[str]:
    used = {column for columns in plan.columns.values() for column in columns}
    return (name for name in plan.header if name not in used and means("lost_at", name))
