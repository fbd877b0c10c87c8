"""Saved mappings as readable files: TOML, with the version of its form."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from sla_core import fields
from sla_core.crm.options import Answers, Options, SavedMapping
from sla_core.crm.wishes import refuse_impossible
from sla_core.problems import Refused

FORMAT = 1
"""The form of the file; a newer one is refused."""
_TABLES = ("columns", "values", "set")
_KEYS = {"format", "name", "kind", "header", *_TABLES, "answers"}
_ANSWERS = {
    "day_first": "true or false",
    "year_first": "true or false",
    "decimal": '"," or "."',
    "zone": 'a zone such as "Europe/Berlin"',
}


def to_toml(mapping: SavedMapping) -> str:
    """The mapping as a file that `from_toml` reads back to an equal one."""
    plain = mapping.plain()
    head = {"format": FORMAT, "name": mapping.name, "kind": mapping.kind}
    head |= {"header": mapping.header} if mapping.header else {}
    blocks = ["\n".join(_line(key, value) for key, value in head.items())]
    tables = {"columns": plain["columns"]}
    tables |= {f"values.{name}": words for name, words in sorted(plain["values"].items())}
    tables |= {"set": plain["set"], "answers": mapping.answers.plain()}
    blocks += [_table(name, table) for name, table in tables.items() if table]
    return "\n\n".join(blocks) + "\n"


def from_toml(file: str, text: str) -> SavedMapping:
    """The mapping in a file; Refused names the file and what would be accepted."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _refused(file, f"this is no TOML file ({fault})") from None
    _refuse_strange(file, document)
    name, kind = str(document.get("name", "")).strip(), document.get("kind")
    if not name:
        raise _refused(file, "name is missing; a mapping is saved by name")
    if kind not in fields.KINDS:
        raise _refused(file, f"kind is {kind!r}; accepted: {', '.join(fields.KINDS)}")
    tables = {key: _texts(file, key, document) for key in _TABLES}
    answers, header = _answers(file, document), _header(file, document)
    found = SavedMapping(name, kind, **tables, answers=answers, header=header)
    _refuse_wrong_values(file, found)
    return found


def _refuse_strange(file: str, document: Mapping[str, Any]) -> None:
    version = document.get("format")
    if version != FORMAT:
        raise _refused(file, f"format is {version!r}; accepted: {FORMAT}")
    strange = sorted({*document} - _KEYS)
    if strange:
        raise _refused(
            file, f"there is no key “{strange[0]}”; there are {', '.join(sorted(_KEYS))}"
        )


def _texts(file: str, key: str, document: Mapping[str, Any]) -> Any:
    """A table of texts, or of such tables for `values`."""
    table = document.get(key, {})
    inner = table.values() if key == "values" and isinstance(table, dict) else [table]
    if not isinstance(table, dict) or not all(map(_is_texts, inner)):
        raise _refused(file, f"[{key}] holds something else than texts")
    return table


def _header(file: str, document: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of the file that the mapping was made for; none where they are not named."""
    found = document.get("header", [])
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise _refused(file, "header holds something else than the names of columns")
    return tuple(found)


def _answers(file: str, document: Mapping[str, Any]) -> Answers:
    """What was said of the cells."""
    table = document.get("answers", {})
    strange = sorted({*table} - {*_ANSWERS}) if isinstance(table, dict) else ["answers"]
    if strange:
        raise _refused(file, f"[answers] has no “{strange[0]}”; it has {', '.join(_ANSWERS)}")
    for name, said in table.items():
        allowed = {"decimal": said in (",", "."), "zone": isinstance(said, str)}
        if not allowed.get(name, isinstance(said, bool)):
            raise _refused(file, f"{name} is {_json(said)}; accepted: {_ANSWERS[name]}")
    return Answers(**table)


def _is_texts(table: object) -> bool:
    return isinstance(table, dict) and all(isinstance(value, str) for value in table.values())


def _refuse_wrong_values(file: str, mapping: SavedMapping) -> None:
    try:
        refuse_impossible(mapping.kind, Options(mapping=mapping).answered("UTC"))
    except Refused as fault:
        raise _refused(file, str(fault).rstrip(".")) from None
    if not mapping.columns and not mapping.set and not mapping.answers.plain():
        raise _refused(file, "it maps no column")


def _refused(file: str, why: str) -> Refused:
    return Refused(f"{file}: {why}. Nothing was saved.")


def _table(name: str, table: Mapping[str, Any]) -> str:
    return "\n".join([f"[{name}]", *(_line(key, value) for key, value in sorted(table.items()))])


def _line(key: str, value: object) -> str:
    return f"{_key(key)} = {_json(value)}"


def _key(text: str) -> str:
    bare = text.isascii() and text.replace("_", "").replace("-", "").isalnum()
    return text if bare else _json(text)


def _json(value: object) -> str:
    # A JSON string is written the same way in TOML, but for DEL, which has to be escaped there.
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")
