"""Files in several groups: each with its title in one cell, the header once more, and its rows."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sla_core.crm.files.footers import is_total
from sla_core.crm.files.header import Sheet
from sla_core.problems import Refused

_LOOKED, _HEAD = 1000, 1 << 20


def is_again(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row says what the header says."""
    return [cell.strip() for cell in cells] == [name.strip() for name in header]


def is_title(cells: Sequence[str]) -> bool:
    """Whether one cell of a row is filled, as that of a group's title is."""
    return sum(bool(cell.strip()) for cell in cells) == 1


def group_titles(
    rows: Iterable[tuple[int, Sequence[str]]], headers: Iterable[int]
) -> tuple[int, ...]:
    """The lines of the titles among some rows with their lines: those right above a header."""
    above = {line - 1 for line in headers}
    return tuple(sorted(line for line, cells in rows if line in above and is_title(cells)))


def without_groups(rows: Sequence[Sequence[str]], header: Sequence[str]) -> Iterator[Sequence[str]]:
    """The rows without the header once more and the titles right above it."""
    again = {place for place, cells in enumerate(rows) if is_again(cells, header)}
    for place, cells in enumerate(rows):
        if place not in again and not (place + 1 in again and is_title(cells)):
            yield cells


def refuse_blocks(sheet: Sheet) -> None:
    """Refused where a report's first column says its group in the first row of each block alone."""
    lines = io.StringIO(str(sheet.body[:_HEAD], "utf-8", "ignore"), newline="")
    rows = islice(csv.reader(lines, delimiter=sheet.delimiter), _LOOKED)
    full = [row for row in rows if any(map(str.strip, row))]
    first = min((_first(row) for row in full), default=0)
    if in_blocks([row[first:] for row in full]):
        raise Refused(
            f"{sheet.name} is a report in groups: “{sheet.header[first].strip()}” stands only in the"
            " first row of each. Export it without the groups (in Salesforce: Details Only)."
            " Nothing was imported."
        )


def in_blocks(rows: Sequence[Sequence[str]]) -> bool:
    """Whether subtotals close blocks of rows, of which only the first has its first cell filled."""
    ends = [place for place, cells in enumerate(rows) if is_total(cells)]
    if len(ends) < 2:
        return False
    starts = {0, *(place + 1 for place in ends)}
    data = [place for place in range(ends[-1]) if place not in ends]
    filled = {place for place in data if not _first(rows[place])}
    return 0 in filled and filled <= starts and len(data) > len(filled)


def _first(cells: Sequence[str]) -> int:
    """The place of the first cell that is not blank."""
    return next((place for place, cell in enumerate(cells) if cell.strip()), len(cells))
