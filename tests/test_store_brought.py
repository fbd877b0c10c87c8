"""The rows of an upload: which of them stand, and what they changed."""

from datetime import UTC, datetime, timedelta

from sla_core.store import brought
from sla_core.store.engine import Engine
from sla_core.store.undo import undo
from tests.said_again import condense
from tests.stores import csv_of, load

AS_OF = datetime(2026, 3, 20, 18, tzinfo=UTC)
DEALS = csv_of(
    "deal_id,stage,outcome,closed_at,amount,currency",
    "D1,Talk,open,,10,EUR",
    "D2,Talk,open,,20,EUR",
    "D3,Talk,open,,30,EUR",
)
LATER = (
    DEALS.replace(b"D2,Talk,open,,", b"D2,Paid,won,2026-03-09 10:00,") + b"D4,Talk,open,,40,EUR\n"
)


def furnished(engine: Engine) -> None:
    load(engine, "deals.csv", DEALS, data_as_of=AS_OF)
    load(engine, "later.csv", LATER, data_as_of=AS_OF + timedelta(days=1))
    condense(engine)


def told(engine: Engine, number: int, limit: int = 100, offset: int = 0) -> list[tuple[str, str]]:
    rows = brought.rows(engine, number, limit, offset).rows
    return list(zip(rows["id"], rows["state"], strict=True))


def test_an_upload_s_rows_stand_or_are_superseded_or_were_said_again(engine: Engine) -> None:
    furnished(engine)
    assert told(engine, 1) == [("D1", "stands"), ("D3", "stands"), ("D2", "superseded")]
    assert sorted(told(engine, 2)) == [
        *(("D1", "said again"), ("D2", "stands"), ("D3", "said again"), ("D4", "stands")),
    ]


def test_each_row_names_the_upload_whose_version_it_is(engine: Engine) -> None:
    furnished(engine)
    rows = brought.rows(engine, 2).rows
    assert dict(zip(rows["id"], rows["batch"], strict=True)) == {"D1": 1, "D2": 2, "D3": 1, "D4": 2}
    assert set(brought.rows(engine, 1).rows["batch"]) == {1}


def test_a_changed_row_says_what_it_was_before_and_after(engine: Engine) -> None:
    furnished(engine)
    rows = brought.rows(engine, 2).rows.set_index("id")
    assert rows.loc["D2", "changes"] == (
        "stage: Talk → Paid; outcome: open → won; closed_at: (blank) → 2026-03-09 10:00"
    )
    assert set(rows["changes"]) == {"", rows.loc["D2", "changes"]}
    assert rows.loc["D4", "amount"] == 40
    in_tokyo = brought.rows(engine, 2, zone="Asia/Tokyo").rows.set_index("id")
    assert str(in_tokyo.loc["D2", "changes"]).endswith("closed_at: (blank) → 2026-03-09 19:00")
    assert "email" not in rows.columns
    assert set(brought.rows(engine, 1).rows["changes"]) == {""}


def test_rows_come_by_pages_and_say_how_many_there_are(engine: Engine) -> None:
    furnished(engine)
    whole = told(engine, 2)
    assert [row for page in range(4) for row in told(engine, 2, 1, page)] == whole
    assert told(engine, 2, 3, 1) == whole[1:]
    assert told(engine, 2, 5, 9) == []
    assert {brought.rows(engine, 2, 1, page).total for page in range(9)} == {4}


def test_an_upload_taken_back_or_unknown_has_no_rows(engine: Engine) -> None:
    furnished(engine)
    undo(engine, 1, now=AS_OF, who="ops")
    for number in (1, 7):
        found = brought.rows(engine, number)
        assert (len(found.rows), found.total) == (0, 0)
    assert [state for _, state in told(engine, 2)] == ["stands"] * 4
