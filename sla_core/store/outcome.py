"""What an import did, or would do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sla_core.problems import Problem
from sla_core.store.changes import Change

COUNTS = ("read", "new", "changed", "same", "refused")


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do: read = new + changed + same + refused.

    `older` of the changed rows are older than what stands and were kept as earlier versions. Of
    these, `older_undated` do not say when they changed, so that their file's moment decides; the
    newest version that they are older than is of the moment `stands_at`.
    `unmatched` rows found no lead, and are kept until one comes.
    `batch` is None where nothing was written; `known` says that the same file was there before.
    A preview has a sample of `changes`. `refused_before` of a known file's rows were refused then.
    """

    file: str
    kind: str
    dialect: str
    mapping: Mapping[str, str]
    data_as_of: datetime
    read: int
    same: int
    new: int = 0
    changed: int = 0
    refused: int = 0
    older: int = 0
    older_undated: int = 0
    stands_at: datetime | None = None
    unmatched: int = 0
    batch: int | None = None
    known: bool = False
    refused_before: int = 0
    rules: tuple[str, ...] = ()
    blanked: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


def known(before: Mapping[str, Any], file: str) -> Outcome:
    """A file that was loaded before."""
    kept = ("kind", "dialect", "data_as_of")
    return Outcome(
        file=file,
        **{name: before[name] for name in kept},
        mapping=json.loads(before["mapping"]),
        rules=tuple(json.loads(before["rules"])),
        read=before["read_rows"],
        same=before["read_rows"],
        batch=before["id"],
        known=True,
        refused_before=before["refused_rows"],
    )
