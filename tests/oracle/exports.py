"""Rows as the CSV file that a company would upload."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from tests.oracle.rows import Row

IDS = {"leads": "lead_id", "deals": "deal_id", "activities": "activity_id"}


def to_csv(rows: list[Row], kind: str) -> bytes:
    """The rows as CSV under our own field names, the kind's own id first."""
    header = sorted(rows[0] if rows else (), key=lambda name: name != IDS[kind])
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(row[name]) for name in header] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
