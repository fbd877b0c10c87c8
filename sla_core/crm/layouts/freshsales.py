"""Freshsales' exports: contacts, who are its leads, and deals."""

from sla_core.crm.layouts.dialects import Dialect

CONTACTS = Dialect(
    name="freshsales-contacts",
    kind="leads",
    signature=("Sales owner", "First name | Full name", "Last contacted time | Lifecycle stage"),
    without="Deal stage | Deal value",
    columns={
        "lead_id contact_id": "contactId | Contact ID",
        "email": "Email | Emails | Work email",
        "source": "Source",
        "owner": "Sales owner",
        "team": "Territory",
        "status": "Status",
        "created_at": "Created at",
        "assigned_at": "Last assigned at",
        "return_reason": "Lost reason",
        "modified_at": "Updated at",
    },
    says={"assigned_at": "“Last assigned at” is the newest assignment, where there were several."},
)

DEALS = Dialect(
    name="freshsales-deals",
    kind="deals",
    signature=("Deal stage", "Deal value", "Sales owner | Deal pipeline"),
    without="Record ID",
    columns={
        "deal_id": "dealId | Deal ID",
        "contact_id": "contactId | Contact ID",
        "email": "Related contacts email | Contact email",
        "owner": "Sales owner",
        "stage": "Deal stage",
        "amount": "Deal value",
        "currency": "Currency",
        "created_at": "Created at",
        "closed_at": "Closed date",
        "modified_at": "Updated at",
    },
)

FRESHSALES = (CONTACTS, DEALS)
