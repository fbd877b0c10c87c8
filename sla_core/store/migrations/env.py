"""Alembic's entry: runs the revisions on the connection that the store hands over."""

from alembic import context

from sla_core.store import agreed_tables, own_tables, tables  # noqa: F401  (they define the tables)
from sla_core.store.types import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
