"""What the upload asks about a file: what its columns hold, and the wishes made of the answers."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pyarrow.compute as pc

from sla_core import fields, periods, uploads
from sla_core.crm import Answers, Options, SavedMapping, mapping_files
from sla_core.crm.cells.blanks import without_errors
from sla_core.crm.cells.cells import trimmed
from sla_core.crm.clock_columns import with_clocks
from sla_core.crm.files.header import open_sheet
from sla_core.crm.files.reading import read_body
from sla_core.crm.language.meanings import SURE, values
from sla_core.crm.language.meanings import meaning as meaning_of
from sla_core.crm.layouts.declined import declined as declined_header
from sla_core.crm.layouts.dialects import folded, own
from sla_core.crm.layouts.evidence import holds_titles
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.layouts.proposals import Proposal, Proposals, Reader
from sla_core.crm.layouts.recognise import REQUIRED, known, plan_for
from sla_core.crm.layouts.references import Lookup
from sla_core.fields import Cell
from sla_core.store import mappings
from sla_core.store.engine import Engine
from sla_core.store.mappings import Saved

__all__ = [
    "SURE",
    "Answers",
    "Head",
    "Near",
    "Options",
    "Proposal",
    "Proposals",
    "Saved",
    "SavedMapping",
    "Word",
]

SAMPLES = 200
MOST_WORDS = 40
FLAGS = ("true", "false")
ALSO_FLAGS = ("yes", "no", "1", "0")


@dataclass(frozen=True)
class Head:
    """A file's columns and, for each, up to three different cells of its first rows."""

    header: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Word:
    """A word of a column: how many rows have it, and what it probably means.

    `ours` is "" where nothing is known. `confidence` is from 0 to 1; below SURE it is to be asked.
    """

    theirs: str
    count: int
    ours: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Near:
    """A mapping that was saved for a header like a file's; `likely`: the file looks like its kind."""

    mapping: SavedMapping
    likely: bool


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


def proposals(
    name: str,
    data: bytes,
    kind: str | None = None,
    told: Mapping[str, str] | None = None,
    lookup: Lookup | None = None,
) -> Proposals:
    """What the file probably is: kind, and per field a column with confidence, why and rivals.

    Required fields come first. A `kind` that is told is certain, and so are the columns in `told`.
    `lookup` tells which ids are those of known leads.
    Refused where the bytes are no CSV file.
    """
    return Reader.of(open_sheet(name, data, head_only=True), lookup).propose(kind, told)


def declined(name: str, data: bytes) -> str | None:
    """What the file is that is not loaded here: "Salesforce's list of currencies"; else None."""
    return declined_header(open_sheet(name, data, head_only=True).header)


def words(name: str, data: bytes, column: str) -> tuple[str, ...]:
    """The different words of a column in the whole file, the most frequent first, at most 40."""
    return tuple(word for word, _ in _counted(name, data, column)[:MOST_WORDS])


def words_of(name: str, data: bytes, kind: str, field: str, column: str) -> tuple[Word, ...]:
    """The words of a column in the whole file with their counts, and what each probably means.

    The most frequent first, at most 40. `field` is one with values of its own, or `tier` where the
    column holds job titles.
    """
    found = []
    for word, count in _counted(name, data, column)[:MOST_WORDS]:
        its = meaning_of(kind, field, word)
        found.append(Word(word, count, its.ours, its.confidence, its.why))
    return tuple(found)


def translatable(kind: str, field: str, column: str) -> tuple[str, ...]:
    """Our values into which the words of a column are translated for a field; empty for none.

    A tier has some where the column holds job titles: there they are only proposals.
    """
    if field == "tier":
        return values(kind, field) if holds_titles(column) else ()
    return choices(kind, field)


def clocks(name: str, data: bytes, kind: str, columns: Mapping[str, str]) -> set[str]:
    """The columns whose times of day are read beside days in the chosen ones."""
    sheet = open_sheet(name, data, head_only=True)
    chosen = {field: (column,) for field, column in columns.items() if column in sheet.header}
    plan = Plan(kind, own(kind), "", chosen, {}, sheet.header)
    return {*with_clocks(sheet, plan).clocks.values()}


def needs(kind: str) -> str:
    """What a file of the kind needs, in words: "lead_id; qualified_at or created_at"."""
    return "; ".join(" or ".join(group) for group in REQUIRED[kind])


def need(kind: str, field: str) -> str:
    """How a file of the kind needs a field: " (needed)", " (one of 2 needed)", "" for not at all."""
    group = next((group for group in REQUIRED[kind] if field in group), ())
    return f" (one of {len(group)} needed)" if len(group) > 1 else " (needed)" if group else ""


def missing(name: str, data: bytes, mapping: SavedMapping, *, known: bool) -> tuple[str, ...]:
    """What a file of the mapping's kind needs and has no column for, in words.

    `known`: the export says some of its columns by itself.
    """
    if mapping.columns or known:
        sheet = open_sheet(name, data, head_only=True)
        groups = plan_for(sheet, Options(mapping=mapping)).missing()
    else:
        groups = tuple(" or ".join(group) for group in REQUIRED[mapping.kind])
    return tuple(group.replace("_", " ") for group in groups)


def choices(kind: str, field: str) -> tuple[str, ...]:
    """The only values of a field; empty where it holds whatever the CRM says."""
    its = fields.field(kind, field)
    return FLAGS if its.cell is Cell.FLAG else its.choices


def strange(kind: str, field: str, found: Sequence[str]) -> tuple[str, ...]:
    """The words of a column that are none of the field's values and need a translation."""
    values = choices(kind, field)
    known = {*values, *(ALSO_FLAGS if values == FLAGS else ())}
    return tuple(word for word in found if word.casefold() not in known) if known else ()


def offered(engine: Engine, header: Sequence[str]) -> SavedMapping | None:
    """The newest mapping that was saved for these very columns, in any order."""
    document = None if declined_header(header) else mappings.for_header(engine, header)
    return SavedMapping.from_json(document) if document else None


def near(engine: Engine, name: str, data: Any) -> Near | None:
    """The mapping that was saved for a header like this file's, and not for this one; else None.

    The file has all columns that it uses, and half of those that it was saved with. It is of the
    same export, or of none that is known, nor is anything else in it for sure.
    """
    sheet = open_sheet(name, data, head_only=True)
    if declined_header(sheet.header):
        return None
    found = [SavedMapping.from_json(one) for one in mappings.within(engine, sheet.header)]
    alike = [one for one in found if _is_like(one, sheet.header)]
    if not alike or known(sheet.header):
        return Near(alike[0], likely=True) if alike else None
    its = Reader.of(sheet).propose()
    fitting = [Near(one, its.kind == one.kind) for one in alike]
    return next((one for one in fitting if one.likely or its.confidence < SURE), None)


def _is_like(mapping: SavedMapping, header: Sequence[str]) -> bool:
    """Whether a header is of the same export as the one that the mapping was saved for."""
    made_for = mapping.header or tuple(mapping.columns.values())
    its, here = known(made_for), known(header)
    there = len({*map(folded, made_for)} & {*map(folded, header)})
    if here is None:
        return bool(mapping.columns) and 2 * there >= len(made_for)
    same = its is not None and (its.name, its.kind) == (here.name, here.kind)
    return same and here.kind == mapping.kind and 2 * there >= len(made_for)


def keep(engine: Engine, mapping: SavedMapping, header: Sequence[str]) -> None:
    """Save the mapping, so that it is offered again for the same columns."""
    kept = replace(mapping, header=tuple(header))
    mappings.save(engine, kept.name, kept.kind, header, kept.to_json(), periods.now())


def saved(engine: Engine) -> list[Saved]:
    """The mappings that are saved, by name."""
    return mappings.saved(engine)


def forget(engine: Engine, name: str) -> None:
    """Remove a mapping; Refused lists the names that there are."""
    mappings.remove(engine, name)


def exported(engine: Engine, name: str) -> str:
    """A saved mapping as a TOML file; Refused lists the names that there are."""
    return mapping_files.to_toml(SavedMapping.from_json(mappings.named(engine, name)))


def imported(engine: Engine, file: str, text: str) -> SavedMapping:
    """Save the mapping of a TOML file under its name; Refused says what is wrong with the file."""
    found = mapping_files.from_toml(file, text)
    keep(engine, found, found.header or tuple(found.columns.values()))
    return found


def wishes(
    engine: Engine, mapping: SavedMapping | None, answers: Answers, data_as_of: str
) -> Options:
    """The answers as the readers take them, in the place of those that the mapping keeps.

    Refused where the as-of is no date or time.
    """
    kept = mapping and replace(mapping, answers=answers)
    asked = Options(
        mapping=kept,
        day_first=answers.day_first,
        year_first=answers.year_first,
        decimal=answers.decimal,
    )
    told = uploads.options(engine, asked, answers.zone)
    saved, now = mapping.answers.plain() if mapping and mapping.name else {}, answers.plain()
    told = replace(
        told, kept=Answers(**{name: its for name, its in saved.items() if now.get(name) == its})
    )
    if not data_as_of.strip():
        return told
    return uploads.speaking_of(told, periods.parse_moment(data_as_of, told.zone))


def answers_of(saved: Saved) -> Answers:
    """What a saved mapping keeps of the answers about the cells."""
    return SavedMapping.from_json(saved.document).answers


def _counted(name: str, data: bytes, column: str) -> list[tuple[str, int]]:
    """The different words of a column in the whole file with their counts, most frequent first."""
    sheet = open_sheet(name, data)
    place = sheet.header.index(column)
    cells = without_errors(trimmed(read_body(sheet, [place]).columns[place]))
    counted = sorted(pc.value_counts(cells).to_pylist(), key=lambda found: -found["counts"])
    return [(found["values"], found["counts"]) for found in counted if found["values"]]
