"""Which export a file is, from its header alone."""

from pathlib import Path

import pytest

from sla_core.crm import DIALECTS, Options, SavedMapping, recognise
from sla_core.problems import Refused

HEADERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "headers"
LAYOUTS = {
    "hubspot_contacts_export_2019_subset": ("hubspot-contacts", ()),
    "hubspot_contacts_export_2023": ("hubspot-contacts", ()),
    "hubspot_contacts_export_japanese_subset": ("hubspot-contacts-ja", ()),
    "hubspot_contacts_speed_to_lead": ("hubspot-contacts", ()),
    "hubspot_contacts_with_companies_export_duplicate_columns": ("hubspot-contacts", ()),
    "hubspot_custom_report_mqls": ("hubspot-contacts", ()),
    "hubspot_deals_export": ("hubspot-deals", ()),
    "hubspot_leads_object_export": ("hubspot-leads", ()),
    "salesforce_lead_dataloader_style": ("salesforce-lead", ("qualified_at or created_at",)),
    "salesforce_lead_soql_all_fields": ("salesforce-lead", ()),
    "salesforce_leads_report": ("salesforce-lead-report", ()),
    "salesforce_leads_report_classic": (
        "salesforce-lead-report",
        ("lead_id", "qualified_at or created_at"),
    ),
    "salesforce_opportunity_dataloader_style": ("salesforce-opportunity", ()),
    "salesforce_opportunity_report_multicurrency": ("salesforce-opportunity-report", ("deal_id",)),
    "salesforce_org_dump_Event": ("salesforce-event", ()),
    "salesforce_org_dump_Lead": ("salesforce-lead", ()),
    "salesforce_org_dump_Opportunity": ("salesforce-opportunity", ()),
    "salesforce_org_dump_Task": ("salesforce-task", ()),
}


@pytest.mark.skipif(not HEADERS.is_dir(), reason="the header files of real exports are not here")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_real_header_is_recognised(layout: str) -> None:
    data = (HEADERS / f"{layout}.csv").read_bytes()
    found = recognise(f"{layout}.csv", data)
    assert (found.dialect, found.missing) == LAYOUTS[layout]


@pytest.mark.skipif(not HEADERS.is_dir(), reason="the header files of real exports are not here")
def test_no_other_real_header_is_taken_for_one_of_these() -> None:
    taken = []
    for path in sorted(HEADERS.glob("*.csv")):
        try:
            taken.append((path.stem, recognise(path.name, path.read_bytes()).dialect))
        except Refused:
            continue
    assert taken == [(layout, LAYOUTS[layout][0]) for layout in sorted(LAYOUTS)]


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


def test_an_unknown_header_is_refused_with_its_columns_and_the_way_to_map_them() -> None:
    with pytest.raises(Refused, match=r"--map.*The columns are: Foo, Bar\."):
        recognise("a.csv", b"Foo,Bar\n1,2\n")


def test_mapped_fields_tell_the_kind_of_an_unknown_file() -> None:
    asked = Options(map={"deal_id": "seller", "closed_at": "Won On"}, set={"outcome": "won"})
    found = recognise("a.csv", b"seller,won on\n1,2026-01-05\n", asked)
    assert (found.kind, found.dialect, found.missing) == ("deals", "mapping", ())
    assert found.mapping == {"deal_id": "seller", "closed_at": "won on"}


def test_a_saved_mapping_names_the_dialect_and_the_kind() -> None:
    saved = SavedMapping("Olist", "leads", {"lead_id": "mql", "qualified_at": "first"})
    found = recognise("a.csv", b"mql,first\n1,2026-01-05\n", Options(mapping=saved))
    assert (found.kind, found.dialect) == ("leads", "Olist")
    assert SavedMapping.from_json(saved.to_json()) == saved


def test_a_mapped_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match="no column “Id”; accepted: a, b"):
        recognise("a.csv", b"a,b\n", Options(kind="leads", map={"lead_id": "Id"}))


def test_a_mapped_field_that_is_not_ours_is_refused_with_ours() -> None:
    with pytest.raises(Refused, match="leads have no field “colour”; they have lead_id"):
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
    with pytest.raises(Refused, match=why):
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
