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
