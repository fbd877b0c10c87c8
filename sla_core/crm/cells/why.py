"""Why a cell could not be read, where there is more to say than what would be accepted."""

import re

import pyarrow as pa

from sla_core.crm.cells import blanks, clock, currencies, dates, day_numbers
from sla_core.crm.cells.compact import spread
from sla_core.crm.cells.letters import LONGEST, ascii_text
from sla_core.crm.cells.number_parts import SHAPE
from sla_core.crm.cells.times import ANY_DATE, NUMERIC, WORDS, clocks_in_words
from sla_core.fields import Cell, Field


def why(field: Field, text: str, day_first: bool = False, year_first: bool = False) -> str:
    """The fault as a clause ("there is no 30 February 2026"); "" where nothing is known.

    `day_first` and `year_first` are the order in which the column's dates are read.
    """
    if blanks.errors(pa.array([text]))[0]:
        return "a spreadsheet could not compute this cell"
    if len(text) > LONGEST:
        return ""
    if field.name.endswith("_id") and blanks.rounded_ids(pa.array([text]))[0]:
        return blanks.ROUNDED
    if field.cell is Cell.TIME:
        return _time(text, day_first, year_first)
    return _number(text) if field.cell in (Cell.MONEY, Cell.COUNT) else ""


def _time(text: str, day_first: bool, year_first: bool) -> str:
    text = spread(pa.array([text]))[0].as_py()
    if re.fullmatch(day_numbers.NUMBER, text):
        return "a number is a time only where all cells of the column are such numbers"
    plain = clocks_in_words(pa.array([ascii_text(text, WORDS)]))[0].as_py()
    found = re.match(NUMERIC, plain) or re.match(ANY_DATE, plain)
    parts = dates.parts(found["date"], day_first, year_first) if found else None
    if not found or not parts:
        return ""
    wrong = dates.fault(parts)
    return wrong or (clock.fault(found["clock"], found["tail"] or "") if found["clock"] else "")


def _number(text: str) -> str:
    if "%" in text:
        return "a percentage is no amount"
    found = re.match(SHAPE, ascii_text(text))
    if not found:
        return ""
    if len(re.sub(r"[.,]\d{0,2}$|\D", "", found["number"])) > 14:
        return "the number has more than 14 digits"
    told = {re.sub(r"[-+()\s.]", "", found[part] or "") for part in ("before", "behind")}
    shared = [word for word in told if word in currencies.SHARED and not currencies.SHARED[word][0]]
    return f"“{shared[0]}” is the currency of several countries" if shared else ""
