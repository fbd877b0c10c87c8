"""What a file shows of how its cells are to be read, piece by piece, and what is decided."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.cells import Reading
from sla_core.crm.cells.numbers import NumberColumn
from sla_core.crm.cells.shown import Settled, Shown, columns_of, settle, show
from sla_core.crm.cells.times import TimeColumn
from sla_core.fields import Cell
from sla_core.problems import Problem

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COLUMNS = {"created_at": ["Created"], "closed_at": ["Closed"], "amount": ["Amount"]}
Rows = Sequence[Mapping[str, str | None]]


def seen(rows: Rows, known: Shown | None = None) -> Shown:
    texts = {
        name: pa.array([row.get(name) for row in rows], pa.string())
        for name in ("Created", "Closed", "Amount")
    }
    times = {name: TimeColumn(texts[name]) for name in ("Created", "Closed")}
    return show("deals", COLUMNS, times, {"Amount": NumberColumn(texts["Amount"])}, NOW, known)


def settled(shown: Shown, delimiter: str = ",") -> Settled | Problem:
    return settle(shown, "Europe/Berlin", None, None, delimiter, "a.csv")


def test_columns_are_found_by_their_kind_of_cell() -> None:
    assert columns_of("deals", COLUMNS, Cell.TIME) == ["Created", "Closed"]
    assert columns_of("deals", COLUMNS, Cell.MONEY, Cell.COUNT) == ["Amount"]


def test_every_column_has_its_own_reading() -> None:
    found = settled(
        seen(
            [
                {"Created": "45992.5", "Closed": "23/1/2026", "Amount": "1.500"},
                {"Created": "45993", "Closed": "3/4/2026", "Amount": "2,50"},
            ]
        )
    )
    assert isinstance(found, Settled)
    assert found.reading("Created") == Reading(
        "Europe/Berlin", False, "days as a spreadsheet counts them"
    )
    assert found.reading("Closed") == Reading("Europe/Berlin", True)
    assert found.reading("Amount") == Reading("Europe/Berlin", decimal=",")
    assert len(found.rules) == 3


def test_dates_around_the_amounts_speak_for_their_decimal_mark() -> None:
    dotted = settled(seen([{"Created": "23.1.2026", "Amount": "1.500"}]))
    assert isinstance(dotted, Settled)
    assert "its dates are written with points" in dotted.rules[1]
    american = settled(seen([{"Created": "1/23/2026", "Amount": "1,500"}]))
    assert isinstance(american, Settled)
    assert "its dates begin with the month, as where a point marks" in american.rules[1]


def test_a_question_about_dates_is_a_question_about_the_file() -> None:
    found = settled(seen([{"Created": "3/4/2026"}]))
    assert isinstance(found, Problem)
    assert found.text == "3/4/2026"


CELLS = st.fixed_dictionaries(
    {
        "Created": st.sampled_from(["3/4/2026", "5/5/2026", "23/4/2026", "2026-03-04", None]),
        "Closed": st.sampled_from(["4/3/2026", "12/12/2026", "1/10/2026", None]),
        "Amount": st.sampled_from(["1.500", "1,500", "2,5", "2.5", "7", None]),
    }
)


@given(st.lists(CELLS, max_size=10), st.lists(st.integers(0, 10), max_size=2))
def test_pieces_settle_together_what_the_whole_settles(rows: Rows, cuts: list[int]) -> None:
    parts = Shown()
    for low, high in pairwise([0, *sorted(cuts), len(rows)]):
        parts |= seen(rows[low:high])
    assert settled(parts | seen([])) == settled(seen(rows))
