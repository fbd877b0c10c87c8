"""What a user may ask for beside the file: kind, overrides, value maps, zone and day order."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Answers:
    """What was said of a file's cells; None is what was left to the file, or to the workspace.

    `day_first` of dates, `year_first` of dates such as 26/09/30, `decimal` the mark ("," or ".") of
    numbers, `zone` of times without one.
    """

    day_first: bool | None = None
    decimal: str | None = None
    zone: str | None = None
    year_first: bool | None = None

    def plain(self) -> dict[str, Any]:
        """What was said alone."""
        return {name: said for name, said in asdict(self).items() if said is not None}

    def in_words(self) -> str:
        """What was said: "day first, decimal comma, Europe/Berlin"; "" for nothing."""
        order = {True: "day first", False: "month first", None: ""}[self.day_first]
        mark = {",": "decimal comma", ".": "decimal point", None: ""}[self.decimal]
        year = {True: "year first", False: "year last", None: ""}[self.year_first]
        return ", ".join(filter(None, (year, order, mark, self.zone)))


@dataclass(frozen=True)
class SavedMapping:
    """A mapping under a name: field -> column, field -> theirs -> ours, field -> one value.

    `answers` are what was said of the cells of the file that it was made for, and `header` are that
    file's columns, none where nobody knows them: they say when it comes back, not what it means.
    """

    name: str
    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = Answers()
    header: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> str:
        """The mapping as canonical JSON, with the header that it was made for."""
        made_for = {"header": list(self.header)} if self.header else {}
        return json.dumps({**self.plain(), **made_for}, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "SavedMapping":
        """The mapping that `to_json` wrote."""
        plain = json.loads(text)
        answers, header = Answers(**plain.get("answers", {})), tuple(plain.get("header", ()))
        return cls(**{**plain, "answers": answers, "header": header})

    def plain(self) -> dict[str, Any]:
        """What it means as plain dictionaries and strings; answers only where there are any."""
        answers = self.answers.plain()
        return {
            "name": self.name,
            "kind": self.kind,
            "columns": dict(self.columns),
            "values": {name: dict(words) for name, words in self.values.items()},
            "set": dict(self.set),
            **({"answers": answers} if answers else {}),
        }


@dataclass(frozen=True)
class Options:
    """The wishes for one file.

    `map` is field -> their column, `values` field -> theirs -> ours, `set` field -> the value of
    every row. `zone` reads times without one. `currency` is the workspace's, for amounts whose
    file names none. `day_first` None means: from the evidence of the file; so do `year_first`, of
    dates such as 26/09/30 (with `day_first` alone their year stands last), and `decimal`, the mark
    ("," or ".") of numbers that could be read in two ways. The answers of the mapping count once
    they are among the wishes: `answered`; `kept` are those of them that do. `asks_words`: a word
    that nobody knows refuses a file that a saved mapping reads, since nobody looks at its preview.
    `lookup` says which of some ids are known ones, by field.
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
    year_first: bool | None = None
    kept: Answers = Answers()
    asks_words: bool = False
    lookup: Callable[[Collection[str]], Mapping[str, frozenset[str]]] | None = field(
        default=None, compare=False, repr=False
    )

    def answered(self, zone: str) -> "Options":
        """With the mapping's answers where nothing else is wished, and `zone` where it has none."""
        kept = self.mapping.answers if self.mapping else Answers()
        if self.day_first is not None or self.year_first is not None:
            kept = replace(kept, day_first=None, year_first=None)
        if self.decimal:
            kept = replace(kept, decimal=None)
        told = {name: said for name, said in kept.plain().items() if name != "zone"}
        return replace(self, **told, zone=kept.zone or zone, kept=kept)

    def canonical(self) -> str:
        """What was asked for as JSON with sorted keys; the workspace's currency is no wish.

        An answer counts as it is used, whether a mapping kept it or it was given again.
        """
        mapping = self.mapping and replace(self.mapping, answers=Answers())
        asked: dict[str, Any] = {
            "kind": self.kind,
            "mapping": mapping.plain() if mapping else None,
            "map": dict(self.map),
            "values": {name: dict(words) for name, words in self.values.items()},
            "set": dict(self.set),
            "zone": self.zone,
            "day_first": self.day_first,
            "data_as_of": self.data_as_of.isoformat() if self.data_as_of else None,
        }
        if self.year_first is not None:
            asked["year_first"] = self.year_first
        if self.decimal:
            asked["decimal"] = self.decimal
        return json.dumps(asked, sort_keys=True, ensure_ascii=False)

    def from_mapping(self) -> Iterator[str]:
        """The sentence on the mapping's answers that count."""
        if self.mapping and (said := self.kept.in_words()):
            yield f"From your mapping “{self.mapping.name}”: {said}."

    def decides(self) -> frozenset[str]:
        """The fields of the mapping whose words nobody may leave unsaid."""
        return frozenset(self.mapping.columns if self.mapping and self.asks_words else ())

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
