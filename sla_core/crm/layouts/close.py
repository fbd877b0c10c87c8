"""The export of Close: snake case, the company's own fields as custom.<Name>."""

from sla_core.crm.layouts.dialects import Dialect

LEADS = Dialect(
    name="close-leads",
    kind="leads",
    signature=("id", "status_label", "date_created"),
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

CLOSE = (LEADS,)
