"""Spans of time as CRMs write them."""

from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.durations import parse_durations


def seconds(text: str | None) -> int | None:
    found, unreadable = parse_durations(pa.array([text], pa.string()))
    assert unreadable[0] == (text is not None and found[0].as_py() is None)
    told: int | None = found[0].as_py()
    return told


@pytest.mark.parametrize(
    ("text", "hours", "more"),
    [
        ("2705:47:48", 2705, 47 * 60 + 48),
        ("00:03:12", 0, 192),
        ("03:12", 3, 12 * 60),
        ("00:03:12.500", 0, 192),
        ("-01:00:00", -1, 0),
        ("3 d 4 h", 76, 0),
        ("3d4h", 76, 0),
        ("PT3H", 3, 0),
        ("P1DT2H3M4S", 26, 184),
        ("-PT1H", -1, 0),
        ("2 days, 3:04:05", 51, 245),
        ("1.02:03:04", 26, 184),
        ("1 day and 2 hours", 26, 0),
        ("1.5 hours", 1, 1800),
        ("2 Std. 5 Min.", 2, 300),
        ("3 heures 5 minutes", 3, 300),
        ("2 horas", 2, 0),
        ("3時間5分", 3, 300),
        ("１時間", 1, 0),
        ("1 week", 168, 0),
    ],
)
def test_a_duration_is_read_in_seconds(text: str, hours: int, more: int) -> None:
    assert seconds(text) == hours * 3600 + more


@pytest.mark.parametrize(
    "text",
    [
        "3600",
        "1.5",
        "12:60:00",
        "1:2:3",
        "soon",
        "PT",
        "P",
        "9" * 30 + " h",
        "4 h 3 d",
        "5 foo",
        "h",
        "3 h 4",
    ],
)
def test_what_is_no_duration_is_unreadable(text: str) -> None:
    assert seconds(text) is None


@given(st.timedeltas(timedelta(0), timedelta(days=30_000)))
def test_a_duration_reads_back(span: timedelta) -> None:
    whole = span // timedelta(seconds=1)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    assert seconds(f"{hours:02d}:{minutes:02d}:{rest:02d}") == whole
    assert seconds(f"PT{hours}H{minutes}M{rest}S") == whole
    assert seconds(f"{hours} h {minutes} min {rest} s") == whole


def test_blank_cells_say_nothing() -> None:
    found, unreadable = parse_durations(pa.array([None, "PT1H", "x", "01:00:00"]))
    assert found.to_pylist() == [None, 3600, None, 3600]
    assert unreadable.tolist() == [False, False, True, False]
