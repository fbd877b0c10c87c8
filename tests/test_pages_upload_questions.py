"""What the upload page asks of a file, how an answer is given, and what it remembers."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from sla_core import asking
from sla_core.asking import Answers, SavedMapping
from sla_core.store import jobs, settings
from sla_core.store.engine import Engine
from tests.stores import csv_of, empty_store, load, rows_of
from tests.test_pages_upload import screen, told
from tests.test_uploads import ended

EITHER = csv_of("Nr,Eingang,Kanal", "A1,03/04/2026 09:00,Messe", "A2,04/04/2026 10:00,Web")
COLUMNS = {"lead_id": "Nr", "qualified_at": "Eingang"}
OFFICE = SavedMapping("Office", "leads", COLUMNS)
HEADER = ("Nr", "Eingang", "Kanal")
APRIL = datetime(2026, 4, 30, 18, tzinfo=UTC)
DEALS_HEADER = ("deal_id", "outcome", "amount", "currency", "closed_at")
DEALS = csv_of(",".join(DEALS_HEADER), "D1,won,10,EUR,2026-04-20")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An empty store that the app opens as its own."""
    with empty_store() as engine:
        monkeypatch.setenv("SLA_DATABASE_URL", engine.url.render_as_string(hide_password=False))
        yield engine


def dropped(data: bytes, name: str = "april.csv") -> AppTest:
    app = screen()
    app.file_uploader(key="files").set_value([(name, data, "text/csv")]).run()
    assert not app.exception
    return app


def radio(app: AppTest, label: str) -> object:
    return next(one.value for one in app.radio if one.label.startswith(label))


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label.replace("\\", "") == label).click().run()
    assert not app.exception


def load_button(app: AppTest) -> tuple[str, bool]:
    button = app.button(key="load")
    return button.label.replace("\\", ""), button.disabled


def test_a_saved_mapping_brings_its_answers_and_nothing_is_asked(store: Engine) -> None:
    kept = SavedMapping("Office", "leads", COLUMNS, answers=Answers(True, ".", "Asia/Tokyo"))
    asking.keep(store, kept, HEADER)
    app = dropped(EITHER)
    text = told(app)
    assert "Read with your mapping **Office**" in text
    assert "Dates begin with the day, as was chosen." in text
    assert "Does the day come first" not in text
    assert (radio(app, "Dates such as"), radio(app, "Decimals follow")) == (True, ".")
    assert [one.value for one in app.selectbox if one.label.startswith("Times")] == ["Asia/Tokyo"]
    assert load_button(app) == ("Load april.csv", False)
    assert "does not say so yet" not in text


def test_an_answer_that_the_mapping_lacks_is_added_to_it_in_one_click(store: Engine) -> None:
    asking.keep(store, OFFICE, HEADER)
    app = dropped(EITHER)
    assert load_button(app) == ("Load april.csv", True)
    assert "1 left to check] of april.csv: whether the day comes first" in told(app)
    press(app, "The day comes first")
    assert "“Office” does not say so yet: day first." in told(app)
    press(app, "Keep it in “Office”")
    (found,) = asking.saved(store)
    assert asking.answers_of(found) == Answers(day_first=True)
    assert "does not say so yet" not in told(app)
    assert radio(app, "Dates such as") is True


def test_the_list_of_mappings_shows_what_was_answered(store: Engine) -> None:
    kept = SavedMapping("Office", "leads", COLUMNS, answers=Answers(True, ",", "Asia/Tokyo"))
    asking.keep(store, kept, HEADER)
    app = screen(**{"mappings-opened": True})
    (table,) = (d.value for d in app.dataframe if "Answers" in d.value.columns)
    assert list(table["Answers"]) == ["day first, decimal comma, Asia/Tokyo"]


def test_the_answers_about_a_known_export_are_kept_by_name_too(store: Engine) -> None:
    data = csv_of("lead_id,created_at", "1,03/04/2026", "2,04/04/2026")
    app = dropped(data)
    assert not [one for one in app.text_input if one.label == "Save this mapping as"]
    press(app, "The day comes first")
    next(one for one in app.text_input if one.label == "Save this mapping as").set_value("Own")
    press(app, "Save")
    assert asking.answers_of(asking.saved(store)[0]) == Answers(day_first=True)
    again = dropped(data, "may.csv")
    assert "Read with your mapping **Own**" in told(again)
    assert load_button(again) == ("Load may.csv", False)


@pytest.fixture
def corrected(store: Engine) -> bytes:
    """A file that corrects what stands and, by its times, speaks about an earlier moment."""
    load(store, "deals.csv", DEALS, data_as_of=APRIL)
    return DEALS.replace(b"10,", b"12,")


def test_a_correction_that_speaks_about_an_earlier_moment_is_asked_about(
    corrected: bytes, store: Engine
) -> None:
    app = dropped(corrected, "corrected.csv")
    text = told(app)
    assert "1 row says something else than what stands" in text
    assert "than the upload that they differ from (Thu 30 Apr 2026 18:00)" in text
    assert load_button(app) == ("Load corrected.csv", True)
    say(app, "corrects")
    (as_of,) = (t.value for t in app.text_input if t.label == "Data as of")
    assert as_of == "2026-04-30T18:00:00+00:00"
    (changes,) = (d.value for d in app.dataframe if "Before" in d.value.columns)
    assert [changes.iloc[0][n] for n in ("Id", "Column")] == ["D1", "amount"]
    assert "older than what is known" not in told(app)
    assert load_button(app) == ("Load corrected.csv", False)


def say(app: AppTest, answer: str | None) -> None:
    """Answer whether the file corrects what stands or is older."""
    (control,) = (g for g in app.button_group if g.label.startswith("Does it correct"))
    control.set_value(answer).run()
    assert not app.exception


def test_whether_it_corrects_can_be_answered_otherwise_until_it_is_loaded(
    corrected: bytes, store: Engine
) -> None:
    app = dropped(corrected, "corrected.csv")
    (as_of,) = (t for t in app.text_input if t.label == "Data as of")
    as_of.set_value("2026-04-21").run()
    say(app, "corrects")
    assert load_button(app) == ("Load corrected.csv", False)
    say(app, "older")
    assert "older than what is known; they are kept as history" in told(app)
    assert load_button(app) == ("Load corrected.csv", False)
    (as_of,) = (t for t in app.text_input if t.label == "Data as of")
    assert as_of.value == "2026-04-21"
    say(app, None)
    assert load_button(app) == ("Load corrected.csv", True)
    say(app, "corrects")
    (changes,) = (d.value for d in app.dataframe if "Before" in d.value.columns)
    assert list(changes["Id"]) == ["D1"]


def test_an_older_export_is_kept_as_history_once_that_is_said(
    corrected: bytes, store: Engine
) -> None:
    app = dropped(corrected, "older.csv")
    say(app, "older")
    assert "older than what is known; they are kept as history" in told(app)
    assert load_button(app) == ("Load older.csv", False)
    app.run()
    assert load_button(app) == ("Load older.csv", False)


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


def keeps(app: AppTest) -> list[str]:
    """The buttons that would add an answer to a mapping."""
    return [one.label.replace("\\", "") for one in app.button if one.label.startswith("Keep it")]


def test_a_kept_zone_that_is_the_workspace_s_too_stays_kept(store: Engine) -> None:
    settings.save(store, {"zone": "Asia/Tokyo"})
    kept = Answers(day_first=True, zone="Asia/Tokyo")
    asking.keep(store, SavedMapping("Office", "leads", COLUMNS, answers=kept), HEADER)
    app = dropped(EITHER)
    assert keeps(app) == []
    assert load_button(app) == ("Load april.csv", False)


def test_an_answer_that_is_kept_is_never_lost_to_one_that_is_added(store: Engine) -> None:
    kept = Answers(day_first=True, zone="Asia/Tokyo")
    asking.keep(store, SavedMapping("Office", "leads", COLUMNS, answers=kept), HEADER)
    app = dropped(EITHER)
    zone = next(one for one in app.selectbox if one.label.startswith("Times"))
    zone.set_value("").run()
    # For this file alone: nothing would be added.
    assert keeps(app) == []
    next(one for one in app.radio if one.label.startswith("Decimals")).set_value(",").run()
    assert "“Office” does not say so yet: decimal comma." in told(app)
    press(app, "Keep it in “Office”")
    (found,) = asking.saved(store)
    assert asking.answers_of(found) == Answers(True, ",", "Asia/Tokyo")
    assert keeps(app) == []


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


def test_the_files_that_are_loaded_and_those_that_are_left_out_are_named(store: Engine) -> None:
    load(store, "there.csv", DEALS)
    app = screen()
    more = csv_of(",".join(DEALS_HEADER), "D2,won,10,EUR,2026-04-21")
    files = {"more.csv": more, "even.csv": more.replace(b"D2", b"D3"), "bad.csv": b"\x00\x01\x02"}
    dropped_files = [(name, data, "text/csv") for name, data in files.items()]
    app.file_uploader(key="files").set_value(
        [*dropped_files, ("there.csv", DEALS, "text/csv")]
    ).run()
    assert load_button(app) == ("Load 2 files", False)
    text = told(app)
    assert "To be loaded: more.csv, even.csv." in text
    assert "Left out: bad.csv (refused, as said above)." in text
    assert "Left out: there.csv (in the store already)." in text


def test_after_loading_the_weekly_review_is_one_step_away(store: Engine) -> None:
    app = dropped(DEALS, "deals.csv")
    assert not links(app)
    app.button(key="load").click().run()
    ended(store, jobs.latest(store)[0].id)
    app.run()
    assert links(app) == ["To the weekly review"]


def links(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("page_link")]
