"""What can be said of a file that was refused."""

from pathlib import Path
from typing import Any

from sla_core import asking
from sla_core.commands import answers
from sla_core.crm import Options, Recognised, recognise
from sla_core.problems import Refused

COUNTS = ("read", "new", "changed", "same", "refused")


def recognised(path: str, wishes: Options, fault: Refused) -> dict[str, Any]:
    """What can be said of a file that was refused: why, and what its header says."""
    name = Path(path).name
    answer: dict[str, Any] = {"file": name, "batch": None, "kind": None, "dialect": None}
    answer |= {"mapping": {}, **dict.fromkeys(COUNTS, 0), "error": str(fault)}
    try:
        head: Recognised = recognise(name, answers.read(path), wishes)
    except Refused:
        return answer | _proposed(name, path, wishes)
    return answer | {"kind": head.kind, "dialect": head.dialect, "mapping": dict(head.mapping)}


def _proposed(name: str, path: str, wishes: Options) -> dict[str, Any]:
    """What an unknown file probably is, where it has columns that are like ours."""
    try:
        data = answers.read(path)
        if asking.declined(name, data):
            return {}
        found = asking.proposals(name, data, wishes.wanted_kind(), wishes.wanted_columns())
    except Refused:
        return {}
    shown = [
        {"field": one.field, "column": one.column, "confidence": one.confidence, "why": one.why}
        for one in found.found().values()
    ]
    return {"proposals": shown} if shown else {}
