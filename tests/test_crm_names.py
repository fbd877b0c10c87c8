"""What a column is called: the same name however it is written, and what it may mean."""

import pytest

from sla_core import fields
from sla_core.crm.language.meanings import SURE
from sla_core.crm.language.names import called, plain, synonyms


def test_a_thing_s_name_in_front_of_a_column_does_not_hide_it() -> None:
    assert called("deals", "Deal - Stage")[0].field == "stage"
    assert called("leads", "Contact: E-Mail")[0].field == "email"
    assert called("leads", "custom.Lead Source")[0].field == "source"
    assert "deal_id" not in [one.field for one in called("deals", "Lead - ID")]


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Lead_Tier__c", "lead tier"),
        ("createdAt", "created at"),
        ("  Zuständig ", "zustandig"),
        ("Straße", "strasse"),
        ("リードＩＤ", "リードid"),
        ("E-Mail", "e mail"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(name: str, same: str) -> None:
    assert plain(name) == same


def test_every_field_has_synonyms_in_every_language_and_none_is_lost_to_spelling() -> None:
    document = synonyms()
    for kind in fields.KINDS:
        for name in fields.names(kind):
            entry = document[kind].get(name) or document["any"][name]
            assert {"en", "ja", "de", "es", "fr", "pt"} <= {*entry}, (kind, name)
            for language in {*entry} - {"maybe"}:
                for word in entry[language]:
                    found = {one.field for one in called(kind, word) if one.confidence >= SURE}
                    assert name in found, (kind, name, word)
