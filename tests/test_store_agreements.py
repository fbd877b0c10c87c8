"""Saved versions of the agreement, and the notes of meetings."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sla_core.agreement.model import Agreement, Hours, Inputs, Promise, Tier
from sla_core.store import notes
from sla_core.store.agreed_tables import Note
from sla_core.store.agreements import versions
from sla_core.store.engine import Engine, reading, writing
from sla_core.store.notes import StoredNote
from sla_core.store.types import table_of
from tests.oracle.agreements import agreements
from tests.stores import agree, empty_store, rows_of
from tests.test_report_against_oracle import agreement

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHOLE = Agreement(
    name="Ours – spring",
    in_force_from=date(2026, 4, 1),
    clock="working",
    working_window_days=14.5,
    promises=(
        Promise(measure="share_within_goal", goal=0.9, hours=8),
        Promise(measure="leads", goal=300, per="quarter"),
    ),
    tiers=(Tier(name="CEO", points=100, leads=5, share=0.5), Tier(name="B")),
    calendar=Hours(zone="Europe/Berlin", holidays=(date(2026, 4, 6),)),
    inputs=Inputs(quota=5_000, marketing_share=1, deal_size=100, close_rate=0.5),
)


def stored(engine: Engine) -> tuple[Agreement, ...]:
    with reading(engine) as connection:
        return versions(connection)


def test_an_agreement_comes_back_as_it_was_saved_with_its_number(engine: Engine) -> None:
    saved = agree(engine, WHOLE, NOON)
    assert saved == WHOLE.model_copy(update={"version": 1})
    assert stored(engine) == (saved,)


@given(st.lists(agreements(date(2026, 3, 1), ("CEO", "B"), ("UTC", "Asia/Kolkata")), max_size=3))
def test_any_agreements_come_back_as_they_were_saved_oldest_first(
    found: list[list[object]],
) -> None:
    made = [agreement(version) for several in found for version in several]  # type: ignore[arg-type]
    with empty_store() as engine:
        saved = tuple(agree(engine, each, NOON) for each in made)
        assert stored(engine) == saved
    assert [each.version for each in saved] == list(range(1, len(made) + 1))


def test_a_later_version_leaves_the_earlier_ones_as_they_were(engine: Engine) -> None:
    first = agree(engine, WHOLE, NOON)
    second = agree(engine, Agreement(promises=WHOLE.promises[:1]), NOON)
    assert stored(engine) == (first, second)
    rows = rows_of(engine, "agreement")
    assert [(row["version"], row["who"], row["saved_at"]) for row in rows] == [
        (1, "tests", NOON),
        (2, "tests", NOON),
    ]


def test_open_notes_stand_the_one_due_first_first(engine: Engine) -> None:
    shared: dict[str, Any] = {"period": "2026-03", "written_at": NOON, "who": "tests"}
    made: list[dict[str, Any]] = [
        {"kind": "decision", "text": "Count from April", "owner": None, "due": None},
        {"kind": "action", "text": "Second", "owner": "Bob", "due": date(2026, 3, 9)},
        {"kind": "action", "text": "First", "owner": "Ann", "due": date(2026, 3, 6)},
    ]
    done: dict[str, Any] = {
        "kind": "action",
        "text": "Done",
        "owner": "Ann",
        "due": date(2026, 3, 1),
    }
    with writing(engine) as connection:
        for note in (*made, done):
            state = "done" if note is done else "open"
            connection.execute(table_of(Note).insert().values(**note, **shared, state=state))
    with reading(engine) as connection:
        found = notes.standing(connection)
    assert [note.text for note in found] == ["First", "Second", "Count from April"]
    assert found[0] == StoredNote("action", "First", "Ann", date(2026, 3, 6), "open")
