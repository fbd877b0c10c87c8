"""What the words in cells mean: for sure, perhaps, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.crm.language.meanings import SURE, meaning, values


@pytest.mark.parametrize(
    ("kind", "field", "word", "ours"),
    [
        ("deals", "outcome", "Geschlossen gewonnen", "won"),
        ("deals", "outcome", "Ganada", "won"),
        ("deals", "outcome", "Perdu", "lost"),
        ("deals", "outcome", "受注", "won"),
        ("deals", "outcome", "失注", "lost"),
        ("deals", "outcome", "不成約", "lost"),
        ("deals", "outcome", "Negócio ganho", "won"),
        ("deals", "outcome", "Closed Lost to Competition", "lost"),
        ("deals", "outcome", "nicht gewonnen", "lost"),
        ("deals", "outcome", "6 - Closed Won (100%)", "won"),
        ("deals", "outcome", "Closed Lost (0%)", "lost"),
        ("deals", "outcome", "Closed Lost - No Decision", "lost"),
        ("deals", "outcome", "Perdu au profit d’un concurrent", "lost"),
        ("activities", "outcome", "Connected with the decision maker", "connected"),
        ("activities", "outcome", "Kunde wurde erreicht", "connected"),
        ("activities", "outcome", "Answering machine", "not_connected"),
        ("activities", "outcome", "Scheduled for next week", "planned"),
        ("deals", "outcome", "Negotiation, verbal agreement expected", "open"),
        ("deals", "outcome", "Proposal/Price Quote", "open"),
        ("deals", "outcome", "Negotiation/Review", "open"),
        ("deals", "outcome", "In negotiation", "open"),
        ("deals", "outcome", "Contract negotiation", "open"),
        ("deals", "outcome", "New opportunity", "open"),
        ("deals", "outcome", "3 - Proposal sent", "open"),
        ("deals", "outcome", "Angebot versendet", "open"),
        ("deals", "outcome", "Propuesta hecha", "open"),
        ("deals", "outcome", "Proposal rejected", "lost"),
        ("deals", "outcome", "Angebot abgelehnt", "lost"),
        ("deals", "outcome", "Propuesta rechazada", "lost"),
        ("deals", "outcome", "Proposition refusée", "lost"),
        ("deals", "outcome", "Negotiation failed", "lost"),
        ("deals", "outcome", "Abgeschlossen und gewonnen", "won"),
        ("deals", "outcome", "Abgeschlossen und verloren", "lost"),
        ("deals", "outcome", "Cierre ganado", "won"),
        ("deals", "outcome", "Cierre perdido", "lost"),
        ("activities", "outcome", "Scheduled", "planned"),
        ("activities", "outcome", "Waiting on someone else", "planned"),
        ("activities", "outcome", "Cancelled by customer", "planned"),
        ("activities", "outcome", "Non commencée", "planned"),
        ("activities", "outcome", "Voicemail", "not_connected"),
        ("activities", "outcome", "No contesta", "not_connected"),
        ("activities", "outcome", "erreicht", "connected"),
        ("activities", "outcome", "Kunde nicht erreicht", "not_connected"),
        ("activities", "outcome", "Agendada", "planned"),
        ("activities", "direction", "発信", "outbound"),
        ("activities", "direction", "Appel entrant", "inbound"),
        ("leads", "origin", "Kaltakquise", "sales"),
        ("leads", "origin", "Trade show", "marketing"),
        ("leads", "connected", "oui", "true"),
    ],
)
def test_a_word_is_understood_for_sure(kind: str, field: str, word: str, ours: str) -> None:
    found = meaning(kind, field, word)
    assert (found.ours, found.confidence >= SURE) == (ours, True)


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("outcome", "Never won"),
        ("outcome", "Won/Lost"),
        ("outcome", "受注前"),
        ("outcome", "Paid"),
        ("outcome", "Qualified to buy"),
    ],
)
def test_a_word_that_is_denied_or_contradicted_or_unknown_is_asked(field: str, word: str) -> None:
    assert meaning("deals", field, word).confidence < SURE


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("deals", "Proposal accepted|Angebot angenommen|Propuesta aceptada|Proposition acceptée"),
        ("deals", "Proposta aceita|New customer|New Business|New order|New contract|Accepted"),
        ("deals", "America/New_York|Verhandlung mit Kunde abgeschlossen|Offer refused by client"),
        ("activities", "Meeting scheduled|Callback scheduled|Termin geplant|Réunion planifiée"),
        ("activities", "Call scheduled|Reunión programada|Reunião agendada"),
    ],
)
def test_what_may_be_more_than_open_or_planned_is_asked_about(kind: str, words: str) -> None:
    assert all(meaning(kind, "outcome", word).confidence < SURE for word in words.split("|"))


HEDGED = (
    "Almost won|Verbally won|Likely won|Unlikely won|Will be won|To be won|Win 50%|Won (90 %)|Won?|50% won"
    "|Won - not signed|Won – verbal|Won (expected)|Lost contact|Lost interest|Soon lost"
    "|Fast gewonnen|Mündlich gewonnen|Wird gewonnen|Noch nicht gewonnen|Kontakt verloren|Gewonnen 80%"
    "|Voraussichtlich verloren|Casi ganado|Ganado (por confirmar)|Será ganada|Aún no ganado"
    "|Probablemente perdido|Presque gagné|Sera gagnée|Peut-être perdu|Pas encore gagné|Quase ganho"
    "|Será ganha|Talvez perdido|Ainda não ganho|受注見込み|受注予定|ほぼ受注|受注（80%）|失注見込"
)
CALLS = (
    "Answered by machine|Answered by nobody|Almost connected|Connected?|reached (bot)|Spoke to a wrong one"
    "|Will be reached|Fast erreicht|Wird erreicht|Anrufbeantworter erreicht|Contestada por buzón"
    "|Casi contactado|Presque joint|Répondu par messagerie|Atendida por máquina|Quase atendeu|接続予定"
)


@pytest.mark.parametrize("word", HEDGED.split("|"))
def test_a_deal_that_is_only_almost_decided_is_asked_about(word: str) -> None:
    assert meaning("deals", "outcome", word).confidence < SURE


@pytest.mark.parametrize("word", CALLS.split("|"))
def test_a_call_that_may_have_reached_nobody_is_asked_about(word: str) -> None:
    assert meaning("activities", "outcome", word).confidence < SURE
    assert meaning("leads", "connected", word).confidence < SURE


@given(
    st.sampled_from("almost likely will verbally fast wird casi presque quase ainda".split()),
    st.sampled_from("won,lost,Closed Won,gewonnen,ganado,perdu,Negócio perdido".split(",")),
    st.booleans(),
)
def test_a_hedge_makes_any_word_doubtful_before_it_and_behind(
    hedge: str, word: str, before: bool
) -> None:
    text = f"{hedge} {word}" if before else f"{word} ({hedge})"
    assert meaning("deals", "outcome", text).confidence < SURE


@pytest.mark.parametrize(
    ("title", "tier"),
    [
        ("Chief Executive Officer", "CEO"),
        ("Geschäftsführerin", "CEO"),
        ("VP Sales", "Director"),
        ("Directora de marketing", "Director"),
        ("部長", "Director"),
        ("Teamleiter Einkauf", "Manager"),
        ("Chef de projet", "Manager"),
        ("Sachbearbeiter", "Other"),
    ],
)
def test_a_title_is_proposed_as_a_tier_and_never_for_sure(title: str, tier: str) -> None:
    found = meaning("leads", "tier", title)
    assert found.ours == tier
    assert found.confidence < SURE


@given(st.text(max_size=30))
def test_any_word_means_one_of_our_values_or_nothing(word: str) -> None:
    for kind, field in (("deals", "outcome"), ("activities", "outcome"), ("leads", "tier")):
        found = meaning(kind, field, word)
        assert found.ours in {"", *values(kind, field)}
        assert 0 <= found.confidence <= 1
