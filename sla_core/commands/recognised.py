"""What can be said of a file that was refused."""

from pathlib import Path
from typing import Any

from sla_core import asking, uploads
from sla_core.crm import Options, Recognised, recognise
from sla_core.crm.layouts.proposals import Proposals
from sla_core.problems import Refused

COUNTS = ("read", "new", "changed", "same", "refused")


def recognised(path: str, wishes: Options, fault: Refused) -> dict[str, Any]:
    """What can be said of a file that was refused: why, and what its header says."""
    name = Path(path).name
    answer: dict[str, Any] = {"file": name, "batch": None, "kind": None, "dialect": None}
    answer |= {"mapping": {}, **dict.fromkeys(COUNTS, 0), "error": str(fault)}
    try:
        with uploads.opened(Path(path)) as data:
            return answer | _head(name, data, wishes)
    except Refused:
        return answer


def _head(name: str, data: Any, wishes: Options) -> dict[str, Any]:
    """Kind, export and mapping; else what an unknown file probably is, if its columns are like ours."""
    try:
        head: Recognised = recognise(name, data, wishes)
    except Refused:
        if asking.declined(name, data):
            return {}
        return _proposed(
            asking.proposals(
                name, data, wishes.wanted_kind(), wishes.wanted_columns(), wishes.lookup
            )
        )
    return {"kind": head.kind, "dialect": head.dialect, "mapping": dict(head.mapping)}


def _proposed(found: Proposals) -> dict[str, Any]:
    shown = [
        {"field": one.field, "column": one.column, "confidence": one.confidence, "why": one.why}
        for one in found.found().values()
    ]
    return {"proposals": shown} if shown else {}
