"""Activities folded into facts that stand on their lead, by one grouped select.

The rules are those of docs/metrics.md, "Follow-up". The select serves the import, which writes the
facts onto the leads, and reports on an earlier moment, which fold again what was seen by then.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import fields
from sla_core.store.tables import Activity, Lead
from sla_core.store.types import table_of

FACTS = (
    "first_follow_up_at",
    "first_follow_up_timed",
    "first_touch_at",
    "attempts",
    "automated",
    "pre_work",
    "connected_at",
)
AT_IS_DATE = fields.date_only_bit("activities", "at")

activity = table_of(Activity)
lead = table_of(Lead)


def facts(*conditions: sa.ColumnElement[bool], heads: Any) -> sa.Select[Any]:
    """Facts per surviving lead (`heads` is an alias of lead) that has any activity.

    `first` is twice the instant of the first follow-up, plus 1 where it has a time of day: so the
    smallest is the earliest, and of equals the one without a time of day.
    """
    own = lead.alias("own")
    counted = sa.and_(~activity.c.automated, sa.func.coalesce(activity.c.outcome, "") != "planned")
    after = activity.c.moment_at >= heads.c.hand_off_at
    outbound = activity.c.direction == "outbound"
    reached = activity.c.outcome == "connected"
    attempt = sa.and_(counted, after, outbound)
    answered = sa.and_(counted, after, ~outbound, reached)
    instant = sa.case(
        (activity.c.at < heads.c.hand_off_at, heads.c.hand_off_at), else_=activity.c.at
    )
    micros = sa.type_coerce(instant, sa.BigInteger)
    timed = sa.case((activity.c.dates_only.op("&")(AT_IS_DATE) == 0, 1), else_=0)
    return (
        sa.select(
            heads.c.id.label("head"),
            sa.func.min(sa.case((sa.or_(attempt, answered), micros * 2 + timed))).label("first"),
            sa.func.min(sa.type_coerce(activity.c.at, sa.BigInteger)).label("first_touch_at"),
            _how_many(attempt).label("attempts"),
            _how_many(activity.c.automated).label("automated"),
            _how_many(sa.and_(counted, outbound, activity.c.moment_at < heads.c.hand_off_at)).label(
                "pre_work"
            ),
            sa.func.min(sa.case((sa.or_(sa.and_(attempt, reached), answered), micros))).label(
                "connected_at"
            ),
        )
        .select_from(activity)
        .join(own, own.c.id == activity.c.lead_id)
        .join(heads, heads.c.id == sa.func.coalesce(own.c.merged_into, own.c.id))
        .where(*conditions)
        .group_by(heads.c.id)
    )


def fold(connection: Connection, touched: sa.Select[Any] | None) -> None:
    """Write the facts onto the touched surviving leads (all of them where None)."""
    heads = lead.alias("head")
    only = [] if touched is None else [heads.c.id.in_(touched)]
    _forget(connection, touched)
    found = facts(*only, heads=heads).subquery("found")
    first = sa.type_coerce(found.c.first, sa.BigInteger)
    values: dict[str, Any] = {name: found.c[name] for name in FACTS if name in found.c}
    values["first_follow_up_at"] = first // 2
    values["first_follow_up_timed"] = first % 2 == 1
    connection.execute(sa.update(lead).where(lead.c.id == found.c.head).values(values))


def _forget(connection: Connection, touched: sa.Select[Any] | None) -> None:
    """A lead that lost its activities, or counts as another one, has no facts of its own."""
    only = [] if touched is None else [lead.c.id.in_(touched)]
    connection.execute(
        sa.update(lead)
        .where(lead.c.attempts.is_not(None), *only)
        .values(dict.fromkeys(FACTS, sa.null()))
    )


def _how_many(condition: Any) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
