"""Which export a file is, from its header alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sla_core.crm import DIALECTS, Options, SavedMapping, read_export, recognise
from sla_core.crm.files.header import open_sheet
from sla_core.crm.layouts.declined import DECLINED, resembles
from sla_core.problems import Refused

HEADERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "headers"
TIME, WHOM = ("qualified_at or created_at",), ("lead_id or contact_id or email",)
LAYOUTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "close_leads_export": ("close-leads", ()),
    "dynamics365_leads_export": ("dynamics-leads", TIME),
    "dynamics365_open_leads_export": ("dynamics-leads", TIME),
    "freshsales_contact_field_labels": ("freshsales-contacts", ()),
    "freshsales_contacts_export": ("freshsales-contacts", ()),
    "freshsales_deal_field_labels": ("freshsales-deals", ()),
    "hubspot_contacts_export_2019_subset": ("hubspot-contacts", ()),
    "hubspot_contacts_export_2023": ("hubspot-contacts", ()),
    "hubspot_contacts_export_japanese_subset": ("hubspot-contacts-ja", ()),
    "hubspot_contacts_speed_to_lead": ("hubspot-contacts", ()),
    "hubspot_contacts_with_companies_export_duplicate_columns": ("hubspot-contacts", ()),
    "hubspot_custom_report_mqls": ("hubspot-contacts", ()),
    "hubspot_deals_export": ("hubspot-deals", ()),
    "hubspot_leads_object_export": ("hubspot-leads", ()),
    "pipedrive_activities_vendor_vocab": ("pipedrive-activities", ()),
    "pipedrive_deals_export": ("pipedrive-deals", ()),
    "pipedrive_deals_export_polish_custom": ("pipedrive-deals", ()),
    "pipedrive_leads_vendor_vocab": ("pipedrive-leads", TIME),
    "salesforce_lead_dataloader_style": ("salesforce-lead", TIME),
    "salesforce_lead_soql_all_fields": ("salesforce-lead", ()),
    "salesforce_leads_report": ("salesforce-lead-report", ()),
    "salesforce_leads_report_classic": ("salesforce-lead-report", TIME),
    "salesforce_opportunity_dataloader_style": ("salesforce-opportunity", ()),
    "salesforce_opportunity_report_multicurrency": ("salesforce-opportunity-report", ()),
    "salesforce_org_dump_Event": ("salesforce-event", ()),
    "salesforce_org_dump_Lead": ("salesforce-lead", ()),
    "salesforce_org_dump_Opportunity": ("salesforce-opportunity", ()),
    "salesforce_org_dump_Task": ("salesforce-task", ()),
    "zoho_analytics_Calls": ("zoho-calls", ()),
    "zoho_analytics_Events": ("zoho-analytics-events", ()),
    "zoho_analytics_Leads": ("zoho-analytics-leads", ()),
    "zoho_analytics_Potentials": ("zoho-analytics-potentials", ()),
    "zoho_analytics_Tasks": ("zoho-tasks", WHOM),
    "zoho_calls_fields": ("zoho-calls", WHOM),
    "zoho_data_backup_Leads_001": ("zoho-leads", ()),
    "zoho_leads_export_2026": ("zoho-leads", ()),
}
"""What each layout is, and what its columns lack of what a file of the kind needs."""
OTHERS = {
    "salesforce_opportunityhistory_dataloader_style": "Salesforce's history of stages",
    "salesforce_org_dump_CurrencyType": "Salesforce's list of currencies",
    "salesforce_org_dump_DatedConversionRate": "Salesforce's dated conversion rates",
    "salesforce_org_dump_OpportunityHistory": "Salesforce's history of stages",
    "zoho_analytics_Campaign_Lead_Status": "Zoho's lead statuses of campaigns",
    "zoho_analytics_Campaigns": "Zoho's list of campaigns",
}
HERE = pytest.mark.skipif(
    not HEADERS.is_dir(), reason="the header files of real exports are not here"
)


@HERE
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_real_header_is_recognised(layout: str) -> None:
    data = (HEADERS / f"{layout}.csv").read_bytes()
    found = recognise(f"{layout}.csv", data)
    assert (found.dialect, found.missing) == LAYOUTS[layout]


@HERE
@pytest.mark.parametrize("layout", OTHERS)
def test_a_real_header_of_something_else_is_declined_by_name(layout: str) -> None:
    with pytest.raises(Refused) as refusal:
        recognise(f"{layout}.csv", (HEADERS / f"{layout}.csv").read_bytes())
    assert str(refusal.value) == (
        f"{layout}.csv is {OTHERS[layout]}; leads, deals and activities are loaded here."
        " Nothing was imported."
    )


@HERE
def test_every_real_header_fits_one_declaration_and_no_other() -> None:
    fitting = {}
    for path in HEADERS.glob("*.csv"):
        header = open_sheet(path.name, path.read_bytes(), head_only=True).header
        fitting[path.stem] = [one.name for one in (*DIALECTS, *DECLINED) if one.fits(header)]
    known = {layout: [dialect] for layout, (dialect, _) in LAYOUTS.items()}
    assert fitting == known | {layout: [name] for layout, name in OTHERS.items()}


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Id,Name,Type,Status,NumberOfLeads", "Salesforce's list of campaigns"),
        ("Id,CampaignId,LeadId,HasResponded", "Salesforce's list of campaign members"),
        ("Record ID,Company name,Company owner,Lifecycle Stage", "HubSpot's list of companies"),
        ("Id,Username,ProfileId,Email", "Salesforce's list of users"),
        ("Id,Name,ProductCode,Family", "Salesforce's list of products"),
        ("Invoice Number,Customer,Due Date", "an accounting system's list of invoices"),
    ],
)
def test_a_list_of_something_else_is_declined_unless_the_user_says_what_it_is(
    header: str, what: str
) -> None:
    with pytest.raises(Refused, match=f"^a.csv is {what}; leads, deals and activities are loaded"):
        recognise("a.csv", f"{header}\n".encode())
    first, second = header.split(",")[:2]
    told = Options(kind="deals", map={"deal_id": first, "stage": second})
    assert recognise("a.csv", f"{header}\n".encode(), told).kind == "deals"


@pytest.mark.parametrize(
    ("first", "things"),
    [
        *(("Nº factura", "invoices"), ("Rechnungsnummer", "invoices"), ("請求書番号", "invoices")),
        *(
            ("ID empleado", "employees"),
            ("Product code", "products"),
            ("Lieferanten-Nr.", "suppliers"),
        ),
        *(("Order no.", ""), ("Product", ""), ("Code", ""), ("Owner ID", "")),
    ],
)
def test_a_list_that_numbers_other_things_in_its_first_column_is_said_to_do_so(
    first: str, things: str
) -> None:
    assert resembles([first, "Email", "Mitarbeiter-ID"]) == (
        f"“{first}” numbers {things}: a list of {things} is not loaded here, only leads, deals and"
        " activities are."
        if things
        else ""
    )


def test_what_a_list_may_be_is_said_where_it_is_asked_about() -> None:
    with pytest.raises(Refused, match="“Employee ID” numbers employees: a list of employees"):
        recognise("a.csv", b"Employee ID,Email,Created\n1,a@x.example,2026-01-05\n")


def test_what_an_export_lacks_is_told_in_its_own_words() -> None:
    text = b"(Do Not Modify) Lead,Rating\n1,Hot\n"
    with pytest.raises(Refused) as refusal:
        read_export("a.csv", text, Options(), datetime(2026, 11, 23, tzinfo=UTC))
    assert "qualified_at or created_at (in this export “Created On”), which leads need" in str(
        refusal.value
    )


def test_our_own_field_names_need_no_mapping() -> None:
    found = recognise("a.csv", b"deal_id,lead_id,stage,closed_at,Notes\n1,2,Won,2026-01-05,x\n")
    assert (found.kind, found.dialect, found.system) == ("deals", "file", "file")
    assert found.mapping == {name: name for name in ("deal_id", "lead_id", "stage", "closed_at")}
    assert found.sample == (("1", "2", "Won", "2026-01-05", "x"),)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("lead_id,created_at,email", "leads"),
        ("lead_id,at,channel", "activities"),
        ("deal_id,lead_id,created_at,outcome", "deals"),
        ("Lead_ID,Qualified_At", "leads"),
        ("lead_id,amount,currency", "deals"),
        ("contact_id,email,qualified_at,tier", "leads"),
    ],
)
def test_the_fields_tell_the_kind(header: str, kind: str) -> None:
    assert recognise("a.csv", header.encode()).kind == kind


@pytest.mark.parametrize(
    ("header", "rows", "kind"),
    [
        ("id,lead_id,created_at,direction,disposition,duration", "{0},L1,{1},outbound,busy,3", ""),
        ("lead_id,created_at,type,notes", "L1,{1},call,n{0}", ""),
        ("opportunity_id,lead_id,stage_name,close_date", "{0},L{0},Closed Won,{1}", "deals"),
        ("call_id,deal_id,email,started_at,direction,status", "{0},D1,a@x.io,{1},out,busy", ""),
        ("lead_id,created_at,stage,notes,type", "L{0},{1},New,n,x", "leads"),
        ("lead_id,created_at,tier,direction,disposition", "L1,{1},A,outbound,busy", "leads"),
        ("lead_id,created_at,modified_at,notes", "L1,{1},{1},n{0}", "leads"),
        ("deal_id,lead_id,outcome,source,channel", "D{0},L1,won,Web,mail", "deals"),
    ],
)
def test_the_id_of_a_lead_or_a_deal_makes_no_file_of_them_where_the_rest_is_another_kinds(
    header: str, rows: str, kind: str
) -> None:
    lines = [rows.format(place, f"2026-10-{place:02}") for place in range(10, 20)]
    text = "\n".join([header, *lines]).encode()
    if kind:
        assert recognise("a.csv", text).kind == kind
    else:
        with pytest.raises(Refused, match="What is not sure is settled by: --"):
            recognise("a.csv", text)
        if header.startswith("lead_id"):
            assert recognise("a.csv", text, Options(kind="leads")).dialect == "file"


def test_an_unknown_header_is_refused_with_its_columns_and_the_way_to_map_them() -> None:
    with pytest.raises(Refused, match=r"--map.*The columns are: Foo, Bar\."):
        recognise("a.csv", b"Foo,Bar\n1,2\n")


def test_mapped_fields_tell_the_kind_of_an_unknown_file() -> None:
    asked = Options(map={"deal_id": "seller", "closed_at": "Won On"}, set={"outcome": "won"})
    found = recognise("a.csv", b"seller,won on\n1,2026-01-05\n", asked)
    assert (found.kind, found.dialect, found.missing) == ("deals", "mapping", ())
    assert found.mapping == {"deal_id": "seller", "closed_at": "won on"}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"outcome": "w"}, None),
        ({"owner": "w", "email": "x"}, None),
        ({"created_at": "w", "outcome": "x"}, "deals"),
        ({"lead_id": "w", "channel": "x"}, "activities"),
        ({"lead_id": "w", "tier": "x"}, "leads"),
    ],
)
def test_a_field_tells_the_kind_only_where_no_other_kind_has_it(
    told: dict[str, str], kind: str | None
) -> None:
    if kind:
        assert recognise("a.csv", b"w,x\n1,2\n", Options(map=told)).kind == kind
    else:
        with pytest.raises(Refused, match="--kind"):
            recognise("a.csv", b"w,x\n1,2\n", Options(map=told))


def test_calls_whose_owner_is_mapped_stay_activities() -> None:
    text = (
        "Call ID,Date and time,Contact email,Call type,Call outcome,Done by\n"
        "1,2026-10-01 09:30,ann@x.com,Outbound,Connected,Tom\n"
        "2,2026-10-02 10:30,bob@x.com,Inbound,No answer,Eve\n"
    )
    found = recognise("calls.csv", text.encode(), Options(map={"owner": "Done by"}))
    assert (found.kind, found.mapping["owner"]) == ("activities", "Done by")


def test_a_saved_mapping_names_the_dialect_and_the_kind() -> None:
    saved = SavedMapping("Olist", "leads", {"lead_id": "mql", "qualified_at": "first"})
    found = recognise("a.csv", b"mql,first\n1,2026-01-05\n", Options(mapping=saved))
    assert (found.kind, found.dialect) == ("leads", "Olist")
    assert SavedMapping.from_json(saved.to_json()) == saved


def test_a_mapped_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match="no column “Id”; accepted: a, b"):
        recognise("a.csv", b"a,b\n", Options(kind="leads", map={"lead_id": "Id"}))


def test_a_mapped_field_that_is_not_ours_is_refused_with_ours() -> None:
    with pytest.raises(Refused, match=r"^a\.csv: leads have no field “colour”; they have lead_id"):
        recognise("a.csv", b"a,b\n", Options(kind="leads", map={"colour": "a"}))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Options(values={"outcome": {"x": "gone"}}), "“x” cannot become “gone”.*won, lost, open"),
        (Options(set={"colour": "red"}), "deals have no field “colour”"),
        (Options(values={"tier": {"x": "A"}}), "deals have no field “tier”"),
        (Options(zone="Mars/Base"), "“Mars/Base” is no time zone"),
        (Options(kind="cakes"), "“cakes” is no kind of file; there are leads, deals, activities"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(asked: Options, why: str) -> None:
    with pytest.raises(Refused, match=rf"^a\.csv: {why}"):
        recognise("a.csv", b"deal_id,stage\n", asked)


def test_an_override_wins_over_what_was_recognised() -> None:
    asked = Options(map={"tier": "Job Title"})
    found = recognise(
        "a.csv", b"Record ID,Contact owner,Lead Rating,Create Date,Job Title\n", asked
    )
    assert found.dialect == "hubspot-contacts"
    assert found.mapping["tier"] == "Job Title"


def test_each_export_is_declared_once() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)


def test_the_wishes_are_the_same_text_in_any_order() -> None:
    one = Options(map={"email": "a", "tier": "b"}, currency="EUR")
    other = Options(map={"tier": "b", "email": "a"}, currency="USD")
    assert one.canonical() == other.canonical()
    assert one.canonical() != Options(map={"tier": "b"}).canonical()
