"""The whole report from raw rows."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.depth import depth
from tests.oracle.folding import fold
from tests.oracle.marketing import Marketing, marketing
from tests.oracle.pacing import Moment
from tests.oracle.promises import Version, in_force
from tests.oracle.rows import Activity, Lead, Row, read_activities, read_deals, read_leads
from tests.oracle.sales import Sales
from tests.oracle.speed import speed
from tests.oracle.times import Span, begins, span, spans_up_to

ROWS = 13


def report(
    leads: list[Row],
    deals: list[Row],
    activities: list[Row],
    agreement: list[Version],
    *,
    zone: str = "UTC",
    currency: str | None = None,
    fiscal_start: int = 1,
    period: str,
    as_of: datetime,
    lead_data_as_of: datetime | None,
    follow_up_data_as_of: datetime | None,
) -> dict[str, Any]:
    """What `report --format json` must say.

    A key that a row lacks is a column that its file lacks. `lead_data_as_of` is None where no lead
    file was loaded, `follow_up_data_as_of` where no file tells anything of sales' work.
    """
    when = Moment(span(period, fiscal_start), as_of.astimezone(UTC), zone)
    rows = read_leads(leads, zone, lead_data_as_of)
    ours = [lead for lead in rows if lead.head is lead and lead.origin == "marketing"]
    won = read_deals(deals, rows, zone, currency)
    side = Marketing(ours, won, agreement, when, lead_data_as_of is not None)
    sales = _sales(ours, rows, activities, agreement, when, follow_up_data_as_of)
    return {
        "period": _period(when.period, zone),
        "as_of": as_of.astimezone(ZoneInfo(zone)).isoformat(),
        "zone": zone,
        "marketing": marketing(side, spans_up_to(period, fiscal_start, ROWS)),
        "sales": {"speed": speed(sales), "depth": depth(sales)},
    }


def _sales(
    ours: list[Lead],
    rows: list[Lead],
    activities: list[Row],
    agreement: list[Version],
    when: Moment,
    data_as_of: datetime | None,
) -> Sales:
    version = in_force(agreement, when.period.start)
    if data_as_of is None:
        return Sales([], version, when, known=False)
    then = Moment(when.period, min(when.as_of, data_as_of.astimezone(UTC)), when.zone)
    touches: dict[Lead, list[Activity]] = {lead: [] for lead in rows}
    for activity in read_activities(activities, rows, when.zone):
        touches[activity.lead].append(activity)
    presented = [lead for lead in ours if then.holds(lead.presented)]
    facts = [fold(lead, touches[lead], then.as_of) for lead in presented]
    return Sales(facts, version, then, known=True)


def _period(period: Span, zone: str) -> dict[str, Any]:
    start, end = (
        begins(day, zone).astimezone(ZoneInfo(zone)).isoformat()
        for day in (period.start, period.end)
    )
    return {"name": period.name, "days": len(period.days()), "start": start, "end": end}
