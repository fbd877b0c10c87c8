"""Agreements as files: what is written is read back, and what is no agreement says why."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.agreement import model
from sla_core.agreement.model import SHARES, Agreement, Hours, Inputs, Promise, Tier
from sla_core.agreement.toml import parse, write
from sla_core.problems import Refused

FILE = """
name = "Marketing and sales"
in_force_from = "2026-11"
clock = "working"
working_window_days = 14

[[promises]]
measure = "leads"
goal = 1440
per = "quarter"

[[promises]]
measure = "share_within_goal"
goal = 0.9
hours = 4

[[tiers]]
name = "CEO"
points = 100
leads = 20

[[tiers]]
name = "manager"
points = 40
leads = 100

[calendar]
days = ["mon", "tue"]
hours = ["09:00-12:00", "13:00-17:00"]
zone = "Europe/Berlin"
holidays = [2026-12-25]
"""


def test_a_file_is_read_as_it_is_written() -> None:
    agreed = parse("sla.toml", FILE)
    assert (agreed.name, agreed.in_force_from) == ("Marketing and sales", date(2026, 11, 1))
    assert (agreed.clock, agreed.working_window_days) == ("working", 14)
    assert [(p.measure, p.goal, p.per, p.hours) for p in agreed.promises] == [
        ("leads", 1440, "quarter", None),
        ("share_within_goal", 0.9, "month", 4),
    ]
    assert agreed.points() == {"CEO": 100, "manager": 40}


def test_marketing_promises_what_is_counted_and_sales_the_rest() -> None:
    promises = parse("sla.toml", FILE).promises
    assert [(p.by, p.to) for p in promises] == [("marketing", "sales"), ("sales", "marketing")]


def test_the_calendar_is_the_one_that_working_time_takes() -> None:
    hours = parse("sla.toml", FILE).calendar
    assert hours
    calendar = hours.calendar()
    assert calendar.days == (0, 1)
    assert calendar.hours == ((time(9), time(12)), (time(13), time(17)))
    assert calendar.holidays == (date(2026, 12, 25),)


def test_an_empty_file_is_an_agreement_without_promises_from_the_beginning() -> None:
    assert parse("sla.toml", "") == Agreement()


def test_a_date_within_a_month_means_the_month() -> None:
    assert parse("sla.toml", "in_force_from = 2026-11-15").in_force_from == date(2026, 11, 1)


PROMISE = '[[promises]]\nmeasure = "leads"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("promises", "is not a TOML file"),
        ("gaol = 5", "gaol is no key here; accepted: name, in_force_from, clock,"),
        (PROMISE + "gaol = 5\ngoal = 5", "promises.1.gaol is no key here; accepted: measure, goal"),
        ("[calendar]\nday = 1", "calendar.day is no key here; accepted: days, hours, zone"),
        (PROMISE, "promises.1.goal: is missing"),
        (PROMISE + "goal = -1", "promises.1.goal: Input should be greater than 0 (it says -1)"),
        (PROMISE + "goal = 0", "promises.1.goal: Input should be greater than 0 (it says 0)"),
        (PROMISE + "goal = inf", "promises.1.goal: Input should be a finite number"),
        (PROMISE + 'goal = "many"', "promises.1.goal: Input should be a valid number"),
        (PROMISE + 'goal = 5\nper = "week"', "per: Input should be 'month', 'quarter' or 'year'"),
        ('[[promises]]\nmeasure = "lead"\ngoal = 5', "measure: Input should be 'leads', 'points'"),
        (PROMISE + "goal = 5\n" + PROMISE + "goal = 6", "each measure can be promised once"),
        (PROMISE + "goal = 5\nhours = 4", "hours goes with share_within_goal"),
        ("[[promises]]\nmeasure = 'leads_worked'\ngoal = 90", "a number up to 1, as 0.9 for 90 %"),
        ("promises = 5", "promises: Input should be a list"),
        ('tiers = ["A"]', "tiers.1: Input should be a table under a [heading]"),
        ("[[tiers]]\nname = 'A'\n[[tiers]]\nname = 'A'", "each tier can stand once"),
        ("[[tiers]]\nname = 'A'\nshare = 20", "share: Input should be less than or equal to 1"),
        ("[[tiers]]\nname = ''", "tiers.1.name: String should have at least 1 character"),
        ('clock = "solar"', "clock: Input should be 'calendar' or 'working'"),
        ('clock = "working"', "a working clock needs a [calendar] with days and hours"),
        ('in_force_from = "soon"', "in_force_from: “soon” is not a period; write a month as 2026"),
        ("[calendar]\nzone = 'Mars'", "“Mars” is not a time zone; write one as Europe/Berlin"),
        ("[calendar]\ndays = ['monday']", "days are written mon, tue, wed, thu, fri, sat, sun"),
        ("[calendar]\ndays = []", "days are written mon, tue, wed"),
        ("[calendar]\nhours = ['9 to 5']", "hours are written as 09:00-17:00"),
        ("[calendar]\nhours = ['17:00-09:00']", "as 09:00-17:00, the earlier time first"),
        ("[calendar]\nhours = ['09:00-09:00']", "as 09:00-17:00, the earlier time first"),
        ("[calendar]\nhours = ['09:00+01:00-17:00']", "hours are written as 09:00-17:00"),
        ("[calendar]\nhours = []", "hours are written as 09:00-17:00"),
        ("[calendar]\nhours = ['24:00-24:00']", "hours are written as 09:00-17:00"),
        ("[calendar]\nhours = ['09:00-17:00', '']", "hours are written as 09:00-17:00"),
        ("[calendar]\nhours = ['09:00-12:00', '11:59-17:00']", "hours of a day may not overlap"),
        ("[calendar]\nholidays = ['xmas']", "calendar.holidays.1: Input should be a valid date"),
    ],
)
def test_what_is_no_agreement_names_the_file_the_place_and_what_would_do(
    text: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        parse("sla.toml", text)
    assert str(refused.value).startswith("sla.toml")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith("Nothing was imported.")
    assert "\n" not in str(refused.value)


def test_an_afternoon_may_begin_when_the_morning_ends() -> None:
    agreed = parse("sla.toml", "[calendar]\nhours = ['13:00-17:00', '09:00-13:00']")
    assert agreed.calendar == Hours(hours=("13:00-17:00", "09:00-13:00"))


def test_a_day_may_be_open_to_its_end() -> None:
    agreed = parse("sla.toml", "[calendar]\nhours = ['00:00 - 09:00', '13:00-24:00']")
    assert agreed.calendar
    assert agreed.calendar.calendar().hours == ((time(0), time(9)), (time(13), time(0)))


def maybe(values: st.SearchStrategy[float]) -> st.SearchStrategy[float | None]:
    return st.none() | values


amounts = st.floats(1e-9, 1e12)
rates = st.floats(1e-6, 1)
names = st.text(min_size=1)


@st.composite
def promises(draw: st.DrawFn) -> tuple[Promise, ...]:
    measures = draw(st.lists(st.sampled_from(sorted(model.LABELS)), unique=True))
    return tuple(
        Promise(
            measure=measure,
            goal=draw(rates if measure in SHARES else amounts),
            per=draw(st.sampled_from(["month", "quarter", "year"])),
            hours=draw(amounts) if measure == "share_within_goal" else None,
            by=draw(st.text()),
            to=draw(st.text()),
        )
        for measure in measures
    )


tiers = st.lists(
    st.builds(
        Tier,
        name=names,
        points=maybe(amounts),
        leads=maybe(st.just(0.0) | amounts),
        share=maybe(rates),
        close_rate=maybe(rates),
        deal_size=maybe(amounts),
    ),
    unique_by=lambda tier: tier.name,
).map(tuple)
working_time = st.builds(
    Hours,
    days=st.lists(st.sampled_from(model.WEEKDAYS), min_size=1).map(tuple),
    hours=st.sampled_from([("09:00-17:00",), ("13:00-17:00", "09:00-12:00")]),
    zone=st.sampled_from(["UTC", "Europe/Berlin"]),
    holidays=st.lists(st.dates(date(1000, 1, 1))).map(tuple),
)
agreements = st.builds(
    Agreement,
    name=st.text(),
    in_force_from=st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(
        lambda day: day.replace(day=1)
    ),
    clock=st.sampled_from(["calendar", "working"]),
    working_window_days=maybe(amounts),
    promises=promises(),
    tiers=tiers,
    calendar=working_time,
    inputs=st.none()
    | st.builds(
        Inputs, quota=amounts, marketing_share=rates, deal_size=amounts, close_rate=rates
    ),
)  # fmt: skip


@given(agreements)
def test_an_agreement_that_was_written_is_read_back_as_it_was(agreed: Agreement) -> None:
    assert parse("sla.toml", write(agreed)) == agreed


def test_a_sign_that_toml_forbids_is_written_so_that_it_can_be_read() -> None:
    odd = Agreement(name='a "b" \\ \x7f \x00 \r\n \t é')
    assert parse("sla.toml", write(odd)) == odd


def test_a_file_does_not_say_its_version() -> None:
    third = Agreement(version=3)
    assert "version" not in write(third)
    assert parse("sla.toml", write(third)).version == 0
    assert parse("sla.toml", "version = 7").version == 0
