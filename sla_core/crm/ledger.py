"""What is noted of a file's rows, piece by piece: which are kept, refused or left out, and why."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.clean import RefusedRow
from sla_core.crm.cells.cells import accepted
from sla_core.crm.cells.moment import Spoken
from sla_core.crm.columns import Cleaned, Cleaner
from sla_core.crm.faults import (
    MOST_PROBLEMS,
    Reason,
    optional_problems,
    reasons,
    required_problem,
)
from sla_core.crm.files.footers import (
    MOST_LAST,
    MOST_TOTALS,
    NAMED_TOTAL,
    LeftOut,
    Places,
    is_named_total,
    is_total,
    no_data,
    suspects,
)
from sla_core.crm.files.groups import group_titles, is_again, is_title
from sla_core.crm.files.header import Sheet, in_words
from sla_core.crm.files.reading import Body
from sla_core.crm.layouts.plans import Plan
from sla_core.fields import Cell
from sla_core.problems import Problem, Refused

Mask = npt.NDArray[np.bool_]
MOST_REFUSED = 100_000


class Ledger:
    """The notes on one file. Of refused rows and unreadable cells the first are kept, all counted."""

    def __init__(self) -> None:
        self.kept = self.refused_rows = 0
        self.rounded: Counter[str] = Counter()
        self.assumed: Counter[tuple[str, str]] = Counter()
        self.refused: list[RefusedRow] = []
        self.problems: list[Problem] = []
        self.blanked: Counter[str] = Counter()
        self.spoken = Spoken()
        self._ragged: list[RefusedRow] = []
        self._suspected: list[RefusedRow] = []
        self._headers: list[int] = []
        self._last_data_line = 0
        self._readable: set[str] = set()
        self._unreadable: dict[str, None] = {}

    def note(self, cleaner: Cleaner, cleaned: Cleaned, more: Sequence[Reason] = ()) -> Mask:
        """Which rows of the next piece are kept; there may be `more` reasons to refuse some."""
        body, found = cleaner.body, [*reasons(cleaner.plan, cleaned), *more]
        kept: Mask = ~np.logical_or.reduce([reason.rows for reason in found])
        again = _headers(body)
        self._headers += body.lines[again].tolist()
        suspected = np.union1d(_suspects(body, cleaner.plan), again)
        suspected = np.union1d(suspected, _titles(body, again))
        suspected = np.union1d(suspected, _totals(cleaner, cleaned)).astype(np.int64)
        suspected = np.union1d(suspected, _named_totals(body, cleaner.plan, suspected))
        refused = _refused_rows(cleaner, found)
        beside = {*suspected.tolist()}
        odd = beside - {*again.tolist()}
        self._suspected += [row for place, row in refused.items() if place in odd]
        places = np.array(sorted(odd), np.int64)
        self._suspected += _strange_rows(body, places[kept[places]])
        self._refuse([row for place, row in refused.items() if place not in beside])
        self._ragged += _ragged_rows(body)
        kept[suspected] = False
        self._note_last(body, beside)
        self._note_readable(found, cleaned)
        self._note_blanked(cleaner, cleaned, kept)
        self.rounded.update(cleaned.rounded)
        self.assumed.update(cleaned.assumed)
        self.kept += int(kept.sum())
        return kept

    def left_out(self) -> LeftOut:
        """The rows that hold no data; those that only looked so are refused."""
        ragged, suspected = (
            [(row.line, row.cells) for row in rows] for rows in (self._ragged, self._suspected)
        )
        titles = group_titles((*ragged, *suspected), self._headers)
        found = no_data(
            [row for row in ragged if row[0] not in titles],
            [row for row in suspected if row[0] not in titles],
            self._last_data_line,
        )
        found = replace(found, header=tuple(self._headers), titles=titles)
        odd = [row for row in (*self._ragged, *self._suspected) if row.line not in found.lines]
        self._ragged, self._suspected = [], []
        self._refuse(odd)
        return found

    def refuse_unusable(self, sheet: Sheet, plan: Plan) -> None:
        """Refused where there are no rows, or a required column holds nothing readable at all."""
        rows = self.kept + self.refused_rows + len(self._suspected)
        if not rows and not self._ragged:
            raise Refused.because(Problem("the file has a header but no rows", sheet.name))
        if not rows:
            text = f"no row has as many cells as the header, which has {len(sheet.header)}"
            raise Refused.because(Problem(text, sheet.name, line=self._ragged[0].line))
        for name in self._unreadable:
            if name not in self._readable:
                column = plan.shown().get(name, name)
                kind = f"no cell of the column can be read as {name}"
                wanted = accepted(fields.field(plan.kind, name))
                raise Refused.because(Problem(kind, sheet.name, column=column, accepted=wanted))

    def _note_last(self, body: Body, suspected: set[int]) -> None:
        places = (place for place in reversed(range(len(body.lines))) if place not in suspected)
        last = next(places, None)
        if last is not None:
            self._last_data_line = int(body.lines[last])

    def _refuse(self, rows: Sequence[RefusedRow]) -> None:
        self.refused_rows += len(rows)
        self.refused += rows[: MOST_REFUSED - len(self.refused)]

    def _note_readable(self, found: list[Reason], cleaned: Cleaned) -> None:
        for reason in found:
            values = cleaned.columns[reason.name].values
            if reason.rows.any():
                self._unreadable[reason.name] = None
            if values.null_count < len(values):
                self._readable.add(reason.name)

    def _note_blanked(self, cleaner: Cleaner, cleaned: Cleaned, kept: Mask) -> None:
        problems: list[Problem] = []
        for each in cleaned.unreadable:
            rows = np.flatnonzero(each.rows & kept)
            if len(rows):
                self.blanked[each.column] += len(rows)
                problems += optional_problems(cleaner, each, rows)
        problems.sort(key=lambda problem: problem.line or 0)
        self.problems += problems[: MOST_PROBLEMS - len(self.problems)]


def _keys(
    body: Body, plan: Plan, numbers: Collection[str] = ()
) -> list[pa.ChunkedArray | pa.Array]:
    """The columns of times (but for `numbers`), then those of ids and e-mails."""
    times = fields.times(plan.kind)
    telling = {
        column: name in times
        for name, columns in plan.columns.items()
        if name.endswith("_id") or fields.field(plan.kind, name).cell in (Cell.TIME, Cell.EMAIL)
        for column in columns
        if column not in numbers
    }
    ordered = sorted(telling, key=lambda column: not telling[column])
    return [body.columns[body.sheet.header.index(column)] for column in ordered]


def _suspects(body: Body, plan: Plan, numbers: Collection[str] = ()) -> Places:
    """Rows that may hold no data, by the cells that only data have."""
    return suspects(_keys(body, plan, numbers))


def _named_totals(body: Body, plan: Plan, suspected: Places) -> Places:
    """Totals that bear a name, behind which no row of the piece is data."""
    rows = len(body.lines)
    begin = max(0, rows - MOST_LAST)
    near = begin + suspects([column.slice(begin) for column in _keys(body, plan)], NAMED_TOTAL)
    near = np.setdiff1d(near, suspected)
    found = near[np.array([is_named_total(cells) for cells in body.cells(near)], bool)]
    none = {*found.tolist(), *suspected[suspected >= begin].tolist()}
    data = (place for place in reversed(range(begin, rows)) if place not in none)
    return found[found > next(data, -1)].astype(np.int64)


def _totals(cleaner: Cleaner, cleaned: Cleaned) -> Places:
    """Totals rows with a number in a column of times: it cannot be read, or times are such numbers."""
    body, numbers = cleaner.body, cleaner.in_numbers()
    lost = [each.rows for each in cleaned.unreadable if each.field.cell is Cell.TIME]
    places = np.flatnonzero(np.logical_or.reduce(lost)) if lost else np.zeros(0, np.int64)
    if numbers:
        places = np.union1d(places, _suspects(body, cleaner.plan, numbers))
    if len(places) > MOST_TOTALS:
        return np.zeros(0, np.int64)
    return places[np.array([is_total(cells) for cells in body.cells(places)], bool)]


def _headers(body: Body) -> Places:
    """Rows that say what the header says: several exports in one file."""
    (place, column), *_ = body.columns.items()
    same = pc.equal(column, body.sheet.header[place]).to_numpy()
    rows = np.flatnonzero(same)
    cells = body.cells(rows)
    again = [is_again(row, body.sheet.header) for row in cells]
    return rows[np.array(again, bool)].astype(np.int64)


def _titles(body: Body, headers: Places) -> Places:
    """Rows with one filled cell right above the header once more: the titles of groups."""
    above = headers[headers > 0] - 1
    return above[np.array([is_title(cells) for cells in body.cells(above)], bool)]


def _refused_rows(cleaner: Cleaner, found: list[Reason]) -> dict[int, RefusedRow]:
    """The rows that are not imported, by their place in the piece, each with its first reason."""
    body = cleaner.body
    rows: dict[int, Problem] = {}
    for reason in found:
        for row in np.flatnonzero(reason.rows).tolist():
            if row not in rows:
                rows[row] = required_problem(cleaner, reason, row)
    order = sorted(rows)
    cells = body.cells(np.array(order, np.int64))
    return {
        row: RefusedRow(int(body.lines[row]), its, rows[row])
        for row, its in zip(order, cells, strict=True)
    }


def _strange_rows(body: Body, places: Places) -> list[RefusedRow]:
    """Rows that would be imported, although they look like a total."""
    name, kind = body.sheet.name, "the row looks like a total: it has no time and no e-mail"
    lines = body.lines[places].tolist()
    return [
        RefusedRow(line, its, Problem(kind, name, line))
        for line, its in zip(lines, body.cells(places), strict=True)
    ]


def _ragged_rows(body: Body) -> list[RefusedRow]:
    name, wide = body.sheet.name, body.sheet.wanted
    return [
        RefusedRow(
            line, its, Problem(f"the row has {in_words(len(its))}", name, line, accepted=wide)
        )
        for line, its in body.ragged
    ]
