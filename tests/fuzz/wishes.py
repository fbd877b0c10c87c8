"""What is asked for beside a file: mostly nothing, sometimes what fits, sometimes nonsense."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from sla_core import fields
from sla_core.crm import Options, SavedMapping

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
NONSENSE: tuple[dict[str, Any], ...] = (
    {"zone": "Mars/Olympus"},
    {"zone": "../etc/passwd"},
    {"zone": ""},
    {"map": {"nothing": "Id"}},
    {"set": {"nothing": "1"}},
    {"set": {"": ""}},
    {"values": {"outcome": {"Paid": "perhaps"}}},
    {"values": {"outcome": {"": "won"}}},
    {"map": {"email": "no such column"}},
    {"set": {"attempts": "many"}},
    {"set": {"created_at": "2026-02-30"}},
    {"kind": "leads", "mapping": SavedMapping("m", "deals", {"deal_id": "Id"})},
)


def wishes(dice: Random, header: list[str]) -> tuple[Options, bool]:
    """The wishes for a file with this header, and whether they ask only for what there can be."""
    asked: dict[str, Any] = {"data_as_of": datetime(2026, dice.randrange(1, 12), 15, tzinfo=UTC)}
    if dice.random() < 0.7:
        return Options(**asked), True
    kind = dice.choice([*fields.KINDS])
    if dice.random() < 0.3:
        asked["kind"] = kind
    if dice.random() < 0.3:
        asked["zone"] = dice.choice(ZONES)
    if dice.random() < 0.3:
        asked["day_first"] = dice.choice([True, False])
    if dice.random() < 0.3:
        asked["decimal"] = dice.choice([",", "."])
    if dice.random() < 0.2:
        asked["data_as_of"] = None
    plain = True
    if dice.random() < 0.2:
        asked |= dice.choice(NONSENSE)
        plain = False
    elif dice.random() < 0.4:
        plain = False
        asked |= _columns(dice, kind, header)
    return Options(**asked), plain


def _columns(dice: Random, kind: str, header: list[str]) -> dict[str, Any]:
    names = fields.names(kind)
    columns = [title.strip() or "Column 1" for title in header] or ["Id"]
    some = dice.sample(names, dice.choice([1, 2, 4]))
    mapped = {name: dice.choice(columns) for name in some}
    if dice.random() < 0.3:
        return {"mapping": SavedMapping("saved", kind, mapped)}
    asked: dict[str, Any] = {"kind": kind, "map": mapped}
    if dice.random() < 0.3:
        asked["set"] = {dice.choice(names): dice.choice(["1", "won", "marketing", "x", ""])}
    if dice.random() < 0.3:
        words = {dice.choice(["*", "Paid", "x"]): dice.choice(["won", "marketing", "true", ""])}
        asked["values"] = {dice.choice(names): words}
    return asked
