"""What the upload page asks about columns and words, and what is still needed."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from sla_core import asking
from sla_core.asking import SavedMapping
from sla_core.store import jobs
from sla_core.store.engine import Engine
from tests.stores import csv_of, empty_store, rows_of
from tests.test_pages_upload import told
from tests.test_pages_upload_questions import DEALS, DEALS_HEADER, dropped, load_button, press
from tests.test_uploads import ended


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty store that the app opens as its own."""
    with empty_store() as engine:
        monkeypatch.setenv("SLA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
        yield engine


def doubtful() -> AppTest:
    """Deals in a layout that nobody knows, of which it is said that they are deals."""
    rows = ("D1;Gewonnen;2026-04-20", "D2;wartet noch;2026-04-21", "D3;liegt vor;2026-04-21")
    app = dropped(csv_of("Auftrag;Stand;Wann", *rows))
    app.button_group[0].set_value("deals").run()
    outcome = next(one for one in app.selectbox if one.label == "outcome (one of 2 needed)")
    outcome.select("Stand").run()
    assert not app.exception
    return app


def in_doubt(app: AppTest) -> list[str]:
    """The boxes to say that a proposal is right, by their labels."""
    return [one.label.replace("\\", "") for one in app.checkbox if one.label.startswith("Yes, ")]


def tick(app: AppTest, label: str) -> None:
    next(one for one in app.checkbox if one.label.replace("\\", "") == label).check().run()
    assert not app.exception


def can_save(app: AppTest) -> bool:
    return not next(one for one in app.button if one.label == "Save").disabled


def test_each_answer_in_doubt_is_confirmed_by_itself(store: Engine) -> None:
    app = doubtful()
    left = in_doubt(app)
    assert left == [
        "Yes, “wartet noch” is to be left blank",
        "Yes, “liegt vor” is to be left blank",
    ]
    assert load_button(app) == ("Load april.csv", True)
    assert "2 left to check] of april.csv: “wartet noch”, “liegt vor”" in told(app)
    tick(app, left[0])
    assert "1 left to check] of april.csv: “liegt vor”" in told(app)
    tick(app, left[1])
    assert "left to check" not in told(app)
    assert load_button(app) == ("Load april.csv", False)


def test_another_choice_needs_no_confirming_and_what_is_unsure_is_not_saved(store: Engine) -> None:
    app = doubtful()
    assert not can_save(app)
    next(one for one in app.selectbox if one.label == "wartet noch").select("open").run()
    assert in_doubt(app) == ["Yes, “liegt vor” is to be left blank"]
    tick(app, "Yes, “liegt vor” is to be left blank")
    assert can_save(app)


def test_a_column_that_is_neither_needed_nor_sure_is_named_and_not_asked_about(
    store: Engine,
) -> None:
    app = doubtful()
    (created,) = (one for one in app.selectbox if one.label == "created at")
    assert created.value == "(not in this file)"
    assert "maybe “Wann” (0.60): cells look like times" in told(app)


def test_what_a_kind_needs_is_named_in_the_card_and_at_the_button(store: Engine) -> None:
    app = dropped(csv_of("Posten;Menge", "Milch;2", "Brot;1"))
    app.button_group[0].set_value("activities").run()
    assert not app.error
    assert "still needed] at; lead id or contact id or email" in told(app)
    assert "2 left to check] of april.csv: a column for at, a column for lead id or" in told(app)
    assert load_button(app) == ("Load april.csv", True)
    assert not can_save(app)


def test_what_looks_like_nothing_of_ours_is_said_to_and_proposed_as_nothing(store: Engine) -> None:
    app = dropped(csv_of("Posten;Menge", "Milch;2", "Brot;1"))
    assert "This looks like none of leads, deals or activities." in told(app)
    assert "It looks like" not in told(app)
    assert app.button_group[0].value is None


def test_what_a_mapping_says_of_a_word_counts_while_it_is_looked_at(store: Engine) -> None:
    words = {"outcome": {"Paid": "lost"}}
    asking.keep(store, SavedMapping("Own", "deals", values=words), DEALS_HEADER)
    app = dropped(DEALS.replace(b"won", b"Paid"), "deals.csv")
    next(one for one in app.toggle if one.label.startswith("Say which")).set_value(True).run()
    assert next(one.value for one in app.selectbox if one.label == "Paid") == "lost"
    app.button(key="load").click().run()
    ended(store, jobs.latest(store)[0].id)
    assert [row["outcome"] for row in rows_of(store, "deal")] == ["lost"]


def test_words_that_nobody_knows_are_asked_about_and_count_as_they_are_shown(store: Engine) -> None:
    app = dropped(DEALS.replace(b"won", b"Paid"), "deals.csv")
    assert "Some words are not known" in told(app)
    press(app, "Say what they mean")
    assert "Some words are not known" not in told(app)
    assert next(one.value for one in app.selectbox if one.label == "Paid") == "won"
    app.button(key="load").click().run()
    ended(store, jobs.latest(store)[0].id)
    assert [row["outcome"] for row in rows_of(store, "deal")] == ["won"]


def test_a_title_becomes_a_tier_of_one_s_own_or_none_and_comes_back_so(store: Engine) -> None:
    rows = ("1,2026-03-02,Boss", "2,2026-03-02,Clerk", "3,2026-03-02,Intern")
    data = csv_of("lead_id,created_at,Job Title", *rows)
    app = dropped(data)
    next(one for one in app.toggle if one.label.startswith("Say which")).set_value(True).run()
    box(app, "tier").select("Job Title").run()
    assert "Pick a tier, or write one of your own." in told(app)
    write_own(app, "Boss", "Buying head")
    write_own(app, "Clerk", "")
    assert "Buying head" in box(app, "Intern").options
    next(one for one in app.text_input if one.label == "Save this mapping as").set_value("Own")
    press(app, "Save")
    app.button(key="load").click().run()
    ended(store, jobs.latest(store)[0].id)
    tiers = {row["external_id"]: row["tier"] for row in rows_of(store, "lead")}
    assert (tiers["1"], tiers["2"]) == ("Buying head", "unrated")
    again = dropped(data.replace(b"3,", b"4,"), "again.csv")
    next(one for one in again.toggle if one.label.startswith("Say which")).set_value(True).run()
    assert (box(again, "Boss").value, box(again, "Clerk").value) == ("Buying head", "")


def box(app: AppTest, label: str) -> Selectbox[str]:
    return next(one for one in app.selectbox if one.label == label)


def write_own(app: AppTest, label: str, tier: str) -> None:
    """Choose the tier for a word, written into the box where it is none of those offered."""
    found = box(app, label)
    if tier:
        found.options.append(tier)
    found.set_value(tier).run()
    assert not app.exception
