"""Results as tables: what stands under a chart, and what is downloaded."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from sla_core.metrics.results import (
    Depth,
    Group,
    Pacing,
    Rates,
    SalesGroup,
    Speed,
)

NUMBER = st.column_config.NumberColumn
ONE = NUMBER(format="%.1f")
SHARE = NUMBER(format="percent")
WHOLE = NUMBER(format="localized", step=1)
WHEN = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")
COLUMNS: dict[str, Any] = {
    "qualified": WHEN,
    "presented": WHEN,
    "first follow-up": WHEN,
    "connected": WHEN,
    "won": WHEN,
    "closed": WHEN,
    "waits, hours": ONE,
    "goal line": ONE,
    "hours": ONE,
    "average hours": ONE,
    "average attempts": ONE,
    "share within goal": SHARE,
    "leads worked": SHARE,
    "share": SHARE,
    "close rate": SHARE,
    "close rate, lagged": SHARE,
    "close rate, cohort": SHARE,
    "share from marketing": SHARE,
    "cycle, days": ONE,
    "running total": WHOLE,
    "revenue": WHOLE,
    "revenue from new customers": WHOLE,
    "revenue from marketing": WHOLE,
    "all revenue": WHOLE,
    "average deal": WHOLE,
}
"""How numbers are shown; the file that is downloaded has them unrounded."""


def pacing(result: Pacing) -> pd.DataFrame:
    """A row per day: what came, the sum, the goal line at its end."""
    what = "revenue" if result.unit == "money" else result.unit
    rows = [(d.date, d.leads, d.cumulative, d.line) for d in result.daily]
    return _frame(rows, ["day", what, "running total", "goal line"])


def speed(result: Speed) -> pd.DataFrame:
    """A row per day, week or month of hand-off."""
    rows = [
        (b.start, b.presented, b.followed_up, b.untouched, b.due, b.within,
         b.average_hours, b.share_within_goal)
        for b in result.by_period
    ]  # fmt: skip
    return _frame(
        rows,
        ["from", "handed over", "followed up", "untouched", "due", "in time",
         "average hours", "share within goal"],
    )  # fmt: skip


def depth(result: Depth) -> pd.DataFrame:
    """A row per day, week or month of hand-off."""
    rows = [
        (b.start, b.presented, b.worked, b.leads_worked_share, b.unconnected, b.average_attempts)
        for b in result.by_period
    ]
    return _frame(
        rows,
        ["from", "handed over", "worked", "leads worked", "not reached", "average attempts"],
    )


def attempts(result: Depth, most: int) -> pd.DataFrame:
    """A row per number of attempts from 0 on; from `most` on they share the last one."""
    counts = dict.fromkeys(range(min(most, max(a.attempts for a in result.distribution)) + 1), 0)
    for point in result.distribution:
        counts[min(point.attempts, most)] += point.leads
    names = [f"{n}" if n < most else f"{n} and more" for n in counts]
    return _frame(list(zip(names, counts.values(), strict=True)), ["attempts", "leads not reached"])


def groups(found: Sequence[Group], by: str, currency: str) -> pd.DataFrame:
    """A row per tier, source or owner of marketing's leads."""
    rows = [(g.name, g.actual, g.goal, g.share, g.points, g.customers, g.revenue) for g in found]
    return _frame(
        rows, [by, "leads", "goal", "share", "points", "customers", f"revenue, {currency}"]
    )


def sales_groups(found: Sequence[SalesGroup], by: str) -> pd.DataFrame:
    """A row per tier, source, owner or team of the leads handed over."""
    rows = [
        (g.name, g.presented, g.untouched, g.overdue, g.average_hours, g.due, g.share_within_goal,
         g.unconnected, g.average_attempts, g.leads_worked_share)
        for g in found
    ]  # fmt: skip
    return _frame(
        rows,
        [by, "handed over", "untouched", "overdue", "average hours", "due", "share within goal",
         "not reached", "average attempts", "leads worked"],
    )  # fmt: skip


def rates(rows: Sequence[Rates]) -> pd.DataFrame:
    """The recalibration table: a row per period, the newest first."""
    cells = [
        (r.period, r.leads, r.customers, r.customer_revenue, r.marketing_revenue, r.total_revenue,
         r.cycle_days, r.close_rate, r.close_rate_lagged, r.close_rate_cohort, r.cohort_maturing,
         r.deal_size, r.marketing_share)
        for r in reversed(rows)
    ]  # fmt: skip
    return _frame(
        cells,
        ["period", "leads", "customers", "revenue from new customers", "revenue from marketing",
         "all revenue", "cycle, days", "close rate", "close rate, lagged", "close rate, cohort",
         "cohort still maturing", "average deal", "share from marketing"],
    )  # fmt: skip


def waiting(rows: pd.DataFrame) -> pd.DataFrame:
    """Leads that wait: how long and for whom before everything else."""
    first = ["hours", "owner", "presented"]
    rest = [name for name in rows.columns if name not in {*first, "first follow-up", "connected"}]
    return rows[first + rest].rename(columns={"hours": "waits, hours"})


def _frame(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns)
