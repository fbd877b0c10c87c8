"""Odd files that can be used: their encodings, doubled columns, rows and cells left out and counted."""

from pathlib import Path

import pytest

from tests.calling import Line
from tests.test_bad_input import HEAD, ROW, TIMES


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(f"sqlite:///{tmp_path}/sla.db")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_files_in_the_encodings_of_excel_are_read_with_their_letters(
    line: Line, tmp_path: Path, encoding: str
) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    path = tmp_path / "excel.csv"
    path.write_bytes(mark + (HEAD + "L1,2023-11-02,Größe – «Café»,3\r\n").encode(encoding))
    assert line.json("import", path)["files"][0]["new"] == 1
    (tier,) = line.json("report", "--period", "2023-11")["marketing"]["tiers"]
    assert tier["name"] == "Größe – «Café»"


def test_of_two_columns_of_one_name_the_first_is_taken_and_the_second_can_be_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("lead_id,qualified_at,tier,tier\nL1,2023-11-02,A,B\n", encoding="utf-8")
    for words, tier in ((), "A"), (("--map", "tier=tier (2)"), "B"):
        line = Line(f"sqlite:///{tmp_path}/{tier}.db")
        line.json("import", path, *words)
        (found,) = line.json("report", "--period", "2023-11")["marketing"]["tiers"]
        assert found["name"] == tier


def test_a_row_with_one_cell_too_many_is_refused_and_the_others_are_imported(
    line: Line, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"{HEAD}{ROW}L2,2023-11-03,A,3,x\n", encoding="utf-8")
    out = tmp_path / "refused.csv"
    (told,) = line.json("import", path, "--refused", out)["files"]
    assert (told["read"], told["new"], told["refused"]) == (2, 1, 1)
    assert "long.csv, line 3: the row has 5 cells" in out.read_text(encoding="utf-8")


def test_an_unreadable_required_cell_refuses_its_row_with_line_and_column(
    line: Line, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f'{HEAD}{ROW}L2,"next\nweek",A,3\nL3,2023-11-04,A,3\n', encoding="utf-8")
    out = tmp_path / "refused.csv"
    (told,) = line.json("import", path, "--refused", out)["files"]
    assert (told["read"], told["new"], told["refused"]) == (3, 2, 1)
    text = out.read_text(encoding="utf-8")
    assert "leads.csv, line 3, column “qualified_at”: this cannot be read as qualified_at" in text
    assert TIMES in text
    assert line.json("report", "--period", "2023-11")["marketing"]["leads"]["actual"] == 2


def test_a_blank_required_cell_refuses_its_row(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"{HEAD}{ROW},2023-11-04,A,3\n", encoding="utf-8")
    out = tmp_path / "refused.csv"
    assert line.json("import", path, "--refused", out)["files"][0]["refused"] == 1
    assert "leads.csv, line 3, column “lead_id”: lead_id is blank" in out.read_text("utf-8")


def test_an_unreadable_optional_cell_is_blank_and_counted(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    text = "lead_id,email,qualified_at,presented_at,attempts\n"
    rows = (
        "L1,no address,2023-11-02,2023-11-02 10:00,3\n",
        "L2,a@b.example,2023-11-03,later,many\n",
    )
    path.write_text(text + "".join(rows), encoding="utf-8")
    (told,) = line.json("import", path)["files"]
    assert (told["new"], told["refused"]) == (2, 0)
    assert told["blanked"] == {"email": 1, "presented_at": 1, "attempts": 1}
    assert [(each["line"], each["column"], each["text"]) for each in told["blanks"]] == [
        (2, "email", "no address"),
        (3, "presented_at", "later"),
        (3, "attempts", "many"),
    ]
    assert told["blanks"][2]["kind"] == "this cannot be read as attempts and was left blank"
    assert told["blanks"][2]["accepted"] == "a whole number such as 3 or 1,234"
    report = line.json("report", "--period", "2023-11")
    assert report["marketing"]["leads"]["actual"] == 2
    assert report["sales"]["speed"]["presented"] == 1


def test_the_first_five_cells_that_were_left_blank_are_told_in_sentences(
    line: Line, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    rows = "".join(f"L{n},2023-11-02,A,many {n}\n" for n in range(7))
    path.write_text(f"{HEAD}{rows}", encoding="utf-8")
    told = line("import", path).out.splitlines()
    begin = told.index("  7 unreadable cells left blank in “attempts”") + 1
    assert told[begin : begin + 6] == [
        *(
            f"  leads.csv, line {n + 2}, column “attempts”: this cannot be read as attempts and was"
            f" left blank: “many {n}”; accepted: a whole number such as 3 or 1,234."
            for n in range(5)
        ),
        "  … and 2 more",
    ]


def test_a_deal_without_a_lead_is_imported_and_counted_as_sales(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + ROW, encoding="utf-8")
    line.json("import", path)
    path = tmp_path / "deals.csv"
    text = "deal_id,lead_id,outcome,amount,currency,closed_at\n"
    rows = (
        "D1,L1,won,1000,EUR,2023-11-20",
        "D2,,won,500,EUR,2023-11-21",
        "D3,L99,won,70,EUR,2023-11-21",
    )
    path.write_text(text + "\n".join(rows) + "\n", encoding="utf-8")
    (told,) = line.json("import", path)["files"]
    assert (told["new"], told["refused"]) == (3, 0)
    report = line.json("report", "--period", "2023-11", "--as-of", "2023-11-30")
    row = report["marketing"]["recalibration"][-1]
    assert report["marketing"]["revenue"]["actual"] == row["marketing_revenue"] == 1000
    assert row["total_revenue"] == 1570
    assert row["marketing_share"] == pytest.approx(1000 / 1570)
