"""Pipedrive's exports: columns with the name of their thing in front, people linked by name."""

from sla_core.crm.layouts.dialects import Dialect

_STATUS = {"Won": "won", "Lost": "lost", "Open": "open", "Deleted": ""}
_NOT_DONE = {
    **dict.fromkeys(("To do", "Not done", "No", "False", "0"), "planned"),
    "*": "",
}
_NO_OUTREACH = {"Task": "planned", "Deadline": "planned", "*": ""}
_EMAIL = "Person - Email | Person - Email - Work | Contact person - Email"
_LINKED = (
    "Pipedrive links by the name of the contact person: people of the same name are taken for one."
)
_IN_ENGLISH = "Deal - Value | Deal - Owner | Deal - Deal created"

DEALS = Dialect(
    name="pipedrive-deals",
    kind="deals",
    signature=("Deal - ID | Deal - Title", "Deal - Status | Deal - Stage", _IN_ENGLISH),
    columns={
        "deal_id": "Deal - ID",
        "contact_id": "Deal - Contact person | Person - Name",
        "email": _EMAIL,
        "owner": "Deal - Owner",
        "stage": "Deal - Stage",
        "outcome": "Deal - Status",
        "amount": "Deal - Value",
        "currency": "Deal - Currency",
        "created_at": "Deal - Deal created",
        "closed_at": "Deal - Won time | Deal - Lost time | Deal - Deal closed on",
        "modified_at": "Deal - Update time",
    },
    cells={"outcome Deal - Status": _STATUS},
    says={"contact_id": _LINKED},
)

LEADS = Dialect(
    name="pipedrive-leads",
    kind="leads",
    signature=("Lead - Title",),
    columns={
        "lead_id": "Lead - Pipedrive System ID | Lead - ID",
        "contact_id": "Contact person | Lead - Contact person | Person - Name",
        "email": _EMAIL,
        "tier": "Lead - Labels",
        "source": "Lead - Source channel | Lead - Source",
        "owner": "Lead - Owner",
        "created_at": "Lead - Lead created | Lead - Creation date | Lead - Created",
        "modified_at": "Lead - Update time",
    },
    says={"contact_id": _LINKED},
)

ACTIVITIES = Dialect(
    name="pipedrive-activities",
    kind="activities",
    signature=("Activity - Subject | Activity - Type", "Activity - Done | Activity - Due date"),
    columns={
        "activity_id": "Activity - Pipedrive System ID | Activity - ID",
        "contact_id": "Contact person | Activity - Contact person | Person - Name",
        "email": _EMAIL,
        "at": "Activity - Marked as done time | Activity - Due date",
        "channel": "Activity - Type",
        "outcome": "Activity - Type | Activity - Done",
        "owner": "Activity - Assigned to user",
        "modified_at": "Activity - Update time",
    },
    cells={"outcome Activity - Done": _NOT_DONE, "outcome Activity - Type": _NO_OUTREACH},
    says={
        "contact_id": _LINKED,
        "channel": "Activities of the type Task or Deadline count as planned: they are no attempts.",
    },
)

PIPEDRIVE = (DEALS, LEADS, ACTIVITIES)
