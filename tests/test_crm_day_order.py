"""Whether a file's dates begin with the day or with the month."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.day_evidence import Evidence, gather
from sla_core.crm.cells.day_first import Decision, decide
from sla_core.crm.cells.day_order import DayOrder
from sla_core.crm.cells.times import TimeColumn
from sla_core.problems import Problem

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIELDS = {"Created": "created_at", "Closed": "closed_at", "Changed": "modified_at", "At": "at"}
Cells = Mapping[str, Sequence[str | None]]


def seen(cells: Cells, known: Evidence | None = None) -> Evidence:
    times = {name: TimeColumn(pa.array(texts, pa.string())) for name, texts in cells.items()}
    columns = {FIELDS[name]: [name] for name in cells}
    return gather("deals", columns, times, NOW, known)


def decided(asked: bool | None = None, **cells: Sequence[str | None]) -> Decision | Problem:
    return decide(seen(cells), asked, "a.csv")


def said(asked: bool | None = None, **cells: Sequence[str | None]) -> Decision:
    found = decided(asked, **cells)
    assert isinstance(found, Decision)
    return found


def question(**cells: Sequence[str | None]) -> str:
    found = decided(None, **cells)
    assert isinstance(found, Problem)
    return found.sentence()


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("25/1/2026", "1/2/2026"), True),
        (("1/25/2026", "1/2/2026"), False),
        (("1-25-26", "1/2/26"), False),
        (("1/2/2026",), None),
        (("25/1/2026", "1/25/2026"), None),
        (("5/5/2026",), False),
        (("25/25/2026",), False),
        (("2026-01-05", "5.1.2026", "5 Jan 2026"), False),
    ],
)
def test_a_column_shows_by_itself_whether_the_day_comes_first(
    texts: tuple[str, ...], shown: bool | None
) -> None:
    assert TimeColumn(pa.array(texts)).day_order().decided is shown


def test_a_part_over_twelve_decides_and_is_named() -> None:
    found = said(Created=["3/4/2026", "23/11/2026 10:00"])
    assert found.day_first == {"Created": True}
    assert found.rules == (
        "Dates begin with the day: “23/11/2026” in “Created” has no other reading.",
    )


def test_two_separators_in_one_column_are_one_evidence() -> None:
    assert said(Created=["3/4/2026", "3-23-2026"]).day_first == {"Created": False}


def test_nothing_is_asked_or_said_where_both_readings_are_the_same() -> None:
    found = said(Created=["1/1/2026", "5/5/2026", "2026-03-04", None])
    assert found.rules == ()


def test_a_file_that_says_nothing_is_asked_about() -> None:
    assert question(Created=["1/1/2026", "3/4/2026"]) == (
        "a.csv, column “Created”: nothing in the file says whether its dates begin with the day or"
        " the month: “3/4/2026”; accepted: the choice of day first (--day-first) or month first"
        " (--month-first)."
    )


def test_a_column_that_says_both_is_asked_about_with_both_cells() -> None:
    told = question(Created=["23/11/2026", "11/23/2026"])
    assert "“23/11/2026” begins with the day and “11/23/2026” with the month" in told


def test_what_is_asked_for_goes_before_all_evidence() -> None:
    found = said(True, Created=["11/23/2026", "3/4/2026"], Closed=["2026-01-05"])
    assert found.day_first == {"Created": True, "Closed": True}
    assert found.rules == ("Dates begin with the day, as was chosen.",)
    assert said(True, Created=["2026-01-05"]).rules == ()


def test_a_column_in_doubt_follows_the_others_of_its_file() -> None:
    found = said(Created=["23/1/2026", None], Closed=["3/4/2026", "5/4/2026"])
    assert found.day_first == {"Created": True, "Closed": True}
    assert found.rules[1] == "Dates in “Closed” begin with the day, as those in “Created” do."


def test_two_columns_may_each_have_their_own_order() -> None:
    found = said(Created=["23/1/2026"], Closed=["1/23/2026"])
    assert found.day_first == {"Created": True, "Closed": False}
    assert found.rules == (
        "Dates in “Created” begin with the day: “23/1/2026” in “Created” has no other reading.",
        "Dates in “Closed” begin with the month: “1/23/2026” in “Closed” has no other reading.",
    )


def test_nobody_closes_deals_before_they_are_created() -> None:
    created = ["2026-03-20"] * 41
    found = said(Created=created, Closed=["03/05/2026"] * 41)
    assert found.day_first["Closed"] is True
    assert found.rules == (
        "Dates begin with the day: otherwise 41 deals would close before they were created.",
    )


def test_one_deal_closed_too_early_proves_nothing() -> None:
    assert "nothing in the file" in question(Created=["2026-03-20"], Closed=["03/05/2026"])


def test_a_change_before_the_creation_cannot_be() -> None:
    found = said(Created=["2026-03-20"], Changed=["03/05/2026"])
    assert found.rules == (
        "Dates begin with the day: otherwise one of the deals would be changed before it was created.",
    )


def test_the_future_tells_the_month() -> None:
    found = said(Created=["10/12/2026", "2/3/2026"])
    assert found.day_first == {"Created": False}
    assert found.rules == (
        "Dates begin with the month: otherwise one time in “Created” would lie in the future.",
    )


def test_a_hoped_for_close_may_lie_in_the_future() -> None:
    assert "nothing in the file" in question(Closed=["10/12/2026", "2/3/2026"])


def test_rows_in_order_under_one_reading_alone_tell_which_it_is() -> None:
    rising = [f"{day}/{month}/2026" for month in (2, 3, 4) for day in (3, 6, 9)]
    found = said(Created=rising)
    assert found.day_first == {"Created": True}
    assert found.rules == (
        "Dates begin with the day: only so do the rows stand in the order of “Created”.",
    )
    assert "nothing in the file" in question(Created=rising[:4])


def test_evidence_that_contradicts_itself_is_asked_about_with_both_reasons() -> None:
    told = question(
        Created=["20/3/2026"] * 9, Closed=["05/04/2026"] * 9, Changed=["05/03/2026"] * 9
    )
    assert "the file says both that its dates begin with the day" in told
    assert "as those in “Created” do" in told
    assert "9 deals would be changed before they were created" in told


def test_numbers_are_said_with_an_example() -> None:
    found = said(Created=["45992.5", "45993"], Closed=["1700000000", None])
    assert found.units == {
        "Created": "days as a spreadsheet counts them",
        "Closed": "seconds since 1970",
    }
    assert found.rules == (
        "Times in “Created” are days as a spreadsheet counts them: “45992.5” is 2025-12-01 12:00.",
        "Times in “Closed” are seconds since 1970: “1700000000” is 2023-11-14 22:13 UTC.",
    )


def test_numbers_of_two_sizes_are_said_to_be_read_by_their_size() -> None:
    found = said(Created=["1700000000", "1700000000000"])
    assert found.rules == (
        "Times in “Created” are seconds or milliseconds since 1970, each by its size: “1700000000”"
        " is 2023-11-14 22:13 UTC.",
    )


def test_dotted_dates_are_noticed() -> None:
    assert seen({"Created": ["23.11.2026", "x"]}).dotted
    assert not seen({"Created": ["2026-11-23"]}).dotted


DAYS = (
    st.sampled_from(
        ["3/4/2026", "4/3/2026", "10/12/2026", "2/2/2026", "2026-03-20", "5/6/2025", "9/8/2025"]
    )
    | st.none()
)
ROWS = st.lists(st.tuples(DAYS, DAYS), max_size=12)


@given(ROWS, st.lists(st.integers(0, 12), max_size=3))
def test_pieces_show_together_what_the_whole_shows(
    rows: list[tuple[str | None, str | None]], cuts: list[int]
) -> None:
    edges = [0, *sorted(cuts), len(rows)]
    parts = Evidence()
    for piece in (rows[low:high] for low, high in pairwise(edges)):
        parts |= seen({"Created": [a for a, _ in piece], "Closed": [b for _, b in piece]})
    whole = seen({"Created": [a for a, _ in rows], "Closed": [b for _, b in rows]})
    assert decide(parts, None, "a.csv") == decide(whole, None, "a.csv")


@given(ROWS)
def test_a_decision_never_makes_a_proven_date_unreadable(
    rows: list[tuple[str | None, str | None]],
) -> None:
    created = [a for a, _ in rows]
    found = decided(Created=created, Closed=[b for _, b in rows])
    if isinstance(found, Decision) and created:
        column = TimeColumn(pa.array(created, pa.string()))
        assert not column.parse("UTC", found.day_first["Created"]).unreadable.any()


@given(st.dates(date(1000, 1, 1)), st.booleans())
def test_a_day_over_twelve_decides(day: date, day_first: bool) -> None:
    text = f"{day:%d/%m/%Y}" if day_first else f"{day:%m/%d/%Y}"
    order = DayOrder.of(text)
    first, second = int(text[:2]), int(text[3:5])
    assert order.decided is (
        day_first if max(first, second) > 12 else None if first != second else False
    )
