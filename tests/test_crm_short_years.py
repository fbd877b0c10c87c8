"""Dates of three short parts: the year first, the year last, or a question."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm import Options, read_export
from sla_core.crm.cells.day_evidence import Evidence, gather
from sla_core.crm.cells.day_first import Decision, decide
from sla_core.crm.cells.short_years import ShortYears
from sla_core.crm.cells.times import TimeColumn
from sla_core.problems import Problem, Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = {"Created": "created_at", "Closed": "closed_at"}


def seen(**cells: Sequence[str]) -> Evidence:
    times = {name: TimeColumn(pa.array(texts, pa.string())) for name, texts in cells.items()}
    return gather("deals", {NAMES[name]: [name] for name in cells}, times, NOW)


def said(**cells: Sequence[str]) -> Decision:
    found = decide(seen(**cells), None, "a.csv")
    assert isinstance(found, Decision), found.sentence()
    return found


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["26/09/30"], ": otherwise some would lie in 2030"),
        (["25-01-05", "99/01/05"], ": “99/01/05” has no other reading"),
        (["26/9/3", "26/09/11"], ": “26/9/3” has no other reading"),
        (["26.09.30", "26.10.01"], ": otherwise some would lie in 2030"),
        (["25/01/05", "32/01/05"], ": “32/01/05” has no other reading"),
        (
            [f"{year}/09/{day:02}" for year in (25, 26) for day in range(1, 21)],
            ": of their first parts 2 are different, of their last ones 20",
        ),
    ],
)
def test_a_year_that_stands_first_is_found_and_said(texts: list[str], reason: str) -> None:
    found = said(Created=texts)
    assert found.year_first == {"Created"}
    assert found.rules == (f"Dates in “Created” begin with the year{reason}.",)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["31/12/25"], ": otherwise some would lie in 2031"),
        (["13/12/25", "3/12/25"], ": “3/12/25” has no other reading"),
        (["13/12/25", "13/12/2025"], ": “13/12/2025” has no other reading"),
        (["13.12.25", "13.12.2025", "13/1/2026"], ": “13.12.2025” has no other reading"),
        (
            [f"{day:02}/09/{year}" for year in (25, 26) for day in range(1, 21)],
            ": of their first parts 20 are different, of their last ones 2",
        ),
    ],
)
def test_a_year_that_stands_last_is_said_where_it_was_in_doubt(
    texts: list[str], reason: str
) -> None:
    found = said(Created=texts)
    assert (found.year_first, found.day_first) == (frozenset(), {"Created": True})
    assert f"Dates in “Created” end with the year{reason}." in found.rules


def test_nothing_is_said_of_the_year_where_nothing_was_in_doubt() -> None:
    assert said(Created=["11/23/26", "1/5/26"]).rules == (
        "Dates begin with the month: “11/23/26” in “Created” has no other reading.",
    )


def test_the_other_columns_of_the_file_tell_where_the_year_stands() -> None:
    found = said(Created=["26/9/3"], Closed=["23/11/26"])
    assert found.year_first == {"Created", "Closed"}
    assert "Dates in “Closed” begin with the year, as those in “Created” do." in found.rules


def test_a_hoped_for_close_may_lie_some_years_ahead() -> None:
    assert isinstance(decide(seen(Closed=["26/09/30"]), None, "a.csv"), Problem)
    days = [f"26/{month:02}/{day:02}" for day in range(1, 31) for month in (9, 10)]
    assert said(Closed=days).year_first == {"Closed"}


@pytest.mark.parametrize(
    "texts",
    [
        ["10/01/24", "10/02/25", "10/03/26"],
        ["01/04/22", "01/04/23", "01/04/24", "01/10/25"],
        [f"01/{month:02}/{year}" for month in range(1, 13) for year in range(10, 27)],
        ["26/03/04", "26/04/05", "26/05/06"],
        ["26.09.11", "26.09.12", "26.10.13", "26.10.14"],
    ],
)
def test_few_dates_decide_nothing_nor_does_the_same_day_of_every_month(texts: list[str]) -> None:
    found = decide(seen(Created=texts), None, "a.csv")
    assert isinstance(found, Problem)
    assert found.kind == "nothing in the file says whether its dates begin or end with the year"
    assert "(--year-first)" in found.accepted


def test_that_the_year_stands_first_is_an_answer() -> None:
    text = "deal_id,stage,created_at,closed_at\n1,won,10/01/24,26.09.11\n2,won,10/02/25,11/23/26\n"
    found = read_export("a.csv", text.encode(), Options(year_first=True), NOW)
    assert [str(at)[:10] for at in found.rows["created_at"].to_pylist()] == [
        "2010-01-24",
        "2010-02-25",
    ]
    assert "Dates in “created_at” begin with the year, as was chosen." in found.rules
    closed = found.rows["closed_at"].to_pylist()
    assert [str(at)[:10] for at in closed] == ["2011-09-26", "2026-11-23"]


def test_a_year_that_stands_first_says_nothing_of_day_and_month_in_the_other_dates() -> None:
    evidence = seen(Created=["26/03/04"], Closed=["3/4/2026"])
    found = decide(evidence, None, "a.csv", year_asked=True)
    assert isinstance(found, Problem)
    assert (found.column, found.text) == ("Closed", "3/4/2026")
    both = decide(evidence, True, "a.csv", year_asked=True)
    assert isinstance(both, Decision)
    assert both.year_first == {"Created"}
    assert both.day_first["Closed"] is True


def test_where_nothing_tells_it_is_asked_and_never_guessed() -> None:
    text = "lead_id,created_at\n1,23/11/26\n"
    with pytest.raises(Refused, match="whether its dates begin or end with the year: “23/11/26”"):
        read_export("a.csv", text.encode(), Options(), NOW)
    found = read_export("a.csv", text.encode(), Options(day_first=True), NOW)
    assert str(found.rows["created_at"][0].as_py())[:10] == "2026-11-23"


def test_a_day_that_does_not_exist_proves_nothing() -> None:
    assert said(Created=["26-10-01", "26-02-30", "26-10-31"]).year_first == {"Created"}
    assert said(Created=["30/02/26", "11/10/26", "12/10/26"]).year_first == frozenset()


def test_dates_of_both_kinds_are_asked_about_with_both_cells() -> None:
    found = decide(seen(Created=["99/01/05", "11/23/26"]), None, "a.csv")
    assert isinstance(found, Problem)
    assert found.kind == "“99/01/05” begins with the year and “11/23/26” ends with it"


def test_a_file_whose_years_stand_first_is_read_so_and_its_faults_explained() -> None:
    text = "lead_id,created_at,assigned_at\n1,26/09/30,26-10-01 14:30\n2,26/9/3,26-02-30\n"
    found = read_export("a.csv", text.encode(), Options(), NOW)
    assert [str(at)[:10] for at in found.rows["created_at"].to_pylist()] == [
        "2026-09-30",
        "2026-09-03",
    ]
    assert str(found.rows["assigned_at"][0].as_py()) == "2026-10-01 14:30:00"
    assert [each.kind for each in found.problems] == [
        "there is no 30 February 2026 and was left blank"
    ]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from("/-."))
def test_a_date_may_always_begin_with_its_year(day: date, mark: str) -> None:
    text = f"{day:%y}{mark}{day:%m}{mark}{day:%d}"
    shown = ShortYears.of(text)
    assert text in (shown.first, shown.either)
    times = TimeColumn(pa.array([text])).parse("UTC", year_first=True)
    assert times.values[0].item().date() == day


SHORT = st.sampled_from(["26/09/30", "23/11/26", "3/12/25", "26/9/3", "11-10-09", "11/23/2026"])


@given(st.lists(SHORT, min_size=1, max_size=8), st.data())
def test_pieces_show_together_what_the_whole_shows(texts: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(texts)))
    pieces = [texts[:cut], texts[cut:]]
    parts = seen(Created=pieces[0]) | seen(Created=pieces[1])
    assert decide(parts, None, "a.csv") == decide(seen(Created=texts), None, "a.csv")
