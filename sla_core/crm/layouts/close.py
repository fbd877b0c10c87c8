"""The export of Close: snake case, the company's own fields as custom.<Name>."""

from sla_core.crm.layouts.dialects import Dialect

LEADS = Dialect(
    name="close-leads",
    kind="leads",
    signature=("id", "status_label", "date_created"),
    without="lead_id | status_type | value_period",
    columns={
        "lead_id": "id",
        "email": "primary_contact_primary_email",
        "tier": "custom.Tier | custom.Lead Tier | custom.Rating",
        "source": "custom.Lead Source | custom.Source",
        "owner": "custom.Lead Owner | custom.Owner",
        "status": "status_label",
        "created_at": "date_created",
        "attempts": "num_calls",
        "modified_at": "date_updated",
    },
    says={
        "attempts": "Attempts are “num_calls” alone: “num_emails” counts e-mails that came in too."
    },
)

SAID_OF_AMOUNTS = (
    "Amounts are “value_formatted”, else “value” as it stands, not as cents; of a monthly or annual"
    " one (“value_period”) that of one period."
)
OPPORTUNITIES = Dialect(
    name="close-opportunities",
    kind="deals",
    signature=("id", "lead_id", "status_type", "value | value_formatted"),
    columns={
        "deal_id": "id",
        "lead_id": "lead_id",
        "contact_id": "contact_id",
        "owner": "user_name",
        "stage": "status_label",
        "outcome": "status_type",
        "amount": "value_formatted | value",
        "currency": "value_currency",
        "created_at": "date_created",
        "closed_at": "date_won | date_lost",
        "modified_at": "date_updated",
    },
    values={"outcome": {"won": "won", "lost": "lost", "active": "open"}},
    says={"amount": SAID_OF_AMOUNTS},
)

CLOSE = (LEADS, OPPORTUNITIES)
