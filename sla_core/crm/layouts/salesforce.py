"""Salesforce's exports: objects with their API names, and reports with labels."""

from sla_core.crm.layouts.dialects import Dialect

_CALL_RESULTS = {
    "Connected": "connected",
    "Interested": "connected",
    "Not interested": "connected",
    "Spoke with contact": "connected",
    "Busy": "not_connected",
    "Left live message": "not_connected",
    "Left message": "not_connected",
    "Left voicemail": "not_connected",
    "Left voice mail": "not_connected",
    "Gatekeeper": "not_connected",
    "No answer": "not_connected",
    "Wrong number": "not_connected",
}
_NOT_DONE = {
    "Not Started": "planned",
    "In Progress": "planned",
    "Waiting on someone else": "planned",
    "Deferred": "planned",
    "Open": "planned",
    "*": "",
}
_NOT_CLOSED = {"0": "planned", "false": "planned", "no": "planned", "*": ""}
_WON = {"1": "won", "true": "won", "*": ""}
_LOST_IF_CLOSED = {"1": "lost", "true": "lost", "*": "open"}
_BULK = {"ListEmail": "true", "List Email": "true", "Mass Email": "true", "*": ""}
_CHANNELS = {"ListEmail": "email", "List Email": "email", "Call": "call", "Email": "email"}
_TASK_WORDS = {
    "automated": _BULK,
    "channel": _CHANNELS,
    "direction": {"Internal": ""},
    "outcome": _CALL_RESULTS,
}

LEAD = Dialect(
    name="salesforce-lead",
    kind="leads",
    signature=("Id", "LeadSource | Status", "Company | IsConverted"),
    without="StageName | WhoId | OpportunityId",
    columns={
        "lead_id": "Id",
        "contact_id": "ConvertedContactId",
        "email": "Email",
        "tier": "Rating",
        "source": "LeadSource",
        "owner": "Owner.Name | OwnerId",
        "team": "Owner.UserRole.Name",
        "status": "Status",
        "created_at": "CreatedDate",
        "modified_at": "LastModifiedDate | SystemModstamp",
    },
)

LEAD_REPORT = Dialect(
    name="salesforce-lead-report",
    kind="leads",
    signature=("Lead Owner", "Lead ID | Company / Account | Lead Status", "First Name | Last Name"),
    without="Record Id | LEADID",
    columns={
        "lead_id": "Lead ID",
        "contact_id": "Converted Contact ID",
        "email": "Email",
        "tier": "Rating",
        "source": "Lead Source",
        "owner": "Lead Owner",
        "team": "Lead Owner Role | Owner Role",
        "status": "Lead Status",
        "created_at": "Create Date | Created Date",
        "modified_at": "Last Modified Date | Last Modified",
    },
)

OPPORTUNITY = Dialect(
    name="salesforce-opportunity",
    kind="deals",
    signature=("Id", "StageName", "CloseDate"),
    without="OpportunityId",
    columns={
        "deal_id": "Id",
        "contact_id": "ContactId",
        "owner": "Owner.Name | OwnerId",
        "stage": "StageName",
        "outcome": "IsWon | IsClosed",
        "amount": "Amount",
        "currency": "CurrencyIsoCode",
        "created_at": "CreatedDate",
        "closed_at": "CloseDate",
        "modified_at": "LastModifiedDate | SystemModstamp",
    },
    cells={"outcome IsWon": _WON, "outcome IsClosed": _LOST_IF_CLOSED},
)

OPPORTUNITY_REPORT = Dialect(
    name="salesforce-opportunity-report",
    kind="deals",
    signature=("Opportunity Name", "Stage", "Opportunity Owner | Fiscal Period"),
    without="From Stage | To Stage",
    columns={
        "deal_id": "Opportunity ID",
        "owner": "Opportunity Owner",
        "stage": "Stage",
        "outcome": "Won | Closed",
        "amount": "Amount | Total Amount",
        "currency": "Amount Currency | Total Amount Currency",
        "created_at": "Created Date",
        "closed_at": "Close Date",
        "contact_id": "Contact ID | Primary Contact ID",
        "email": "Email | Contact: Email | Primary Contact: Email",
        "modified_at": "Last Modified Date",
    },
    cells={"outcome Won": _WON, "outcome Closed": _LOST_IF_CLOSED},
)

TASK = Dialect(
    name="salesforce-task",
    kind="activities",
    signature=("Id", "WhoId", "Status | IsClosed", "Priority | CallType | CompletedDateTime"),
    columns={
        "activity_id": "Id",
        "lead_id contact_id": "WhoId",
        "at": "CompletedDateTime | ActivityDate",
        "channel": "TaskSubtype | Type",
        "direction": "CallType",
        "outcome": "IsClosed | Status | CallDisposition",
        "automated": "TaskSubtype | Type",
        "owner": "Owner.Name | OwnerId",
        "modified_at": "LastModifiedDate | SystemModstamp",
    },
    values=_TASK_WORDS,
    cells={"outcome IsClosed": _NOT_CLOSED, "outcome Status": _NOT_DONE},
)

EVENT = Dialect(
    name="salesforce-event",
    kind="activities",
    signature=("Id", "WhoId", "ActivityDateTime"),
    columns={
        "activity_id": "Id",
        "lead_id contact_id": "WhoId",
        "at": "ActivityDateTime | ActivityDate",
        "owner": "Owner.Name | OwnerId",
        "modified_at": "LastModifiedDate | SystemModstamp",
    },
    set={"channel": "meeting", "outcome": "connected"},
)

ACTIVITY_REPORT = Dialect(
    name="salesforce-activity-report",
    kind="activities",
    signature=("Assigned | Assigned To", "Subject", "Date | Due Date | Completed Date/Time"),
    columns={
        "activity_id": "Activity ID | Task ID | Event ID",
        "lead_id": "Lead ID",
        "contact_id": "Contact ID",
        "email": "Email | Lead: Email | Contact: Email",
        "at": "Completed Date/Time | Start Date/Time | Date | Due Date",
        "channel": "Task Subtype | Activity Type | Type",
        "direction": "Call Type",
        "outcome": "Closed | Status | Call Result",
        "automated": "Task Subtype | Activity Type | Type",
        "owner": "Assigned | Assigned To",
        "modified_at": "Last Modified Date",
    },
    values=_TASK_WORDS,
    cells={"outcome Closed": _NOT_CLOSED, "outcome Status": _NOT_DONE},
)

SALESFORCE = (
    *(TASK, EVENT, ACTIVITY_REPORT, OPPORTUNITY, OPPORTUNITY_REPORT),
    *(LEAD, LEAD_REPORT),
)
