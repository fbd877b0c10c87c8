"""What a file is at first sight, and the questions that only its cells raise: for the upload page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sla_core import asking, fields
from sla_core.asking import Head, Word
from sla_core.clean import CleanFile
from sla_core.crm import Options
from sla_core.crm.cells import dates, short_years
from sla_core.crm.cells.day_first import CHOICE
from sla_core.crm.cells.day_order import DayOrder
from sla_core.crm.cells.short_years import ShortYears
from sla_core.crm.files.header import open_sheet, refuse_without_rows
from sla_core.crm.layouts.declined import declined, resembles
from sla_core.crm.layouts.dialects import folded
from sla_core.crm.layouts.recognise import DIALECTS, plan_for
from sla_core.fields import Cell
from sla_core.problems import Refused

PRODUCTS = {
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "zoho": "Zoho",
    "pipedrive": "Pipedrive",
    "dynamics": "Dynamics 365",
    "close": "Close",
    "freshsales": "Freshsales",
}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
MOST_IN_DOUBT = 8
_OTHERWISE = re.compile(r"; choose otherwise with --decimal-(comma|point)")
_OPTIONS = re.compile(r""" \(--(?:"[^"]*"|'[^']*'|[^)"'])*\)""")


@dataclass(frozen=True)
class Glance:
    """A file's head: how it is written, and what it is.

    `title` says what it is where that is known: "Salesforce leads"; `dialect` is its name among the
    exports. `declined` is what it is where that is none of ours. `mapping` is field -> columns as they
    are read without a word from the user, `missing` the required fields that have none.
    """

    head: Head
    encoding: str
    delimiter: str
    notes: tuple[str, ...]
    declined: str | None = None
    kind: str | None = None
    dialect: str = ""
    title: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it can be read without a word from the user."""
        return self.kind is not None and not self.missing


@dataclass(frozen=True)
class TwoDays:
    """A date that has two readings or three; None where it has not this one."""

    cell: str
    day_first: date | None
    month_first: date | None
    year_first: date | None = None


def glance(name: str, data: Any) -> Glance:
    """The file at first sight; Refused where its bytes are no table with rows."""
    sheet = open_sheet(name, data, head_only=True)
    delimiter = "" if sheet.encoding == "Excel workbook" else DELIMITERS[sheet.delimiter]
    seen = Glance(asking.head(name, data), sheet.encoding, delimiter, sheet.notes)
    if other := declined(sheet.header):
        return replace(seen, declined=other)
    refuse_without_rows(sheet)
    try:
        plan = plan_for(sheet, Options())
    except Refused:
        return replace(seen, notes=(*seen.notes, *filter(None, [resembles(sheet.header)])))
    title = _title(plan.dialect.system, plan.kind)
    mapping, missing = plan.shown(), plan.missing()
    return replace(
        seen, kind=plan.kind, dialect=plan.name, title=title, mapping=mapping, missing=missing
    )


def products() -> dict[str, tuple[str, ...]]:
    """Product -> the kinds of its exports that are known by their header."""
    kinds = {
        system: {dialect.kind for dialect in DIALECTS if dialect.system == system}
        for system in PRODUCTS
    }
    return {PRODUCTS[its]: tuple(k for k in fields.KINDS if k in kinds[its]) for its in kinds}


def words_of(name: str, data: Any, kind: str, field: str, column: str) -> tuple[Word, ...]:
    """As `asking.words_of`; what a known export says with its words is certain."""
    found = asking.words_of(name, data, kind, field, column)
    try:
        dialect = plan_for(open_sheet(name, data, head_only=True), Options()).dialect
    except Refused:
        return found
    said = {folded(theirs): ours for theirs, ours in dialect.words(field, column).items()}
    why = f"so in exports of {PRODUCTS.get(dialect.system, dialect.system)}"
    return tuple(
        Word(word.theirs, word.count, said[folded(word.theirs)], 1.0, why)
        if folded(word.theirs) in said
        else word
        for word in found
    )


def asks_day_order(refusal: Refused) -> str | None:
    """The column whose dates the refusal asks about: what comes first? Else None."""
    problem = refusal.problem
    asked = problem is not None and problem.accepted.startswith((CHOICE, short_years.CHOICE))
    return problem.column if problem and asked else None


def asks_year(refusal: Refused) -> bool:
    """Whether the dates that a refusal asks about may begin with the year."""
    problem = refusal.problem
    return problem is not None and problem.accepted.startswith(short_years.CHOICE)


def unknown_words(clean: CleanFile) -> dict[str, int]:
    """Columns whose words decide something, and how many cells have one that nobody translated."""
    decides = [
        field for field in fields.KINDS[clean.kind] if field.cell in (Cell.CHOICE, Cell.FLAG)
    ]
    columns = [clean.mapping.get(field.name, "") for field in decides]
    return {name: clean.blanked[name] for name in columns if name in clean.blanked}


def asks_decimal(rule: str) -> str:
    """The decimal mark with which a rule's numbers would be read otherwise: "," or "."; else ""."""
    found = _OTHERWISE.search(rule)
    return {"comma": ",", "point": "."}[found[1]] if found else ""


def on_a_page(sentence: str) -> str:
    """A sentence without the options of the command line: a page has them as controls."""
    return _OPTIONS.sub("", _OTHERWISE.sub("", sentence))


def in_doubt(name: str, data: Any, column: str) -> tuple[TwoDays, ...]:
    """The most frequent dates of a column that have several readings, with all of them."""
    found = []
    for cell in asking.words(name, data, column):
        written = re.match(f"{dates.EITHER}|{dates.SHORT}", cell)
        text = written[0] if written else ""
        year = bool(ShortYears.of(text).either) if re.fullmatch(dates.SHORT, text) else False
        if year or DayOrder.of(text).doubtful:
            days = _day(text, True), _day(text, False), _day(text, False, True) if year else None
            found.append(TwoDays(cell, *days))
    return tuple(found[:MOST_IN_DOUBT])


def _day(text: str, day_first: bool, year_first: bool = False) -> date | None:
    days = dates.days(text, day_first, year_first)
    return None if days == dates.NO_DAY else date(1970, 1, 1) + timedelta(days)


def _title(system: str, kind: str) -> str:
    return f"{PRODUCTS[system]} {kind}" if system in PRODUCTS else kind.capitalize()
