"""The review as the JSON report: its keys are a contract with others' scripts."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla_core.periods import Period, moment
from sla_core.reports.review import Review


def to_json(review: Review) -> dict[str, Any]:
    """The review as plain lists, dicts, numbers and texts; times ISO with the zone's offset."""
    zone = review.zone
    return {
        "period": _period(review.period, zone),
        "as_of": _moment(review.as_of, zone),
        "zone": zone,
        "currency": review.currency,
        "data_as_of": _moment(review.data_as_of, zone),
        "agreement": {"name": review.agreement_name, "version": review.agreement_version},
        "demo": review.demo,
        "marketing": _plain(review.marketing, zone)
        | {"headline": _plain(review.marketing_headline, zone)},
        "sales": _plain(review.sales, zone)
        | {"headline": _plain(review.sales_headline, zone), "capacity": None},
        "budget": None,
        "bridge": None,
        "promises": _plain(review.promises, zone),
        "strikes": [],
        "notes": _plain(review.notes, zone),
        "coverage": _plain(review.coverage, zone),
        "problems": list(review.problems),
    }


def _period(period: Period, zone: str) -> dict[str, Any]:
    start, end = period.bounds(zone)
    return {
        "start": _moment(moment(start), zone),
        "end": _moment(moment(end), zone),
        "name": period.name,
        "days": period.days,
    }


def _plain(value: Any, zone: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name), zone) for f in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(inner, zone) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner, zone) for inner in value]
    if isinstance(value, datetime):
        return _moment(value, zone)
    return value.isoformat() if isinstance(value, date) else value


def _moment(at: datetime | None, zone: str) -> str | None:
    return at.astimezone(ZoneInfo(zone)).isoformat() if at else None
