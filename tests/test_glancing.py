"""What the upload page says of a file at first sight, and what it has to ask."""

from datetime import UTC, date, datetime

import pytest

from sla_core import glancing
from sla_core.crm import Options, read_export
from sla_core.glancing import TwoDays
from sla_core.problems import Refused

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SALESFORCE = b"Id,Status,Company,CreatedDate\n00Q1,New,A,2026-03-02\n"
ORDERS = (
    "Bestellung;Zustand;Summe;Datum\nB-1;bezahlt;10,00;03.04.2026\nB-2;storniert;12,00;13.04.2026\n"
)
DAYS = b"lead_id,created_at\n1,03/04/2026 09:00\n2,05/05/2026\n3,03/04/2026 09:00\n4,6-7-26\n"


def test_a_known_export_is_named_by_product_and_kind() -> None:
    seen = glancing.glance("lead.csv", SALESFORCE)
    assert (seen.title, seen.dialect, seen.known) == ("Salesforce leads", "salesforce-lead", True)
    assert (seen.encoding, seen.delimiter, seen.kind) == ("UTF-8", "comma", "leads")
    assert seen.mapping["lead_id"] == "Id"


def test_an_unknown_file_is_described_and_not_named() -> None:
    seen = glancing.glance("a.csv", ORDERS.encode("cp1252"))
    assert (seen.kind, seen.title, seen.known, seen.declined) == (None, "", False, None)
    assert seen.delimiter == "semicolon"
    assert seen.head.samples["Summe"] == ("10,00", "12,00")


def test_what_is_none_of_ours_is_named() -> None:
    seen = glancing.glance("a.csv", b"Id,IsoCode,ConversionRate\n1,EUR,1\n")
    assert (seen.declined, seen.known) == ("Salesforce's list of currencies", False)


def test_a_list_of_other_things_is_said_to_be_one() -> None:
    seen = glancing.glance("a.csv", b"Invoice no,Email,Created\n1,a@x.example,2026-01-05\n")
    assert seen.kind is None
    assert [note.split(":")[0] for note in seen.notes] == ["“Invoice no” numbers invoices"]


def test_a_known_export_that_lacks_a_column_is_not_ready() -> None:
    seen = glancing.glance("a.csv", b"Id,Status,Company\n00Q1,New,A\n")
    assert seen.title == "Salesforce leads"
    assert seen.missing == ("qualified_at or created_at",)
    assert not seen.known


def test_what_is_known_is_listed_by_product() -> None:
    found = glancing.products()
    assert found["Salesforce"] == ("leads", "deals", "activities")
    assert found["Close"] == ("leads", "deals")
    assert len(found) == 7


def test_a_day_order_that_is_asked_for_comes_with_both_readings() -> None:
    with pytest.raises(Refused) as refusal:
        read_export("a.csv", DAYS, Options(), NOW)
    assert glancing.asks_day_order(refusal.value) == "created_at"
    assert glancing.in_doubt("a.csv", DAYS, "created_at") == (
        TwoDays("03/04/2026 09:00", date(2026, 4, 3), date(2026, 3, 4)),
        TwoDays("6-7-26", date(2026, 7, 6), date(2026, 6, 7)),
    )


def test_dates_that_may_begin_with_the_year_are_shown_in_every_reading() -> None:
    data = b"lead_id,created_at\n1,10/01/24\n2,23.11.26\n"
    with pytest.raises(Refused) as refusal:
        read_export("a.csv", data, Options(), NOW)
    assert glancing.asks_day_order(refusal.value) == "created_at"
    assert glancing.asks_year(refusal.value)
    days = [
        (d.day_first, d.month_first, d.year_first)
        for d in glancing.in_doubt("a.csv", data, "created_at")
    ]
    november = date(2026, 11, 23)
    assert days == [
        (date(2024, 1, 10), date(2024, 10, 1), date(2010, 1, 24)),
        (november, november, date(2023, 11, 26)),
    ]


def test_any_other_refusal_asks_nothing() -> None:
    with pytest.raises(Refused) as refusal:
        glancing.glance("a.csv", b"")
    assert glancing.asks_day_order(refusal.value) is None


def test_numbers_that_could_be_read_otherwise_are_told_without_the_command_line() -> None:
    deals = b"deal_id,outcome,amount,currency\n1,won,1.500,EUR\n"
    rules = read_export("a.csv", deals, Options(), NOW).rules
    (asked,) = (rule for rule in rules if glancing.asks_decimal(rule))
    assert glancing.asks_decimal(asked) == "."
    assert glancing.on_a_page(asked).endswith("because three digits follow the point.")
    assert glancing.on_a_page("choose the day first (--day-first).") == "choose the day first."


def test_what_a_known_export_says_with_its_words_is_certain() -> None:
    deals = b"Id,StageName,CloseDate,IsWon,CreatedDate\n1,Won,2026-03-02,true,2026-03-01\n"
    seen = glancing.glance("a.csv", deals)
    assert seen.title == "Salesforce deals"
    (word,) = glancing.words_of("a.csv", deals, "deals", "outcome", "IsWon")
    assert (word.theirs, word.count, word.ours, word.confidence) == ("true", 1, "won", 1.0)
    assert word.why == "so in exports of Salesforce"
