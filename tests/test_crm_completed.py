"""What is told of a file, or what bears our own names, is completed by what is sure of the rest."""

from datetime import UTC, datetime

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Options, SavedMapping, read_export
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENQUIRIES = """Ref;E-Mail-Adresse;Eingang am;Herkunft;Betreuer
1;a@example.com;2026-03-01 10:00;Kaltakquise;Anna
2;b@example.com;2026-03-02 10:00;Messe;Ben
"""
CALLS = """activity_id,at,email,Richtung,Ergebnis,Typ
1,2026-03-01 10:00,a@example.com,eingehend,{},Anruf
2,2026-03-02 10:00,b@example.com,ausgehend,nicht erreicht,Anruf
"""
DEALS = """deal_id,stage,Betrag,Währung,Abgeschlossen am
1,won,100,EUR,2026-03-01
2,lost,200,EUR,2026-03-02
"""


def read(text: str, asked: Options | None = None) -> CleanFile:
    return read_export("a.csv", text.encode(), asked or Options(), NOW)


def test_the_options_that_a_refusal_asks_for_lose_nothing_that_was_sure() -> None:
    with pytest.raises(Refused) as refusal:
        read(ENQUIRIES)
    asked = '--kind leads --map "created_at=Eingang am" --map lead_id=Ref.'
    assert f"What is not sure is settled by: {asked}" in str(refusal.value)
    found = read(ENQUIRIES, Options("leads", map={"created_at": "Eingang am", "lead_id": "Ref"}))
    assert found.rows["email"].to_pylist() == ["a@example.com", "b@example.com"]
    assert found.rows["owner"].to_pylist() == ["Anna", "Ben"]
    assert found.rows["origin"].to_pylist() == ["sales", "marketing"]
    assert "“Betreuer” was taken as owner: synonym (German) (0.98)." in found.rules


def test_deals_that_bear_some_of_our_names_keep_their_amounts() -> None:
    found = read(DEALS)
    assert (found.kind, found.dialect, found.system) == ("deals", "file", "file")
    assert found.rows["amount"].to_pylist() == [10000, 20000]
    assert found.rows["currency"].to_pylist() == ["EUR", "EUR"]
    assert [str(day)[:10] for day in found.rows["closed_at"].to_pylist()] == [
        "2026-03-01",
        "2026-03-02",
    ]
    assert "“Betrag” was taken as amount: synonym (German) (0.98)." in found.rules


def test_activities_that_bear_some_of_our_names_keep_direction_and_outcome() -> None:
    found = read(CALLS.format("erreicht"))
    assert found.rows["direction"].to_pylist() == ["inbound", "outbound"]
    assert found.rows["outcome"].to_pylist() == ["connected", "not_connected"]
    assert found.rows["channel"].to_pylist() == ["Anruf", "Anruf"]


def test_a_word_in_doubt_of_a_column_that_nobody_named_is_asked() -> None:
    with pytest.raises(
        Refused, match=r'--map outcome=Ergebnis --value "outcome:Erledigt=[a-z_|]+"\. The'
    ):
        read(CALLS.format("Erledigt"))
    told = Options(values={"outcome": {"Erledigt": "connected"}})
    assert read(CALLS.format("Erledigt"), told).rows["outcome"].to_pylist()[0] == "connected"


def test_a_column_that_is_like_a_field_of_ours_and_not_used_is_named() -> None:
    text = "lead_id,Id,created_at,CreatedDate\nL1,X9,2026-03-01,2026-03-02\n"
    assert read(text).rules[:2] == (
        "“Id” may be lead_id too; it was not used (--map lead_id=Id).",
        "“CreatedDate” may be created_at too; it was not used (--map created_at=CreatedDate).",
    )


def test_a_file_of_our_own_names_alone_is_read_without_a_word_about_its_columns() -> None:
    found = read("deal_id,lead_id,outcome,amount,currency\n1,2,lost,5,EUR\n")
    assert found.rules == ()
    assert list(found.mapping) == ["deal_id", "lead_id", "outcome", "amount", "currency"]


def test_a_known_export_names_the_columns_that_are_surely_a_field_it_has_from_nowhere() -> None:
    text = "Record ID,Deal Stage,Betrag,Currency,Close Date\n1,Closed Won,100,EUR,2026-10-01\n"
    found = read(text)
    said = "“Betrag” may be amount: synonym (German) (0.98); it was not used (--map amount=Betrag)."
    assert found.dialect == "hubspot-deals"
    assert said in found.rules
    assert said not in read(text, Options(set={"amount": "7"})).rules


def test_a_saved_mapping_is_read_as_it_was_saved_and_names_what_it_leaves() -> None:
    saved = SavedMapping("Shop", "deals", {"deal_id": "deal_id", "stage": "stage"})
    found = read(DEALS, Options(mapping=saved))
    assert found.mapping == {"deal_id": "deal_id", "stage": "stage"}
    assert any(
        rule.startswith("“Betrag” may be amount") and rule.endswith("(--map amount=Betrag).")
        for rule in found.rules
    )


@pytest.mark.parametrize("column", ["source", "Quelle", "Lead source"])
def test_the_words_of_a_source_tell_its_origin_whatever_the_column_is_called(column: str) -> None:
    text = f"lead_id,created_at,{column}\n1,2026-10-01,Kaltakquise\n2,2026-10-01,Messe\n"
    cold = text + "3,2026-10-01,Cold call\n"
    assert read(cold).rows["origin"].to_pylist() == ["sales", "marketing", "sales"]
