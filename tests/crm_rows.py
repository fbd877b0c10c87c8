"""The invented company's exports read slowly, cell by cell, as the oracle's rows."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from tests.oracle.rows import Row

ZONE = "Europe/Berlin"
SALES_SOURCES = {"Cold Call", "Outbound", "Offline Sources"}
CLOSED = {"Unqualified": "closed"}
"""Statuses that say closed in other words."""

Cells = dict[str, str]
Reader = Callable[[Cells], Row]


class UnreadableError(ValueError):
    """A cell without which the row cannot be used."""


def rows_of(data: bytes, reader: Reader) -> list[Row]:
    """The rows of a file that can be used, each id once."""
    head, *rows = csv.reader(io.StringIO(data.decode()))
    found: dict[str, Row] = {}
    for cells in rows:
        if len(cells) != len(head):
            continue
        try:
            row = reader({name: cell.strip() for name, cell in zip(head, cells, strict=True)})
        except UnreadableError:
            continue
        name = next(iter(row))
        if row[name]:
            found.setdefault(row[name], row)
    return list(found.values())


def at(cell: str) -> datetime | date | None:
    """A time with or without a zone, or a date; None where blank."""
    if not cell:
        return None
    try:
        if len(cell) == 10:
            return date.fromisoformat(cell)
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise UnreadableError(cell) from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(ZONE))


def perhaps(cell: str) -> datetime | date | None:
    """The same for a cell that a row can do without."""
    try:
        return at(cell)
    except UnreadableError:
        return None


def needed(cell: str) -> datetime | date:
    """The same for a cell that a row cannot do without."""
    found = at(cell)
    if found is None:
        raise UnreadableError(cell)
    return found


def amount(cell: str) -> Decimal | None:
    """An amount; None where blank or unreadable."""
    try:
        return Decimal(cell)
    except InvalidOperation:
        return None


def email(cell: str) -> str | None:
    """An address; None where there is none."""
    return cell if "@" in cell else None


def origin(source: str) -> str:
    """Which side a lead of this source is of."""
    return "sales" if source in SALES_SOURCES else "marketing"


def salesforce_lead(cells: Cells) -> Row:
    """lead.csv: created in the CRM when it was handed over."""
    return {
        "lead_id": cells["Id"],
        "contact_id": cells["ConvertedContactId"],
        "email": email(cells["Email"]),
        "origin": origin(cells["LeadSource"]),
        "tier": cells["Rating"],
        "source": cells["LeadSource"],
        "status": cells["Status"],
        "created_at": needed(cells["CreatedDate"]),
        "modified_at": perhaps(cells["LastModifiedDate"]),
    }


def salesforce_deal(cells: Cells) -> Row:
    """opportunity.csv."""
    closed = "lost" if cells["IsClosed"] == "true" else "open"
    return {
        "deal_id": cells["Id"],
        "contact_id": cells["ContactId"],
        "outcome": "won" if cells["IsWon"] == "true" else closed,
        "amount": amount(cells["Amount"]),
        "currency": cells["CurrencyIsoCode"],
        "created_at": perhaps(cells["CreatedDate"]),
        "closed_at": perhaps(cells["CloseDate"]),
    }


def salesforce_task(cells: Cells) -> Row:
    """task.csv: of a lead, or of the contact that it became."""
    result = "connected" if cells["CallDisposition"] == "Connected" else "not_connected"
    return {
        "activity_id": cells["Id"],
        "lead_id": cells["WhoId"],
        "contact_id": cells["WhoId"],
        "at": needed(cells["CompletedDateTime"] or cells["ActivityDate"]),
        "direction": cells["CallType"].lower() or None,
        "outcome": result if cells["IsClosed"] == "true" else "planned",
        "automated": cells["TaskSubtype"] == "ListEmail",
    }


def hubspot_contact(cells: Cells) -> Row:
    """contacts.csv: a person is its own lead; it counts its attempts, without their times."""
    tried = cells["Number of times contacted"]
    return {
        "lead_id": cells["Record ID"],
        "contact_id": cells["Record ID"],
        "email": email(cells["Email"]),
        "origin": origin(cells["Original Source"]),
        "tier": cells["Lead Rating"],
        "source": cells["Original Source"],
        "status": CLOSED.get(cells["Lead Status"], cells["Lead Status"]),
        "created_at": perhaps(cells["Create Date"]),
        "qualified_at": at(cells["Became a Marketing Qualified Lead Date"]),
        "attempts": int(tried) if tried.isdecimal() else None,
        "modified_at": perhaps(cells["Last Modified Date"]),
    }


def hubspot_deal(cells: Cells) -> Row:
    """deals.csv."""
    closed = "lost" if cells["Is closed lost"] == "true" else "open"
    return {
        "deal_id": cells["Record ID"],
        "contact_id": cells["Associated Contact IDs"],
        "outcome": "won" if cells["Is Closed Won"] == "true" else closed,
        "amount": amount(cells["Amount"]),
        "currency": cells["Currency"],
        "created_at": perhaps(cells["Create Date"]),
        "closed_at": perhaps(cells["Close Date"]),
    }


def hubspot_call(cells: Cells) -> Row:
    """calls.csv: calls that were made."""
    return {
        "activity_id": cells["Record ID"],
        "contact_id": cells["Associated Contact IDs"],
        "at": needed(cells["Activity date"]),
        "direction": cells["Call direction"].lower() or None,
        "outcome": "connected" if cells["Call outcome"] == "Connected" else "not_connected",
    }


READERS: dict[str, tuple[Reader, Reader, Reader]] = {
    "salesforce": (salesforce_lead, salesforce_deal, salesforce_task),
    "hubspot": (hubspot_contact, hubspot_deal, hubspot_call),
}
"""Per layout: its leads, deals and activities, in the order of its files."""
