"""HubSpot's exports."""

from sla_core.crm.layouts.dialects import Dialect

_OUTCOMES = {
    "Connected": "connected",
    "Busy": "not_connected",
    "Left live message": "not_connected",
    "Left voicemail": "not_connected",
    "No answer": "not_connected",
    "Wrong number": "not_connected",
}
_REACHED = {word: str(ours == "connected").lower() for word, ours in _OUTCOMES.items()} | {"*": ""}
_MEETINGS = {
    "Completed": "connected",
    "No show": "not_connected",
    "Scheduled": "planned",
    "Rescheduled": "planned",
    "Canceled": "planned",
}
_EMAILS = {"Email": "outbound", "Forwarded email": "outbound", "Incoming email": "inbound"}
_EMAILS |= {"FORWARDED_EMAIL": "outbound", "INCOMING_EMAIL": "inbound", "*": ""}
_NOT_SENT = {"Scheduled": "planned", "Sending": "planned", "*": ""}
_TO_DO = {"To-do": "planned", "TODO": "planned", "*": ""}
_NOT_DONE = {"Completed": "", "*": "planned"}
_HIGH_WATER = (
    "HubSpot's lifecycle dates are a high-water mark: a contact that was set back keeps its date"
    " of qualification."
)
_NO_TIMES = (
    "“Number of times contacted” says how often, not when: where there are no calls, such leads"
    " count in depth, and not in hours."
)
_YES_WON = {"true": "won", "yes": "won", "1": "won", "*": ""}
_YES_LOST = {"true": "lost", "yes": "lost", "1": "lost", "*": ""}
_CONTACT = "Record ID - Contact | Record ID | Contact ID"
_PERSON = "Email | Work email | First Name | Last Name | Contact owner | Contact ID"
_ENTERED = 'Date entered "Marketing Qualified Lead (Lifecycle Stage Pipeline)"'
_IDS = "Associated Contact IDs"
_RESPONSE = "Lead response time (HH:mm:ss)"
_FIRST_TOUCH = "Time to First Touch (HH:mm:ss)"
_CONTACT_WORK = {
    "created_at": "Create Date | Object create date/time",
    "qualified_at": f"Became a Marketing Qualified Lead Date | {_ENTERED}",
    "assigned_at": "Owner Assigned Date",
    "first_follow_up_at": _RESPONSE,
    "attempts": "Number of times contacted",
    "connected": "Call Outcome",
    "modified_at": "Last Modified Date",
}
_ENGAGEMENT = {
    "contact_id": _IDS,
    "email": "Associated Contact",
    "owner": "Activity assigned to | Assigned to",
    "modified_at": "Last modified date | Object last modified date/time",
}

CONTACTS = Dialect(
    name="hubspot-contacts",
    kind="leads",
    signature=(_CONTACT, _PERSON, "Lifecycle Stage | Contact owner | Lead Status"),
    without="Deal Name | Deal Stage | Lead Name | Ticket name | Is Converted | Lead Owner",
    columns={
        "lead_id contact_id": _CONTACT,
        "email": "Email | Work email",
        "tier": "Lead Rating",
        "source": "Original Source | Original Traffic Source | Contact Source",
        "owner": "Contact owner | AE owner",
        "team": "HubSpot Team",
        "status": "Lead Status",
        **_CONTACT_WORK,
    },
    cells={"connected Call Outcome": _REACHED},
    block="Record ID - Contact",
    spans={_RESPONSE: "created_at"},
    says={"qualified_at": _HIGH_WATER, "attempts": _NO_TIMES},
)

CONTACTS_JAPANESE = Dialect(
    name="hubspot-contacts-ja",
    kind="leads",
    signature=("レコードID", "コンタクト担当者 | メールアドレス | Eメール"),
    without="取引ステージ | 取引名",
    columns={
        "lead_id contact_id": "レコードID",
        "email": "メールアドレス | Eメール",
        "source": "オリジナルソース | オリジナルトラフィックソース",
        "status": "リードステータス",
        "owner": "コンタクト担当者",
        "created_at": "作成日",
        "qualified_at": "MQLになった日付 | マーケティングクオリファイドリードになった日付",
        "attempts": "連絡回数",
        "modified_at": "最終更新日",
    },
    says={"qualified_at": _HIGH_WATER},
)

DEALS_JAPANESE = Dialect(
    name="hubspot-deals-ja",
    kind="deals",
    signature=("レコードID", "取引ステージ"),
    columns={
        "deal_id": "レコードID",
        "contact_id": "関連コンタクトID | 関連付けられたコンタクトID",
        "email": "関連コンタクト | 関連付けられたコンタクト",
        "owner": "取引担当者",
        "stage": "取引ステージ",
        "amount": "金額",
        "currency": "通貨",
        "created_at": "作成日",
        "closed_at": "クローズ日",
        "modified_at": "最終更新日",
    },
    lists="関連コンタクトID | 関連付けられたコンタクトID",
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
        "first_follow_up_at": f"First Outreach Date | {_FIRST_TOUCH}",
        "modified_at": "Last Modified Date | Object last modified date/time",
    },
    lists=_IDS,
    spans={_FIRST_TOUCH: "created_at"},
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
    cells={"outcome Is Closed Won": _YES_WON, "outcome Is closed lost": _YES_LOST},
    lists=_IDS,
)

CALLS = Dialect(
    name="hubspot-calls",
    kind="activities",
    signature=("Record ID | Call ID", "Activity date", "Call outcome | Call direction"),
    columns={
        "activity_id": "Record ID | Call ID",
        "at": "Activity date",
        "direction": "Call direction",
        "outcome": "Call status | Call outcome",
        **_ENGAGEMENT,
    },
    values={"outcome": _OUTCOMES},
    cells={"outcome Call status": {"scheduled": "planned", "canceled": "planned", "*": ""}},
    set={"channel": "call"},
    lists=_IDS,
)

EMAILS = Dialect(
    name="hubspot-emails",
    kind="activities",
    signature=("Record ID | Email ID", "Email direction", "Activity date | Create date"),
    columns={
        "activity_id": "Record ID | Email ID",
        "at": "Activity date | Create date",
        "direction": "Email direction",
        "outcome": "Email send status",
        **_ENGAGEMENT,
    },
    values={"direction": _EMAILS},
    cells={"outcome Email send status": _NOT_SENT},
    set={"channel": "email"},
    lists=_IDS,
)

MEETINGS = Dialect(
    name="hubspot-meetings",
    kind="activities",
    signature=("Record ID | Meeting ID", "Meeting outcome", "Meeting start time | Activity date"),
    columns={
        "activity_id": "Record ID | Meeting ID",
        "at": "Meeting start time | Activity date",
        "outcome": "Meeting outcome",
        **_ENGAGEMENT,
    },
    values={"outcome": _MEETINGS},
    set={"channel": "meeting"},
    lists=_IDS,
)

TASKS = Dialect(
    name="hubspot-tasks",
    kind="activities",
    signature=("Record ID | Task ID", "Task status", "Completed at | Due date | Task type"),
    columns={
        "activity_id": "Record ID | Task ID",
        "at": "Completed at | Due date",
        "channel": "Task type",
        "outcome": "Task type | Task status",
        **_ENGAGEMENT,
    },
    cells={"outcome Task type": _TO_DO, "outcome Task status": _NOT_DONE},
    lists=_IDS,
    says={"channel": "To-dos count as planned: they are no attempts."},
)

HUBSPOT = (
    *(DEALS, DEALS_JAPANESE, CALLS, EMAILS, MEETINGS, TASKS, LEADS),
    *(CONTACTS, CONTACTS_JAPANESE),
)
