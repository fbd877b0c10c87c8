"""Leads and deals of metrics as plain rows: what a row does not say is as it usually is."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from sla_core.metrics.columns import EMPTY, Deals, Leads
from sla_core.periods import as_instant

LEAD = {
    "marketing": True, "tier": "unrated", "source": "Web", "owner": "Ada", "team": "North",
    "qualified": None, "presented": None, "presented_timed": True, "assigned": None,
    "closed_out": None, "returned": None, "return_reason": "", "first_follow_up": None,
    "follow_up_timed": True, "attempts": 0, "automated": 0, "connected": None,
    "pre_worked": False, "before_hand_off": False, "has_follow_up_data": True,
    "first_won": None, "first_deal": -1,
}  # fmt: skip
DEAL = {
    "lead": -1, "marketing": False, "won": True, "created": None, "closed": None, "amount": 0,
    "counted": True,
}  # fmt: skip


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11, second: int = 0) -> np.datetime64:
    """A UTC instant of 2026, November unless another month is named."""
    return as_instant(datetime(2026, month, day, hour, minute, second, tzinfo=UTC))


def leads(*rows: dict[str, Any]) -> Leads:
    """Leads from rows."""
    return _columns(Leads, LEAD, rows)


def deals(*rows: dict[str, Any]) -> Deals:
    """Deals from rows; amounts are minor units."""
    return _columns(Deals, DEAL, rows)


def _columns(kind: Any, usual: dict[str, Any], rows: tuple[dict[str, Any], ...]) -> Any:
    filled = [{"key": place, **usual, **row} for place, row in enumerate(rows, 1)]
    assert all(set(row) == {"key", *usual} for row in filled)
    return kind(
        **{
            name: np.array([row[name] for row in filled], dtype=EMPTY[field.type])
            for name, field in kind.__dataclass_fields__.items()
        }
    )
