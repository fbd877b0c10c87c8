"""A layout that is not known: mapped where it is sure, asked about where it is not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core import fields
from sla_core.crm import Options, read_export, recognise
from sla_core.crm.language.names import named
from sla_core.crm.layouts.plans import REQUIRED
from sla_core.crm.layouts.proposals import Proposals, Reader
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ORDERS = """Auftragsnummer;Kunden-E-Mail;Phase;Betrag;Erstellt am;Abschlussdatum
7001;ann@example.com;Gewonnen;1.234,50 €;01.10.2026;31.10.2026
7002;bo@example.com;Verloren;99,00 €;02.10.2026;02.11.2026
7003;cy@example.com;Offen;10,00 €;03.10.2026;03.12.2026
"""
CALLS = """ID de llamada,Correo electrónico,Fecha y hora,Tipo de llamada,Resultado de la llamada
1,ann@example.com,2026-10-13 10:00,Saliente,No contesta
2,bo@example.com,2026-10-14 10:00,Entrante,Contestada
"""
LEADS = {
    "German": "Lead-Nr.;E-Mail;Quelle;Status;Erstellt am",
    "Japanese": "リード番号;メールアドレス;リードソース;ステータス;作成日",
    "Spanish": "ID del lead;Correo electrónico;Fuente;Estado;Fecha de creación",
    "French": "ID du lead;Adresse e-mail;Source du lead;Statut;Date de création",
    "Portuguese": "ID do lead;Endereço de e-mail;Fonte do lead;Situação;Data de criação",
    "English": "Enquiry ID;E-mail address;Traffic source;Lead state;Date added",
}
ROWS = "1;ann@example.com;Messe;Neu;2026-10-01\n2;bo@example.com;Web;Neu;2026-10-02\n"


def proposed(text: str, kind: str | None = None, name: str = "a.csv") -> Proposals:
    header, *rows = (line.split(";") for line in text.splitlines())
    return Reader(name, header, rows).propose(kind)


def rows(text: str, options: Options | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_export(
        "a.csv", text.encode(), options or Options(), NOW
    ).rows.to_pylist()
    return found


def told(text: str, options: Options | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        rows(text, options)
    return str(refusal.value)


@pytest.mark.parametrize("language", LEADS)
def test_leads_are_mapped_by_their_columns_names_in_six_languages(language: str) -> None:
    found = recognise("a.csv", f"{LEADS[language]}\n{ROWS}".encode())
    names = LEADS[language].split(";")
    wanted = dict(zip(("lead_id", "email", "source", "status", "created_at"), names, strict=True))
    assert (found.kind, found.missing, found.dialect) == ("leads", (), "proposal")
    assert found.mapping == wanted


def test_a_german_file_of_orders_is_imported_without_help_and_says_how() -> None:
    found = read_export("a.csv", ORDERS.encode(), Options(currency="EUR"), NOW)
    assert found.rows["outcome"].to_pylist() == ["won", "lost", "open"]
    assert found.rows["amount"].to_pylist() == [123450, 9900, 1000]
    assert "“Betrag” was taken as amount: synonym (German) (0.98)." in found.rules
    said = "by its words the stage “Gewonnen” won, “Verloren” lost, any other open."
    assert any(said in rule for rule in found.rules)


def test_a_word_of_the_stage_that_the_user_says_counts_where_no_column_says_the_outcome() -> None:
    rows = f"{ORDERS}7004;di@example.com;Verkauft;10,00 €;03.10.2026;03.11.2026\n"
    said = Options(values={"outcome": {"Verkauft": "won", "Weg": "lost"}}, currency="EUR")
    found = read_export("a.csv", rows.encode(), said, NOW)
    assert found.rows["outcome"].to_pylist() == ["won", "lost", "open", "won"]
    assert "“Weg” stands in no cell for outcome; what it means changed nothing." in found.rules


def test_a_spanish_file_of_calls_is_imported_and_its_words_are_said() -> None:
    found = read_export("a.csv", CALLS.encode(), Options(), NOW)
    assert found.rows["outcome"].to_pylist() == ["not_connected", "connected"]
    assert found.rows["direction"].to_pylist() == ["outbound", "inbound"]
    assert (
        "Of outcome these words were taken: “No contesta” as not_connected (1 row), “Contestada” as"
        " connected (1 row)."
    ) in found.rules


GERMAN_PIPEDRIVE = """Deal - ID;Deal - Wert;Deal - Währung;Deal - Phase;Deal - Status;Deal - Besitzer
1;100,00;EUR;Angebot;Gewonnen;Bo
2;200,50;EUR;Angebot;Verloren;Bo
3;200,00;EUR;Angebot;Offen;Cy
"""


def test_a_known_product_in_another_language_is_read_whole_by_its_names() -> None:
    found = rows(GERMAN_PIPEDRIVE)
    assert [row["outcome"] for row in found] == ["won", "lost", "open"]
    assert [(row["amount"], row["currency"], row["owner"]) for row in found] == [
        (10000, "EUR", "Bo"),
        (20050, "EUR", "Bo"),
        (20000, "EUR", "Cy"),
    ]


def test_an_id_is_not_made_where_a_column_may_be_it() -> None:
    text = b"Customer ID,Email,Created at,Source\n1,a@example.com,2026-10-01,Web\n"
    with pytest.raises(Refused, match='--map "lead_id=Customer ID"'):
        recognise("a.csv", text, Options(kind="leads"))


@pytest.mark.parametrize("kind", fields.KINDS)
@pytest.mark.parametrize("column", ["Ora", "Seen", "Id"])
@pytest.mark.parametrize("cells", ["09:30 19:05", "9:30:15 10:00:00", "10時05分 11時10分"])
def test_times_of_day_are_no_ids(kind: str, column: str, cells: str) -> None:
    one, other = cells.split(" ")
    found = proposed(f"{column};Email\n{one};a@x.com\n{other};b@x.com\n", kind).found()
    ids = [found[name] for name in found if name.endswith("_id")]
    assert not [each for each in ids if each.confidence > 0.3]


def test_what_the_user_tells_is_completed_by_what_is_sure() -> None:
    text = "Bestellung;Zustand;Summe\n1;bezahlt;10\n2;storniert;9\n"
    found = recognise("a.csv", text.encode(), Options(kind="deals", map={"stage": "Zustand"}))
    assert found.mapping == {"deal_id": "Bestellung", "stage": "Zustand", "amount": "Summe"}
    assert "“Bestellung” was taken as deal_id: synonym (German) (0.98)." in found.rules


def test_two_columns_that_are_as_like_it_are_asked_about() -> None:
    text = "Lead-Nr.;Quelle;Erstellt am;Eingangsdatum\n1;Web;2026-10-01;2026-10-02\n"
    (found,) = [one for one in proposed(text, "leads").fields if one.field == "created_at"]
    assert (found.column, found.rivals, found.sure) == ("Erstellt am", ("Eingangsdatum",), False)
    with pytest.raises(Refused, match=r"created_at = “Erstellt am” or “Eingangsdatum” .*--map"):
        recognise("a.csv", text.encode())


def test_a_column_whose_cells_are_not_like_its_name_is_not_taken() -> None:
    text = "Lead-Nr.;Quelle;Erstellt am\n1;Web;ja\n2;Web;nein\n"
    (found,) = [one for one in proposed(text, "leads").fields if one.field == "created_at"]
    assert found.confidence < 0.5
    with pytest.raises(Refused, match="--map qualified_at=COLUMN"):
        recognise("a.csv", text.encode())


def test_cells_that_look_like_addresses_are_an_email_whatever_they_are_called() -> None:
    found = proposed("x;y\n1;ann@example.com\n2;bo@example.com\n", "leads").found()
    assert (found["email"].column, found["email"].why) == ("y", "cells look like e-mail addresses")
    assert found["lead_id"].why == "cells look like ids, another in every row"
    assert not found["lead_id"].sure


def test_an_owner_s_address_is_not_taken_for_the_lead_s() -> None:
    text = "Lead-Nr.;Owner e-mail address;Erstellt am\n1;rep@example.com;2026-10-01\n"
    assert "email" not in proposed(text, "leads").taken()


def test_a_job_title_is_proposed_for_the_tier_and_asked() -> None:
    text = "Lead-Nr.;Job title;Erstellt am\n1;CEO;2026-10-01\n2;Clerk;2026-10-01\n"
    tier = proposed(text, "leads").found()["tier"]
    assert (tier.column, tier.sure, tier.doubtful) == ("Job title", False, ("CEO", "Clerk"))


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=6))
def test_any_header_gets_a_proposal_per_field_with_a_confidence(header: list[str]) -> None:
    unique = list(dict.fromkeys(header))
    found = Reader("a.csv", unique, [["x"] * len(unique)] * 3).propose()
    assert [one.field for one in found.fields if one.required] == [
        name for group in REQUIRED[found.kind] for name in group
    ]
    assert {one.field for one in found.fields} == {*fields.names(found.kind)}
    assert all(0 <= one.confidence <= 1 for one in found.fields)
    assert all(one.column in unique for one in found.fields if one.column)


def test_a_file_of_which_nothing_is_known_is_refused_with_its_columns() -> None:
    with pytest.raises(Refused, match=r"nothing says which column is what.*a, b, c"):
        recognise("a.csv", b"a,b,c\nx,y,2\nx,z,3\nx,z,3\n")


def test_a_file_whose_kind_nothing_tells_is_asked_for_it() -> None:
    text = b"Name,E-Mail,Firma,Angelegt am\nAnn,a@example.com,Acorn,2026-10-01\n"
    with pytest.raises(Refused, match=r"Nothing says which of leads, deals.*--kind leads"):
        recognise("a.csv", text)
    found = recognise("a.csv", text, Options(kind="leads"))
    assert found.mapping == {"email": "E-Mail", "created_at": "Angelegt am"}
    assert found.rules[0].startswith("There is no id: one was made from “E-Mail”")


def test_the_name_of_a_file_helps_to_tell_its_kind() -> None:
    text = "Nr;Status;Datum\n1;Offen;2026-10-01\n"
    plain_name, telling = proposed(text), proposed(text, name="Anrufe_2026.csv")
    assert telling.kinds["activities"] > plain_name.kinds["activities"]


SOLD = "Externe ID,Kontakt,E-Mail,Team,Stufe,Umsatz,Angelegt am\n" + "".join(
    f"x_{place},Ann,ann{place}@x.io,Nord,{word},{place}00.5,2026-10-{place}\n"
    for place, word in enumerate(("Gewonnen", "Neu", "Verloren") * 4, 10)
)


def test_what_is_won_and_for_how_much_speaks_for_deals() -> None:
    def kind(text: str) -> str:
        with pytest.raises(Refused) as refusal:
            recognise("a.csv", text.encode())
        return str(refusal.value).partition("It looks like ")[2].partition(" ")[0]

    assert kind(SOLD) == "deals"
    cold = SOLD.replace("Gewonnen", "Kontaktiert").replace("Verloren", "Kalt")
    assert kind(cold.replace("Umsatz", "Budget")) == "leads"


def test_a_deal_that_is_lost_is_closed_when_it_was_lost() -> None:
    text = (
        "Deal-ID,Status,Wert,E-Mail,Erstellt am,Gewonnen am,Verloren am\n"
        "1,Gewonnen,100,a@x.io,2026-09-13,2026-09-20,\n2,Verloren,200,b@x.io,2026-09-14,,2026-09-22\n"
    )
    found = recognise("deals.csv", text.encode(), Options(kind="deals"))
    assert found.mapping["closed_at"] == "Gewonnen am / Verloren am"
    assert "Where “Gewonnen am” is blank, “Verloren am” was taken as closed_at." in found.rules
    other = text.replace("Gewonnen am", "Abgeschlossen am")
    mapped = recognise("deals.csv", other.encode(), Options(kind="deals")).mapping
    assert mapped["closed_at"] == "Abgeschlossen am"


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Datensatz-ID", "deals", "deal_id"),
        ("ID d'enregistrement", "deals", "deal_id"),
        ("ID do registro", "activities", "activity_id"),
        ("ID de registro", "activities", "activity_id"),
        ("Opportunity-Inhaber", "deals", "owner"),
        ("Propriétaire de l'opportunité", "deals", "owner"),
        ("案件担当者", "deals", "owner"),
        ("Deal - Deal erstellt am", "deals", "created_at"),
        ("コールの成果", "activities", "outcome"),
        (
            "Datum, an dem der Kontakt zu einem Marketing-Qualified-Lead wurde",
            "leads",
            "qualified_at",
        ),
    ],
)
def test_names_of_other_languages_are_known(header: str, kind: str, field: str) -> None:
    found = [one for one in named(kind, header) if one.field == field]
    assert [one.confidence >= 0.9 for one in found] == [True]
