"""Deals read into columns, and each lead's first won deal."""

from dataclasses import dataclass, replace

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import money
from sla_core.metrics.columns import Deals, Leads
from sla_core.store.lead_columns import NAT, number
from sla_core.store.tables import Deal, Lead
from sla_core.store.types import table_of

deal, lead = table_of(Deal), table_of(Lead)


@dataclass(frozen=True)
class LeftOut:
    """Won deals that money figures cannot use, and deals without a lead."""

    other_currency: int
    no_amount: int
    no_close: int
    no_lead: int


def read_deals(connection: Connection, currency: str, leads: Leads) -> tuple[Deals, LeftOut]:
    """All deals by close, then id; amounts in minor units of the currency.

    An amount whose file names no currency is taken to be in the reporting one.
    """
    head = sa.func.coalesce(lead.c.merged_into, lead.c.id)
    columns = [
        deal.c.id,
        number(head),
        deal.c.origin,
        deal.c.outcome,
        number(deal.c.created_at),
        number(deal.c.closed_at),
        number(deal.c.amount),
        sa.func.coalesce(deal.c.currency, money.UNSTATED),
    ]
    joined = deal.outerjoin(lead, lead.c.id == deal.c.lead_id)
    order = (deal.c.closed_at.is_(None), deal.c.closed_at, deal.c.external_id, deal.c.system)
    rows = connection.execute(sa.select(*columns).select_from(joined).order_by(*order)).all()
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    key, heads, created, closed, amount = (np.array(cells[i], np.int64) for i in (0, 1, 4, 5, 6))
    origin, outcome, paid_in = (np.array(cells[i], object) for i in (2, 3, 7))
    place = np.searchsorted(leads.key, heads)
    place = np.where(heads == NAT, -1, place)
    by_lead = np.zeros(len(key), bool)
    by_lead[place >= 0] = leads.marketing[place[place >= 0]]
    usable = np.isin(paid_in.astype(str), [currency, money.UNSTATED])
    counted = usable & (amount != NAT)
    won = outcome == "won"
    deals = Deals(
        key=key,
        lead=place,
        marketing=np.where(place >= 0, by_lead, origin == "marketing"),
        won=won,
        created=created.view("datetime64[us]"),
        closed=closed.view("datetime64[us]"),
        amount=np.where(counted, _rescaled(amount, paid_in, currency), 0),
        counted=counted,
    )
    return deals, LeftOut(
        other_currency=int((won & (amount != NAT) & ~usable).sum()),
        no_amount=int((won & (amount == NAT)).sum()),
        no_close=int((won & (closed == NAT)).sum()),
        no_lead=int((place < 0).sum()),
    )


def with_first_deals(leads: Leads, deals: Deals) -> Leads:
    """The leads with their first won deal: the earliest close, of equals the smallest deal id."""
    won = np.flatnonzero(deals.won & ~np.isnat(deals.closed) & (deals.lead >= 0))
    # Deals stand in the order of their close, so a lead's first place is its first deal.
    heads, first = np.unique(deals.lead[won], return_index=True)
    first_deal, first_won = leads.first_deal.copy(), leads.first_won.copy()
    first_deal[heads] = won[first]
    first_won[heads] = deals.closed[won[first]]
    return replace(leads, first_deal=first_deal, first_won=first_won)


def _rescaled(
    amount: np.ndarray[tuple[int], np.dtype[np.int64]],
    paid_in: np.ndarray[tuple[int], np.dtype[np.object_]],
    currency: str,
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Amounts without a stated currency were stored with two decimals; the currency may differ."""
    shift = money.digits(currency) - money.digits(money.UNSTATED)
    unstated = (paid_in == money.UNSTATED) & (amount != NAT)
    if shift >= 0:
        return np.where(unstated, amount * 10**shift, amount)
    return np.where(unstated, np.rint(amount / 10**-shift).astype(np.int64), amount)
