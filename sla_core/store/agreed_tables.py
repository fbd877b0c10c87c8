"""The tables of what was promised, and of what was decided about it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from sla_core.store.types import Base, Instant, not_blank, one_of


class AgreementVersion(Base, table=True):
    """One saved version of the agreement; `document` holds what is not a promise, as JSON."""

    __tablename__ = "agreement"
    version: int | None = Field(default=None, primary_key=True)
    name: str
    in_force_from: date | None = None
    saved_at: datetime = Field(sa_type=Instant)
    who: str
    demo: bool = False
    document: str


class PromiseRow(Base, table=True):
    """One promise of an agreement's version."""

    __tablename__ = "promise"
    __table_args__ = (
        sa.UniqueConstraint("agreement_version", "measure"),
        sa.CheckConstraint("goal > 0", name="goal_positive"),
        one_of("per", "month", "quarter", "year"),
    )
    id: int | None = Field(default=None, primary_key=True)
    agreement_version: int = Field(foreign_key="agreement.version", index=True)
    position: int
    by: str
    to: str
    measure: str
    goal: float
    per: str
    hours: float | None = None


class Note(Base, table=True):
    """A decision or an action of a meeting, carried forward until it is closed."""

    __tablename__ = "note"
    __table_args__ = (
        one_of("kind", "decision", "action"),
        one_of("state", "open", "done"),
        not_blank("text"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    text: str
    owner: str | None = None
    due: date | None = None
    state: str = "open"
    period: str
    written_at: datetime = Field(sa_type=Instant)
    who: str
