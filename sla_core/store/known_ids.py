"""Which ids are those of leads and of their contacts, for files that do not say what their ids are."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sla_core.store.engine import reading
from sla_core.store.tables import Lead
from sla_core.store.types import table_of

lead = table_of(Lead)
_MOST = 500
"""So many ids go into one question; an embedded database takes some thousand."""


def known_ids(engine: Engine, ids: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Those of the ids (the first 500) that are a lead's, and those that are a contact's, by field."""
    asked = [*ids][:_MOST]
    found = {}
    with reading(engine) as connection:
        for name, column in (("lead_id", lead.c.external_id), ("contact_id", lead.c.contact_id)):
            query = sa.select(column).where(column.in_(asked)).distinct()
            found[name] = frozenset(connection.scalars(query).all() if asked else ())
    return found
