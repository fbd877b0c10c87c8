"""HubSpot's exports."""

from sla_core.crm.dialects import Dialect

_OUTCOMES = {
    "Connected": "connected",
    "Busy": "not_connected",
    "Left live message": "not_connected",
    "Left voicemail": "not_connected",
    "No answer": "not_connected",
    "Wrong number": "not_connected",
}
_YES_WON = {"true": "won", "yes": "won", "1": "won", "*": ""}
_YES_LOST = {"true": "lost", "yes": "lost", "1": "lost", "*": ""}
_CONTACT = "Record ID | Record ID - Contact | Contact ID"
_ENTERED = 'Date entered "Marketing Qualified Lead (Lifecycle Stage Pipeline)"'
_IDS = "Associated Contact IDs"

CONTACTS = Dialect(
    name="hubspot-contacts",
    kind="leads",
    signature=(_CONTACT, "Lifecycle Stage | Contact owner | Lead Status"),
    without="Deal Name | Deal Stage | Lead Name | Ticket name | Is Converted",
    columns={
        "lead_id contact_id": _CONTACT,
        "email": "Email | Work email",
        "tier": "Lead Rating",
        "source": "Original Source | Original Traffic Source | Contact Source",
        "owner": "Contact owner | AE owner",
        "team": "HubSpot Team",
        "status": "Lead Status",
        "created_at": "Create Date | Object create date/time",
        "qualified_at": f"Became a Marketing Qualified Lead Date | {_ENTERED}",
        "assigned_at": "Owner Assigned Date",
        "attempts": "Number of times contacted",
        "modified_at": "Last Modified Date",
    },
)

CONTACTS_JAPANESE = Dialect(
    name="hubspot-contacts-ja",
    kind="leads",
    signature=("レコードID", "コンタクト担当者"),
    columns={
        "lead_id contact_id": "レコードID",
        "email": "メールアドレス | Eメール",
        "status": "リードステータス",
        "owner": "コンタクト担当者",
        "created_at": "作成日",
    },
)

LEADS = Dialect(
    name="hubspot-leads",
    kind="leads",
    signature=("Record ID", "Lead Name", "Lead Stage | Lead Pipeline"),
    columns={
        "lead_id": "Record ID",
        "contact_id": "Primary Associated Contact Object ID | Associated Contact IDs",
        "email": "Primary Associated Contact Email | Email",
        "source": "Lead Source | Record source",
        "owner": "Lead Owner",
        "status": "Lead stage",
        "created_at": "Object create date/time | Create Date",
        "return_reason": "Disqualification Reason",
        "first_follow_up_at": "First Outreach Date",
        "modified_at": "Last Modified Date | Object last modified date/time",
    },
    lists=_IDS,
)

DEALS = Dialect(
    name="hubspot-deals",
    kind="deals",
    signature=("Record ID | Deal ID", "Deal Stage"),
    columns={
        "deal_id": "Record ID | Deal ID",
        "contact_id": "Associated Contact IDs",
        "email": "Associated Contact",
        "owner": "Deal owner",
        "stage": "Deal Stage",
        "outcome": "Is Closed Won | Is closed lost",
        "amount": "Amount",
        "currency": "Currency",
        "created_at": "Create Date",
        "closed_at": "Close Date",
        "modified_at": "Last Modified Date",
    },
    cells={"Is Closed Won": _YES_WON, "Is closed lost": _YES_LOST},
    lists=_IDS,
)

CALLS = Dialect(
    name="hubspot-calls",
    kind="activities",
    signature=("Record ID | Call ID", "Activity date", "Call outcome | Call direction"),
    columns={
        "activity_id": "Record ID | Call ID",
        "contact_id": "Associated Contact IDs",
        "email": "Associated Contact",
        "at": "Activity date",
        "direction": "Call direction",
        "outcome": "Call status | Call outcome",
        "owner": "Activity assigned to",
        "modified_at": "Last modified date",
    },
    values={"outcome": _OUTCOMES},
    cells={"Call status": {"scheduled": "planned", "canceled": "planned", "*": ""}},
    set={"channel": "call"},
    lists=_IDS,
)

HUBSPOT = (DEALS, CALLS, LEADS, CONTACTS, CONTACTS_JAPANESE)
