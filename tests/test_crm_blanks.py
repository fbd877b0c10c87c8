"""Cells that say nothing, spreadsheet errors, wrapped text and rounded ids."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm import Options, read_export
from sla_core.crm.cells.blanks import (
    BLANK,
    ERROR,
    errors,
    rounded_ids,
    unwrapped,
    without_blanks,
    without_errors,
)


def texts(*cells: str | None) -> pa.Array:
    return pa.array(cells, pa.string())


@pytest.mark.parametrize(
    "blank",
    "(No value)|(no value)|000000000000000AAA|-|--|—|–|Select|-Select-|-None-|--None--|N/A|n/a|#N/A"
    "|null|NULL|None|none|NaN|(blank)|(leer)|(Leer)|(未設定)|（未設定）|--なし--|\\N|#NV"
    "|(Aucune valeur)|(Sin valor)|0000-00-00 00:00:00".split("|"),
)
def test_a_blank_is_null_however_it_is_spelled(blank: str) -> None:
    assert without_blanks(texts(blank, "x", None, "")).to_pylist() == [None, "x", None, None]


@pytest.mark.parametrize(
    "told", ["Select plan", "None of them", "-5", "NA", "0", "No", "null value", "nano", "- x"]
)
def test_words_that_only_begin_like_a_blank_are_kept(told: str) -> None:
    assert without_blanks(texts(told)).to_pylist() == [told]


@given(st.lists(st.none() | st.sampled_from([*BLANK, *ERROR]) | st.text(max_size=6)))
def test_exactly_the_listed_words_are_blank_or_errors(cells: list[str | None]) -> None:
    column = pa.concat_arrays([texts("before"), texts(*cells)])[1:]
    kept = without_blanks(column).to_pylist()
    assert [cell for cell in kept if cell in BLANK] == []
    assert [cell for cell, left in zip(cells, kept, strict=True) if left is None and cell] == [
        cell for cell in cells if cell and cell.lower() in BLANK
    ]
    known = {*ERROR, *map(str.lower, ERROR)}
    assert errors(column).tolist() == [
        cell in known or (cell is not None and len(cell) > 2 and set(cell) == {"#"})
        for cell in cells
    ]


@pytest.mark.parametrize(
    "error", ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#####", "#WERT!"]
)
def test_the_error_of_a_spreadsheet_is_known(error: str) -> None:
    column = texts(error, None, "x#REF!")
    assert errors(column).tolist() == [True, False, False]
    assert without_errors(column).to_pylist() == [None, None, "x#REF!"]


def test_what_keeps_text_text_in_a_spreadsheet_is_taken_off() -> None:
    wrapped = ['="00123"', "'00123", "'=SUM(A1)", "'t Hooft", "O'Neil", '=""', '="a"b', None]
    assert unwrapped(texts(*wrapped)).to_pylist() == [
        "00123",
        "00123",
        "=SUM(A1)",
        "'t Hooft",
        "O'Neil",
        "",
        '="a"b',
        None,
    ]


def test_ids_that_a_spreadsheet_has_rounded_are_found() -> None:
    ids = ["1.23457E+18", "1,23457E+18", "1E+18", "1E18", "00Q5E+12", "12E+5", "1.2E+5X", None, ""]
    assert rounded_ids(texts(*ids)).tolist() == [True] * 3 + [False] * 6
    assert not rounded_ids(texts("123", None)).any()


@pytest.mark.parametrize("id", ["#REF!", "#####", "1.23457E+18"])
def test_an_activity_whose_id_is_lost_gets_one_from_its_cells_and_that_is_counted(id: str) -> None:
    text = f"activity_id,at,email\n{id},2026-10-01 10:01,a@x.de\n7,2026-10-01 10:02,a@x.de\n"
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    found, again = (read_export("a.csv", text.encode(), Options(), now) for _ in range(2))
    made, kept = found.rows["activity_id"].to_pylist()
    assert (made.startswith("content:"), kept) == (True, "7")
    assert (found.blanked, found.refused) == ({"activity_id": 1}, ())
    assert again.rows.equals(found.rows)
