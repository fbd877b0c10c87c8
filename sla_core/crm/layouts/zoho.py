"""Zoho's exports: of the CRM, of its data backup, and of Zoho Analytics."""

from sla_core.crm.layouts.dialects import Dialect

_CALL_RESULTS = {
    "Interested": "connected",
    "Not interested": "connected",
    "Requested more info": "connected",
    "Requested call back": "connected",
    "No response/Busy": "not_connected",
    "No response / Busy": "not_connected",
    "Invalid number": "not_connected",
}
_PLANNED_CALLS = {
    **dict.fromkeys(("Scheduled", "Overdue", "Cancelled", "Canceled"), "planned"),
    **dict.fromkeys(("Scheduled Overdue", "Scheduled Cancelled"), "planned"),
    **dict.fromkeys(("Unattended Dialled", "Scheduled Unattended"), "not_connected"),
    "*": "",
}
_DIRECTIONS = {
    **dict.fromkeys(("Outbound", "Outgoing", "Dialled"), "outbound"),
    **dict.fromkeys(("Inbound", "Incoming", "Received", "Missed"), "inbound"),
}
_CALL_CELLS = {
    "outcome Outgoing Call Status": _PLANNED_CALLS,
    "outcome Call Status": _PLANNED_CALLS,
    "outcome Call Type": {"Missed": "not_connected", "*": ""},
}
_CALL_OUTCOME = "Outgoing Call Status | Call Status | Call Result | Call Type"
_TASK_STATUS = {"Completed": "", "*": "planned"}
_BY_NAME = "Contact Name.id | CONTACTID"

LEADS = Dialect(
    name="zoho-leads",
    kind="leads",
    signature=("Record Id", "Lead Status | Lead Source", "Lead Owner.id | Lead Owner"),
    without="Lead Stage | Deal Name",
    columns={
        "lead_id": "Record Id",
        "contact_id": "Converted Contact.id",
        "email": "Email",
        "tier": "Rating",
        "source": "Lead Source",
        "owner": "Lead Owner | Lead Owner.id",
        "status": "Lead Status",
        "created_at": "Created Time",
        "modified_at": "Modified Time",
    },
)

ANALYTICS_LEADS = Dialect(
    name="zoho-analytics-leads",
    kind="leads",
    signature=("LEADID", "Lead Status | Lead Source", "Lead Owner | CONVERTED"),
    without="POTENTIALID | Potential Name | TASKID | EVENTID",
    columns={
        "lead_id": "LEADID",
        "contact_id": "CONTACTID",
        "email": "Email",
        "tier": "Rating",
        "source": "Lead Source",
        "owner": "Lead Owner",
        "status": "Lead Status",
        "created_at": "Created Time",
        "modified_at": "Modified Time",
    },
)

DEALS = Dialect(
    name="zoho-deals",
    kind="deals",
    signature=("Record Id", "Deal Name", "Stage", "Closing Date | Deal Owner"),
    columns={
        "deal_id": "Record Id",
        "contact_id": "Contact Name.id",
        "owner": "Deal Owner | Deal Owner.id",
        "stage": "Stage",
        "amount": "Amount",
        "currency": "Currency",
        "created_at": "Created Time",
        "closed_at": "Closing Date",
        "modified_at": "Modified Time",
    },
)

POTENTIALS = Dialect(
    name="zoho-analytics-potentials",
    kind="deals",
    signature=("Potential Name", "Stage", "Closing Date"),
    columns={
        "deal_id": "POTENTIALID",
        "lead_id": "LEADID",
        "contact_id": "CONTACTID",
        "owner": "Potential Owner",
        "stage": "Stage",
        "amount": "Amount",
        "created_at": "Created Time",
        "closed_at": "Closing Date",
        "modified_at": "Modified Time",
    },
)

CALLS = Dialect(
    name="zoho-calls",
    kind="activities",
    signature=("Call Start Time", "Call Type", "Call Owner"),
    columns={
        "activity_id": "Record Id | TASKID | CALLID",
        "lead_id": "LEADID | Related To.id",
        "contact_id": _BY_NAME,
        "at": "Call Start Time",
        "direction": "Call Type",
        "outcome": _CALL_OUTCOME,
        "owner": "Call Owner",
        "modified_at": "Modified Time",
    },
    values={"direction": _DIRECTIONS, "outcome": _CALL_RESULTS},
    cells=_CALL_CELLS,
    set={"channel": "call"},
    says={"direction": "Calls of the type Missed are inbound and reached nobody."},
)

EVENTS = Dialect(
    name="zoho-analytics-events",
    kind="activities",
    signature=("EVENTID", "Start DateTime"),
    columns={
        "activity_id": "EVENTID",
        "lead_id": "LEADID",
        "contact_id": "CONTACTID",
        "at": "Start DateTime",
        "owner": "Event Owner",
        "modified_at": "Modified Time",
    },
    set={"channel": "meeting", "outcome": "connected"},
)

TASKS = Dialect(
    name="zoho-tasks",
    kind="activities",
    signature=("Task Owner", "Due Date", "Status"),
    columns={
        "activity_id": "Record Id | TASKID | ACTIVITYID",
        "lead_id": "LEADID | Related To.id",
        "contact_id": _BY_NAME,
        "at": "Closed Time | Due Date",
        "outcome": "Status",
        "owner": "Task Owner",
        "modified_at": "Modified Time",
    },
    cells={"outcome Status": _TASK_STATUS},
    set={"channel": "task"},
)

ZOHO = (DEALS, POTENTIALS, CALLS, EVENTS, TASKS, LEADS, ANALYTICS_LEADS)
