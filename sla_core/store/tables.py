"""The tables of what the CRM said and which upload said it; `agreed_tables` and `own_tables`
have the others.

Each kind of CRM row stands in a pair of tables: the standing version, and beside it every other
version with the batch that brought it.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from sla_core.store.types import Base, Instant, not_blank, not_negative, one_of, unique_row


class Batch(Base, table=True):
    """One upload that changed the store: which file, read how, by whom, and what came of it.

    One that was taken back keeps its line, with when and by whom; nothing else of it remains.
    """

    __tablename__ = "batch"
    __table_args__ = (
        one_of("kind", "leads", "deals", "activities"),
        sa.CheckConstraint(
            "read_rows = new_rows + changed_rows + same_rows + refused_rows", name="rows_add_up"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    file: str
    sha256: str = Field(index=True)
    options: str
    kind: str
    dialect: str
    system: str
    mapping: str
    zone: str
    data_as_of: datetime = Field(sa_type=Instant)
    uploaded_at: datetime = Field(sa_type=Instant)
    who: str
    demo: bool = False
    follow_ups: bool = False
    rules: str = "[]"
    blanked: str = "{}"
    read_rows: int
    new_rows: int
    changed_rows: int
    same_rows: int
    refused_rows: int
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
    undone_by: str | None = None


class SaidAgain(Base, table=True):
    """Standing rows that a batch said once more, word for word: their ids, as `repeats` packs them."""

    __tablename__ = "said_again"
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    rows: bytes


class Fingerprint(Base, table=True):
    """What standing rows say, as numbers: ids and numbers as `fingerprints` packs them.

    Rows whose numbers are null say something else than they did.
    """

    __tablename__ = "fingerprint"
    __table_args__ = (one_of("kind", "leads", "deals", "activities"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    rows: bytes
    prints: bytes | None = None


class Fault(Base, table=True):
    """A fault in an uploaded file, kept with its batch; `refused` rows keep their cells."""

    __tablename__ = "fault"
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    refused: bool
    kind: str
    line: int | None = None
    column: str | None = None
    text: str | None = None
    accepted: str = ""
    cells: str | None = None


class Mapping(Base, table=True):
    """A mapping saved by name, offered again for a file with the same header."""

    __tablename__ = "mapping"
    __table_args__ = (not_blank("name"),)
    name: str = Field(primary_key=True)
    kind: str
    header: str = Field(index=True)
    document: str
    saved_at: datetime = Field(sa_type=Instant)


class Versioned(SQLModel):
    """What every version of a CRM row carries: its keys, its time, its batch."""

    system: str
    external_id: str
    version_at: datetime = Field(sa_type=Instant)
    batch_id: int = Field(foreign_key="batch.id")
    modified_at: datetime | None = Field(default=None, sa_type=Instant)
    dates_only: int = 0


class LeadContent(Versioned):
    """What a CRM says of a lead; the crm_ columns are its own summary of the follow-up."""

    contact_id: str | None = None
    email: str | None = None
    origin: str
    tier: str
    source: str | None = None
    owner: str | None = None
    team: str | None = None
    status: str | None = None
    created_at: datetime | None = Field(default=None, sa_type=Instant)
    qualified_at: datetime | None = Field(default=None, sa_type=Instant)
    presented_at: datetime | None = Field(default=None, sa_type=Instant)
    assigned_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_out_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by_status: bool = False
    returned_at: datetime | None = Field(default=None, sa_type=Instant)
    return_reason: str | None = None
    crm_first_follow_up_at: datetime | None = Field(default=None, sa_type=Instant)
    crm_attempts: int | None = None
    crm_connected: bool | None = None


class DealContent(Versioned):
    """What a CRM says of a deal; `lead_ref` is the lead's id in the CRM.

    `moment_at` decides between several leads of one person: the deal's creation, else its close;
    the last instant of the day where that is a date without a time of day.
    """

    moment_at: datetime | None = Field(default=None, sa_type=Instant)
    lead_ref: str | None = None
    contact_id: str | None = None
    email: str | None = None
    origin: str | None = None
    owner: str | None = None
    stage: str | None = None
    outcome: str
    amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    currency: str | None = None
    created_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class ActivityContent(Versioned):
    """What a CRM says of an activity.

    `moment_at` is `at`, or the last instant of its day where `at` is a date without a time.
    """

    moment_at: datetime = Field(sa_type=Instant)
    lead_ref: str | None = None
    contact_id: str | None = None
    email: str | None = None
    at: datetime = Field(sa_type=Instant)
    channel: str | None = None
    direction: str
    outcome: str | None = None
    automated: bool = False
    owner: str | None = None


def _lead_checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        not_blank("external_id"),
        one_of("origin", "marketing", "sales"),
        not_negative("crm_attempts"),
    )


def _deal_checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        not_blank("external_id"),
        one_of("origin", "marketing", "sales"),
        one_of("outcome", "won", "lost", "open"),
        sa.CheckConstraint("(amount IS NULL) OR (currency IS NOT NULL)", name="money_complete"),
    )


def _activity_checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        not_blank("external_id"),
        one_of("direction", "outbound", "inbound"),
        one_of("outcome", "connected", "not_connected", "planned"),
    )


class Lead(LeadContent, Base, table=True):
    """A lead as it stands; `FollowUp` has the facts folded from its activities.

    `merged_into` links a duplicate to the lead that it counts as. `delivered_at` and `hand_off_at`
    are when the lead counts as qualified and as presented: its own times, or the earliest of its
    duplicates.
    """

    __tablename__ = "lead"
    __table_args__ = (
        *_lead_checks(),
        unique_row("lead"),
        sa.Index(
            "ix_lead_email",
            "email",
            sqlite_where=sa.text("email IS NOT NULL"),
            postgresql_where=sa.text("email IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    merged_into: int | None = Field(default=None, foreign_key="lead.id", index=True)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    hand_off_at: datetime | None = Field(default=None, sa_type=Instant)
    hand_off_timed: bool = True


class FollowUp(Base, table=True):
    """What its activities say of a lead; a lead without any has no row, nor has a merged one.

    Beside the lead, so that a load of activities writes these few numbers and no lead anew.
    """

    __tablename__ = "follow_up"
    lead_id: int = Field(
        primary_key=True,
        foreign_key="lead.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    first_follow_up_at: datetime | None = Field(default=None, sa_type=Instant)
    first_follow_up_timed: bool | None = None
    first_touch_at: datetime = Field(sa_type=Instant)
    attempts: int
    automated: int
    pre_work: int
    connected_at: datetime | None = Field(default=None, sa_type=Instant)


class LeadVersion(LeadContent, Base, table=True):
    """Another version of a lead than the one that stands."""

    __tablename__ = "lead_version"
    __table_args__ = (*_lead_checks(), sa.UniqueConstraint("external_id", "system", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)


class Deal(DealContent, Base, table=True):
    """A deal as it stands, with the lead that it was matched to and by what."""

    __tablename__ = "deal"
    __table_args__ = (*_deal_checks(), unique_row("deal"))
    id: int | None = Field(default=None, primary_key=True)
    lead_id: int | None = Field(default=None, foreign_key="lead.id", index=True)


class DealVersion(DealContent, Base, table=True):
    """Another version of a deal than the one that stands."""

    __tablename__ = "deal_version"
    __table_args__ = (*_deal_checks(), sa.UniqueConstraint("external_id", "system", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)


class Activity(ActivityContent, Base, table=True):
    """An activity as it stands, with the lead that it was matched to."""

    __tablename__ = "activity"
    __table_args__ = (*_activity_checks(), unique_row("activity"))
    id: int | None = Field(default=None, primary_key=True)
    # Without a foreign key: the row is set by the matching alone, and a check per activity would
    # cost a third of a large import.
    lead_id: int | None = Field(default=None, index=True)


class ActivityVersion(ActivityContent, Base, table=True):
    """Another version of an activity than the one that stands."""

    __tablename__ = "activity_version"
    __table_args__ = (*_activity_checks(), sa.UniqueConstraint("external_id", "system", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)


STANDING: dict[str, type[Lead] | type[Deal] | type[Activity]] = {
    "leads": Lead,
    "deals": Deal,
    "activities": Activity,
}
OTHER: dict[str, type[LeadVersion] | type[DealVersion] | type[ActivityVersion]] = {
    "leads": LeadVersion,
    "deals": DealVersion,
    "activities": ActivityVersion,
}
