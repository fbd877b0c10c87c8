"""Times that are written as numbers alone: seconds since 1970, and a spreadsheet's days."""

from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.day_numbers import UNITS
from sla_core.crm.cells.times import TimeColumn
from tests.test_crm_times import MOMENTS

at = datetime.fromisoformat


@given(MOMENTS.filter(lambda moment: moment.year >= 1990), st.sampled_from([*UNITS]))
def test_times_as_bare_numbers(moment: datetime, name: str) -> None:
    unit = UNITS[name]
    number = unit.epoch + (moment - at("1970-01-01")) / timedelta(microseconds=unit.micros)
    text = f"{number:.10f}" if "days" in name else f"{number:.0f}"
    column = TimeColumn(pa.array([text, None, "#REF!"]))
    assert column.signs().unit == name
    times = column.parse("UTC", unit=column.signs().unit)
    assert times.values[0].item() == moment
    assert times.unreadable.tolist() == [False, False, True]


def test_whole_days_of_a_spreadsheet_are_dates_and_seconds_are_in_utc() -> None:
    days = TimeColumn(pa.array(["45992", "45992.5"]))
    times = days.parse("Europe/Berlin", unit=days.signs().unit)
    assert times.values.tolist() == [at("2025-12-01"), at("2025-12-01 11:00")]
    assert times.dates.tolist() == [True, False]
    seconds = TimeColumn(pa.array(["1700000000"]))
    (found,) = seconds.parse("Europe/Berlin", unit=seconds.signs().unit).values
    assert found.item() == at("2023-11-14 22:13:20")


def test_seconds_and_milliseconds_in_one_column_are_each_read_by_their_size() -> None:
    column = TimeColumn(pa.array(["1700000000", "1700000000000", None, "#REF!"]))
    times = column.parse("Europe/Berlin", unit=column.signs().unit)
    assert times.values[:2].tolist() == [at("2023-11-14 22:13:20")] * 2
    assert times.unreadable.tolist() == [False, False, False, True]


@pytest.mark.parametrize("other", ["2026-01-05", "soon", "12", "1700000000"])
def test_numbers_are_times_only_where_the_whole_column_is(other: str) -> None:
    whole, piece = TimeColumn(pa.array(["45992", other])), TimeColumn(pa.array(["45992.5"]))
    assert (whole.signs() | piece.signs()).unit == (piece.signs() | whole.signs()).unit == ""
    assert whole.parse("UTC").unreadable[0]
