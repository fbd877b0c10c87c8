"""Rows with more blank cells at their end than the header, or with fewer."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export
from sla_core.crm.files.header import open_sheet
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADER = "lead_id,created_at,source\n"
SAID = "The rows have 1 cell more than the header, blank and at their end: left out."


def read(text: str) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(), NOW)


def ids(found: CleanFile) -> list[Any]:
    values: list[Any] = found.rows.column("lead_id").to_pylist()
    return values


def test_a_delimiter_at_the_end_of_every_row_is_left_out_and_said() -> None:
    found = read(f"{HEADER}1,2026-10-01,Web,\n2,2026-10-02,Fair,\n")
    assert ids(found) == ["1", "2"]
    assert found.header == ("lead_id", "created_at", "source")
    assert SAID in found.rules


@pytest.mark.parametrize("quoted", ["Fair", '"Fa\nir"', '"Fa""ir"', 'Fa"ir'])
def test_a_row_with_something_behind_the_header_stays_refused(quoted: str) -> None:
    found = read(f"{HEADER}1,2026-10-01,{quoted},\n2,2026-10-02,Web,x\n3,2026-10-03,Web,\n")
    assert ids(found) == ["1", "3"]
    line = 3 + quoted.count("\n")
    assert [row.problem.sentence() for row in found.refused] == [
        f"a.csv, line {line}: the row has 4 cells; accepted: 3 cells as in the header, and 1 cell"
        " more if blank."
    ]
    assert found.refused[0].cells == ("2", "2026-10-02", "Web", "x")


def test_rows_whose_cells_were_shifted_are_no_such_file() -> None:
    with pytest.raises(Refused, match="no row has as many cells as the header, which has 3"):
        read(f"{HEADER}1,2026-10-01,Web,Fair\n2,2026-10-02,Web,Fair\n")


def test_a_title_and_a_footer_do_not_hide_it() -> None:
    sheet = open_sheet("a.csv", f"My leads\n{HEADER}1,2026-10-01,Web,,\nEnd\n".encode())
    assert (sheet.header[0], sheet.width) == ("lead_id", 5)
    assert "The rows have 2 cells more than the header, blank and at their end: left out." in (
        sheet.notes
    )


ROWS = (
    "1,2026-10-01,Web",
    "2,2026-10-02,Fair,",
    '3,2026-10-03,"Fa\nir",,',
    '4,2026-10-04,"Fa""ir", ,""',
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("rows", [*permutations(ROWS)])
def test_a_row_may_end_with_blank_cells_or_without_them(rows: Sequence[str], end: str) -> None:
    text = f"{HEADER}{chr(10).join(rows)}\n".replace("\n", end)
    found = read(text)
    assert ids(found) == [row[0] for row in rows]
    assert sorted(map(len, found.rows["source"].to_pylist())) == sorted([3, 4, 4 + len(end), 5])
    assert found.refused == ()


def test_each_of_such_rows_stands_on_its_line_and_shows_its_own_cells() -> None:
    found = read(f"{HEADER}1,2026-10-01,Web,\n2,2026-13-02,Fair,,\n3,2026-10-03,Web\n4,,Web,x\n5\n")
    assert found.rows["line"].to_pylist() == [2, 4]
    assert [(row.line, row.cells) for row in found.refused] == [
        (3, ("2", "2026-13-02", "Fair", "", "")),
        (5, ("4", "", "Web", "x")),
        (6, ("5",)),
    ]
    assert [row.problem.sentence() for row in found.refused[1:]] == [
        "a.csv, line 5: the row has 4 cells; accepted: 3 cells as in the header.",
        "a.csv, line 6: the row has 1 cell; accepted: 3 cells as in the header.",
    ]


def test_a_header_that_ends_with_a_delimiter_needs_no_cells_below_it() -> None:
    found = read(
        "lead_id,created_at,source,,\n1,2026-10-01,Web\n2,2026-10-02,Fair,,\n3,2026-10-03\n"
    )
    assert ids(found) == ["1", "2"]
    assert [row.line for row in found.refused] == [4]
    titled = read("My leads\n\nlead_id,created_at,source,\n1,2026-10-01,Web\n2,2026-10-02,Fair\n")
    assert ids(titled) == ["1", "2"]


def test_a_stray_quote_changes_nothing_of_that() -> None:
    found = read(f'{HEADER}1,2026-10-01,5" disk,\n2,2026-10-02,Fair\n3,2026-10-03,Web,,\n')
    assert ids(found) == ["1", "2", "3"]
    assert found.rows["line"].to_pylist() == [2, 3, 4]


def test_blank_rows_of_any_width_hold_no_data() -> None:
    found = read(f"{HEADER}1,2026-10-01,Web\n,,\n,,,\n , ,,,\n")
    assert ids(found) == ["1"]
    assert found.left_out == 3
