"""Words that nobody knows: named with their rows where the file is read all the same."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sla_core.clean import CleanFile
from sla_core.crm import Options, SavedMapping, read_export
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CALLS = SavedMapping("Calls", "activities", {"email": "Wer", "at": "Wann", "outcome": "Was"})
WAS = "Wer,Wann,Was\na@x.com,2026-10-13 10:00,{}\nb@x.com,2026-10-13 11:00,erreicht\n"


def read(text: str, **asked: Any) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(**asked), NOW)


def test_of_our_own_columns_the_words_that_were_left_blank_are_named() -> None:
    found = read("deal_id,outcome\n1,Gewonnen\n2,Completed\n3,Completed\n")
    assert (
        "Of outcome nobody knows these words, and they were left blank: “Completed” (2 rows)"
        ' (--value "outcome:Completed=won|lost|open").'
    ) in found.rules
    told = read("deal_id,outcome\n1,Completed\n", values={"outcome": {"Completed": "won"}})
    assert not any("nobody knows" in rule for rule in told.rules)


def test_of_a_known_export_too() -> None:
    header = "Record ID,Activity date,Call outcome,Call direction,Associated Contact IDs\n"
    found = read(
        f"{header}1,2026-10-13 10:00,Connected,Outbound,7\n2,2026-10-13,Pigeon,Outbound,7\n"
    )
    assert any(
        rule.startswith(
            "Of outcome nobody knows these words, and they were left blank: “Pigeon” (1"
        )
        for rule in found.rules
    )


def test_a_new_word_of_a_saved_mapping_is_asked_where_nobody_looks_at_a_preview() -> None:
    with pytest.raises(Refused) as refusal:
        read(WAS.format("Rückruf"), mapping=CALLS, asks_words=True)
    assert str(refusal.value) == (
        "a.csv has words whose meaning is not sure: “Rückruf” as outcome (1 row); say what each means"
        ' (--value "outcome:Rückruf=connected|not_connected|planned"). Nothing was imported.'
    )
    seen = read(WAS.format("Rückruf"), mapping=CALLS)
    assert seen.rows["outcome"].to_pylist() == [None, "connected"]
    assert any("“Rückruf” (1 row)" in rule for rule in seen.rules)
    told = {"outcome": {"Rückruf": "planned"}}
    assert read(WAS.format("Rückruf"), mapping=CALLS, asks_words=True, values=told).rows[
        "outcome"
    ].to_pylist() == ["planned", "connected"]


def test_a_title_that_the_mapping_does_not_know_is_named() -> None:
    columns = {"lead_id": "Nr", "created_at": "Am", "tier": "Titel"}
    saved = SavedMapping("Leads", "leads", columns, {"tier": {"Chef": "A"}})
    found = read("Nr,Am,Titel\n1,2026-10-01,Chef\n2,2026-10-01,Azubi\n", mapping=saved)
    assert found.rows["tier"].to_pylist() == ["A", "Azubi"]
    assert (
        "Of tier nobody said what these words mean, and they stand as they are: “Azubi” (1 row)"
        " (--value tier:Azubi=…)."
    ) in found.rules
    star = read("Nr,Am,Titel\n1,2026-10-01,Azubi\n", mapping=saved, values={"tier": {"*": "B"}})
    assert not any("stand as they are" in rule for rule in star.rules)


def test_a_source_that_nobody_knows_is_named_where_it_is_taken_as_marketing_s() -> None:
    text = "lead_id,created_at,source\n1,2026-10-01,Partner\n2,2026-10-01,Messe\n3,2026-10-01,Partner\n"
    assert (
        "Of these sources nobody knows whose they are, and they were taken as marketing's: “Partner”"
        ' (2) (--value "origin:Partner=marketing|sales").'
    ) in read(text).rules
    for said in ({"Partner": "marketing"}, {"*": "marketing"}):
        told = read(text, values={"origin": said})
        assert not any("nobody knows whose" in rule for rule in told.rules)


@pytest.mark.parametrize(
    ("status", "closed"),
    [
        *(("Abgelehnt", True), ("Abgeschlossen", True), ("In Bearbeitung", False), ("Neu", False)),
        *(("Nicht abgeschlossen", False), ("Rechazado", True), ("Perdue", True), ("失注", True)),
        *(("Encerrado", True), ("Em andamento", False)),
    ],
)
def test_a_status_closes_a_lead_in_six_languages(status: str, closed: bool) -> None:
    found = read(f"lead_id,created_at,status\n1,2026-01-05,{status}\n")
    assert found.rows["closed_by_status"].to_pylist() == [closed]
    said = f"By its words the status “{status}” closes a lead."
    assert (said in found.rules) is closed


@pytest.mark.parametrize(
    ("out", "back"),
    [
        ("an Kunden", "vom Kunden"),
        ("to customer", "from customer"),
        ("al cliente", "del cliente"),
        ("au client", "du client"),
        ("para o cliente", "do cliente"),
        ("顧客へ", "顧客から"),
    ],
)
def test_a_direction_may_be_told_by_who_the_customer_is(out: str, back: str) -> None:
    found = read(
        f"email,at,direction\na@x.com,2026-10-13 10:00,{out}\nb@x.com,2026-10-13 11:00,{back}\n"
    )
    assert found.rows["direction"].to_pylist() == ["outbound", "inbound"]
