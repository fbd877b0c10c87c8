"""Saved mappings as files: carried from one store to another, and refused where they are wrong."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core import fields
from sla_core.crm import Answers, Options, SavedMapping, recognise
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
    st.builds(
        Answers,
        st.sampled_from((None, True, False)),
        st.sampled_from((None, ",", ".")),
        st.sampled_from((None, "UTC", "Asia/Tokyo")),
    ),
)
PARTS = ("name", "kind", "columns", "values", "set")
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

[answers]
day_first = false
decimal = ","
zone = "Europe/Berlin"
"""
MAPPING = SavedMapping(
    "Our web shop",
    "deals",
    {"deal_id": "Order", "stage": "State"},
    {"outcome": {"Paid in full": "won"}},
    {"currency": "EUR"},
    Answers(False, ",", "Europe/Berlin"),
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
    assert found.answers == mapping.answers
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
        ("= false", '= "no"', r"day_first is \"no\"; accepted: true or false"),
        ('decimal = ","', 'decimal = ";"', r"decimal is \";\"; accepted: \",\" or \"\.\""),
        ("Europe/Berlin", "Berlin", r"“Berlin” is no time zone; write one such as Europe/Berlin"),
        (
            "day_first =",
            "month_first =",
            r"\[answers\] has no “month_first”; it has day_first, yea",
        ),
        ("day_first = false", "year_first = 1", r"year_first is 1; accepted: true or false"),
        ("[answers]", "[[answers]]", r"\[answers\] has no “answers”"),
    ],
)
def test_a_wrong_file_is_refused_with_what_would_be_accepted(old: str, new: str, why: str) -> None:
    with pytest.raises(Refused, match=rf"^shop.toml: {why}.*Nothing was saved\.$"):
        from_toml("shop.toml", FILE.replace(old, new))


def test_a_mapping_from_before_answers_were_kept_has_none() -> None:
    before = '{"name": "Shop", "kind": "deals", "columns": {"deal_id": "Order"}, "values": {}, "set": {}}'
    found = SavedMapping.from_json(before)
    assert found.answers == Answers()
    assert json.loads(found.to_json()) == json.loads(before)
    assert from_toml("a.toml", FILE.partition("[answers]")[0]).answers == Answers()


def test_an_answer_is_the_same_wish_whether_it_was_kept_or_given() -> None:
    kept = Options(mapping=MAPPING).answered("UTC")
    given = Options(mapping=SavedMapping(*[getattr(MAPPING, n) for n in PARTS]), decimal=",",
                    day_first=False, zone="Europe/Berlin")  # fmt: skip
    assert kept.canonical() == given.canonical()
    assert kept.canonical() != Options(mapping=MAPPING, day_first=True).answered("UTC").canonical()


def test_the_header_that_a_mapping_was_made_for_goes_along_and_means_nothing_by_itself() -> None:
    made = replace(MAPPING, header=("Order", "State", "Total"))
    text = to_toml(made)
    assert 'header = ["Order", "State", "Total"]\n' in text
    assert from_toml("shop.toml", text).header == made.header
    assert SavedMapping.from_json(made.to_json()).header == made.header
    assert Options(mapping=made).canonical() == Options(mapping=MAPPING).canonical()
    with pytest.raises(Refused, match=r"^a\.toml: header holds something else than the names of"):
        from_toml("a.toml", text.replace('"Total"', "7"))


def test_answers_alone_are_worth_keeping_of_an_export_that_is_known() -> None:
    text = 'format = 1\nname = "x"\nkind = "leads"\n[answers]\nday_first = true\n'
    assert from_toml("a.toml", text).answers == Answers(day_first=True)


def test_a_mapping_keeps_that_the_year_stands_first_until_another_order_is_said() -> None:
    kept = SavedMapping("x", "leads", {"lead_id": "Id"}, answers=Answers(year_first=True))
    assert from_toml("a.toml", to_toml(kept)) == kept
    assert SavedMapping.from_json(kept.to_json()) == kept
    used = Options(mapping=kept).answered("UTC")
    assert used.canonical() == Options(mapping=kept, year_first=True).answered("UTC").canonical()
    other = Options(mapping=kept, day_first=True).answered("UTC")
    assert (other.day_first, other.year_first) == (True, None)


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
