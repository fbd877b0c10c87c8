"""The tables of the program's own: settings, and work under way."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from sla_core.store.types import Base, Instant, one_of


class Setting(Base, table=True):
    """One setting of the workspace, or a counter such as the data version."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: str


class Job(Base, table=True):
    """Work that runs outside a page's script: an import, or one taken back; `size` is in bytes."""

    __tablename__ = "job"
    __table_args__ = (
        one_of("kind", "import", "undo"),
        one_of("state", "running", "done", "failed", "interrupted"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    file: str
    sha256: str
    size: int | None = Field(default=None, sa_type=sa.BigInteger)
    state: str
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    message: str = ""
    batch_id: int | None = None
