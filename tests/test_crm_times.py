"""Times as CRMs write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from babel.dates import format_date, format_datetime
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.cells.times import TimeColumn, Times

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
    ("%d %b, %Y %H:%M:%S", False),
    ("%b %d, %Y %I:%M:%S %p", False),
    ("%B %d, %Y at %I:%M:%S %p", False),
    ("%d-%b-%y %H:%M:%S", False),
    ("%Y-%b-%d %H:%M:%S", False),
    ("%A, %d %B %Y %H:%M:%S UTC", False),
    ("%Y/%m/%d %I:%M:%S %p", False),
    ("%m/%d/%Y, %I:%M:%S\u202f%p", False),
    ("%Y年%m月%d日 %H:%M:%S", False),
    ("%Y年%m月%d日 %H時%M分%S秒", False),
    ("%Y. %m. %d. %H:%M:%S", False),
    ("%d.%m.%Y %H.%M.%S", False),
    ("%Y%m%d %H%M%S", False),
    ("%Y%m%d%H%M%S", False),
    ("%Y%m%dT%H%M%SZ", False),
    ("%Y%m%dT%H%M%S+0000", False),
    ("%Y%m%d %H:%M:%S", False),
]
NAMED = {
    "de": "d. MMMM y HH:mm",
    "fr": "d MMM y HH:mm",
    "es": "d 'de' MMMM 'de' y HH:mm",
    "pt": "d 'de' MMM. 'de' y HH:mm",
    "it": "EEEE d MMMM y HH:mm",
    "nl": "d-MMM-yy HH:mm",
    "pl": "d MMMM y HH:mm",
    "en": "EEE, MMM d, y, h:mm a",
}
"""Languages, and how dates are written in them with the month's name."""


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


@given(MOMENTS)
@pytest.mark.parametrize("language", NAMED)
def test_the_names_of_months_are_read_in_many_languages(language: str, moment: datetime) -> None:
    minute = moment.replace(second=0)
    assert one(format_datetime(minute, NAMED[language], locale=language)) == minute


@given(MOMENTS)
@pytest.mark.parametrize("locale", ["ja_JP", "ko_KR", "zh_CN", "hu_HU", "sv_SE", "cs_CZ", "fi_FI"])
def test_dates_as_other_countries_write_them(locale: str, moment: datetime) -> None:
    minute = moment.replace(second=0)
    date_text = format_date(
        minute, "short" if locale in ("sv_SE", "hu_HU") else "medium", locale=locale
    )
    assert one(f"{date_text} {minute:%H:%M}") == minute


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026年9月30日(水) 午後2時30分", "2026-09-30 14:30"),
        ("2026/9/30 午前 0:05", None),
        ("2026/9/30 午前 12:05", "2026-09-30 00:05"),
        ("3/4/2026 2:05 p. m.", "2026-03-04 14:05"),
        ("3/4/2026 2:05 a.m.", "2026-03-04 02:05"),
        ("１５.０４.2021 10:00", "2021-04-15 10:00"),
        ("15. Mrz 2021 14:05 Uhr", "2021-03-15 14:05"),
        ("1er février 2024 14h30", "2024-02-01 14:30"),
        ("April 15th, 2021", "2021-04-15"),
        ("mar 3 mar 2026 10:00", "2026-03-03 10:00"),
        ("Apr 2021", None),
        ("15 Apr 2021 10", None),
        ("15 2021 Apr", None),
        ("Apr 15 foo 2021", None),
    ],
)
def test_odd_ways_to_write_a_time(text: str, meant: str | None) -> None:
    assert one(text) == (at(meant) if meant else None)


@pytest.mark.parametrize(
    ("behind", "hours"),
    [
        ("EST", 5),
        ("PDT", 7),
        ("CET", -1),
        ("JST", -9),
        ("(Pacific)", 7),
        ("Eastern Time", 4),
        ("Europe/Berlin", -2),
        ("UTC", 0),
        ("GMT+2", -2),
        ("GMT+0200 (Central European Summer Time)", -2),
        ("(GMT-03:30)", 3.5),
    ],
)
def test_a_zone_may_stand_behind_the_time(behind: str, hours: float) -> None:
    for clock in ("14:05", "2:05 PM"):
        found = one(f"7/4/2026 {clock} {behind}", zone="Asia/Tokyo")
        assert found == at("2026-07-04 14:05") + timedelta(hours=hours)


@pytest.mark.parametrize(
    "behind", ["CST", "IST", "BST", "AM PM", "LMT", "+99:00", "Europe/Nowhere"]
)
def test_the_name_of_no_zone_or_of_several_is_unreadable(behind: str) -> None:
    assert parsed(f"7/4/2026 2:05 {behind}").unreadable.all()


def test_regions_follow_their_own_changes_of_the_clock() -> None:
    assert one("1/5/2026 10:00 (Pacific)") == at("2026-01-05 18:00")
    assert one("7/5/2026 10:00 (Pacific)") == at("2026-07-05 17:00")


def test_days_in_digits_alone_stand_beside_others_and_are_no_bare_numbers() -> None:
    texts = [
        "2026-09-30",
        "20260930",
        "30.09.2026",
        "202609301430",
        "20260930T14:30Z",
        "20260930 1430",
    ]
    for cells in (texts, [*reversed(texts)]):
        times = parsed(*cells)
        assert {str(value)[:10] for value in times.values} == {"2026-09-30"}
        assert times.dates.sum() == 3
    assert parsed("20260230", "20261301", "2026093", "202609301").unreadable.all()
    assert TimeColumn(pa.array(["20260930", "20261001"])).signs().unit == ""


@given(st.lists(st.sampled_from(["2026-01-05", "2026-02-30", "2024-02-29 10:00", "soon", ""])))
def test_one_bad_cell_does_not_change_how_the_others_are_read(texts: list[str]) -> None:
    column: list[str | None] = [text or None for text in texts]
    alone = [parsed(text).values[0].item() for text in column]
    times = parsed(*column)
    assert times.values.tolist() == alone
    assert times.dates.tolist() == [text == "2026-01-05" for text in texts]


@given(st.lists(st.none() | st.text(max_size=20) | st.from_regex(r"[\d/.: -]{6,20}"), max_size=8))
def test_every_cell_is_read_blank_or_unreadable(texts: list[str | None]) -> None:
    column = [text.strip() or None if text else None for text in texts]
    times = parsed(*column)
    there = np.array([text is not None for text in column], bool)
    assert (np.isnat(times.values) == (~there | times.unreadable)).all()
    assert not (times.unreadable & ~there).any()


CHANGES = [
    ("Europe/Berlin", "2026-03-29 02:30", "2026-10-25 02:30"),
    ("America/New_York", "2026-03-08 02:30", "2026-11-01 01:30"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-04-05 01:45"),
    ("America/Santiago", "2026-09-06 00:30", "2026-04-04 23:30"),
    ("Africa/Casablanca", "2026-03-22 02:30", "2026-02-15 02:30"),
]


@pytest.mark.parametrize(("zone", "skipped", "doubled"), CHANGES)
def test_clock_changes_are_counted_in_any_zone(zone: str, skipped: str, doubled: str) -> None:
    local = datetime.fromisoformat(doubled).replace(tzinfo=ZoneInfo(zone))
    times = parsed(skipped, doubled, "2026-06-15 12:00", zone=zone)
    assert (times.never, times.twice) == (1, 1)
    assert times.values[1].item() == local.astimezone(UTC).replace(tzinfo=None)


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
        "2026-02-30|31.04.2026|13/13/2026|1899-12-31|2200-01-01|2026-01-05 24:00|soon|20261305|"
        "2026-01-05 13:00 PM|3026-01-05|25:00|2026-01-05 25:00|11.23.2026|5/5"
        "|2026-01-05T10:61:00Z|0001-01-01 00:00:00"
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
    "text",
    [
        *("Thu 10/01/2026 2:05 PM", "Thursday, 10/01/2026 14:05", "Do., 10/01/2026 14:05"),
        *("jueves 10/01/2026 14:05", "qui. 10/01/2026 14:05", "jeu. 10/01/2026 14:05"),
    ],
)
def test_a_weekday_before_a_numeric_date_changes_nothing(text: str) -> None:
    assert one(text) == at("2026-10-01 14:05")
    assert (
        TimeColumn(pa.array([text])).signs() == TimeColumn(pa.array(["10/01/2026 14:05"])).signs()
    )


def test_another_word_before_a_numeric_date_is_no_weekday() -> None:
    assert parsed("Due 10/01/2026", "10/01/2026 Thu").unreadable.tolist() == [True, True]
