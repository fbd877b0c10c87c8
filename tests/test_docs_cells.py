"""Every example of the page on cells is read as the page says."""

import re

import pyarrow as pa
import pytest

from sla_core import fields, money
from sla_core.crm.cells.blanks import ROUNDED, rounded_ids
from sla_core.crm.cells.cells import Reading, clean, trimmed
from sla_core.crm.cells.dates import LANGUAGES
from sla_core.crm.cells.durations import parse_durations
from sla_core.crm.cells.numbers import parse_money
from sla_core.crm.cells.times import TimeColumn
from sla_core.crm.cells.why import why
from tests.documents import HOUSE, section

PAGE = HOUSE / "docs" / "cells.md"
TIME, TEXT = fields.field("leads", "created_at"), fields.field("leads", "tier")
AMOUNT, FLAG = fields.field("deals", "amount"), fields.field("leads", "connected")


def examples(title: str) -> list[tuple[str, str]]:
    """The cells of a section's table, and what they are said to be."""
    rows = re.findall(r"^\| (`.*`) \| (.*) \|$", section(PAGE, title), re.MULTILINE)
    return [(text, told) for cells, told in rows for text in re.findall(r"`([^`]*)`", cells)]


def unreadable(reason: str) -> str:
    return f"unreadable: {reason}" if reason else "unreadable"


@pytest.mark.parametrize(("text", "told"), examples("Dates and times"))
def test_a_time_is_read_as_the_page_says(text: str, told: str) -> None:
    column, day_first = TimeColumn(pa.array([text])), bool(re.match(r"\d\d-", text))
    here, there = (column.parse(zone, day_first) for zone in ("UTC", "America/New_York"))
    shown = str(here.values[0]).replace("T", " ")
    found = shown[:10] if here.dates[0] else shown[:16]
    found += " UTC" if not here.dates[0] and here.values[0] == there.values[0] else ""
    assert (unreadable(why(TIME, text)) if here.unreadable[0] else found) == told


@pytest.mark.parametrize(("text", "told"), examples("Amounts and counts"))
def test_an_amount_is_read_as_the_page_says(text: str, told: str) -> None:
    found = parse_money(pa.array([text]), pa.nulls(1, pa.string()), None)
    minor, code = found.amounts[0].as_py(), found.currencies[0].as_py()
    if minor is None:
        assert unreadable(why(AMOUNT, text)) == told
    else:
        shown = f"{money.to_major(minor, code):f}"
        assert (shown if code == money.UNSTATED else f"{shown} {code}") == told


@pytest.mark.parametrize(("text", "told"), examples("Durations"))
def test_a_duration_is_read_as_the_page_says(text: str, told: str) -> None:
    seconds, lost = parse_durations(pa.array([text]))
    assert ("unreadable" if lost[0] else f"{seconds[0].as_py()} seconds") == told


@pytest.mark.parametrize(("text", "told"), examples("Yes and no"))
def test_yes_and_no_are_read_as_the_page_says(text: str, told: str) -> None:
    column = clean(pa.array([text]), FLAG, {}, Reading())
    assert {True: "yes", False: "no", None: "unreadable"}[column.values[0].as_py()] == told
    assert column.unreadable[0] == (told == "unreadable")


@pytest.mark.parametrize(("text", "told"), examples("Blanks, errors, wrapped text"))
def test_a_blank_is_read_as_the_page_says(text: str, told: str) -> None:
    texts = trimmed(pa.chunked_array([[text]]))
    column = clean(texts, TEXT, {}, Reading())
    found = column.values[0].as_py()
    if found is None:
        found = unreadable(why(TEXT, text)) if column.unreadable[0] else "blank"
    assert ("kept" if found == text else found) == told


def test_the_page_says_what_it_does_to_rounded_ids_and_how_many_languages_it_knows() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert ROUNDED in page
    assert rounded_ids(pa.array(["1.23457E+18"]))[0]
    assert f"known in {len(LANGUAGES)} languages" in page
