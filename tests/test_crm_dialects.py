"""The exports that are known: what their cells mean."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sla_core import crm, fields
from sla_core.clean import CleanFile
from sla_core.crm import DIALECTS, Options, read_export
from sla_core.crm.files.header import open_sheet
from sla_core.crm.layouts.declined import DECLINED
from sla_core.fields import KEYS, names

SAMPLES = Path(__file__).parent / "samples" / "layouts"
ROOM_NAMES = [
    *("hubspot", "salesforce", "zoho", "pipedrive", "dynamics", "close", "freshsales", "declined"),
]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
at = datetime.fromisoformat


def read(text: str) -> CleanFile:
    return read_export("a.csv", text.encode(), Options(), NOW)


def column(found: CleanFile, name: str) -> list[Any]:
    values: list[Any] = found.rows.column(name).to_pylist()
    return values


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_an_export_is_declared_in_at_most_20_lines(room: str) -> None:
    source = (Path(crm.__file__).parent / "layouts" / f"{room}.py").read_text()
    declared = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    lengths = {
        ast.unparse(n.targets[0]): n.end_lineno - n.lineno + 1 for n in declared if n.end_lineno
    }
    assert {name: length for name, length in lengths.items() if length > 20} == {}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_an_export_fills_only_fields_of_its_kind(dialect: crm.Dialect) -> None:
    filled = [name for key in dialect.columns for name in key.split()]
    assert {*filled, *dialect.set, *dialect.values} <= {*names(dialect.kind)}
    assert len(set(filled)) == len(filled)
    columns = {
        f"{name} {column}"
        for names, columns in dialect.columns.items()
        for name in names.split()
        for column in columns.split(" | ")
    }
    assert {*dialect.cells} <= columns
    assert {*dialect.says} <= {*filled}


MEANT: dict[str, dict[str, list[Any]]] = {
    "hubspot-calls": {"outcome": ["connected", "not_connected", "planned"]},
    "hubspot-emails": {
        "direction": ["outbound", "inbound", "outbound"],
        "outcome": [None, None, "planned"],
    },
    "hubspot-meetings": {"outcome": ["connected", "not_connected", "planned"]},
    "hubspot-tasks": {
        "channel": ["Call", "To-do", "Email"],
        "outcome": [None, "planned", "planned"],
    },
    "hubspot-contacts": {
        "connected": [True, False, None],
        "attempts": [3, 0, 1],
        "tier": ["Hot", "Warm", "Cold"],
    },
    "salesforce-task": {"automated": [None, True, None], "outcome": ["connected", None, "planned"]},
    "salesforce-event": {"outcome": ["connected"] * 3, "channel": ["meeting"] * 3},
    "salesforce-activity-report": {
        "direction": ["outbound", "inbound", None],
        "outcome": ["connected", None, "planned"],
    },
    "zoho-calls": {
        "direction": ["outbound", "inbound", "outbound"],
        "outcome": ["connected", "not_connected", "planned"],
    },
    "zoho-tasks": {"outcome": [None, None, "planned"], "channel": ["task"] * 3},
    "zoho-analytics-events": {"outcome": ["connected"] * 3},
    "pipedrive-activities": {
        "channel": ["Call", "Deadline", "Call"],
        "outcome": [None, "planned", "planned"],
        "contact_id": ["Ann Lee", "Bo Berg", "Cleo Sato"],
    },
    "pipedrive-leads": {"tier": ["Hot", "Warm", "Cold"]},
    "close-leads": {"attempts": [3, 0, 1]},
}
"""What the samples' rows say beside what every sample of their kind says."""
OF_EVERY = {
    "leads": {"origin": ["marketing", "sales", "marketing"]},
    "deals": {"outcome": ["won", "lost", "open"]},
    "activities": {},
}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_sample_of_every_export_is_imported_whole(dialect: crm.Dialect) -> None:
    data = (SAMPLES / f"{dialect.name}.csv").read_bytes()
    found = read_export("sample.csv", data, Options(day_first=False), NOW)
    assert (found.dialect, found.kind, found.refused) == (dialect.name, dialect.kind, ())
    assert (found.blanked, found.rows.num_rows) == ({}, 3)
    said = {**OF_EVERY[dialect.kind], **MEANT.get(dialect.name, {})}
    assert {name: column(found, name) for name in said} == said
    assert found.rows.column(KEYS[dialect.kind]).null_count == 0


def test_every_sample_is_of_a_known_export() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == {dialect.name for dialect in DIALECTS}


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda sample: sample.stem)
def test_a_sample_fits_one_declaration_and_no_other(sample: Path) -> None:
    header = open_sheet(sample.name, sample.read_bytes(), head_only=True).header
    assert [one.name for one in (*DIALECTS, *DECLINED) if one.fits(header)] == [sample.stem]


def test_of_two_columns_of_one_name_the_contact_s_is_read() -> None:
    rows = "901,Ann,ann@example.com,Bo,2026-01-04 09:00,77,Acorn,2019-05-06 07:00\n"
    names = "Record ID - Contact,First Name,Email,Contact owner,Create Date"
    found = read(f"{names},Record ID - Company,Company name,Create Date\n{rows}")
    assert column(found, "created_at") == [at("2026-01-04 09:00")]
    said = "The header has “Create Date” in the columns 5 and 8; created_at is read from column 5."
    assert said in found.rules


def test_the_contact_s_column_is_read_where_the_company_comes_first() -> None:
    names = "Record ID - Company,Company name,Create Date,Record ID - Contact,Email,Contact owner"
    rows = "77,Acorn,2019-05-06 07:00,901,ann@example.com,Bo,2026-01-04 09:00\n"
    found = read(f"{names},Create Date\n{rows}")
    assert column(found, "lead_id") == ["901"]
    assert column(found, "created_at") == [at("2026-01-04 09:00")]
    assert "created_at is read from column 7" in " ".join(found.rules)


def test_ids_of_reports_and_objects_and_of_backups_and_exports_are_the_same() -> None:
    objects = read("Id,Status,Company,CreatedDate\n00Q5g00000ABcd1EAD,Open,A,2026-01-04\n")
    report = read("Lead Owner,Lead ID,First Name,Create Date\nBo,00Q5g00000ABcd1,Ann,2026-01-04\n")
    assert column(report, "lead_id") == column(objects, "lead_id") == ["00Q5g00000ABcd1EAD"]
    zoho = "Record Id,Lead Status,Lead Owner.id,Created Time\n{},New,zcrm_7,2026-01-04 10:00:00\n"
    backup, export = read(zoho.format("zcrm_5000000000123")), read(zoho.format("5000000000123"))
    assert column(backup, "lead_id") == column(export, "lead_id") == ["5000000000123"]


def test_hubspot_s_high_water_mark_is_said_where_it_is_used() -> None:
    names = "Record ID,Email,Contact owner,Create Date"
    row = "1,a@example.com,Bo,2026-01-04 09:00"
    without = read(f"{names}\n{row}\n").rules
    used = read(f"{names},Became a Marketing Qualified Lead Date\n{row},2026-01-05 09:00\n").rules
    assert [rule for rule in used if "high-water mark" in rule]
    assert not [rule for rule in without if "high-water mark" in rule]


def test_hubspot_contacts_are_marketing_s_leads_unless_their_source_is_offline() -> None:
    found = read(
        "Record ID,First Name,Email,Contact owner,Lead Status,Became a Marketing Qualified Lead "
        "Date,Create Date,Original Source,Number of times contacted\n"
        "901,Ann,Ann@Example.com,Bo,UNQUALIFIED,2026-01-05 10:00,2026-01-04 09:00,Offline Sources,2\n"
        "902,Cy,cy@example.com,Bo,,,2026-01-04 09:00,Organic Search,\n"
    )
    row = found.rows.to_pylist()[0]
    assert (found.dialect, found.system) == ("hubspot-contacts", "hubspot")
    assert (row["lead_id"], row["contact_id"], row["email"]) == ("901", "901", "ann@example.com")
    assert (row["origin"], row["attempts"], row["closed_by_status"]) == ("sales", 2, True)
    assert column(found, "qualified_at") == [at("2026-01-05 10:00"), None]


def test_hubspot_deals_are_won_or_lost_by_their_flags_and_belong_to_the_first_contact() -> None:
    found = read(
        "Record ID,Deal Name,Deal Stage,Is Closed Won,Is closed lost,Amount,Close Date,Associated "
        "Contact,Associated Contact IDs\n"
        "1,A,Vertrag,true,false,1200.5,2026-01-05 10:00,Ann (ann@example.com),901;902\n"
        "2,B,Aus,false,true,,2026-01-05 10:00,,\n3,C,Demo,false,false,,,,\n"
    )
    assert column(found, "outcome") == ["won", "lost", "open"]
    assert column(found, "contact_id") == ["901", None, None]
    assert column(found, "email") == ["ann@example.com", None, None]


def test_hubspot_calls_are_attempts_unless_they_are_planned() -> None:
    found = read(
        "Record ID,Activity date,Call status,Call outcome,Call direction,Associated Contact IDs\n"
        "1,2026-01-05 10:00,COMPLETED,Connected,Outbound,901\n"
        "2,2026-01-05 10:00,COMPLETED,No answer,Outbound,901\n"
        "3,2026-01-05 10:00,SCHEDULED,,Inbound,901\n"
    )
    assert column(found, "outcome") == ["connected", "not_connected", "planned"]
    assert column(found, "direction") == ["outbound", "outbound", "inbound"]
    assert column(found, "channel") == ["call"] * 3


def test_salesforce_tasks_that_are_not_completed_are_planned() -> None:
    found = read(
        '"Id","WhoId","ActivityDate","Status","Priority","IsClosed","CallDisposition","TaskSubtype",'
        '"CompletedDateTime","Type"\n'
        '"1","00Q1","2026-01-05","Completed","High","1","Connected","Call","2026-01-05T10:00:00.000Z",""\n'
        '"2","0031","2026-01-06","Not Started","High","0","","Task","",""\n'
        '"3","000000000000000AAA","2026-01-06","Done","High","1","","ListEmail","",""\n'
    )
    assert column(found, "outcome") == ["connected", "planned", None]
    assert column(found, "automated") == [None, None, True]
    assert column(found, "at") == [at("2026-01-05 10:00"), at("2026-01-06"), at("2026-01-06")]
    assert column(found, "dates_only") == [0, 1, 1]
    assert column(found, "lead_id") == column(found, "contact_id") == ["00Q1", "0031", None]


def test_salesforce_opportunities_are_lost_where_they_are_closed_and_not_won() -> None:
    found = read(
        "Id,StageName,IsWon,IsClosed,Amount,CurrencyIsoCode,CloseDate,CreatedDate\n"
        "1,Gewonnen,1,1,10.5,EUR,2026-01-05,2026-01-01T10:00:00.000+0000\n"
        "2,Verloren,0,1,,USD,2026-01-05,2026-01-01T10:00:00.000+0000\n"
        "3,Demo,FALSE,FALSE,,USD,2026-12-24,2026-01-01T10:00:00.000+0000\n"
    )
    assert column(found, "outcome") == ["won", "lost", "open"]
    assert column(found, "amount") == [1050, None, None]


def test_the_footer_of_a_salesforce_report_is_left_out() -> None:
    found = read(
        "Lead ID,Lead Owner,First Name,Last Name,Email,Lead Status,Create Date\n"
        "00Q1,Bo,Ann,Lee,a@b.c,Open,1/25/2026\n\nAcme Inc\n"
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    )
    assert column(found, "created_at") == [at("2026-01-25")]
    assert (found.read, found.left_out, found.refused) == (1, 2, ())
    assert "Lines 4 to 5 hold the report's footer and were left out." in found.rules


def test_a_time_told_as_a_duration_is_counted_from_the_creation() -> None:
    found = read(
        "Record ID,First Name,Contact owner,Create Date,Lead response time (HH:mm:ss)\n"
        "1,Ann,Bo,2026-01-05 09:00,00:30:00\n"
        "2,Ben,Bo,2026-01-05 09:00,27:00:00\n"
        "3,Cleo,Bo,2026-01-05 09:00,\n"
        "4,Dan,Bo,2026-01-05 09:00,soon\n"
        "5,Eve,Bo,2026-01-05,00:30:00\n"
    )
    times = [at("2026-01-05T09:30"), at("2026-01-06T12:00"), None, None, at("2026-01-05")]
    assert column(found, "first_follow_up_at") == times
    assert found.blanked == {"Lead response time (HH:mm:ss)": 1}
    bit = fields.date_only_bit("leads", "first_follow_up_at")
    assert [bool(marks & bit) for marks in column(found, "dates_only")][4:] == [True]


def test_the_header_once_more_is_no_row() -> None:
    found = read(
        "deal_id,outcome,closed_at\n1,won,2026-01-05\ndeal_id,outcome,closed_at\n2,lost,2026-01-06\n"
    )
    assert column(found, "deal_id") == ["1", "2"]
    assert (found.read, found.left_out) == (2, 1)
    assert "Line 3 holds the header once more and was left out." in found.rules


def test_opportunities_of_close_are_no_leads_of_it() -> None:
    found = read(
        "id,lead_id,status_label,status_type,value,value_currency,date_created,date_won,date_lost\n"
        "oppo_1,lead_1,Signed,won,1000,USD,2026-10-20T12:47:22+00:00,2026-10-25,\n"
        "oppo_2,lead_1,Gone,lost,1001,USD,2026-10-26T16:01:53+00:00,,2026-10-30\n"
    )
    assert (found.dialect, column(found, "outcome")) == ("close-opportunities", ["won", "lost"])
    assert column(found, "closed_at") == [at("2026-10-25"), at("2026-10-30")]
    assert column(found, "lead_id") == ["lead_1", "lead_1"]
