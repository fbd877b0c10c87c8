"""Ids where an export has none, and ids that a CRM writes in two ways."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.clean import CleanFile
from sla_core.crm import Options, read_export
from sla_core.crm.identity import content_ids, lengthened, made_ids, shaped, unprefixed
from sla_core.crm.stable import Collisions
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CELLS = st.sampled_from(["Ann", "Bo", "  ann ", None, "x y", "X  Y"])


def read(text: str) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(), NOW)


def texts(**columns: list[str | None]) -> dict[str, pa.Array]:
    return {name: pa.array(cells, pa.string()) for name, cells in columns.items()}


def test_a_lead_without_an_id_gets_one_from_its_email_and_the_rules_say_so() -> None:
    found = read("email,created_at\nAnn@Example.com,2026-01-05\nbo@example.com,2026-01-06\n")
    ids = found.rows["lead_id"].to_pylist()
    assert len(set(ids)) == 2
    assert all(one.startswith("made:") and len(one) == 37 for one in ids)
    assert found.rules[0].startswith("There is no id: one was made from “email”, “created_at”;")


def test_the_same_lead_has_the_same_id_in_another_file_under_another_name() -> None:
    one = read("email,created_at\nann@example.com,2026-01-05\n")
    other = read("source,E-Mail,created_at,status\nWeb,Ann Lee <ANN@example.com>,2026-01-05,Open\n")
    assert one.rows["lead_id"].to_pylist() == other.rows["lead_id"].to_pylist()


def test_ids_made_stay_what_they_are_from_version_to_version() -> None:
    made = made_ids(texts(mail=["ann@example.com"]), "mail").to_pylist()
    assert made == ["made:892a684bc872056adb883d6ec6dc05ae"]


def test_a_row_whose_stable_cell_is_blank_is_refused_with_the_reason() -> None:
    found = read("email,created_at,owner\n,2026-01-05,Bo\nann@example.com,2026-01-05,Bo\n")
    assert [row.problem.sentence() for row in found.refused] == [
        "a.csv, line 2, column “email”: there is no id, and the cell from which one is made is blank."
    ]


def test_a_different_row_with_the_same_stable_cell_is_refused_and_the_same_row_is_not() -> None:
    row = "ann@example.com,2026-01-05,Bo\n"
    found = read(f"email,created_at,owner\n{row}{row}ann@example.com,2026-01-05,Cy\n")
    assert [row.line for row in found.refused] == [4]
    assert "an earlier, different row has the same cell" in found.refused[0].problem.sentence()
    assert found.rows.num_rows == 2


def test_a_person_who_comes_again_is_another_lead() -> None:
    found = read("email,created_at\nann@example.com,2026-01-05\nann@example.com,2026-03-01\n")
    assert (found.rows.num_rows, found.refused_rows) == (2, 0)
    assert len(set(found.rows["lead_id"].to_pylist())) == 2


def test_an_email_tells_a_lead_that_does_not_say_when_it_was_created() -> None:
    found = read("email,qualified_at,created_at\nann@example.com,2026-01-05,\n")
    assert (found.rows.num_rows, found.refused_rows) == (1, 0)


def test_a_deal_s_id_is_made_from_name_account_and_creation() -> None:
    text = "Opportunity Name,Stage,Opportunity Owner,Account Name,Created Date\nA,Won,Bo,{},2026-01-05\n"
    one, other = (read(text.format(account)) for account in ("Acorn", "Birch"))
    assert one.rows["deal_id"].to_pylist() != other.rows["deal_id"].to_pylist()
    assert "from “Opportunity Name”, “Account Name”, “Created Date”" in one.rules[0]


def test_a_close_date_that_stands_in_for_the_creation_is_warned_of() -> None:
    found = read("Opportunity Name,Stage,Fiscal Period,Close Date\nA,Won,Q1,2026-01-05\n")
    assert "A deal whose close date moves is such a row." in found.rules[0]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("source,created_at\nWeb,2026-01-05\n", "lead_id, which leads need"),
        ("Name,created_at\nAnn,2026-01-05\n", "no export that is known"),
        ("stage,amount\nwon,5\n", "deal_id, which deals need"),
    ],
)
def test_a_file_without_stable_cells_is_refused_with_the_reason(text: str, missing: str) -> None:
    with pytest.raises(Refused, match=missing):
        read(text)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=9))
def test_made_ids_are_equal_exactly_where_the_cells_are_and_null_where_one_is_blank(
    rows: list[tuple[str | None, str | None]],
) -> None:
    first, second = zip(*rows, strict=True)
    ids = made_ids(texts(a=list(first), b=list(second))).to_pylist()
    plain = [
        None if None in row else tuple(" ".join((cell or "").lower().split()) for cell in row)
        for row in rows
    ]
    for one, its in zip(plain, ids, strict=True):
        assert (one is None) == (its is None)
        assert [other == its for other in ids] == [other == one for other in plain]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), max_size=12), st.data())
def test_collisions_are_the_same_however_a_file_is_cut(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    expected: list[bool] = []
    first: dict[str, str] = {}
    for key, content in rows:
        expected.append(first.setdefault(key, content) != content)
    found: list[bool] = []
    collisions = Collisions()
    for part in (rows[:cut], rows[cut:]):
        ids = pa.array([key for key, _ in part], pa.string())
        found += collisions.later(ids, pa.array([its for _, its in part], pa.string())).tolist()
    assert found == expected


def test_rows_without_an_id_do_not_collide() -> None:
    ids = pa.array([None, None, "a"], pa.string())
    content = content_ids(texts(a=["1", "2", "3"]))
    assert Collisions().later(ids, content).tolist() == [False] * 3


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("00Q5g0000000000", "00Q5g0000000000EAA"),
        ("0013000000abcDE", "0013000000abcDEAAY"),
        ("a0B3000000XyZab", "a0B3000000XyZabEAF"),
    ],
)
def test_salesforce_s_short_ids_get_the_checksum_of_their_capitals(short: str, long: str) -> None:
    ids = pa.array([short, long, None, "003", "not an id at al"], pa.string())
    assert lengthened(ids).to_pylist() == [long, long, None, "003", "not an id at al"]


def test_only_zoho_s_prefix_is_taken_off_and_other_systems_keep_their_ids() -> None:
    ids = pa.array(["zcrm_5000000000123", "5000000000124", None, "x_zcrm_1"])
    assert unprefixed(ids).to_pylist() == ["5000000000123", "5000000000124", None, "x_zcrm_1"]
    assert shaped("hubspot", ids) is ids
    assert shaped("zoho", ids).to_pylist()[0] == "5000000000123"


CALLS = "Fecha;Correo;Tipo;Resultado;Nota\n02.03.2026 09:00;ann@x.example;Llamada;No contesta;a\n"


@pytest.mark.parametrize(
    "answers",
    [
        {"zone": "Europe/Madrid"},
        {"values": {"outcome": {"No contesta": "connected"}}},
        {"map": {"at": "Fecha", "email": "Correo"}},
        {"set": {"automated": "false"}, "map": {"at": "Fecha", "email": "Correo"}},
    ],
)
def test_an_activity_has_one_id_however_its_file_is_read(answers: dict[str, Any]) -> None:
    ways = [Options(kind="activities"), Options(kind="activities", **answers)]
    first, second = (read_export("a.csv", CALLS.encode(), way, NOW).rows for way in ways)
    assert first["activity_id"].to_pylist() == second["activity_id"].to_pylist()
    assert first["activity_id"].to_pylist()[0].startswith("content:")


def test_activities_that_one_telling_cell_tells_apart_have_ids_of_their_own() -> None:
    base = "at,email,owner\n2026-03-02 09:00,ann@x.example,Bo\n"
    others = [
        base.replace("09:00", "09:01"),
        base.replace("ann", "cy"),
        base.replace("Bo", "Di"),
        base.replace(" 09:00", ""),
        base.replace(" 09:00", "T09:00+01:00"),
    ]
    ids = {read(text).rows["activity_id"].to_pylist()[0] for text in (base, *others)}
    assert len(ids) == 1 + len(others)


def test_two_lists_of_which_each_is_given_its_channel_do_not_meet() -> None:
    calls, mails = (
        read_export("a.csv", CALLS.encode(), Options(kind="activities", set={"channel": name}), NOW)
        for name in ("call", "email")
    )
    assert calls.rows["activity_id"].to_pylist() != mails.rows["activity_id"].to_pylist()


def test_a_time_written_otherwise_or_changed_later_is_the_same_activity() -> None:
    plain = read("at,email\n2026-03-02 09:00,ann@x.example\n")
    other = read("email,at,modified_at\nann@x.example,2026-03-02T09:00:00,2026-04-01\n")
    assert plain.rows["activity_id"].to_pylist() == other.rows["activity_id"].to_pylist()
    assert "one was made from “at”, “email”; rows that are the same there" in plain.rules[0]
