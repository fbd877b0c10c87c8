"""The store read once into columns: what metrics work on."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import money
from sla_core.metrics.columns import NEVER, Deals, Leads
from sla_core.store.batches import in_force
from sla_core.store.deal_columns import LeftOut, read_deals, with_first_deals
from sla_core.store.lead_columns import LeadFacts, plain, read_leads
from sla_core.store.settings import Workspace, workspace
from sla_core.store.tables import Activity, Batch, Deal
from sla_core.store.types import Instant, table_of

activity, batch, deal = table_of(Activity), table_of(Batch), table_of(Deal)


@dataclass(frozen=True)
class Snapshot:
    """Leads and deals as they stand, and up to when they speak.

    `currency` is the workspace's, or the one that most deals are in. `follow_up_as_of` is None
    where no upload brought follow-up data.
    """

    workspace: Workspace
    currency: str
    leads: Leads
    facts: LeadFacts
    deals: Deals
    left_out: LeftOut
    lead_data_as_of: datetime | None
    follow_up_as_of: datetime | None
    last_activity: np.datetime64
    demo: bool


def load(connection: Connection) -> Snapshot:
    """Everything that reports are computed from, as one consistent state."""
    settings = workspace(connection)
    currency = settings.currency or _usual_currency(connection)
    leads, facts = read_leads(connection, settings.zone)
    deals, left_out = read_deals(connection, currency, leads)
    last = connection.scalar(sa.select(sa.func.max(plain(activity.c.at))))
    return Snapshot(
        workspace=settings,
        currency=currency,
        leads=with_first_deals(leads, deals),
        facts=facts,
        deals=deals,
        left_out=left_out,
        lead_data_as_of=_newest(connection, batch.c.kind == "leads"),
        follow_up_as_of=_newest(connection, batch.c.follow_ups),
        last_activity=NEVER if last is None else np.datetime64(last, "us"),
        demo=bool(connection.scalar(sa.select(sa.exists().where(batch.c.demo, in_force)))),
    )


def _newest(connection: Connection, which: sa.ColumnElement[bool]) -> datetime | None:
    """The newest moment that one of these uploads speaks about."""
    newest = sa.func.max(batch.c.data_as_of, type_=Instant)
    found: datetime | None = connection.scalar(sa.select(newest).where(which, in_force))
    return found


def _usual_currency(connection: Connection) -> str:
    """The currency that most deals are in; of equals the first by name."""
    query = (
        sa.select(deal.c.currency)
        .where(deal.c.currency.is_not(None), deal.c.currency != money.UNSTATED)
        .group_by(deal.c.currency)
        .order_by(sa.func.count().desc(), deal.c.currency)
    )
    return connection.scalar(query.limit(1)) or money.UNSTATED
