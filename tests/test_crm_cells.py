"""One column of theirs as one field of ours."""

from typing import Any

import pyarrow as pa
import pytest

from sla_core import fields
from sla_core.crm.cells.cells import Column, Reading, clean, combined, trimmed


def read(kind: str, name: str, *texts: str, **words: str) -> Column:
    column = trimmed(pa.chunked_array([list(texts)], pa.string()))
    return clean(column, fields.field(kind, name), words, Reading())


def values(column: Column) -> list[Any]:
    found: list[Any] = column.values.to_pylist()
    return found


@pytest.mark.parametrize(
    "blank", ["", "  ", "(No value)", "000000000000000AAA", "-", "N/A", "NULL"]
)
def test_a_blank_however_it_is_spelled_is_null(blank: str) -> None:
    assert trimmed(pa.chunked_array([[blank, " x "]])).to_pylist() == [None, "x"]


def test_of_several_ids_in_a_cell_the_first_counts() -> None:
    assert trimmed(pa.chunked_array([["1; 2;3", ";", "4"]]), several=True).to_pylist() == [
        "1",
        None,
        "4",
    ]


def test_flags_are_read_as_people_write_them() -> None:
    column = read("leads", "connected", "TRUE", "no", "1", "x", "perhaps", "")
    assert values(column) == [True, False, True, True, None, None]
    assert column.unreadable.tolist() == [False, False, False, False, True, False]


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("true", "false"),
        ("Yes", "No"),
        ("Y", "N"),
        ("1", "0"),
        ("t", "f"),
        ("on", "off"),
        ("ja", "nein"),
        ("Oui", "Non"),
        ("sí", "no"),
        ("Sim", "Não"),
        ("WAHR", "FALSCH"),
        ("VRAI", "FAUX"),
        ("はい", "いいえ"),
        ("✓", "✗"),
        ("x", ""),
    ],
)
def test_yes_and_no_in_many_spellings(yes: str, no: str) -> None:
    column = read("leads", "connected", yes, no)
    assert values(column) == [True, None if not no else False]
    assert not column.unreadable.any()


def test_the_error_of_a_spreadsheet_is_unreadable_in_any_field() -> None:
    for name in ("tier", "source", "email", "attempts", "connected", "created_at", "origin"):
        column = read(
            "leads", name, "#REF!", "#N/A", **{"*": "marketing"} if name == "origin" else {}
        )
        assert values(column) == [None, None]
        assert column.unreadable.tolist() == [True, False]


def test_the_evidence_decides_how_cells_are_read() -> None:
    reading = Reading(day_first=True, decimal=".", unit="")
    at = clean(pa.array(["3/4/2026"]), fields.field("leads", "created_at"), {}, reading)
    assert str(values(at)[0]) == "2026-04-03 00:00:00"
    number = fields.field("leads", "attempts")
    assert values(clean(pa.array(["1.234"]), number, {}, reading)) == [None]
    assert values(clean(pa.array(["1.234"]), number, {}, Reading())) == [1234]


def test_what_a_spreadsheet_wraps_an_id_in_is_taken_off() -> None:
    column = trimmed(pa.chunked_array([[' ="0012" ', "'0013", "0014"]]))
    assert column.to_pylist() == ["0012", "0013", "0014"]


def test_an_address_is_found_in_its_cell_in_lower_case() -> None:
    column = read("leads", "email", "Ann@X.com", "Ann Lee (ann@x.com)", "a@x.com;b@x.com", "ann")
    assert values(column) == ["ann@x.com", "ann@x.com", "a@x.com", None]
    assert column.unreadable.tolist() == [False, False, False, True]
    linked = read("leads", "email", "mailto:ann@x.com", "mailto:bo@x.com?subject=Hello")
    assert values(linked) == ["ann@x.com", "bo@x.com"]


def test_our_own_words_are_understood_beside_the_translated_ones() -> None:
    column = read("deals", "outcome", "WON", "gewonnen", "Verloren", "?", Gewonnen="won")
    assert values(column) == ["won", "won", None, None]
    assert column.unreadable.tolist() == [False, False, True, True]


def test_a_word_may_say_nothing_and_a_star_is_any_other() -> None:
    column = read("activities", "outcome", "done", "late", **{"done": "", "*": "planned"})
    assert values(column) == [None, "planned"]
    assert not column.unreadable.any()


def test_the_first_of_several_columns_that_says_something_wins() -> None:
    first = read("leads", "created_at", "", "2026-01-05 10:00")
    second = read("leads", "created_at", "2026-01-06", "2026-01-07")
    both = combined([first, second])
    assert [str(value) for value in values(both)] == ["2026-01-06 00:00:00", "2026-01-05 10:00:00"]
    assert both.dates.tolist() == [True, False]


def test_spaces_and_marks_that_nobody_sees_do_not_count() -> None:
    column = trimmed(pa.chunked_array([["\u00a0a@x.com\u200b", "\ufeff \u200eMüller\u202f", "b"]]))
    assert column.to_pylist() == ["a@x.com", "Müller", "b"]
