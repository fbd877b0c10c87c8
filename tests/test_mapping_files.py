"""Saved mappings as files: carried from one store to another, and refused where they are wrong."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core import fields
from sla_core.crm import Options, SavedMapping, recognise
from sla_core.crm.mapping_files import from_toml, to_toml
from sla_core.problems import Refused

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
MAPPINGS = st.builds(
    SavedMapping,
    TEXTS.filter(lambda name: name == name.strip()),
    st.just("deals"),
    st.dictionaries(st.sampled_from(fields.names("deals")), TEXTS, min_size=1),
    st.fixed_dictionaries(
        {"outcome": st.dictionaries(TEXTS, st.sampled_from(("won", "lost", "")))}
    ),
    st.dictionaries(st.sampled_from(("owner", "stage")), TEXTS),
)
FILE = """format = 1
name = "Our web shop"
kind = "deals"

[columns]
deal_id = "Order"
stage = "State"

[values.outcome]
"Paid in full" = "won"

[set]
currency = "EUR"
"""
MAPPING = SavedMapping(
    "Our web shop",
    "deals",
    {"deal_id": "Order", "stage": "State"},
    {"outcome": {"Paid in full": "won"}},
    {"currency": "EUR"},
)


def test_a_mapping_is_a_readable_file() -> None:
    assert to_toml(MAPPING) == FILE
    assert from_toml("shop.toml", FILE) == MAPPING


@given(MAPPINGS)
def test_any_mapping_comes_back_from_its_file(mapping: SavedMapping) -> None:
    found = from_toml("a.toml", to_toml(mapping))
    assert found.columns == mapping.columns
    assert found.set == mapping.set
    assert found.name == mapping.name
    assert {k: v for k, v in found.values.items() if v} == {
        k: v for k, v in mapping.values.items() if v
    }


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("format = 1", "format = 2", r"format is 2; accepted: 1"),
        ("format = 1\n", "", r"format is None; accepted: 1"),
        ('kind = "deals"', 'kind = "cakes"', r"kind is 'cakes'; accepted: leads, deals"),
        ('name = "Our web shop"', 'name = " "', r"name is missing"),
        ("deal_id =", "colour =", r"deals have no field “colour”"),
        ('= "won"', '= "gone"', r"“Paid in full” cannot become “gone”"),
        ('"Order"', "7", r"\[columns\] holds something else than texts"),
        ("[set]", "[sets]", r"there is no key “sets”"),
        ("[set]", "[set", r"this is no TOML file"),
    ],
)
def test_a_wrong_file_is_refused_with_what_would_be_accepted(old: str, new: str, why: str) -> None:
    with pytest.raises(Refused, match=rf"^shop.toml: {why}.*Nothing was saved\.$"):
        from_toml("shop.toml", FILE.replace(old, new))


def test_a_mapping_that_maps_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="it maps no column"):
        from_toml("a.toml", 'format = 1\nname = "x"\nkind = "leads"\n')


def test_a_mapping_of_a_file_reads_as_the_one_that_was_saved() -> None:
    data = b"Order,State\n1,Paid in full\n"
    found = recognise("a.csv", data, Options(mapping=from_toml("shop.toml", FILE)))
    assert (found.dialect, found.missing) == ("Our web shop", ())


def test_the_wishes_of_a_mapping_are_the_same_text_from_a_file(tmp_path: Path) -> None:
    one, other = Options(mapping=MAPPING), Options(mapping=from_toml("shop.toml", FILE))
    assert one.canonical() == other.canonical()
    assert json.loads(one.canonical())["mapping"]["name"] == "Our web shop"
