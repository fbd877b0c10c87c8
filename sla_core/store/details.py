"""What the CRM says of single leads and deals, for the rows behind a figure."""

from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from sla_core.store.tables import Batch, Deal, Lead
from sla_core.store.types import table_of

batch, deal, lead = table_of(Batch), table_of(Deal), table_of(Lead)
AT_ONCE = 5000
"""So many ids a query: SQLite takes 32,766 parameters at most."""


def of_leads(connection: Connection, keys: NDArray[np.int64]) -> pd.DataFrame:
    """Id in the CRM, e-mail, status, file and batch of the leads, in the order of the keys."""
    return _details(connection, lead, ["external_id", "email", "status"], keys)


def of_deals(connection: Connection, keys: NDArray[np.int64]) -> pd.DataFrame:
    """Id in the CRM, e-mail, owner, stage, currency, file and batch of the deals, in their order."""
    return _details(connection, deal, ["external_id", "email", "owner", "stage", "currency"], keys)


def _details(
    connection: Connection, table: sa.Table, names: list[str], keys: NDArray[np.int64]
) -> pd.DataFrame:
    columns = [
        table.c.id,
        *(table.c[name] for name in names),
        batch.c.file,
        batch.c.id.label("batch"),
    ]
    query = sa.select(*columns).join(batch, table.c.batch_id == batch.c.id)
    rows: list[Any] = []
    for begin in range(0, len(keys), AT_ONCE):
        some = keys[begin : begin + AT_ONCE].tolist()
        rows += connection.execute(query.where(table.c.id.in_(some))).all()
    found = pd.DataFrame(rows, columns=["id", *names, "file", "batch"])
    return found.astype({"id": "int64"}).set_index("id").reindex(keys)
