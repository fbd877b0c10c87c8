"""Times as CRMs write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.times import TimeColumn, Times

at = datetime.fromisoformat
MOMENTS = st.datetimes(at("1970-01-01"), at("2069-12-31")).map(
    lambda moment: moment.replace(microsecond=0)
)
FORMATS = [
    ("%Y-%m-%d %H:%M:%S", False),
    ("%Y-%m-%dT%H:%M:%SZ", False),
    ("%Y-%m-%dT%H:%M:%S.000+0000", False),
    ("%Y/%m/%d %H:%M:%S", False),
    ("%m/%d/%Y %I:%M:%S %p", False),
    ("%m/%d/%y %I:%M:%S %p", False),
    ("%d/%m/%Y %H:%M:%S", True),
    ("%d.%m.%Y %H:%M:%S", False),
    ("%d-%m-%Y, %H:%M:%S", True),
]


def parsed(*texts: str | None, zone: str = "UTC", day_first: bool = False) -> Times:
    return TimeColumn(pa.array(texts, pa.string())).parse(zone, day_first)


def one(text: str, zone: str = "UTC", day_first: bool = False) -> datetime | None:
    moment: datetime | None = parsed(text, zone=zone, day_first=day_first).values[0].item()
    return moment


@given(st.lists(MOMENTS, min_size=1, max_size=5))
@pytest.mark.parametrize(("written", "day_first"), FORMATS)
def test_a_time_is_read_as_it_was_written(
    written: str, day_first: bool, moments: list[datetime]
) -> None:
    times = parsed(*(moment.strftime(written) for moment in moments), day_first=day_first)
    assert times.values.tolist() == moments
    assert not times.dates.any()


@given(st.lists(MOMENTS, min_size=2, max_size=6))
def test_formats_may_be_mixed_in_one_column(moments: list[datetime]) -> None:
    texts = [
        moment.strftime(FORMATS[place][0])
        for place, moment in zip([0, 1, 2, 3, 4, 7], moments, strict=False)
    ]
    assert parsed(*texts).values.tolist() == moments


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_date_stands_at_the_beginning_of_its_day_whatever_the_zone(day: date) -> None:
    texts = [f"{day:%Y-%m-%d}", f"{day:%m/%d/%y}", f"{day:%d.%m.%Y}"]
    for text in texts:
        times = parsed(text, zone="America/New_York")
        assert times.values[0].item() == at(f"{day}")
        assert times.dates.all()


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_an_offset_leads_to_the_instant(moment: datetime, minutes: int) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    text = f"{moment:%Y-%m-%d %H:%M:%S} {sign}{size // 60:02d}:{size % 60:02d}"
    assert one(text, zone="Asia/Tokyo") == moment - timedelta(minutes=minutes)


@given(MOMENTS)
def test_a_time_without_a_zone_is_read_in_the_chosen_one(moment: datetime) -> None:
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        assert one(f"{local:%Y-%m-%d %H:%M:%S}", zone="Europe/Berlin") == moment


def test_a_time_that_a_clock_change_doubles_is_the_earlier_one_and_counted() -> None:
    times = parsed("2026-10-25 02:30", "2026-10-25 04:30", zone="Europe/Berlin")
    assert times.values[0].item() == at("2026-10-25 00:30")
    assert (times.twice, times.never) == (1, 0)


def test_a_time_that_a_clock_change_skips_is_the_first_moment_after_and_counted() -> None:
    times = parsed("2026-03-29 02:30", zone="Europe/Berlin")
    assert times.values[0].item() == at("2026-03-29 01:00")
    assert (times.twice, times.never) == (0, 1)


@pytest.mark.parametrize(
    "text",
    (
        "2026-02-30|31.04.2026|13/13/2026|1899-12-31|2200-01-01|2026-01-05 24:00|soon|20260105|"
        "2026-01-05 13:00 PM|2026-01-05T10:61:00Z|0001-01-01 00:00:00"
    ).split("|"),
)
def test_what_is_no_time_is_unreadable(text: str) -> None:
    times = parsed(text, None, "2026-01-05 10:00")
    assert times.unreadable.tolist() == [True, False, False]
    assert np.isnat(times.values).tolist() == [True, True, False]


def test_noon_and_midnight_of_a_twelve_hour_clock() -> None:
    assert one("1/5/26 12:00 AM") == at("2026-01-05")
    assert one("1/5/26 12:30 PM") == at("2026-01-05 12:30")
    assert not parsed("1/5/26 12:00 AM").dates.any()


def test_a_fraction_is_kept_to_the_microsecond() -> None:
    assert one("2026-01-05T10:00:00.1234567Z") == at("2026-01-05 10:00:00.123456")


@pytest.mark.parametrize(
    ("texts", "decided"),
    [
        (("25/1/2026", "1/2/2026"), True),
        (("1/25/2026", "1/2/2026"), False),
        (("1/2/2026",), None),
        (("25/1/2026", "1/25/2026"), None),
        (("5/5/2026",), False),
        (("2026-01-05",), False),
    ],
)
def test_the_whole_column_says_whether_the_day_comes_first(
    texts: tuple[str, ...], decided: bool | None
) -> None:
    assert TimeColumn(pa.array(texts)).day_order().decided is decided
