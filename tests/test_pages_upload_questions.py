"""What the upload page asks of a file, how an answer is given, and what it remembers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from sla_core import asking
from sla_core.asking import Answers, SavedMapping
from sla_core.store import jobs, settings
from sla_core.store.engine import Engine
from tests.stores import csv_of, empty_store, load
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


def test_a_column_of_ids_that_the_store_knows_is_proposed_as_the_lead_s(store: Engine) -> None:
    load(store, "leads.csv", csv_of("lead_id,created_at", "L-1,2026-10-01", "L-2,2026-10-02"))
    rows = ("L-1;2026-10-13 10:00;ausgehend;erreicht", "L-2;2026-10-14 10:00;ausgehend;erreicht")
    app = dropped(csv_of("Vorgangsnr.;Anrufdatum;Richtung;Anrufergebnis", *rows))
    (box,) = (one for one in app.selectbox if one.label.startswith("lead id"))
    assert box.value == "Vorgangsnr."
    assert "2 of its first 2 ids are those of leads that are known" in told(app)
    assert load_button(app) == ("Load april.csv", False)


def test_an_order_that_the_file_contradicts_is_asked_on_the_page(store: Engine) -> None:
    asking.keep(store, replace(OFFICE, answers=Answers(day_first=True)), HEADER)
    app = dropped(csv_of("Nr,Eingang,Kanal", "A1,04/25/2026 09:00,Messe"))
    assert "can only begin with the month, but your mapping “Office” says day first" in told(app)
    press(app, "The month comes first")
    assert load_button(app) == ("Load april.csv", False)
    assert "“Office” does not say so yet: month first." in told(app)


def test_a_mapping_for_a_header_like_it_is_offered_with_the_kind_that_it_makes(
    store: Engine,
) -> None:
    asking.keep(store, OFFICE, HEADER)
    app = dropped(csv_of("Nr,Eingang,Kanal,Notiz", "A1,2026-04-03 09:00,Messe,x"))
    assert "An export that is not known here." in told(app)
    (offer,) = (one for one in app.toggle if "Office" in one.label)
    assert offer.label.startswith("Read it as leads with your mapping **Office**, which was saved")
    offer.set_value(True).run()
    assert "Read with your mapping **Office**, as leads." in told(app)
    assert "saved for another header, without the column “Notiz”." in told(app)
    assert load_button(app) == ("Load april.csv", False)


def test_dates_that_begin_with_the_year_are_read_so_once_that_is_said_and_kept(
    store: Engine,
) -> None:
    asking.keep(store, OFFICE, HEADER)
    app = dropped(EITHER.replace(b"/2026", b"/26"))
    assert "Does the day come first, the month, or the year" in told(app)
    press(app, "The year comes first")
    assert "begin with the year, as was chosen." in told(app)
    press(app, "Keep it in “Office”")
    (found,) = asking.saved(store)
    assert asking.answers_of(found) == Answers(year_first=True)
    assert radio(app, "Dates such as") == "year"


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
