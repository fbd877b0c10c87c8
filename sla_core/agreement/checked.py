"""Agreements from plain values: whatever is not one is refused in one sentence."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sla_core.problems import Refused

Record = TypeVar("Record", bound=BaseModel)


def checked(record: type[Record], values: Mapping[str, Any], where: str, end: str) -> Record:
    """The record made of the values; Refused says `where`, which value, what is wrong, and `end`."""
    try:
        return record.model_validate(values)
    except ValidationError as fault:
        raise Refused(f"{where}: {first_fault(fault)}. {end}") from None


def first_fault(fault: ValidationError) -> str:
    """The first fault in words: its place, what would be accepted, what stands there."""
    first = fault.errors()[0]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    given = "" if isinstance(first["input"], dict | list) else f" (it says {first['input']!r})"
    return f"{where}: {message}{given}" if where else message
