"""What there is to choose from: the time that the data spans, the teams, whose data it is."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sla_core.store.batches import in_force
from sla_core.store.engine import reading
from sla_core.store.tables import Batch, Deal, Lead
from sla_core.store.types import table_of

lead = table_of(Lead)
deal = table_of(Deal)
batch = table_of(Batch)


@dataclass(frozen=True)
class Extent:
    """From the first lead or deal to the moment the newest lead data speaks about.

    `demo`: the invented company is loaded. `batches` counts the uploads, without those taken back.
    """

    first: datetime | None = None
    last: datetime | None = None
    teams: tuple[str, ...] = ()
    demo: bool = False
    batches: int = 0


def extent(engine: Engine) -> Extent:
    """What the store holds now."""
    with reading(engine) as connection:
        batches, newest, of_leads, demo = connection.execute(
            sa.select(
                sa.func.count(),
                sa.func.max(batch.c.data_as_of),
                sa.func.max(sa.case((batch.c.kind == "leads", batch.c.data_as_of))),
                sa.func.coalesce(sa.func.max(sa.case((batch.c.demo, 1), else_=0)), 0),
            ).where(in_force)
        ).one()
        begun = [
            connection.scalar(sa.select(sa.func.min(column)))
            for column in (lead.c.delivered_at, deal.c.closed_at)
        ]
        teams = connection.scalars(
            sa.select(lead.c.team).where(lead.c.team.is_not(None)).distinct().order_by(lead.c.team)
        ).all()
    first = min((at for at in begun if at is not None), default=None)
    return Extent(first, of_leads or newest, tuple(teams), bool(demo), batches)
