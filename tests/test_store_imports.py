"""What an import reports, and which version of a row stands."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sla_core import uploads
from sla_core.crm import Options
from sla_core.store import batches, settings
from sla_core.store.engine import Engine, reading
from sla_core.store.used import uploads as used_uploads
from tests.stores import content, csv_of, dump, load, rows_of, standing

at = datetime.fromisoformat
MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 18, tzinfo=UTC)
HEADER = "lead_id,email,tier,qualified_at,modified_at"
LEADS = csv_of(
    HEADER,
    "1,ann@x.example,CEO,2026-03-01 09:00,",
    "2,bob@y.example,director,2026-03-01 10:00,",
    "3,cyd@z.example,manager,2026-03-02 11:00,",
)


def counts(outcome: Any) -> dict[str, int]:
    names = ("new", "changed", "same", "refused", "older")
    assert outcome.read == outcome.new + outcome.changed + outcome.same + outcome.refused
    return {name: getattr(outcome, name) for name in names if getattr(outcome, name)}


def tiers(engine: Engine) -> dict[str, str]:
    return {name: row["tier"] for name, row in standing(engine, "leads").items()}


def test_the_first_upload_is_all_new(engine: Engine) -> None:
    outcome = load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    assert (outcome.read, counts(outcome)) == (3, {"new": 3})
    assert tiers(engine) == {"1": "CEO", "2": "director", "3": "manager"}


def test_rows_are_counted_as_new_changed_same_and_refused(engine: Engine) -> None:
    load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    tuesday = csv_of(
        HEADER,
        "1,ann@x.example,CEO,2026-03-01 09:00,",
        "2,bob@y.example,CEO,2026-03-01 10:00,",
        "4,dan@w.example,CEO,2026-03-03 10:00,",
        ",nobody@v.example,CEO,2026-03-03 10:00,",
        "5,eve@u.example,CEO,soon,",
    )
    outcome = load(engine, "tuesday.csv", tuesday, data_as_of=TUESDAY)
    assert outcome.read == 5
    assert counts(outcome) == {"new": 1, "changed": 1, "same": 1, "refused": 2}
    assert tiers(engine) == {"1": "CEO", "2": "CEO", "3": "manager", "4": "CEO"}


def test_refused_rows_are_kept_with_their_line_and_reason(engine: Engine) -> None:
    data = csv_of(HEADER, "1,ann@x.example,CEO,2026-03-01 09:00,", ",,CEO,2026-03-01 09:00,")
    outcome = load(engine, "monday.csv", data, data_as_of=MONDAY)
    kept = batches.faults(engine, outcome.batch)
    assert kept[["refused", "line", "column"]].to_numpy().tolist() == [[True, 3, "lead_id"]]
    assert kept["cells"].tolist() == ['["", "", "CEO", "2026-03-01 09:00", ""]']


def test_the_history_names_file_reader_and_counts_newest_first(engine: Engine) -> None:
    load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    load(engine, "tuesday.csv", LEADS, data_as_of=TUESDAY)
    history = batches.history(engine)
    shown = history[["file", "kind", "who", "read_rows", "new_rows", "same_rows"]]
    assert shown.to_numpy().tolist() == [
        ["tuesday.csv", "leads", "tests", 3, 0, 3],
        ["monday.csv", "leads", "tests", 3, 3, 0],
    ]
    assert history["data_as_of"].tolist() == [TUESDAY, MONDAY]


def test_unreadable_cells_and_rules_are_told_of_each_upload(engine: Engine) -> None:
    data = csv_of("lead_id,created_at,assigned_at", "1,2026-03-01,soon", "2,2026-03-01,later")
    load(engine, "monday.csv", data, data_as_of=MONDAY)
    with reading(engine) as connection:
        (upload,) = used_uploads(connection)
    assert (upload.file, upload.refused, upload.blanked) == ("monday.csv", 0, {"assigned_at": 2})
    assert "There is no column for qualified_at: created_at stands in for it." in upload.rules


def test_the_same_file_again_is_known_and_changes_nothing(engine: Engine) -> None:
    first = load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    before = dump(engine)
    again = load(engine, "under another name.csv", LEADS, data_as_of=MONDAY)
    assert (again.known, again.batch, counts(again)) == (True, first.batch, {"same": 3})
    assert dump(engine) == before


def test_a_known_file_with_refused_rows_still_adds_up(engine: Engine) -> None:
    data = LEADS + csv_of(",nobody@v.example,CEO,2026-03-01 09:00,")
    load(engine, "monday.csv", data, data_as_of=MONDAY)
    again = load(engine, "monday.csv", data, data_as_of=MONDAY)
    assert again.read == again.new + again.changed + again.same + again.refused == 4


def test_the_same_bytes_read_in_another_way_are_another_upload(engine: Engine) -> None:
    load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    outcome = load(engine, "monday.csv", LEADS, data_as_of=TUESDAY, set={"source": "fair"})
    assert (outcome.known, counts(outcome)) == (False, {"changed": 3})


def test_a_preview_tells_what_the_import_will_do_and_writes_nothing(engine: Engine) -> None:
    load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    before = dump(engine)
    changed = LEADS.replace(b"director", b"CEO") + csv_of("9,,CEO,2026-03-01 09:00,")
    wishes = uploads.options(engine, Options(data_as_of=TUESDAY))
    told = uploads.preview(engine, "tuesday.csv", changed, wishes).outcome
    assert dump(engine) == before
    done = load(engine, "tuesday.csv", changed, data_as_of=TUESDAY)
    assert counts(told) == {"new": 1, "changed": 1, "same": 2}
    assert [(c.id, c.before, c.after) for c in told.changes] == [("2", "director", "CEO")]
    assert replace(told, batch=done.batch, changes=()) == done


def test_a_preview_of_a_known_file_says_so(engine: Engine) -> None:
    load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    wishes = uploads.options(engine, Options(data_as_of=MONDAY))
    told = uploads.preview(engine, "monday.csv", LEADS, wishes).outcome
    assert (told.known, told.new, told.same) == (True, 0, 3)


def test_a_corrected_file_wins_and_what_it_corrects_is_kept(engine: Engine) -> None:
    load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    load(engine, "tuesday.csv", LEADS.replace(b"director", b"CEO"), data_as_of=TUESDAY)
    assert tiers(engine)["2"] == "CEO"
    kept = [v for v in content(engine)["lead_version"] if v["external_id"] == "2"]
    assert [(v["tier"], v["batch_id"], v["version_at"]) for v in kept] == [
        ("director", "monday.csv", MONDAY)
    ]


def test_of_two_files_that_speak_of_the_same_moment_the_later_upload_wins(engine: Engine) -> None:
    load(engine, "one.csv", LEADS, data_as_of=MONDAY)
    outcome = load(engine, "two.csv", LEADS.replace(b"director", b"CEO"), data_as_of=MONDAY)
    assert counts(outcome) == {"changed": 1, "same": 2}
    assert tiers(engine)["2"] == "CEO"


def test_an_older_file_uploaded_later_is_kept_as_history(engine: Engine) -> None:
    load(engine, "tuesday.csv", LEADS.replace(b"director", b"CEO"), data_as_of=TUESDAY)
    outcome = load(engine, "monday.csv", LEADS, data_as_of=MONDAY)
    assert counts(outcome) == {"changed": 1, "same": 2, "older": 1}
    assert tiers(engine)["2"] == "CEO"
    assert standing(engine, "leads")["2"]["batch_id"] == "tuesday.csv"
    kept = [v for v in content(engine)["lead_version"] if v["external_id"] == "2"]
    assert [(v["tier"], v["batch_id"]) for v in kept] == [("director", "monday.csv")]


def test_an_older_file_brings_the_leads_that_the_newer_one_lacks(engine: Engine) -> None:
    load(engine, "tuesday.csv", LEADS, data_as_of=TUESDAY)
    older = LEADS + csv_of("0,zoe@x.example,CEO,2026-02-01 09:00,")
    assert counts(load(engine, "monday.csv", older, data_as_of=MONDAY)) == {"new": 1, "same": 3}
    assert standing(engine, "leads")["0"]["version_at"] == MONDAY


def test_a_rows_own_last_change_decides_before_its_files_moment(engine: Engine) -> None:
    newer = csv_of(HEADER, "1,,CEO,2026-03-01 09:00,2026-03-02 12:00")
    stale = csv_of(HEADER, "1,,manager,2026-03-01 09:00,2026-03-02 11:59")
    load(engine, "monday.csv", newer, data_as_of=MONDAY)
    outcome = load(engine, "tuesday.csv", stale, data_as_of=TUESDAY)
    assert counts(outcome) == {"changed": 1, "older": 1}
    assert tiers(engine) == {"1": "CEO"}


@pytest.mark.parametrize(
    ("first", "second"), [("11:00", "12:00"), ("12:00", "11:00"), ("12:00", "12:00")]
)
def test_of_an_id_that_stands_twice_in_a_file_the_newest_counts(
    engine: Engine, first: str, second: str
) -> None:
    data = csv_of(
        HEADER,
        f"1,,CEO,2026-03-01 09:00,2026-03-02 {first}",
        f"1,,manager,2026-03-01 09:00,2026-03-02 {second}",
        "2,,CEO,2026-03-01 09:00,",
    )
    outcome = load(engine, "monday.csv", data, data_as_of=MONDAY)
    assert (outcome.read, counts(outcome)) == (3, {"new": 2, "changed": 1})
    assert tiers(engine)["1"] == ("CEO" if first > second else "manager")


def test_a_row_that_stands_twice_word_for_word_is_the_same(engine: Engine) -> None:
    data = csv_of(HEADER, "1,,CEO,2026-03-01 09:00,", "1,,CEO,2026-03-01 09:00,")
    assert counts(load(engine, "a.csv", data, data_as_of=MONDAY)) == {"new": 1, "same": 1}


def test_the_same_id_in_two_systems_is_two_leads(engine: Engine) -> None:
    hubspot = csv_of("Record ID,Email,Lifecycle Stage,Create Date", "1,a@x.example,lead,2026-03-01")
    outcome = load(engine, "hubspot.csv", hubspot, data_as_of=MONDAY, kind="leads")
    assert outcome.dialect.startswith("hubspot")
    load(engine, "own.csv", csv_of("lead_id,created_at", "1,2026-03-01"), data_as_of=MONDAY)
    assert {(r["system"], r["external_id"]) for r in rows_of(engine, "lead")} == {
        ("file", "1"),
        ("hubspot", "1"),
    }


def test_an_activity_without_an_id_is_known_again_by_its_content(engine: Engine) -> None:
    one, two = "1,2026-03-02 09:00,call", "1,2026-03-02 10:00,call"
    load(engine, "a.csv", csv_of("lead_id,at,channel", one), data_as_of=MONDAY)
    outcome = load(engine, "b.csv", csv_of("lead_id,at,channel", one, two), data_as_of=TUESDAY)
    assert counts(outcome) == {"new": 1, "same": 1}


def test_every_import_moves_the_data_version_but_a_known_file_does_not(engine: Engine) -> None:
    versions = [settings.data_version(engine)]
    for moment in (MONDAY, TUESDAY, TUESDAY):
        load(engine, "a.csv", LEADS, data_as_of=moment)
        versions.append(settings.data_version(engine))
    assert versions == [0, 1, 2, 2]


NAMELESS = csv_of(
    "Zeit;Wer;Was", "02.03.2026 09:00;ann@x.example;tot", "03.03.2026 09:00;b@x.example;da"
)


def test_a_file_read_in_another_way_whose_rows_may_come_in_twice_is_told(engine: Engine) -> None:
    ways: list[dict[str, Any]] = [
        {"map": {"at": "Zeit", "email": "Wer"}},
        {"map": {"at": "Zeit", "email": "Wer", "outcome": "Was"}},
    ]
    words = {"outcome": {"tot": "not_connected", "da": "connected"}}
    first, second = (load(engine, "a.csv", NAMELESS, values=words, **way) for way in ways)
    assert (first.new, second.new) == (2, 2)
    told = "The same file stands as upload 1, read in another way: 2 of its rows come in"
    assert [rule for rule in second.rules if told in rule]
    assert not [rule for rule in first.rules if "in another way" in rule]
    stored = rows_of(engine, "batch", id=2)[0]["rules"]
    assert told in stored


def test_a_file_read_in_another_way_is_the_same_activities(engine: Engine) -> None:
    calls = csv_of("at,email,outcome", "2026-03-02 09:00,ann@x.example,nope")
    load(engine, "a.csv", calls, zone="UTC")
    words = {"outcome": {"nope": "not_connected"}}
    told = load(engine, "a.csv", calls, zone="Europe/Berlin", values=words)
    assert (told.new, told.changed) == (0, 1)
    assert "another way" not in " ".join(told.rules)
