"""A whole export, from bytes to clean rows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.clean import CleanFile, schema
from sla_core.crm import Options, SavedMapping, read_export
from sla_core.fields import date_only_bit
from sla_core.problems import Refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
at = datetime.fromisoformat


def read(text: str | bytes, **asked: Any) -> CleanFile:
    data = text.encode() if isinstance(text, str) else text
    return read_export("a.csv", data, Options(**asked), NOW)


def column(found: CleanFile, name: str) -> list[Any]:
    values: list[Any] = found.rows.column(name).to_pylist()
    return values


@pytest.mark.parametrize("kind", ["leads", "deals", "activities"])
def test_clean_rows_have_the_schema_of_their_kind(kind: str) -> None:
    text = {
        "leads": "lead_id,created_at\n1,2026-01-05 10:00\n",
        "deals": "deal_id,stage\n1,Won\n",
        "activities": "lead_id,at\n1,2026-01-05 10:00\n",
    }[kind]
    found = read(text)
    assert found.kind == kind
    assert found.rows.schema.equals(schema(kind))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "a.csv: the file is empty"),
        ("lead_id,created_at\n", "a header but no rows"),
        ("lead_id,created_at\n\n\n", "a header but no rows"),
        ("Foo;Bar", "a header but no rows"),
        ("Code,Date\n,\n , \n", "a header but no rows"),
        (
            "lead_id,email,tier\n1,a@b.c,A\n",
            "no column for qualified_at or created_at.*lead_id, em",
        ),
        ("lead_id,created_at\n1,soon\n2,later\n", "column “created_at”: no cell.*as created_at"),
        ("lead_id,qualified_at\n1,soon\n,\n", "column “qualified_at”: no cell"),
        ("lead_id,at\n1,\n", "column “at”: no cell"),
        ('lead_id,at\n1,"2026-01-05', "line 2: the file ends in the middle"),
        ("\x89PNG", "binary|picture"),
        ("lead_id,created_at\n1\n", "line 2: no row has as many cells as the header, which has 2"),
        ("source,tier,created_at\nWeb,A,2026-01-05\n", "no column for lead_id, which leads need"),
        ("deal_id,amount\n1,5\n", "no column for outcome or stage, which deals need"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(text: str, why: str) -> None:
    data = text.encode("latin-1")
    with pytest.raises(Refused, match=why) as refusal:
        read(data)
    assert str(refusal.value).endswith("Nothing was imported.")
    assert "\n" not in str(refusal.value)


def test_an_unreadable_required_cell_refuses_its_row_with_line_and_reason() -> None:
    found = read(
        'lead_id,qualified_at,tier\n1,2026-01-05,A\n2,soon,"B\nC"\n,2026-01-06,\n4,,A\n5\n'
    )
    assert column(found, "lead_id") == ["1", "4"]
    assert [(row.line, row.cells) for row in found.refused] == [
        (3, ("2", "soon", "B\nC")),
        (5, ("", "2026-01-06", "")),
        (7, ("5",)),
    ]
    assert [row.problem.sentence().split(":")[0] for row in found.refused] == [
        "a.csv, line 3, column “qualified_at”",
        "a.csv, line 5, column “lead_id”",
        "a.csv, line 7",
    ]
    assert found.read == 5


def test_a_blank_created_date_refuses_where_it_stands_in_for_qualified() -> None:
    found = read("lead_id,created_at,modified_at\n1,2026-01-05,\n2,,2026-11-01\n")
    assert [row.problem.kind for row in found.refused] == ["created_at is blank"]
    assert found.data_as_of == at("2026-01-06 00:00+00:00")


def test_an_unreadable_optional_cell_is_blank_and_counted() -> None:
    found = read(
        "lead_id,qualified_at,assigned_at,attempts,Notes\n1,2026-01-05,soon,many,a\n"
        "2,2026-01-05,later,3,b\n3,never,never,x,c\n"
    )
    assert found.blanked == {"assigned_at": 2, "attempts": 1}
    assert column(found, "attempts") == [None, 3]
    assert [(problem.line, problem.column, problem.text) for problem in found.problems] == [
        (2, "assigned_at", "soon"),
        (2, "attempts", "many"),
        (3, "assigned_at", "later"),
    ]


def test_no_more_than_a_thousand_problems_are_kept_but_all_are_counted() -> None:
    rows = "".join(f"{i},2026-01-05,soon\n" for i in range(1500))
    found = read(f"lead_id,qualified_at,assigned_at\n{rows}")
    assert (len(found.problems), found.blanked) == (1000, {"assigned_at": 1500})


def test_blank_spellings_are_blank_and_ids_stay_text() -> None:
    found = read("lead_id,created_at,source,owner,team\n 0012 ,2026-01-05,(No value),-, N/A\n")
    assert column(found, "lead_id") == ["0012"]
    assert [column(found, name) for name in ("source", "owner", "team")] == [[None]] * 3


def test_created_stands_in_for_qualified_and_presented_with_its_lack_of_a_time_of_day() -> None:
    found = read("lead_id,created_at\n1,2026-01-05\n2,2026-01-05 10:00\n")
    assert column(found, "presented_at") == [at("2026-01-05"), at("2026-01-05 10:00")]
    bits = sum(date_only_bit("leads", n) for n in ("created_at", "qualified_at", "presented_at"))
    assert column(found, "dates_only") == [bits, 0]
    assert [rule for rule in found.rules if "stands in" in rule] == [
        "There is no column for qualified_at: created_at stands in for it.",
        "There is no column for presented_at: qualified_at stands in for it.",
    ]


def test_a_blank_cell_of_a_column_that_is_there_stays_blank() -> None:
    found = read("lead_id,created_at,qualified_at\n1,2026-01-05,\n2,2026-01-05,2026-01-06\n")
    assert column(found, "qualified_at") == [None, at("2026-01-06")]


def test_every_lead_has_a_tier_and_an_origin() -> None:
    found = read("lead_id,created_at,tier\n1,2026-01-05,\n2,2026-01-05,A\n")
    assert column(found, "tier") == ["unrated", "A"]
    assert column(found, "origin") == ["marketing", "marketing"]
    assert "There is no column for origin: every lead is marketing's." in found.rules


def test_the_user_s_words_tell_the_origin_by_the_source() -> None:
    text = "lead_id,created_at,source\n1,2026-01-05,Walk-in\n2,2026-01-05,Web\n"
    found = read(text, values={"origin": {"walk-in": "sales"}})
    assert column(found, "origin") == ["sales", "marketing"]
    assert any("source “Walk-in” are sales'" in rule for rule in found.rules)


@pytest.mark.parametrize(
    ("status", "closed"),
    [
        ("Closed - Not Converted", True),
        ("UNQUALIFIED", True),
        ("CLOSED_LOST", True),
        ("dead", True),
        ("Qualified", False),
        ("Open", False),
        ("Enclosed", False),
        ("", False),
    ],
)
def test_a_status_that_says_closed_or_lost_is_marked(status: str, closed: bool) -> None:
    found = read(f"lead_id,created_at,status\n1,2026-01-05,{status}\n")
    assert column(found, "closed_by_status") == [closed]


def test_the_stage_tells_the_outcome_where_no_column_does() -> None:
    found = read("deal_id,stage\n1,Closed Won\n2,closed lost\n3,Demo\n4,\n5,Won back\n6,Wonder\n")
    assert column(found, "outcome") == ["won", "lost", "open", "open", "won", "open"]


def test_an_unknown_word_is_blank_and_says_what_is_accepted() -> None:
    found = read("lead_id,at,outcome\n1,2026-01-05,connected\n2,2026-01-05,maybe\n")
    assert column(found, "outcome") == ["connected", None]
    assert found.problems[0].accepted == "connected, not_connected, planned"


def test_values_translate_words_whatever_their_case() -> None:
    text = "lead_id,at,outcome\n1,2026-01-05,Erreicht\n2,2026-01-05,planned\n"
    found = read(text, values={"outcome": {"erreicht": "connected"}})
    assert column(found, "outcome") == ["connected", "planned"]


def test_dates_whose_order_nothing_tells_are_refused_until_the_user_tells_it() -> None:
    text = "lead_id,created_at\n1,1/2/2026\n"
    with pytest.raises(Refused, match=r"column “created_at”.*“1/2/2026”.*--day-first"):
        read(text)
    assert column(read(text, day_first=True), "created_at") == [at("2026-02-01")]
    assert column(read(text, day_first=False), "created_at") == [at("2026-01-02")]


def test_another_column_of_the_file_may_tell_the_order_of_a_date() -> None:
    found = read("lead_id,created_at,qualified_at\n1,1/2/2026,1/25/2026\n")
    assert column(found, "created_at") == [at("2026-01-02")]


def test_times_without_a_zone_are_read_in_the_chosen_one_and_odd_ones_are_counted() -> None:
    found = read(
        "lead_id,created_at\n1,2026-03-29 02:30\n2,2026-10-25 02:30\n", zone="Europe/Berlin"
    )
    assert column(found, "created_at") == [at("2026-03-29 01:00"), at("2026-10-25 00:30")]
    assert [rule.split(";")[0] for rule in found.rules[:3]] == [
        "Times that name no zone, read as Europe/Berlin: 2.",
        "Times that exist twice in Europe/Berlin: 1",
        "Times that do not exist in Europe/Berlin: 1",
    ]


@pytest.mark.parametrize(
    ("times", "zone", "spoken"),
    [
        (["2026-11-01 10:00:30", "2026-11-02 11:22:33"], "UTC", "2026-11-02 11:23+00:00"),
        (["2026-11-02 11:22:00"], "UTC", "2026-11-02 11:23+00:00"),
        (["2026-11-02 11:22:00", "2027-01-01 00:00"], "UTC", "2026-11-02 11:23+00:00"),
        (["2026-11-02", "2026-11-01"], "UTC", "2026-11-03 00:00+00:00"),
        (["2026-11-02", "2026-11-01"], "America/New_York", "2026-11-03 05:00+00:00"),
        (["2026-11-02", "2026-11-02 10:00"], "UTC", "2026-11-02 10:01+00:00"),
        (["2027-01-01"], "UTC", "2026-11-23 09:00+00:00"),
    ],
)
def test_a_file_speaks_up_to_its_latest_time_that_is_not_in_the_future(
    times: list[str], zone: str, spoken: str
) -> None:
    rows = "".join(f"{i},{time}\n" for i, time in enumerate(times))
    assert read(f"lead_id,created_at\n{rows}", zone=zone).data_as_of == at(spoken)


def test_the_expected_close_of_an_open_deal_makes_no_file_newer() -> None:
    lines = "1,won,2026-10-02,2026-10-05\n2,open,2026-10-03,2026-11-01\n3,,2026-10-04,2026-11-02\n"
    found = read(f"deal_id,outcome,created_at,closed_at\n{lines}")
    assert found.data_as_of == at("2026-10-06T00:00+00:00")


def test_a_file_speaks_up_to_the_moment_that_the_upload_says() -> None:
    told = datetime(2026, 1, 1, tzinfo=UTC)
    assert read("lead_id,created_at\n1,2026-01-05\n", data_as_of=told).data_as_of == told


def test_an_activity_without_an_id_has_one_from_its_content() -> None:
    text = "lead_id,at,activity_id\n1,2026-01-05,\n1,2026-01-05,\n2,2026-01-05,\n2,2026-01-05,7\n"
    ids = column(read(text), "activity_id")
    assert ids[0] == ids[1] != ids[2]
    assert ids[3] == "7"
    assert ids[0].startswith("content:")
    assert column(read("at,lead_id\n2026-01-05,1\n"), "activity_id") == ids[:1]


def test_a_fault_in_a_date_is_explained_in_the_order_that_was_decided() -> None:
    found = read("lead_id,created_at,assigned_at\n1,2026-01-05,30/2/2026\n", day_first=True)
    assert [each.kind for each in found.problems] == [
        "there is no 30 February 2026 and was left blank"
    ]
    found = read("lead_id,created_at\n1,31/4/2026\n2,23/4/2026\n")
    assert [row.problem.kind for row in found.refused] == ["there is no 31 April 2026"]


def test_a_row_of_another_width_says_its_number_of_cells_once() -> None:
    found = read("lead_id,created_at\n1,2026-01-05\n2\n")
    assert [row.problem.sentence() for row in found.refused] == [
        "a.csv, line 3: the row has 1 cell; accepted: 2 cells as in the header."
    ]


def test_a_mapped_file_reads_like_any_other() -> None:
    saved = SavedMapping("Olist", "leads", {"lead_id": "mql_id", "qualified_at": "first"})
    text = "mql_id,first,origin\nx,2018-02-01,social\ny,2018-02-02,\n"
    found = read(text, mapping=saved, map={"source": "origin"})
    assert (found.dialect, found.system) == ("Olist", "file")
    assert column(found, "source") == ["social", None]
    assert column(found, "origin") == ["marketing", "marketing"]
    assert found.blanked == {}


CELLS = st.sampled_from(
    ["", "1", "2026-01-05", "2026-01-05 10:00", "soon", 'a "b"', "x\ny", "13/1/2026"]
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=12))
def test_each_row_is_either_clean_or_refused(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "lead_id,qualified_at,assigned_at\n" + "\n".join([*quoted, '"9","2026-01-05",""'])
    found = read(text)
    assert found.read + found.left_out == len(rows) + 1
    lines = [*column(found, "line"), *(row.line for row in found.refused)]
    assert len(set(lines)) == found.read
    assert len(found.problems) == sum(found.blanked.values())


def test_a_call_that_is_only_planned_does_not_make_the_data_newer() -> None:
    found = read(
        "activity_id,lead_id,at,outcome\n"
        "1,L1,2026-01-05 09:00,connected\n"
        "2,L1,2026-01-07 09:00,planned\n"
    )
    assert found.data_as_of == at("2026-01-05 09:01+00:00")


@pytest.mark.parametrize("other", ["created_at", "closed_at"])
def test_a_totals_row_with_a_number_among_the_dates_is_still_one(other: str) -> None:
    text = f"deal_id,outcome,amount,{other}\n1,won,5,2026-10-01\n2,won,7,soon\nTotal,,12,2\n"
    found = read(text)
    assert column(found, "deal_id") == ["1", "2"]
    assert (found.refused_rows, found.left_out, found.blanked) == (0, 1, {other: 1})
    assert "Line 4 holds totals and was left out." in found.rules
