"""What a user may ask of an import beside the file: columns, words, constants, zones, day order."""

from pathlib import Path

import pytest

from sla_core import asking
from sla_core.crm import Answers, SavedMapping
from sla_core.store.engine import open_store
from tests.calling import Line
from tests.test_commands_import import LEADS, counts, written


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(f"sqlite:///{tmp_path}/sla.db")


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return written(tmp_path, "leads", LEADS)


FUNNEL = """Id;When;Word;Origin;Grade
1;03/04/2023 10:00;Reached;Web;A
2;04/04/2023 10:00;No reply;Fair;B
"""


def test_columns_words_and_constants_are_told_by_options(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "funnel", FUNNEL)
    words = ("--map", "lead_id=Id", "--map", "qualified_at=When", "--map", "tier=Grade")
    origins = ("--map", "origin=Origin", "--value", "origin:Web=marketing")
    more = ("--value", "origin:Fair=sales", "--set", "source=import", "--day-first")
    told = line.json("import", path, "--kind", "leads", *words, *origins, *more)
    assert counts(told["files"][0]) == (2, 2, 0, 0, 0)
    report = line.json("report", "--period", "2023-04")
    assert [(g["name"], g["actual"]) for g in report["marketing"]["tiers"]] == [("A", 1)]
    assert [g["name"] for g in report["marketing"]["sources"]] == ["import"]


@pytest.mark.parametrize(
    ("order", "months"), [("--day-first", [("2023-04", 2)]), ("--month-first", [("2023-03", 1)])]
)
def test_the_order_of_day_and_month_decides_the_month(
    line: Line, tmp_path: Path, order: str, months: list[tuple[str, int]]
) -> None:
    text = FUNNEL.replace("04/04/2023", "05/04/2023")
    path = written(tmp_path, "funnel", text)
    words = ("--kind", "leads", "--map", "lead_id=Id", "--map", "created_at=When")
    line.json("import", path, *words, order)
    for month, leads in months:
        assert line.json("report", "--period", month)["marketing"]["leads"]["actual"] == leads


def test_that_the_year_stands_first_is_a_wish(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "funnel", "lead_id,created_at\n1,23/04/05\n2,23/05/04\n")
    assert "--year-first" in line("import", path).err
    line.json("import", path, "--year-first")
    for month in ("2023-04", "2023-05"):
        assert line.json("report", "--period", month)["marketing"]["leads"]["actual"] == 1


def test_dates_that_could_be_either_ask_for_the_order(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "funnel", FUNNEL)
    words = ("--kind", "leads", "--map", "lead_id=Id", "--map", "created_at=When")
    told = line("import", path, *words)
    assert told.code == 1
    assert "--day-first" in told.err
    assert "--month-first" in told.err
    assert line.rows() == 0


def test_times_without_a_zone_are_read_in_the_zone_of_the_upload(
    line: Line, tmp_path: Path
) -> None:
    # Half past midnight in Kolkata is still the evening before in UTC.
    text = "lead_id,qualified_at\n1,2023-11-01 00:30\n2,2023-11-02 12:00\n"
    line.json("import", written(tmp_path, "leads", text), "--zone", "Asia/Kolkata")
    report = line.json("report", "--period", "2023-10", "--as-of", "2023-11-10")
    assert report["marketing"]["leads"]["actual"] == 1


def test_the_workspace_s_zone_reads_times_where_the_upload_names_none(
    line: Line, tmp_path: Path
) -> None:
    line.json("settings", "set", "zone=Asia/Kolkata")
    text = "lead_id,qualified_at\n1,2023-11-01 00:30\n"
    line.json("import", written(tmp_path, "leads", text))
    daily = line.json("report", "--period", "2023-11")["marketing"]["leads"]["daily"]
    assert daily[0]["leads"] == 1


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2023-11-05", "2023-11-06T00:00:00+00:00"),
        ("2023-11-05T09:00+01:00", "2023-11-05T08:00:00+00:00"),
        ("2023-11-05T09:00", "2023-11-05T09:00:00+00:00"),
    ],
)
def test_the_moment_that_a_file_speaks_about_is_told_or_read(
    line: Line, leads: Path, given: str, meant: str
) -> None:
    (told,) = line.json("import", leads, "--data-as-of", given)["files"]
    assert told["data_as_of"] == meant


def test_a_mapping_is_used_by_the_name_under_which_it_was_saved(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "funnel", FUNNEL)
    columns = {"lead_id": "Id", "created_at": "When"}
    saved = SavedMapping("our funnel", "leads", columns, {}, {"tier": "C"})
    asking.keep(open_store(line.db), saved, FUNNEL.splitlines()[0].split(";"))
    (told,) = line.json("import", path, "--mapping", "our funnel", "--day-first")["files"]
    assert (told["kind"], told["dialect"], told["new"]) == ("leads", "our funnel", 2)
    assert told["mapping"].items() >= columns.items()
    missing = line("import", path, "--mapping", "theirs")
    assert (missing.code, missing.err) == (
        1,
        "There is no mapping “theirs”; there are our funnel.\n",
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--zone", "Nowhere"), "“Nowhere” is not a time zone"),
        (("--zone", "Nowhere", "--data-as-of", "2023-11-01"), "“Nowhere” is not a time zone"),
        (("--data-as-of", "soon"), "“soon” is not a date or time"),
        (("--map", "colour=tier"), "leads.csv: there is no field “colour”; there are activity_id"),
        (("--map", "tier=Grade"), "there is no column “Grade”"),
        (
            ("--set", "origin=partner"),
            "leads.csv: “partner” is no origin; accepted: marketing, sales",
        ),
        (
            ("--value", "origin:Web=partner"),
            "leads.csv: “Web” cannot become “partner”: that is no origin",
        ),
        (("--kind", "deals"), "is no export that is known by its header"),
    ],
)
def test_a_wish_that_cannot_be_met_is_a_sentence_and_nothing_is_imported(
    line: Line, leads: Path, words: tuple[str, ...], sentence: str
) -> None:
    told = line("import", leads, *words)
    assert told.code == 1
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1
    assert line.rows() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "x.csv", "--kind", "people"),
        ("import", "x.csv", "--map", "lead_id"),
        ("import", "x.csv", "--map", "=Id"),
        ("import", "x.csv", "--value", "origin=sales"),
        ("import", "x.csv", "--set", "origin"),
        ("import", "x.csv", "--day-first", "--month-first"),
    ],
)
def test_wrong_usage_of_import_is_told_apart_from_a_failure(
    line: Line, words: tuple[str, ...]
) -> None:
    told = line(*words)
    assert (told.code, told.out) == (2, "")
    assert "usage: python -m sla_core import" in told.err


def test_an_equals_sign_in_a_column_or_word_is_no_hindrance(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "odd", "Id,a=b,Way\n1,2023-11-02,x=y:z\n")
    columns = ("--map", "lead_id=Id", "--map", "created_at=a=b", "--map", "origin=Way")
    line.json("import", path, "--kind", "leads", *columns, "--value", "origin:x=y:z=sales")
    assert line.json("report", "--period", "2023-11")["marketing"]["leads"]["actual"] == 0


ORDERS = "Order,State,Total\n1,Paid,10\n2,Demo,9\n"


def test_a_dry_run_of_an_unknown_file_shows_what_is_proposed(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "orders", ORDERS)
    told = line("import", path, "--dry-run")
    assert told.code == 1
    asked = [f'"outcome:{word}=won|lost|open"' for word in ("Paid", "Demo")]
    assert f"--map outcome=State --value {' --value '.join(asked)}" in told.err
    assert "  deal_id = Order? (0.98, synonym (English))" in told.out.splitlines()
    (file,) = line("import", path, "--dry-run", "--json").json["files"]
    assert [one["field"] for one in file["proposals"]][:1] == ["deal_id"]


def test_what_the_refusal_asks_for_settles_it(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "orders", ORDERS)
    words = ("--value", "outcome:Paid=won", "--value", "outcome:Demo=open")
    (file,) = line.json("import", path, "--map", "outcome=State", *words)["files"]
    assert counts(file) == (2, 2, 0, 0, 0)
    assert file["mapping"]["amount"] == "Total"


def test_a_list_of_something_else_is_declined_without_proposals(line: Line, tmp_path: Path) -> None:
    path = written(tmp_path, "rates", "Id,IsoCode,ConversionRate\n1,EUR,1.1\n")
    told = line("import", path, "--dry-run", "--json")
    assert told.code == 1
    assert "is Salesforce's list of currencies" in told.err
    assert "proposals" not in told.json["files"][0]


def test_a_word_that_is_renamed_still_has_its_origin(line: Line, tmp_path: Path) -> None:
    text = "lead_id,created_at,source\n1,2023-11-02,Fair\n2,2023-11-02,Web\n"
    words = ("--value", "source:Fair=Events", "--value", "origin:Fair=sales")
    (file,) = line.json("import", written(tmp_path, "l", text), *words)["files"]
    said = "leads of the source “Fair” are sales' (1), the others marketing's (1)."
    assert f"There is no column for origin: {said}" in file["rules"]
    sources = line.json("report", "--period", "2023-11")["marketing"]["sources"]
    assert [one["name"] for one in sources] == ["Web"]


def test_a_word_that_stands_nowhere_is_said(line: Line, tmp_path: Path) -> None:
    text = "lead_id,created_at,source\n1,2023-11-02,Fair\n"
    words = ("--value", "origin:Fare=sales", "--value", "source:fair=Events")
    (file,) = line.json("import", written(tmp_path, "l", text), *words)["files"]
    said = [rule for rule in file["rules"] if "stands in no cell" in rule]
    assert said == ["“Fare” stands in no cell for origin; what it means changed nothing."]


@pytest.mark.parametrize(
    ("mark", "amount"), [((), 1500.0), (("--decimal-point",), 1.5), (("--decimal-comma",), 1500.0)]
)
def test_what_marks_decimals_can_be_said(
    line: Line, tmp_path: Path, mark: tuple[str, ...], amount: float
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "deal_id,outcome,amount,currency,closed_at\nD,won,1.500,EUR,2023-04-03\n", encoding="utf-8"
    )
    (told,) = line.json("import", path, *mark)["files"]
    assert any("1.500" in rule for rule in told["rules"])
    found = line.json("report", "--period", "2023-04")["marketing"]["recalibration"][-1]
    assert found["total_revenue"] == amount


def test_a_saved_mapping_comes_back_for_its_header(line: Line, tmp_path: Path) -> None:
    first = written(tmp_path, "funnel", FUNNEL)
    document = tmp_path / "ours.toml"
    document.write_text(
        'format = 1\nname = "our funnel"\nkind = "leads"\n[columns]\nlead_id = "Id"\ncreated_at = "When"\n',
        encoding="utf-8",
    )
    line.json("mappings", "import", document)
    (told,) = line.json("import", first, "--day-first")["files"]
    assert (told["dialect"], told["mapping"]["lead_id"]) == ("our funnel", "Id")


KEPT = (
    'format = 1\nname = "our funnel"\nkind = "leads"\n[columns]\nlead_id = "Id"\n'
    'created_at = "When"\n[answers]\nday_first = true\nzone = "Asia/Kolkata"\n'
)


@pytest.mark.parametrize("named", [(), ("--mapping", "our funnel")])
def test_a_saved_mapping_answers_what_was_answered_when_it_was_made(
    line: Line, tmp_path: Path, named: tuple[str, ...]
) -> None:
    (tmp_path / "ours.toml").write_text(KEPT, encoding="utf-8")
    line.json("mappings", "import", tmp_path / "ours.toml")
    first = written(tmp_path, "funnel", FUNNEL.replace("10:00", "01:00"))
    (told,) = line.json("import", first, *named)["files"]
    assert "Dates begin with the day, as was chosen." in told["rules"]
    (batch,) = line.json("imports")["imports"]
    assert batch["zone"] == "Asia/Kolkata"
    # One in the morning in Kolkata on the third is the evening of the second.
    daily = line.json("report", "--period", "2023-04")["marketing"]["leads"]["daily"]
    assert [day["date"] for day in daily if day["leads"]] == ["2023-04-02", "2023-04-03"]


def test_an_option_counts_before_what_a_mapping_answers(line: Line, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(KEPT, encoding="utf-8")
    line.json("mappings", "import", tmp_path / "ours.toml")
    first = written(tmp_path, "funnel", FUNNEL)
    (told,) = line.json("import", first, "--month-first", "--zone", "UTC")["files"]
    assert "Dates begin with the month, as was chosen." in told["rules"]
    assert line.json("imports")["imports"][0]["zone"] == "UTC"
    assert not any("From your mapping" in rule for rule in told["rules"])
    shown = line("import", first, "--decimal-point").out
    assert "  From your mapping “our funnel”: day first, Asia/Kolkata.\n" in shown


def test_the_end_of_an_as_of_day_is_that_of_the_mapping_s_zone(line: Line, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(KEPT, encoding="utf-8")
    line.json("mappings", "import", tmp_path / "ours.toml")
    first = written(tmp_path, "funnel", FUNNEL)
    line.json("import", first, "--data-as-of", "2023-04-30")
    assert line.json("imports")["imports"][0]["data_as_of"] == "2023-04-30T18:30:00+00:00"


def test_the_answers_about_a_known_export_come_back_for_its_very_header(
    line: Line, tmp_path: Path
) -> None:
    header = ("lead_id", "created_at")
    own = SavedMapping("Own", "leads", answers=Answers(day_first=True))
    asking.keep(open_store(line.db), own, header)
    path = written(tmp_path, "leads", "lead_id,created_at\n1,03/04/2023\n")
    (told,) = line.json("import", path)["files"]
    assert told["dialect"] == "Own"
    assert "Dates begin with the day, as was chosen." in told["rules"]
