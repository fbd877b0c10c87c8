"""Loads the invented company: its exports and its agreement, marked so that they go in one step."""

from datetime import date, datetime, timedelta

from sla_core import uploads
from sla_core.agreement.model import Agreement, Hours, Promise, Tier
from sla_core.crm import Options
from sla_core.demo.company import (
    GOAL_ATTEMPTS,
    GOAL_AVERAGE_HOURS,
    GOAL_HOURS,
    GOAL_SHARE,
    GOAL_WORKED,
    invent,
)
from sla_core.demo.exports import exports
from sla_core.demo.office import AS_OF_HOUR, ZONE
from sla_core.store import agreements
from sla_core.store.engine import Engine
from sla_core.store.outcome import Outcome

TIERS = (
    Tier(name="Hot", points=100, leads=46, share=0.32, close_rate=0.17, deal_size=3700),
    Tier(name="Warm", points=50, leads=96, share=0.48, close_rate=0.08, deal_size=5000),
    Tier(name="Cold", points=20, leads=78, share=0.2, close_rate=0.05, deal_size=4800),
)
LEADS = 220
"""Below what a usual month brings, so that it is the unusual months which miss it."""
REVENUE = 60_000.0
WINDOW_DAYS = 14


def load(engine: Engine, now: datetime, who: str, as_of: date | None = None) -> list[Outcome]:
    """Import the company's Salesforce exports up to the day, and save what its sides promise.

    Without a day: the last one whose data lies before now. Refused where real uploads are.
    """
    day = as_of or (now - timedelta(hours=AS_OF_HOUR)).date()
    files = exports(invent(day), "salesforce")
    wishes = uploads.options(engine, Options(), ZONE)
    outcomes = [
        uploads.load(engine, name, data, wishes, who=who, demo=True)[0]
        for name, data in files.items()
    ]
    agreements.save(engine, promised(), who=who, now=now, demo=True)
    return outcomes


def promised() -> Agreement:
    """What the invented company's sides promise each other."""
    return Agreement(
        name="Agreement of the invented company",
        clock="working",
        working_window_days=WINDOW_DAYS,
        calendar=Hours(zone=ZONE),
        tiers=TIERS,
        promises=(
            Promise(measure="leads", goal=LEADS),
            Promise(measure="marketing_revenue", goal=REVENUE),
            Promise(measure="share_within_goal", goal=GOAL_SHARE, hours=GOAL_HOURS),
            Promise(measure="average_hours", goal=GOAL_AVERAGE_HOURS),
            Promise(measure="average_attempts", goal=GOAL_ATTEMPTS),
            Promise(measure="leads_worked", goal=GOAL_WORKED),
        ),
    )
