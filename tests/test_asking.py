"""What a page asks about a file: proposals, words with counts, mappings that come back."""

from collections.abc import Iterator

import pytest

from sla_core import asking
from sla_core.crm import SavedMapping
from sla_core.problems import Refused
from sla_core.store.engine import Engine
from tests.stores import empty_store

ORDERS = (
    "Bestellung;Kunde;Zustand;Summe;Bestelldatum;Titel\n"
    "B-1;ann@example.com;bezahlt;10,00;2026-10-01;Geschäftsführerin\n"
    "B-2;bo@example.com;storniert;12,00;2026-10-02;Einkauf\n"
    "B-3;cy@example.com;bezahlt;12,00;2026-10-03;Teamleiter\n"
).encode()
MAPPING = SavedMapping("Shop", "deals", {"deal_id": "Bestellung", "stage": "Zustand"})


@pytest.fixture
def store() -> Iterator[Engine]:
    with empty_store() as engine:
        yield engine


def test_a_page_gets_a_proposal_per_field_the_required_ones_first() -> None:
    found = asking.proposals("a.csv", ORDERS)
    assert found.kind == "deals"
    assert found.confidence >= asking.SURE
    assert [one.field for one in found.fields[:3]] == ["deal_id", "outcome", "stage"]
    assert [one.required for one in found.fields[:4]] == [True, True, True, False]
    email = found.found()["email"]
    assert (email.column, email.why) == ("Kunde", "cells look like e-mail addresses")


def test_what_is_told_is_certain_and_its_column_is_no_longer_proposed() -> None:
    found = asking.proposals("a.csv", ORDERS, "leads", {"lead_id": "Bestellung"}).found()
    assert (found["lead_id"].confidence, found["lead_id"].why) == (1.0, "told")
    assert [name for name, one in found.items() if one.column == "Bestellung"] == ["lead_id"]


def test_the_words_of_a_column_come_with_counts_and_what_they_probably_mean() -> None:
    words = asking.words_of("a.csv", ORDERS, "deals", "outcome", "Zustand")
    assert [(one.theirs, one.count, one.ours) for one in words] == [
        ("bezahlt", 2, "won"),
        ("storniert", 1, "lost"),
    ]
    assert all(0.5 < one.confidence < asking.SURE for one in words)


def test_titles_are_translated_into_tiers_and_other_columns_for_the_tier_are_not() -> None:
    assert asking.translatable("leads", "tier", "Titel") == ("CEO", "Director", "Manager", "Other")
    assert asking.translatable("leads", "tier", "Rating") == ()
    assert asking.translatable("deals", "outcome", "Zustand") == ("won", "lost", "open")
    words = asking.words_of("a.csv", ORDERS, "leads", "tier", "Titel")
    assert {one.theirs: one.ours for one in words} == {
        "Geschäftsführerin": "CEO",
        "Einkauf": "Other",
        "Teamleiter": "Manager",
    }


def test_sources_are_words_of_the_origin() -> None:
    text = b"Nr,Kanal\n1,Messe\n2,Kaltakquise\n3,Messe\n"
    words = asking.words_of("a.csv", text, "leads", "origin", "Kanal")
    assert [(one.theirs, one.count, one.ours) for one in words] == [
        ("Messe", 2, "marketing"),
        ("Kaltakquise", 1, "sales"),
    ]


def test_a_list_of_something_else_is_named() -> None:
    assert asking.declined("a.csv", b"Id,IsoCode,ConversionRate\n1,EUR,1\n") == (
        "Salesforce's list of currencies"
    )
    assert asking.declined("a.csv", ORDERS) is None


def near(store: Engine, text: str) -> asking.Near | None:
    return asking.near(store, "a.csv", text.encode())


def test_only_the_same_columns_bring_a_mapping_back_by_itself(store: Engine) -> None:
    asking.keep(store, MAPPING, ("Bestellung", "Zustand"))
    assert asking.offered(store, ("Zustand", "Bestellung")) == MAPPING
    assert asking.offered(store, ("Neu", "Zustand", "Bestellung")) is None
    own = SavedMapping("Ours", "leads", {"lead_id": "Id", "created_at": "CreatedDate"})
    asking.keep(store, own, ("Id", "CreatedDate"))
    salesforce = ("Id", "Status", "Company", "CreatedDate")
    assert asking.offered(store, salesforce) is None
    asking.keep(store, own, salesforce)
    assert asking.offered(store, salesforce[::-1]) == own


def test_a_header_with_more_columns_has_the_mapping_near(store: Engine) -> None:
    asking.keep(store, MAPPING, ("Bestellung", "Zustand", "Summe"))
    assert near(store, "Neu;Zustand;Bestellung;Summe\nx;bezahlt;1;10,00\n") == asking.Near(
        MAPPING, likely=True
    )
    assert near(store, "Zustand;Neu\nbezahlt;1\n") is None


SHOP = SavedMapping("Shop", "leads", {"lead_id": "Id", "created_at": "CreatedDate"})


@pytest.mark.parametrize(
    "text",
    [
        "Id,IsoCode,ConversionRate,CreatedDate\n1,EUR,1,2026-03-01\n",
        "deal_id,stage,Id,CreatedDate\n1,won,2,2026-03-01\n",
        "Order number,Won date,Amount,Currency,Id,CreatedDate\n1,2026-03-01,10,EUR,2,2026-03-01\n",
        "Id,Status,Company,CreatedDate\n1,New,Acorn,2026-03-01\n",
    ],
)
def test_a_mapping_is_never_near_to_a_list_of_other_things_our_own_names_or_another_kind(
    store: Engine, text: str
) -> None:
    asking.keep(store, SHOP, ("Id", "CreatedDate"))
    assert near(store, text) is None


def test_a_list_of_something_else_is_not_brought_back_either(store: Engine) -> None:
    header = ("Id", "IsoCode", "ConversionRate")
    asking.keep(store, SavedMapping("Rates", "deals", {"deal_id": "Id"}), header)
    assert asking.offered(store, header) is None


def test_a_known_export_with_one_more_column_has_its_mapping_near(store: Engine) -> None:
    header = ("Id", "Status", "Company", "CreatedDate", "Handed over at")
    own = SavedMapping("Ours", "leads", {"presented_at": "Handed over at"})
    asking.keep(store, own, header)
    rows = "1,New,Acorn,2026-03-01,2026-03-02"
    assert near(store, f"{','.join(header)},Phone\n{rows},9\n") == asking.Near(own, likely=True)
    contacts = "Record ID - Contact,Contact owner,Email,Create Date,Handed over at\n1,K,,,\n"
    assert near(store, contacts) is None


def test_answers_alone_are_near_to_the_export_that_they_were_given_for(store: Engine) -> None:
    answered = SavedMapping("Ours", "leads", answers=asking.Answers(True, None, "Asia/Tokyo"))
    asking.keep(store, answered, ("lead_id", "created_at", "email"))
    assert near(store, "lead_id,created_at,email,owner\n") == asking.Near(answered, likely=True)
    assert near(store, "Nr,Eingang,Kanal\n") is None


def test_a_mapping_is_exported_imported_listed_and_forgotten(store: Engine) -> None:
    asking.keep(store, MAPPING, ("Bestellung", "Zustand"))
    text = asking.exported(store, "Shop")
    asking.forget(store, "Shop")
    assert asking.saved(store) == []
    assert asking.imported(store, "shop.toml", text) == MAPPING
    assert [one.name for one in asking.saved(store)] == ["Shop"]
    with pytest.raises(Refused, match="There is no mapping “Office”; there are Shop"):
        asking.exported(store, "Office")


@pytest.mark.parametrize(
    "blank", ["(Kein Wert)", "(No value)", "-Ninguno-", "選択してください", "#REF!", ""]
)
def test_a_blank_is_never_asked_about(blank: str) -> None:
    text = f"Nr,Titel\n1,{blank}\n2,Einkaufsleiterin\n".encode()
    (word,) = asking.words_of("a.csv", text, "leads", "tier", "Titel")
    assert (word.theirs, word.ours) == ("Einkaufsleiterin", "Director")
