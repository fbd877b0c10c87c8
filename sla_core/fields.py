"""The fields of leads, deals and activities: what an import fills and the store keeps."""

from dataclasses import dataclass
from enum import StrEnum


class Cell(StrEnum):
    """What kind of thing a cell holds."""

    TEXT = "text"
    EMAIL = "email"
    TIME = "time"
    COUNT = "count"
    FLAG = "flag"
    MONEY = "money"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One field of ours; `choices` are the only values of a CHOICE."""

    name: str
    cell: Cell = Cell.TEXT
    choices: tuple[str, ...] = ()


ORIGIN = Field("origin", Cell.CHOICE, ("marketing", "sales"))
OUTCOME = Field("outcome", Cell.CHOICE, ("won", "lost", "open"))
DIRECTION = Field("direction", Cell.CHOICE, ("outbound", "inbound"))
RESULT = Field("outcome", Cell.CHOICE, ("connected", "not_connected", "planned"))

KINDS: dict[str, tuple[Field, ...]] = {
    "leads": (
        Field("lead_id"),
        Field("contact_id"),
        Field("email", Cell.EMAIL),
        ORIGIN,
        Field("tier"),
        Field("source"),
        Field("owner"),
        Field("team"),
        Field("status"),
        Field("created_at", Cell.TIME),
        Field("qualified_at", Cell.TIME),
        Field("presented_at", Cell.TIME),
        Field("assigned_at", Cell.TIME),
        Field("closed_out_at", Cell.TIME),
        Field("returned_at", Cell.TIME),
        Field("return_reason"),
        Field("first_follow_up_at", Cell.TIME),
        Field("attempts", Cell.COUNT),
        Field("connected", Cell.FLAG),
        Field("modified_at", Cell.TIME),
    ),
    "deals": (
        Field("deal_id"),
        Field("lead_id"),
        Field("contact_id"),
        Field("email", Cell.EMAIL),
        ORIGIN,
        Field("owner"),
        Field("stage"),
        OUTCOME,
        Field("amount", Cell.MONEY),
        Field("currency"),
        Field("created_at", Cell.TIME),
        Field("closed_at", Cell.TIME),
        Field("modified_at", Cell.TIME),
    ),
    "activities": (
        Field("activity_id"),
        Field("lead_id"),
        Field("contact_id"),
        Field("email", Cell.EMAIL),
        Field("at", Cell.TIME),
        Field("channel"),
        DIRECTION,
        RESULT,
        Field("automated", Cell.FLAG),
        Field("owner"),
        Field("modified_at", Cell.TIME),
    ),
}

KEYS = {"leads": "lead_id", "deals": "deal_id", "activities": "activity_id"}
"""Each kind's own id in its CRM."""


def names(kind: str) -> tuple[str, ...]:
    """The kind's field names in their order."""
    return tuple(field.name for field in KINDS[kind])


def field(kind: str, name: str) -> Field:
    """One field by its name; KeyError where the kind has none of that name."""
    return {f.name: f for f in KINDS[kind]}[name]


def times(kind: str) -> tuple[str, ...]:
    """The kind's time fields; a time's place here is its bit in `dates_only`."""
    return tuple(f.name for f in KINDS[kind] if f.cell is Cell.TIME)


def date_only_bit(kind: str, name: str) -> int:
    """The bit of `dates_only` that says that this time is a date without a time of day."""
    return 1 << times(kind).index(name)
