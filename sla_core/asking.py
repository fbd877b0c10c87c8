"""What the upload asks about a file: what its columns hold, and the wishes made of the answers."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow.compute as pc

from sla_core import fields, periods, uploads
from sla_core.crm import Options, SavedMapping, recognise
from sla_core.crm.header import open_sheet
from sla_core.crm.reading import read_body
from sla_core.crm.recognise import REQUIRED
from sla_core.fields import Cell
from sla_core.problems import Refused
from sla_core.store import mappings
from sla_core.store.engine import Engine

__all__ = ["Head", "Options", "SavedMapping"]

SAMPLES = 200
MOST_WORDS = 40
FLAGS = ("true", "false")
ALSO_FLAGS = ("yes", "no", "1", "0")


@dataclass(frozen=True)
class Head:
    """A file's columns and, for each, up to three different cells of its first rows."""

    header: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]


def head(name: str, data: bytes) -> Head:
    """Header and sample cells; Refused where the bytes are no CSV file."""
    sheet = open_sheet(name, data, head_only=True)
    lines = io.StringIO(str(sheet.body, "utf-8", "ignore"), newline="")
    rows = list(islice(csv.reader(lines, delimiter=sheet.delimiter), SAMPLES))
    found = {}
    for place, column in enumerate(sheet.header):
        cells = [row[place].strip() for row in rows if len(row) > place]
        found[column] = tuple(dict.fromkeys(cell for cell in cells if cell))[:3]
    return Head(sheet.header, found)


def words(name: str, data: bytes, column: str) -> tuple[str, ...]:
    """The different words of a column in the whole file, the most frequent first, at most 40."""
    sheet = open_sheet(name, data)
    place = sheet.header.index(column)
    cells = pc.utf8_trim_whitespace(read_body(sheet, [place]).columns[place])
    counted = sorted(pc.value_counts(cells).to_pylist(), key=lambda found: -found["counts"])
    return tuple(found["values"] for found in counted if found["values"])[:MOST_WORDS]


def asked(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kind's fields: those that a file needs, the alternatives among them, then the others."""
    needed = tuple(name for group in REQUIRED[kind] for name in group)
    return needed, tuple(name for name in fields.names(kind) if name not in needed)


def needs(kind: str) -> str:
    """What a file of the kind needs, in words: "lead_id; qualified_at or created_at"."""
    return "; ".join(" or ".join(group) for group in REQUIRED[kind])


def choices(kind: str, field: str) -> tuple[str, ...]:
    """The only values of a field; empty where it holds whatever the CRM says."""
    its = fields.field(kind, field)
    return FLAGS if its.cell is Cell.FLAG else its.choices


def strange(kind: str, field: str, found: Sequence[str]) -> tuple[str, ...]:
    """The words of a column that are none of the field's values and need a translation."""
    values = choices(kind, field)
    known = {*values, *(ALSO_FLAGS if values == FLAGS else ())}
    return tuple(word for word in found if word.casefold() not in known) if known else ()


def guess(kind: str, there: Head) -> dict[str, str]:
    """Our field -> their column where the names say it ("Lead ID" is lead_id) and the cells agree."""
    plain = {re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_"): name for name in there.header}
    same = {name: plain[name] for name in fields.names(kind) if name in plain}
    return {
        name: column
        for name, column in same.items()
        if not strange(kind, name, there.samples[column])
    }


def offered(engine: Engine, header: Sequence[str]) -> SavedMapping | None:
    """The newest mapping that was saved for this header."""
    document = mappings.for_header(engine, header)
    return SavedMapping.from_json(document) if document else None


def keep(engine: Engine, mapping: SavedMapping, header: Sequence[str]) -> None:
    """Save the mapping, so that it is offered again for the same header."""
    mappings.save(engine, mapping.name, mapping.kind, header, mapping.to_json(), periods.now())


def wishes(
    engine: Engine, mapping: SavedMapping | None, zone: str, day_first: bool | None, data_as_of: str
) -> Options:
    """The answers as the readers take them; Refused where the as-of is no date or time."""
    moment = periods.parse_moment(data_as_of, zone) if data_as_of.strip() else None
    given: dict[str, Any] = {"mapping": mapping, "day_first": day_first, "data_as_of": moment}
    return uploads.options(engine, Options(**given), zone)


def meaning(options: Sequence[str], word: str) -> str:
    """The one of our words that stands in theirs ("Closed Won" is won); "" where none or several do."""
    parts = re.findall(r"[a-z]+", word.casefold())
    found = [ours for ours in options if ours and ours in parts]
    return found[0] if len(found) == 1 else ""


def known(name: str, data: bytes) -> bool:
    """Whether the file's header says by itself what it is."""
    try:
        return not recognise(name, data).missing
    except Refused:
        return False
