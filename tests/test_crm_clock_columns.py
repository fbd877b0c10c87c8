"""Days in one column and their times of day in another."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core import asking
from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export

at = datetime.fromisoformat
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TAKEN = "“{}” has days alone: their times of day were taken from “{}”."
UNUSED = (
    "“{}” has days alone: the times of day in “{}” were not used, since nothing says that they belong"
    " to it."
)


def read(text: str, **asked: Any) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(**asked), NOW)


def shown(found: CleanFile, name: str = "at") -> list[str]:
    return [str(time)[:16] for time in found.rows.column(name).to_pylist()]


@pytest.mark.parametrize(
    ("day", "clock", "first", "second"),
    [
        ("Date", "Time", "2026-10-01,10:01", "2026-10-02,11:02"),
        ("Datum", "Uhrzeit", "01.10.2026,10:01 Uhr", "02.10.2026,11:02 Uhr"),
        ("Call Date", "Call Time", "10/01/2026,10:01 AM", "10/22/2026,11:02 AM"),
        ("Fecha", "Hora", "2026-10-01 00:00:00,10:01:00", "2026-10-02 00:00:00,11:02:00"),
        ("ActivityDate", "ActivityTime", "2026-10-01,10:01:00", "2026-10-02,11:02:00"),
        ("Day", "Time", "20261001,10:01", "20261002,11:02"),
        ("日付", "時刻", "2026/10/01,10:01", "2026/10/02,11:02"),
        ("日付", "時間", "2026/10/01,10時01分", "2026/10/02,11時02分"),
    ],
)
def test_days_have_the_times_of_the_clock_beside_them(
    day: str, clock: str, first: str, second: str
) -> None:
    header = f"activity_id,lead_id,{day},{clock}"
    found = read(f"{header}\n1,1,{first}\n2,2,{second}\n", map={"at": day}, kind="activities")
    assert [time[11:] for time in shown(found)] == ["10:01", "11:02"]
    assert found.rows["dates_only"].to_pylist() == [0, 0]
    assert TAKEN.format(day, clock) in found.rules


BEGINS = (
    "Start,Start time,Started at,Call start time,Beginn,Startzeit,Anrufbeginn,Uhrzeit Beginn,"
    "Uhrzeit des Anrufs,Inicio,Hora inicio,Hora de inicio,Hora de la llamada,Début,Heure de début,"
    "Heure de l'appel,Início,Hora de início,Hora inicial,Ora,Ora inizio,開始,開始時刻,通話開始時刻,時間"
)


@pytest.mark.parametrize("clock", BEGINS.split(","))
def test_what_was_done_on_a_day_has_the_time_at_which_it_began(clock: str) -> None:
    rows = "2026-10-01,10:01,1,called\n2026-10-02,11:02,1,called\n"
    found = read(f"Date,{clock},lead_id,channel\n{rows}", kind="activities")
    assert shown(found) == ["2026-10-01 10:01", "2026-10-02 11:02"]
    assert TAKEN.format("Date", clock) in found.rules


@pytest.mark.parametrize("clock", ["End time", "Call time", "Fin", "Shift start", "通話時間"])
def test_a_clock_of_something_else_is_not_that_of_the_beginning(clock: str) -> None:
    found = read(f"activity_id,lead_id,Date,{clock}\n1,1,2026-10-01,10:01\n", kind="activities")
    assert shown(found) == ["2026-10-01 00:00"]


def test_a_start_beside_the_day_a_lead_was_created_is_not_taken() -> None:
    found = read("lead_id,created_at,Start time\n1,2026-10-01,10:01\n")
    assert shown(found, "created_at") == ["2026-10-01 00:00"]
    assert UNUSED.format("created_at", "Start time") in found.rules


def test_a_clock_is_read_in_the_zone_and_a_row_without_one_is_a_day() -> None:
    text = "activity_id,lead_id,at,Time\n1,1,2026-10-01,10:01\n2,2,2026-10-02,\n"
    found = read(text, zone="Europe/Berlin")
    assert shown(found) == ["2026-10-01 08:01", "2026-10-02 00:00"]
    assert found.rows["dates_only"].to_pylist() == [0, 1]


def test_times_with_a_clock_of_their_own_need_no_other() -> None:
    text = "activity_id,lead_id,at,Time\n1,1,2026-10-01 09:00,10:01\n"
    found = read(text)
    assert shown(found) == ["2026-10-01 09:00"]
    assert [rule for rule in found.rules if "“Time”" in rule] == ["Not read: “Time”."]


def test_the_clock_is_shown_beside_its_day_and_counts_for_an_id_that_is_made() -> None:
    text = "lead_id,at,Time,channel\n1,2026-10-01,10:01,call\n1,2026-10-01,11:01,call\n"
    found = read(text)
    assert found.mapping["at"] == "at / Time"
    assert "one was made from “at”, “Time”, “lead_id”, “channel”" in " ".join(found.rules)
    columns = {"at": "at", "lead_id": "lead_id"}
    assert asking.clocks("a.csv", text.encode(), "activities", columns) == {"Time"}


def test_a_column_of_clocks_that_may_be_something_else_is_not_used_and_that_is_said() -> None:
    text = "activity_id,lead_id,at,Shift start\n1,1,2026-10-01,08:00\n"
    found = read(text)
    assert found.rows["dates_only"].to_pylist() == [1]
    assert UNUSED.format("at", "Shift start") in found.rules


@pytest.mark.parametrize("column", ["Call duration,00:03", "Talk time,00:12", "Notes,at 10:00"])
def test_a_duration_is_no_time_of_day(column: str) -> None:
    name, cell = column.split(",")
    found = read(f"activity_id,lead_id,at,{name}\n1,1,2026-10-01,{cell}\n")
    assert found.rows["dates_only"].to_pylist() == [1]
    assert [rule for rule in found.rules if name in rule] == [f"Not read: “{name}”."]


def test_each_day_has_the_clock_that_bears_its_name() -> None:
    header = "lead_id,Created Date,Assigned Date,Assigned Time,Created Time"
    asked = {"created_at": "Created Date", "assigned_at": "Assigned Date"}
    found = read(f"{header}\n1,2026-10-01,2026-10-02,11:02,10:01\n", map=asked, kind="leads")
    assert shown(found, "created_at") == ["2026-10-01 10:01"]
    assert shown(found, "assigned_at") == ["2026-10-02 11:02"]


def test_a_clock_between_two_days_belongs_to_the_one_before_it() -> None:
    header = "lead_id,created_at,Uhrzeit,assigned_at"
    found = read(f"{header}\n1,2026-10-01,10:01,2026-10-02\n")
    assert shown(found, "created_at") == ["2026-10-01 10:01"]
    assert shown(found, "assigned_at") == ["2026-10-02 00:00"]


def test_a_clock_that_cannot_be_read_refuses_its_row_with_day_and_clock() -> None:
    rows = "".join(f"{n},1,2026-10-01,10:01\n" for n in range(300))
    found = read(f"activity_id,lead_id,Date,Time\n{rows}300,1,2026-10-01,25:00\n")
    assert [row.problem.sentence() for row in found.refused] == [
        "a.csv, line 302, column “Date”: there is no time of day 25:00: “2026-10-01 25:00”; accepted:"
        " 2026-11-23, 2026-11-23 14:05, 2026-11-23T14:05:00Z, 11/23/2026 2:05 PM, 23.11.2026 14:05 or"
        " 23 Nov 2026 14:05."
    ]


@given(st.datetimes(at("2000-01-01"), at("2026-01-01")))
def test_two_columns_say_what_one_would(time: datetime) -> None:
    one = read(f"activity_id,lead_id,Date\n1,1,{time:%Y-%m-%d %H:%M:%S}\n")
    two = read(f"activity_id,lead_id,Date,Time\n1,1,{time:%Y-%m-%d},{time:%H:%M:%S}\n")
    assert one.rows.equals(two.rows)
