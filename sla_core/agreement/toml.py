"""Agreements from and to a readable file."""

import json
import tomllib
from datetime import date
from typing import Any

from sla_core.agreement.checked import checked
from sla_core.agreement.model import Agreement
from sla_core.periods import parse_period
from sla_core.problems import Refused


def parse(name: str, text: str) -> Agreement:
    """An agreement from TOML; Refused names the file, the key and what would be accepted."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(f"{name} is not a TOML file: {fault}. Nothing was imported.") from None
    document["in_force_from"] = _month(name, document.get("in_force_from"))
    document.pop("version", None)
    return checked(Agreement, document, name, "Nothing was imported.")


def write(agreement: Agreement) -> str:
    """The same agreement as a TOML text that `parse` reads back to an equal one."""
    document = agreement.model_dump(mode="json", exclude_none=True, exclude={"version"})
    if agreement.in_force_from:
        document["in_force_from"] = f"{agreement.in_force_from:%Y-%m}"
    plain = {k: v for k, v in document.items() if not _nested(v)}
    tables = {k: v for k, v in document.items() if _nested(v)}
    blocks = ["\n".join(_line(k, v) for k, v in plain.items() if v != [])]
    for key, value in tables.items():
        blocks += (
            [_table(f"[[{key}]]", row) for row in value]
            if isinstance(value, list)
            else [_table(f"[{key}]", value)]
        )
    return "\n\n".join(blocks) + "\n"


def _month(name: str, given: object) -> date | None:
    """A month as 2026-11 or any date of it as TOML writes dates; None from the beginning on."""
    if given is None:
        return None
    if isinstance(given, date):
        return date(given.year, given.month, 1)
    try:
        return parse_period(str(given)).start
    except Refused as fault:
        raise Refused(f"{name}: in_force_from: {fault} Nothing was imported.") from None


def _nested(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _table(head: str, row: dict[str, Any]) -> str:
    return "\n".join([head, *(_line(key, value) for key, value in row.items() if value != [])])


def _line(key: str, value: Any) -> str:
    # A JSON string, number, boolean or flat array is written the same way in TOML.
    # Only DEL differs: TOML wants it escaped.
    return f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
