"""The invented company's contacts, deals and calls, as HubSpot exports them."""

import numpy as np
import pandas as pd

from sla_core.demo.cells import flags, named, times, where
from sla_core.demo.company import Company

STATUS = {
    "new": "New",
    "working": "Attempted to contact",
    "connected": "Connected",
    "converted": "Open deal",
    "closed": "Unqualified",
    "returned": "Returned to marketing",
}
# HubSpot's own export of stages has been seen with such a space at the end.
STAGES = {
    "qualified": "Qualified to buy",
    "proposal": "Presentation scheduled",
    "contract": "Contract sent ",
    "won": "Closed won",
    "lost": "Closed lost",
}
OUTCOMES = {
    "connected": "Connected",
    "voicemail": "Left voicemail",
    "no answer": "No answer",
    "busy": "Busy",
}
SOURCES = {
    "Organic Search": "Organic Search",
    "Paid Search": "Paid Search",
    "Referral": "Referrals",
    "Webinar": "Other Campaigns",
    "Event": "Other Campaigns",
    "Cold Call": "Offline Sources",
    "Outbound": "Offline Sources",
}


def contact_table(company: Company) -> pd.DataFrame:
    """contacts.csv: a person is one contact, with the first of its enquiries."""
    leads = company.leads.drop_duplicates("person")
    people = company.people.take(leads["person"].to_numpy()).reset_index(drop=True)
    leads = leads.reset_index(drop=True)
    tried = _tries(company).reindex(leads["person"])
    times_tried = tried["count"].fillna(0).astype(int).astype(str).to_numpy(object)
    changed = pd.Series(np.fmax(leads["modified_at"].to_numpy(), tried["last"].to_numpy()))
    customer = leads["person"].isin(_customers(company))
    stage = np.where(leads["status"] == "converted", "Opportunity", "Marketing Qualified Lead")
    names, teams = (company.reps[name].to_numpy()[leads["rep"]] for name in ("name", "team"))
    return pd.DataFrame(
        {
            "Record ID": _contact_ids(leads["person"].to_numpy()),
            "First Name": people["first"],
            "Last Name": people["last"],
            "Email": people["email"],
            "Contact owner": names,
            "HubSpot Team": teams,
            "Lead Status": named(leads["status"], STATUS),
            "Lifecycle Stage": np.where(customer, "Customer", stage),
            "Lead Rating": leads["tier"],
            "Original Source": named(leads["source"], SOURCES),
            "Original Source Drill-Down 1": leads["source"],
            "Create Date": times(leads["created_at"], "hubspot"),
            "Became a Marketing Qualified Lead Date": times(leads["presented_at"], "hubspot"),
            "Owner Assigned Date": times(leads["assigned_at"], "hubspot"),
            "Number of times contacted": times_tried,
            "Last Contacted": times(tried["last"].reset_index(drop=True), "hubspot"),
            "Last Modified Date": times(changed, "hubspot"),
        }
    )


def deal_table(company: Company) -> pd.DataFrame:
    """deals.csv; a deal without a person has no associated contact."""
    deals = company.deals
    known = deals["lead"] >= 0
    person = company.leads["person"].to_numpy()[deals["lead"]]
    client = company.people["company"].to_numpy()[person]
    return pd.DataFrame(
        {
            "Record ID": _numbers(deals.index.to_numpy(), 21_300_000_000),
            "Deal Name": np.where(known, client, "Partner deal"),
            "Deal Stage": named(deals["stage"], STAGES),
            "Pipeline": "Sales Pipeline",
            "Amount": deals["amount"].astype(str),
            "Currency": "EUR",
            "Close Date": times(deals["closed_at"], "hubspot"),
            "Create Date": times(deals["created_at"], "hubspot"),
            "Deal owner": company.reps["name"].to_numpy()[deals["rep"]],
            "Associated Contact IDs": where(known, _contact_ids(person)),
            "Is Closed Won": flags(deals["outcome"] == "won"),
            "Is closed lost": flags(deals["outcome"] == "lost"),
            "Last Modified Date": times(deals["modified_at"], "hubspot"),
        }
    )


def call_table(company: Company) -> pd.DataFrame:
    """calls.csv: calls that were made; mails and planned tasks are exports of their own there."""
    done = (company.activities["channel"] == "call") & (company.activities["outcome"] != "planned")
    calls = company.activities[done].reset_index(drop=True)
    person = company.leads["person"].to_numpy()[calls["lead"]]
    talked = (calls["outcome"] == "connected").to_numpy()
    minutes = np.where(talked, 2 + calls.index.to_numpy() * 7 % 19, 0)
    duration = pd.Series(minutes).map("00:{:02d}:30".format)
    return pd.DataFrame(
        {
            "Record ID": _numbers(calls.index.to_numpy(), 55_100_000_000),
            "Call Title": "Call",
            "Activity date": times(calls["at"], "hubspot"),
            "Activity assigned to": company.reps["name"].to_numpy()[calls["rep"]],
            "Call direction": calls["direction"].str.capitalize(),
            "Call outcome": named(calls["outcome"], OUTCOMES),
            "Call duration": duration,
            "Associated Contact IDs": _contact_ids(person),
            "Last Modified Date": times(calls["logged_at"], "hubspot"),
        }
    )


def _tries(company: Company) -> pd.DataFrame:
    """Per person: how often it was contacted by a human, and when last."""
    done = company.activities
    done = done[~done["automated"] & (done["outcome"] != "planned")]
    done = done[done["direction"] == "outbound"]
    person = company.leads["person"].to_numpy()[done["lead"]]
    at = done["at"].groupby(person)
    return pd.DataFrame({"count": at.count(), "last": at.max()})


def _customers(company: Company) -> np.ndarray:
    won = company.deals[(company.deals["outcome"] == "won") & (company.deals["lead"] >= 0)]
    return company.leads["person"].to_numpy()[won["lead"]]


def _contact_ids(person: np.ndarray) -> np.ndarray:
    return _numbers(person, 40_100_000_000)


def _numbers(rows: np.ndarray, first: int) -> np.ndarray:
    return (first + rows * 13).astype(str).astype(object)
