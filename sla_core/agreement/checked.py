"""Agreements from plain values: whatever is not one is refused in one sentence."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from sla_core.problems import Refused

Record = TypeVar("Record", bound=BaseModel)

IN_WORDS = {
    "missing": "is missing",
    "tuple_type": "Input should be a list: values in [ ], or tables under a [[heading]] each",
    "model_type": "Input should be a table under a [heading]",
}
"""The faults whose usual wording is a programmer's."""


def checked(record: type[Record], values: Mapping[str, Any], where: str, end: str) -> Record:
    """The record made of the values; Refused says `where`, which value, what is wrong, and `end`."""
    try:
        return record.model_validate(values)
    except ValidationError as fault:
        raise Refused(f"{where}: {first_fault(fault, record)}. {end}") from None


def first_fault(fault: ValidationError, record: type[BaseModel]) -> str:
    """The first fault in words: its place, what would be accepted, what stands there."""
    first = fault.errors()[0]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{where} is no key here; accepted: {', '.join(_keys(record, first['loc'][:-1]))}"
    message = IN_WORDS.get(first["type"], first["msg"]).removeprefix("Value error, ")
    given = "" if isinstance(first["input"], dict | list) else f" (it says {first['input']!r})"
    return f"{where}: {message}{given}" if where else message


def _keys(record: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that the record's part at this place may have."""
    for step in place:
        if isinstance(step, str):
            record = _part(record.model_fields[step].annotation) or record
    return [name for name in record.model_fields if name != "version"]


def _part(annotation: Any) -> type[BaseModel] | None:
    """The record within an annotation such as `tuple[Promise, ...]` or `Hours | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_part, get_args(annotation))), None)
