"""Exports that are none of leads, deals or activities: recognised, and declined by name."""

import re
from collections.abc import Sequence

from sla_core.crm.language.names import plain
from sla_core.crm.layouts.dialects import Dialect


def _other(product: str, thing: str, *signature: str, without: str = "") -> Dialect:
    """A layout that is not loaded; its name is what it is: "Salesforce's list of currencies"."""
    return Dialect(f"{product} {thing}", "", signature, {}, without=without)


_PERSON = (
    "First Name | Last Name | Contact owner | Record ID - Contact | Email | FirstName | LastName"
)

DECLINED: tuple[Dialect, ...] = (
    _other("Salesforce's", "list of currencies", "IsoCode", "ConversionRate", without="StartDate"),
    _other("Salesforce's", "dated conversion rates", "IsoCode", "ConversionRate", "StartDate"),
    _other("Salesforce's", "history of stages", "OpportunityId", "StageName", "CreatedDate"),
    _other("Salesforce's", "history of fields", "Field", "OldValue", "NewValue"),
    _other("Salesforce's", "report of stage history", "Opportunity Name", "From Stage | To Stage"),
    _other("Salesforce's", "list of campaigns", "Id", "Name", "BudgetedCost | NumberOfLeads"),
    _other("Salesforce's", "list of campaign members", "CampaignId", "HasResponded | LeadId"),
    _other("Salesforce's", "list of accounts", "Id", "Name", "BillingCity | AccountNumber"),
    _other("Salesforce's", "list of users", "Id", "Username", "ProfileId | UserRoleId"),
    _other("Salesforce's", "list of products", "Id", "ProductCode", without="OpportunityId"),
    _other("Salesforce's", "lines of opportunities", "OpportunityId", "UnitPrice", "Quantity"),
    _other("Zoho's", "list of campaigns", "CAMPAIGNID", "Campaign Name", "Budgeted Cost | Type"),
    _other("Zoho's", "lead statuses of campaigns", "Campaign Name", "Is Lead Active?"),
    _other("Zoho's", "list of accounts", "Record Id", "Account Name", "Account Owner"),
    _other(
        *("HubSpot's", "list of companies"),
        *("Record ID", "Company name", "Company owner | Company Domain Name"),
        without=_PERSON,
    ),
    _other("HubSpot's", "list of tickets", "Record ID | Ticket ID", "Ticket name"),
    _other("HubSpot's", "list of products", "Record ID | Product ID", "Unit price", "SKU | Name"),
    _other("Pipedrive's", "list of organizations", "Organization - Name", "Organization - ID"),
    _other("Pipedrive's", "list of products", "Product - Name"),
    _other("Dynamics'", "list of accounts", "(Do Not Modify) Account"),
    _other(
        "a CRM's", "list of users", "User ID | Username", "Role | Profile", "Active | Is Active"
    ),
    _other("an accounting system's", "list of invoices", "Invoice Number | Invoice ID", "Due Date"),
)


def declined(header: Sequence[str]) -> str | None:
    """What a header is that is not loaded here: "Salesforce's list of currencies"; else None."""
    return next((other.name for other in DECLINED if other.fits(header)), None)


_LISTS = {
    "products": "products?|productos?|produkte?|produits?|produtos?|articulos?|artikel|sku|商品|製品",
    "invoices": "invoices?|facturas?|rechnungs?|factures?|faturas?|nota fiscal|請求",
    "employees": "employees?|empleados?|mitarbeiter|employes?|salaries?|funcionarios?|従業員|社員",
    "suppliers": "suppliers?|vendors?|proveedor|lieferanten?|fournisseurs?|fornecedor|仕入先",
}
"""What else is kept in lists, by the words for it in a column's plain name."""
_NUMBER = "no|nr|num|number|numero|nummer|id|code|codigo|kennung|番号|コード"
_WORD = r"(?:^|\s|(?<=[^\x00-\x7f]))(?:{})(?:$|\s|(?=[^\x00-\x7f]))"


def resembles(header: Sequence[str]) -> str:
    """A sentence where the first column numbers things that are none of ours: "Invoice no."; else ""."""
    first = header[0] if header else ""
    name = re.sub(r"(nummer|nr)\b", r" \1", plain(first))
    things = next((its for its, words in _LISTS.items() if _has(name, words)), "")
    if not things or not _has(name, _NUMBER):
        return ""
    return (
        f"“{first}” numbers {things}: a list of {things} is not loaded here, only leads, deals and"
        " activities are."
    )


def _has(name: str, words: str) -> bool:
    return bool(re.search(_WORD.format(words), name))
