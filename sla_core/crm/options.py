"""What a user may ask for beside the file: kind, overrides, value maps, zone and day order."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class SavedMapping:
    """A mapping under a name: field -> column, field -> theirs -> ours, field -> one value."""

    name: str
    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The mapping as canonical JSON."""
        return json.dumps(self.plain(), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "SavedMapping":
        """The mapping that `to_json` wrote."""
        return cls(**json.loads(text))

    def plain(self) -> dict[str, Any]:
        """The mapping as plain dictionaries and strings."""
        return {
            "name": self.name,
            "kind": self.kind,
            "columns": dict(self.columns),
            "values": {name: dict(words) for name, words in self.values.items()},
            "set": dict(self.set),
        }


@dataclass(frozen=True)
class Options:
    """The wishes for one file.

    `map` is field -> their column, `values` field -> theirs -> ours, `set` field -> the value of
    every row. `zone` reads times without one. `currency` is the workspace's, for amounts whose
    file names none. `day_first` None means: from the evidence of the file,
    as does `decimal`, the mark ("," or ".") of numbers that could be read in two ways.
    """

    kind: str | None = None
    mapping: SavedMapping | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    currency: str | None = None
    day_first: bool | None = None
    decimal: str | None = None
    data_as_of: datetime | None = None

    def canonical(self) -> str:
        """What was asked for as JSON with sorted keys; the workspace's currency is no wish."""
        asked: dict[str, Any] = {
            "kind": self.kind,
            "mapping": self.mapping.plain() if self.mapping else None,
            "map": dict(self.map),
            "values": {name: dict(words) for name, words in self.values.items()},
            "set": dict(self.set),
            "zone": self.zone,
            "day_first": self.day_first,
            "data_as_of": self.data_as_of.isoformat() if self.data_as_of else None,
        }
        if self.decimal:
            asked["decimal"] = self.decimal
        return json.dumps(asked, sort_keys=True, ensure_ascii=False)

    def wanted_columns(self) -> dict[str, str]:
        """Field -> column as the saved mapping has it, overridden by `map`."""
        return {**(self.mapping.columns if self.mapping else {}), **self.map}

    def wanted_set(self) -> dict[str, str]:
        """Field -> value for every row, the saved mapping's overridden by `set`."""
        return {**(self.mapping.set if self.mapping else {}), **self.set}

    def wanted_values(self, name: str) -> dict[str, str]:
        """Theirs -> ours for one field, the saved mapping's overridden by `values`."""
        saved = self.mapping.values.get(name, {}) if self.mapping else {}
        return {**saved, **self.values.get(name, {})}

    def wanted_kind(self) -> str | None:
        """The kind that was named, by itself or by the saved mapping."""
        return self.kind or (self.mapping.kind if self.mapping else None)


def quoted(text: str) -> str:
    """An option's value as it is typed into a shell."""
    if re.fullmatch(r"[\w.,:=…/@%+-]+", text):
        return text
    return f"'{text}'" if '"' in text and "'" not in text else f'"{text}"'
