"""What the name of a column says of its cells: the zone of times, the currency of amounts."""

from typing import Any

import pytest

from sla_core.crm.cells.clock import in_words, zone_of_name
from sla_core.crm.cells.currencies import named_currency
from sla_core.store.engine import Engine
from tests.stores import csv_of, load, standing


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        *(("Create Date (UTC)", "UTC"), ("Created At (GMT)", "UTC"), ("created_at_utc", "UTC")),
        *(("Created (EST)", "Etc/GMT+5"), ("開始 [JST]", "Etc/GMT-9")),
        *(("Erstellt am (Europe/Berlin)", "Europe/Berlin"), ("Start (GMT+2)", "Etc/GMT-2")),
        *(("Closed (Pacific Time)", "America/Los_Angeles"), ("Created", ""), ("Wait (h)", "")),
    ],
)
def test_the_zone_in_a_name(name: str, zone: str) -> None:
    assert zone_of_name(name) == zone


def test_a_fixed_zone_is_told_east_of_greenwich() -> None:
    assert [in_words(zone) for zone in ("Etc/GMT-9", "Etc/GMT+5", "UTC", "Asia/Tokyo")] == [
        *("UTC+9", "UTC-5", "UTC", "Asia/Tokyo")
    ]


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        *(("Amount (EUR)", "EUR"), ("Montant (€)", "EUR"), ("Valor (R$)", "BRL")),
        *(("Amount in EUR", "EUR"), ("Betrag EUR", "EUR"), ("Umsatz in €", "EUR")),
        *(("amount_usd", "USD"), ("金額（円）", "JPY"), ("Value ($)", "CAD")),
        *(("Amount", None), ("Amount (net)", None), ("ARR", None), ("Total TOP", None)),
    ],
)
def test_the_currency_in_a_name(name: str, currency: str | None) -> None:
    assert named_currency(name, "CAD") == currency


def named(outcome: Any, begin: str) -> list[str]:
    return [rule for rule in outcome.rules if rule.startswith(begin)]


def test_times_are_read_in_the_zone_of_their_columns_name(engine: Engine) -> None:
    text = csv_of("lead_id,Create Date (UTC),Qualified at", "1,2026-07-02 10:00,2026-07-02 12:00")
    told = load(engine, "leads.csv", text, kind="leads", zone="Europe/Berlin")
    (lead,) = standing(engine, "leads").values()
    assert lead["created_at"] == lead["qualified_at"]
    assert named(told, "Times that name no zone") == [
        "Times that name no zone, read as Europe/Berlin: 1.",
        "Times that name no zone, read as UTC, as their column's name says: 1.",
    ]


def test_amounts_are_of_the_currency_of_their_columns_name(engine: Engine) -> None:
    text = csv_of(
        "deal_id,outcome,closed_at,Betrag EUR", "1,won,2026-07-02,100", "2,won,2026-07-03,$7"
    )
    told = load(engine, "deals.csv", text, kind="deals")
    found = standing(engine, "deals").values()
    assert [(deal["amount"], deal["currency"]) for deal in found] == [(10_000, "EUR"), (700, "USD")]
    assert named(told, "Amounts in") == [
        "Amounts in “Betrag EUR” that name no currency: 1; taken as EUR, as the column's name says."
    ]


def test_totals_and_blank_rows_are_counted_as_such_alone(engine: Engine) -> None:
    text = csv_of(
        *("lead_id,created_at,origin,source", "1,2026-07-02,marketing,Web", ",,,", "Total,,,2")
    )
    told = load(engine, "leads.csv", text)
    assert (told.new, told.refused) == (1, 0)
    assert named(told, "Rows whose origin is blank") == []


def test_rows_that_salesforce_says_are_deleted_are_refused(engine: Engine) -> None:
    text = csv_of(
        "Id,LeadSource,Status,Company,Email,CreatedDate,IsDeleted",
        "00Q1,Web,Open,X,eve@x.example,2026-03-02T09:00:00Z,0",
        "00Q2,Web,Open,X,ann@x.example,2026-03-02T09:00:00Z,1",
    )
    told = load(engine, "leads.csv", text)
    assert (told.new, told.refused) == (1, 1)


def test_won_deals_that_do_not_say_when_are_counted(engine: Engine) -> None:
    text = csv_of("deal_id,outcome,closed_at", "1,won,2026-07-02", "2,won,", "3,open,")
    told = load(engine, "deals.csv", text)
    (said,) = named(told, "Won deals without")
    assert said.startswith("Won deals without a time of closing: 1; they count in no period")


def test_rows_that_changed_in_the_future_are_counted(engine: Engine) -> None:
    text = csv_of(
        "lead_id,created_at,modified_at", "1,2026-07-02,2199-01-01", "2,2026-07-02,2026-07-03"
    )
    told = load(engine, "leads.csv", text)
    assert named(told, "Rows that say they changed") == [
        "Rows that say they changed in the future: 1; until then no other upload corrects them."
    ]
