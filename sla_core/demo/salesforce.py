"""The invented company's Lead, Opportunity and Task, as Salesforce's Data Loader exports them."""

import numpy as np
import pandas as pd

from sla_core.demo.cells import days, flags, named, salesforce_ids, times, where
from sla_core.demo.company import Company
from sla_core.demo.office import ZONE

STATUS = {
    "new": "Open - Not Contacted",
    "working": "Working - Contacted",
    "connected": "Working - Contacted",
    "converted": "Closed - Converted",
    "closed": "Closed - Not Converted",
    "returned": "Returned to Marketing",
}
STAGES = {
    "qualified": "Qualification",
    "proposal": "Proposal/Price Quote",
    "contract": "Negotiation/Review",
    "won": "Closed Won",
    "lost": "Closed Lost",
}
DISPOSITIONS = {
    "connected": "Connected",
    "voicemail": "Left Voicemail",
    "no answer": "No Answer",
    "busy": "Busy",
}


def lead_table(company: Company) -> pd.DataFrame:
    """lead.csv; a lead is created in the CRM when it is handed over."""
    leads = company.leads
    people = company.people.take(leads["person"].to_numpy()).reset_index(drop=True)
    deals = company.deals
    first = pd.Series(deals.index, deals["lead"]).groupby(level=0).first()
    deal = first.reindex(leads.index, fill_value=0).to_numpy()
    converted = leads["converted_at"].notna().to_numpy()
    return pd.DataFrame(
        {
            "Id": salesforce_ids("00Q", leads.index.to_numpy()),
            "IsDeleted": "false",
            "LastName": people["last"],
            "FirstName": people["first"],
            "Title": people["title"],
            "Company": people["company"],
            "Email": people["email"],
            "LeadSource": leads["source"],
            "Status": named(leads["status"], STATUS),
            "Rating": leads["tier"],
            **_owner(company, leads["rep"], team=True),
            "IsConverted": flags(converted),
            "ConvertedDate": where(converted, days(leads["converted_at"], ZONE)),
            "ConvertedContactId": where(converted, _contacts(leads["person"])),
            "ConvertedOpportunityId": where(converted, salesforce_ids("006", deal)),
            "CreatedDate": times(leads["presented_at"], "salesforce"),
            "LastModifiedDate": times(leads["modified_at"], "salesforce"),
            "SystemModstamp": times(leads["modified_at"], "salesforce"),
        }
    )


def opportunity_table(company: Company) -> pd.DataFrame:
    """opportunity.csv; a deal knows its lead's person by ContactId."""
    deals, leads = company.deals, company.leads
    known = deals["lead"] >= 0
    person = leads["person"].to_numpy()[deals["lead"]]
    client = company.people["company"].to_numpy()[person]
    return pd.DataFrame(
        {
            "Id": salesforce_ids("006", deals.index.to_numpy()),
            "Name": np.where(known, client, "Partner deal"),
            "StageName": named(deals["stage"], STAGES),
            "Amount": deals["amount"].astype(str) + ".0",
            "CurrencyIsoCode": "EUR",
            "CloseDate": days(deals["closed_at"], ZONE),
            "IsClosed": flags(deals["outcome"] != "open"),
            "IsWon": flags(deals["outcome"] == "won"),
            "LeadSource": where(known, leads["source"].to_numpy()[deals["lead"]]),
            "ContactId": where(known, _contacts(pd.Series(person))),
            **_owner(company, deals["rep"]),
            "CreatedDate": times(deals["created_at"], "salesforce"),
            "LastModifiedDate": times(deals["modified_at"], "salesforce"),
            "SystemModstamp": times(deals["modified_at"], "salesforce"),
        }
    )


def task_table(company: Company) -> pd.DataFrame:
    """task.csv; conversion moves a lead's tasks to its contact."""
    tasks, leads = company.activities, company.leads
    lead = tasks["lead"].to_numpy()
    converted = leads["converted_at"].notna().to_numpy()[lead]
    person = _contacts(leads["person"])[lead]
    planned, call = tasks["outcome"] == "planned", tasks["channel"] == "call"
    mail = np.where(tasks["automated"], "ListEmail", "Email")
    done = times(tasks["at"], "salesforce")
    noted = times(tasks["logged_at"], "salesforce")
    return pd.DataFrame(
        {
            "Id": salesforce_ids("00T", tasks.index.to_numpy()),
            "WhoId": np.where(converted, person, salesforce_ids("00Q", lead)),
            "Subject": np.where(call, "Call", np.where(tasks["automated"], "List Email", "Email")),
            "ActivityDate": days(tasks["at"], ZONE),
            "Status": np.where(planned, "Not Started", "Completed"),
            **_owner(company, tasks["rep"]),
            "Type": np.where(call, "Call", "Email"),
            "TaskSubtype": np.where(call, "Call", mail),
            "IsClosed": flags(~planned),
            "CreatedDate": noted,
            "CompletedDateTime": where(~planned, done),
            "CallType": where(call, named(tasks["direction"], _TITLE)),
            "CallDisposition": named(tasks["outcome"], _ALL_DISPOSITIONS),
            "LastModifiedDate": noted,
            "SystemModstamp": noted,
        }
    )


_TITLE = {"inbound": "Inbound", "outbound": "Outbound"}
_ALL_DISPOSITIONS = {**DISPOSITIONS, "sent": "", "planned": ""}


def _contacts(person: pd.Series) -> np.ndarray:
    return salesforce_ids("003", person.to_numpy())


def _owner(company: Company, rep: pd.Series, team: bool = False) -> dict[str, np.ndarray]:
    ids = salesforce_ids("005", company.reps.index.to_numpy())
    columns = {"OwnerId": ids[rep], "Owner.Name": company.reps["name"].to_numpy()[rep]}
    if team:
        columns["Owner.UserRole.Name"] = company.reps["team"].to_numpy()[rep]
    return columns
