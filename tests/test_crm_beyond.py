"""Rows that all have more cells than the header, because each ends with a delimiter."""

from datetime import UTC, datetime
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
