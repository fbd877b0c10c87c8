"""Activities folded into facts about their lead.

The rules are those of docs/metrics.md, "Follow-up". The import writes the facts onto the leads;
reports on an earlier moment fold again what was seen by then.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import fields as words
from sla_core.store.beside import NONE, Ints, beside, distinct, ints, numbers
from sla_core.store.tables import Activity, FollowUp, Lead
from sla_core.store.types import table_of

AT_IS_DATE = words.date_only_bit("activities", "at")
OUTBOUND, REACHED, PLANNED, AUTOMATED, TIMED = 1, 2, 4, 8, 16
LATEST = int(np.iinfo(np.int64).max)

activity = table_of(Activity)
follow_up = table_of(FollowUp)
lead = table_of(Lead)


@dataclass(frozen=True)
class Touches:
    """Activities, a row each, beside the surviving lead that they count for.

    `hand_off` (NONE where there was none), `at` and `moment` are in microseconds; `moment` is the
    end of the day where `at` is a date. `bits` adds up what kind of activity it was.
    """

    head: Ints
    hand_off: Ints
    at: Ints
    moment: Ints
    bits: Ints


@dataclass(frozen=True)
class Facts:
    """What the activities say of each lead in `head`; times in microseconds, NONE for never.

    `first` is twice the time of the first follow-up, and one more if it has a time of day.
    """

    head: Ints
    first: Ints
    first_touch_at: Ints
    attempts: Ints
    automated: Ints
    pre_work: Ints
    connected_at: Ints

    @property
    def first_follow_up_at(self) -> Ints:
        """When the lead was first followed up."""
        return np.where(self.first == NONE, NONE, self.first // 2)

    @property
    def first_follow_up_timed(self) -> Ints:
        """Whether that has a time of day: 1 or 0."""
        return np.where(self.first == NONE, NONE, self.first % 2)

    def columns(self) -> dict[str, Ints]:
        """By the columns of their table."""
        return {"lead_id": self.head} | {name: getattr(self, name) for name in FACTS}


EARLIEST = ("first", "first_touch_at", "connected_at")
COUNTS = ("attempts", "automated", "pre_work")
FACTS = ("first_follow_up_at", "first_follow_up_timed", "first_touch_at", *COUNTS, "connected_at")


@dataclass(frozen=True)
class _Signs:
    """What each activity adds to the facts: times of which the earliest count, and what is counted."""

    earliest: dict[str, tuple[Ints, Any]]
    counts: dict[str, Any]


def folded(touches: Touches) -> Facts:
    """The facts of every lead that has any activity.

    Of a follow-up with and one without a time of day at the same instant, the one without is first.
    """
    order = np.argsort(touches.head, kind="stable")
    ordered = Touches(*(getattr(touches, field.name)[order] for field in fields(touches)))
    starts = np.flatnonzero(np.diff(ordered.head, prepend=NONE) != 0)
    signs = _signs(ordered)
    times = {n: _earliest(at, which, starts) for n, (at, which) in signs.earliest.items()}
    counts = {name: _how_many(which, starts) for name, which in signs.counts.items()}
    return Facts(ordered.head[starts], **times, **counts)


def _signs(touches: Touches) -> _Signs:
    """What the activities say, one by one."""
    hand_off, at, bits = touches.hand_off, touches.at, touches.bits
    counted = (bits & (AUTOMATED | PLANNED) == 0) & (hand_off != NONE)
    after, outbound, reached = touches.moment >= hand_off, bits & OUTBOUND != 0, bits & REACHED != 0
    attempt = counted & after & outbound
    answered = counted & after & ~outbound & reached
    instant = np.maximum(at, hand_off)
    return _Signs(
        {
            "first": (instant * 2 + (bits & TIMED != 0), attempt | answered),
            "first_touch_at": (at, np.True_),
            "connected_at": (instant, (attempt & reached) | answered),
        },
        {
            "attempts": attempt,
            "automated": bits & AUTOMATED != 0,
            "pre_work": counted & ~after & outbound,
        },
    )


class Folding:
    """Activities folded piece by piece as they go by: partial facts merge exactly.

    `among` are the leads as `matching.leads` reads them.
    """

    def __init__(self, among: pa.Table) -> None:
        self._ids, merged, self._hand_off = (
            numbers(among[n]) for n in ("id", "merged_into", "hand_off_at")
        )
        self._place = np.zeros(self._ids.max(initial=0) + 1, np.int64)
        self._place[self._ids] = np.arange(len(self._ids))
        self._head = np.where(merged == NONE, self._ids, merged)
        height = len(self._ids)
        self._earliest = {name: np.full(height, LATEST) for name in EARLIEST}
        self._count = {name: np.zeros(height, np.int64) for name in COUNTS}
        self._touched = np.zeros(height, bool)

    def add(self, rows: pa.Table) -> None:
        """Activities with the lead that each is matched to."""
        if rows["lead_id"].null_count:
            rows = rows.filter(pc.is_valid(rows["lead_id"]))
        head = self._head[self._place[numbers(rows["lead_id"])]]
        places = self._place[head]
        at, moment = numbers(rows["at"]), numbers(rows["moment_at"])
        signs = _signs(Touches(head, self._hand_off[places], at, moment, _kinds(rows)))
        self._touched[places] = True
        for name, (times, which) in signs.earliest.items():
            said = np.where(which, times, LATEST)
            np.minimum.at(self._earliest[name], places, said)
        for name, which in signs.counts.items():
            np.add.at(self._count[name], places[which], 1)

    def facts(self) -> Facts:
        """What all of them say, of every lead that has any."""
        times = {name: each[self._touched] for name, each in self._earliest.items()}
        told = {name: np.where(each == LATEST, NONE, each) for name, each in times.items()}
        counts = {name: each[self._touched] for name, each in self._count.items()}
        return Facts(self._ids[self._touched], **told, **counts)


def _kinds(rows: pa.Table) -> Ints:
    said = {OUTBOUND: pc.equal(rows["direction"], "outbound"), AUTOMATED: rows["automated"]}
    if "outcome" in rows.column_names:
        said[REACHED] = pc.equal(rows["outcome"], "connected")
        said[PLANNED] = pc.equal(rows["outcome"], "planned")
    timed = np.where(numbers(rows["dates_only"]) & AT_IS_DATE == 0, TIMED, 0)
    flags = {bit: pc.fill_null(is_it, False).to_numpy() for bit, is_it in said.items()}
    return sum((np.where(is_it, bit, 0) for bit, is_it in flags.items()), timed)


def _bits(row: Any) -> sa.ColumnElement[int]:
    """What kind of activity a row is, as `Touches` has it."""
    kinds = {
        OUTBOUND: row.direction == "outbound",
        REACHED: row.outcome == "connected",
        PLANNED: row.outcome == "planned",
        AUTOMATED: row.automated,
        TIMED: row.dates_only.op("&")(AT_IS_DATE) == 0,
    }
    return sum((sa.case((is_it, bit), else_=0) for bit, is_it in kinds.items()), sa.literal(0))


def touches(
    connection: Connection,
    whose: Callable[[Any], sa.ColumnElement[bool]] | None,
    *conditions: sa.ColumnElement[bool],
) -> Touches:
    """The activities that meet the conditions, of the surviving leads that `whose` is true of."""
    own, head = lead.alias("own"), lead.alias("head")
    columns = (head.c.id, head.c.hand_off_at, activity.c.at, activity.c.moment_at)
    query = (
        sa.select(*columns, _bits(activity.c))
        .select_from(activity)
        .join(own, own.c.id == activity.c.lead_id)
        .join(head, _survives(head, own))
        .where(*conditions)
    )
    if whose:
        # The leads are few: they find their activities by index instead of the reverse.
        one, its = lead.alias("one"), lead.alias("its_head")
        ids = sa.select(one.c.id).join(its, _survives(its, one)).where(whose(its.c))
        query = query.where(activity.c.lead_id.in_(ids))
    return Touches(*ints(connection, query))


def fold(connection: Connection, touched: Ints | None) -> None:
    """Write the facts onto the touched leads and those that they count as (all where None)."""
    if touched is None:
        _forget(connection, sa.true())
        write(connection, folded(touches(connection, None)))
        return
    with beside(connection, "touched", {"id": distinct(touched)}) as ids:
        own = lead.alias("touched_own")
        chosen = sa.select(sa.func.coalesce(own.c.merged_into, own.c.id)).where(
            own.c.id.in_(sa.select(ids.c.id))
        )
        _forget(connection, follow_up.c.lead_id.in_(sa.select(ids.c.id).union(chosen)))
        write(connection, folded(touches(connection, lambda head: head.id.in_(chosen))))


def write(connection: Connection, facts: Facts) -> None:
    """Put the facts beside their leads, which have none."""
    with beside(connection, "fact", facts.columns()) as found:
        copy(connection, found)


def copy(connection: Connection, found: sa.Table) -> None:
    """Write facts that stand in a table beside."""
    values: dict[str, Any] = {name: found.c[name] for name in ("lead_id", *FACTS)}
    values["first_follow_up_timed"] = found.c.first_follow_up_timed == 1
    select = sa.select(*values.values()).order_by(found.c.lead_id)
    connection.execute(follow_up.insert().from_select(list(values), select))


def _survives(head: Any, own: Any) -> sa.ColumnElement[bool]:
    """Whether `head` is the lead that `own` counts as."""
    is_it: sa.ColumnElement[bool] = head.c.id == sa.func.coalesce(own.c.merged_into, own.c.id)
    return is_it


def _forget(connection: Connection, whose: sa.ColumnElement[bool]) -> None:
    """A lead that lost its activities, or counts as another one, has no facts of its own."""
    connection.execute(sa.delete(follow_up).where(whose))


def _earliest(times: Ints, which: Any, starts: Ints) -> Ints:
    if not len(starts):
        return times
    least = np.minimum.reduceat(np.where(which, times, LATEST), starts)
    return np.where(least == LATEST, NONE, least)


def _how_many(which: Any, starts: Ints) -> Ints:
    return np.add.reduceat(which.astype(np.int64), starts) if len(starts) else np.empty(0, np.int64)
