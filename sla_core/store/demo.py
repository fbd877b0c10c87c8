"""The invented company in the store: whether it is loaded, and taking it out in one step."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.store import fingerprints
from sla_core.store.agreed_tables import AgreementVersion, PromiseRow
from sla_core.store.batches import in_force
from sla_core.store.engine import writing
from sla_core.store.settings import touch
from sla_core.store.tables import OTHER, STANDING, Batch, Fault, SaidAgain
from sla_core.store.types import table_of

batch = table_of(Batch)
agreement = table_of(AgreementVersion)
promise = table_of(PromiseRow)
fault = table_of(Fault)
said_again = table_of(SaidAgain)


def loaded(connection: Connection) -> bool:
    """Whether the invented company's rows are what reports show."""
    return bool(connection.scalar(sa.select(sa.exists().where(batch.c.demo, in_force))))


def remove(engine: Engine) -> bool:
    """Take out the invented company's rows and agreement; False where it was not loaded.

    Real rows never stand beside it, so all rows are the invented company's.
    """
    with writing(engine) as connection:
        if not loaded(connection):
            return False
        # Deals and activities point to leads, and all rows to their batch.
        for kind in ("activities", "deals", "leads"):
            for model in (OTHER[kind], STANDING[kind]):
                connection.execute(sa.delete(table_of(model)))
        fingerprints.forget_all(connection)
        for table in (said_again, fault):
            connection.execute(sa.delete(table))
        connection.execute(sa.delete(batch).where(batch.c.demo))
        invented = sa.select(agreement.c.version).where(agreement.c.demo)
        connection.execute(sa.delete(promise).where(promise.c.agreement_version.in_(invented)))
        connection.execute(sa.delete(agreement).where(agreement.c.demo))
        touch(connection)
    return True
