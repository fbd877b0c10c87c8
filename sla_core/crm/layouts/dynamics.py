"""The exports of Dynamics 365: three columns (Do Not Modify) in front, then the view's."""

from sla_core.crm.layouts.dialects import Dialect

LEADS = Dialect(
    name="dynamics-leads",
    kind="leads",
    signature=("(Do Not Modify) Lead",),
    columns={
        "lead_id": "(Do Not Modify) Lead",
        "email": "Email | Email Address",
        "tier": "Rating",
        "source": "Lead Source",
        "owner": "Owner",
        "team": "Owning Team | Owning Business Unit",
        "status": "Status Reason | Status",
        "created_at": "Created On",
        "modified_at": "(Do Not Modify) Modified On",
    },
)

OPPORTUNITIES = Dialect(
    name="dynamics-opportunities",
    kind="deals",
    signature=("(Do Not Modify) Opportunity",),
    columns={
        "deal_id": "(Do Not Modify) Opportunity",
        "email": "Email | Email Address",
        "owner": "Owner",
        "stage": "Status Reason | Pipeline Phase",
        "outcome": "Status",
        "amount": "Actual Revenue | Est. Revenue | Est. revenue",
        "currency": "Currency",
        "created_at": "Created On",
        "closed_at": "Actual Close Date | Est. Close Date | Est. close date",
        "modified_at": "(Do Not Modify) Modified On",
    },
    cells={"outcome Status": {"Won": "won", "Lost": "lost", "Open": "open"}},
)

DYNAMICS = (LEADS, OPPORTUNITIES)
