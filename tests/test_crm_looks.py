"""What sampled cells look like: all that the readers can read, whatever its spelling."""

from datetime import UTC, datetime

import pytest

from sla_core.crm import Options, read_export, recognise
from sla_core.crm.layouts.looks import Looks, looks
from sla_core.crm.layouts.proposals import Reader
from sla_core.glancing import on_a_page

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def look(cells: list[str]) -> Looks:
    (found,) = looks([cells])
    return found


@pytest.mark.parametrize(
    "cells",
    [
        ["3 Mio. €", "1200,-", "1200-"],
        ["100万円", "¥300,000"],
        ["(1,200)", "$342.09K", "500 kr"],
        ["1.234,50", "#REF!", "-"],
    ],
)
def test_amounts_look_like_numbers_in_every_spelling_that_is_read(cells: list[str]) -> None:
    assert look(cells).numbers == 1


@pytest.mark.parametrize(
    "cells",
    [
        ["1er mai 2026", "2. Juni 2026"],
        ["2026年9月30日 午後2時30分"],
        ["23/11/2026", "11/23/2026", "99/1/5"],
        ["15 Apr, 2021 00:03:00", "#REF!", "(blank)"],
    ],
)
def test_dates_look_like_times_in_every_spelling_that_is_read(cells: list[str]) -> None:
    assert look(cells).times == 1


@pytest.mark.parametrize("cells", [["45992.5", "46001"], ["1735689600"], ["1735689600000", "#N/A"]])
def test_numbers_look_like_moments_where_all_cells_are_such(cells: list[str]) -> None:
    assert (look(cells).moments, look(cells).times) == (1, 0)
    assert look([*cells, "soon"]).moments == 0


@pytest.mark.parametrize(
    "cells", [["12.50", "13.99"], ["5,5", "6,5"], ["1.214,00", "€3.50", "-7,25"]]
)
def test_numbers_with_decimals_look_like_no_ids(cells: list[str]) -> None:
    assert (look(cells).ids, look(cells).codes) == (0, 0)


@pytest.mark.parametrize("cells", [["17", "18"], ["1.0", "2.0"], ["A-7.25", "B-7.26"], ["1.2.3"]])
def test_numbers_and_codes_look_like_ids(cells: list[str]) -> None:
    assert (look(cells).ids, look(cells).codes) == (1, 1)


def test_an_amount_with_cents_is_proposed_as_no_id() -> None:
    text = "Kunde;Email;Erstellt;Umsatz\nA;a@x.de;01.10.2026;12,50\nB;b@x.de;23.10.2026;13,99\n"
    found = read_export("a.csv", text.encode(), Options(kind="leads"), NOW)
    assert [r for r in found.rules if "Umsatz" in r] == ["Not read: “Kunde”, “Umsatz”."]


def test_days_in_digits_alone_look_like_times_and_like_no_moments() -> None:
    found = look(["20260930", "20261001 1430", "20261002T143000Z", "20261003143000"])
    assert (found.times, found.moments, found.numbers) == (1, 0, 0)
    assert look(["20260932", "20261301", "12345678", "20269999"]).times == 0


def test_blanks_and_spreadsheet_errors_count_in_no_share() -> None:
    found = look(["ann@x.com", "mailto:bo@x.com", "#REF!", "N/A", "", "(No value)"])
    assert (found.rows, found.filled, found.emails) == (6, 2, 1)


def test_columns_that_are_looked_at_together_look_as_they_do_alone() -> None:
    columns = [["5", "", "5"], ["2026-10-01", "x", "5"], ["a@x.com", "a@x.com", "1735689600"]]
    assert looks(columns) == [look(cells) for cells in columns]
    assert looks([]) == []


def test_cells_that_are_read_keep_a_sure_name_sure() -> None:
    found = recognise(
        "a.csv",
        "Lead-Nr.,Erstellt am,Geändert am,Anzahl Versuche\n"
        '1,45992.5,1735689600000,"1.000"\n2,46001,1735689600001,#REF!\n'.encode(),
    )
    assert found.mapping == {
        "lead_id": "Lead-Nr.",
        "created_at": "Erstellt am",
        "modified_at": "Geändert am",
        "attempts": "Anzahl Versuche",
    }


def test_a_japanese_deal_has_its_expected_close_and_its_amount_in_man() -> None:
    text = "案件番号,フェーズ,金額,完了予定日\n1,受注,100万円,2026年9月30日\n2,失注,3万円,2026年10月1日\n"
    found = read_export("a.csv", text.encode(), Options(), NOW)
    assert found.rows["amount"].to_pylist() == [1_000_000, 30_000]
    assert [str(day)[:10] for day in found.rows["closed_at"].to_pylist()] == [
        "2026-09-30",
        "2026-10-01",
    ]


def test_a_totals_row_makes_no_column_doubtful() -> None:
    rows = "1,Won,5,2026-10-01\n2,Lost,7,2026-10-02\nTotal,,12,2\n"
    found = recognise("a.csv", f"Order,Stage,Amount,Close date\n{rows}".encode())
    assert found.mapping["closed_at"] == "Close date"


@pytest.mark.parametrize("other", ["Email 2", "Email (2)", "Work email"])
def test_of_two_addresses_the_one_that_is_named_like_the_field_wins(other: str) -> None:
    text = f"Lead-Nr.,Email,{other},Erstellt am\n1,a@x.com,b@x.com,2026-10-01\n"
    found = recognise("a.csv", text.encode())
    assert found.mapping["email"] == "Email"
    option = f'"email={other}"'
    said = f"“{other}” may be email too; it was not used (--map {option})."
    assert said in found.rules
    assert on_a_page(said) == f"“{other}” may be email too; it was not used."


def test_a_column_in_doubt_is_named_with_the_option_that_uses_it() -> None:
    text = "Lead-Nr.,Erstellt am,Job title\n1,2026-10-01,CEO\n2,2026-10-01,Clerk\n"
    found = recognise("a.csv", text.encode())
    (said,) = [rule for rule in found.rules if "Job title" in rule]
    assert said.endswith(
        'it was not used (--map "tier=Job title" --value tier:CEO=… --value tier:Clerk=…).'
    )
    assert on_a_page(said).endswith("is not sure; it was not used.")


def test_amounts_with_their_sign_and_phone_numbers_are_no_ids() -> None:
    (dollars, phones, ids) = looks(
        [["$1000", "$1001"], ["+4930555000", "(030)555001"], ["A-1000", "1001$X"]]
    )
    assert (dollars.ids, phones.codes, ids.codes) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(("name", "found"), [("TEL", ""), ("Tél.", ""), ("Merkmal", "lead_id")])
def test_a_column_of_phone_numbers_is_no_id(name: str, found: str) -> None:
    rows = [[f"03-5550-{place}", f"a{place}@x.io", "2026-10-05"] for place in range(1000, 1009)]
    proposals = Reader("a.csv", [name, "Email", "Created"], rows).propose("leads").found()
    assert [one.field for one in proposals.values() if one.column == name] == [found] * bool(found)
