"""The invented company's exports, with each kind of bad row that a real one can have."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from sla_core.demo import hubspot, salesforce
from sla_core.demo.cells import written
from sla_core.demo.company import Company

Layout = Literal["salesforce", "hubspot"]
LAYOUTS: tuple[Layout, ...] = ("salesforce", "hubspot")
UNMATCHED = {"salesforce": "00Q5g00000zzzzzEAA", "hubspot": "99999999999"}
"""A lead's id that no lead has."""


@dataclass(frozen=True)
class Faults:
    """Where a file's bad rows go wrong.

    `dates` are the columns of its times, `who` the link to a lead. A row without a readable time
    is refused, but for a deal that is `open`: these cells make it so, and it lives on undated. `spoilt` are
    faults that a row survives: a column and what replaces a cell (`{}` is the cell itself). The
    file has a row with a blank id only where `blank_id`: an activity without one is no fault.
    """

    dates: tuple[str, ...]
    spoilt: tuple[tuple[str, str], ...]
    blank_id: bool = True
    who: str = ""
    open: tuple[tuple[str, str], ...] = ()

    @property
    def refused(self) -> int:
        """How many of the bad rows an import refuses: too long, too short, no id, no time."""
        return 2 + self.blank_id + (0 if self.open else 2)

    @property
    def kept(self) -> int:
        """How many of them it keeps: those of a lead nobody knows, and open deals undated."""
        return bool(self.who) + (2 if self.open else 0)


@dataclass(frozen=True)
class Counts:
    """A file's data rows, how many of them an import refuses, and how many repeat an earlier id."""

    rows: int
    refused: int
    repeated: int

    @property
    def kept(self) -> int:
        """Rows of the store that come from it."""
        return self.rows - self.refused - self.repeated


_QUOTED = '{} "the old\none", Berlin'
FAULTS = {
    "lead.csv": Faults(
        ("CreatedDate",),
        (("Email", "no.address.example"), ("Company", _QUOTED), ("Status", "  {} ")),
    ),
    "opportunity.csv": Faults(
        ("CreatedDate", "CloseDate"),
        (("Amount", "n/a €"), ("StageName", "Carrier pigeon"), ("Name", _QUOTED)),
        open=(("StageName", "Qualification"), ("IsClosed", "false"), ("IsWon", "false")),
    ),
    "task.csv": Faults(
        ("ActivityDate", "CreatedDate", "CompletedDateTime"),
        (("CallDisposition", "Carrier pigeon"), ("Subject", _QUOTED), ("Owner.Name", " {}  ")),
        blank_id=False,
        who="WhoId",
    ),
    "contacts.csv": Faults(
        ("Create Date", "Became a Marketing Qualified Lead Date"),
        (
            ("Email", "no.address.example"),
            ("Last Name", _QUOTED),
            ("Lead Status", "  {} "),
            ("Number of times contacted", "n/a €"),
        ),
    ),
    "deals.csv": Faults(
        ("Create Date", "Close Date"),
        (("Amount", "n/a €"), ("Deal Stage", "Carrier pigeon"), ("Deal Name", _QUOTED)),
        open=(
            ("Deal Stage", "Qualified to buy"),
            ("Is Closed Won", "false"),
            ("Is closed lost", "false"),
        ),
    ),
    "calls.csv": Faults(
        ("Activity date",),
        (("Call outcome", "Carrier pigeon"), ("Call Title", _QUOTED), ("Call duration", "n/a €")),
        blank_id=False,
        who="Associated Contact IDs",
    ),
}
FILES: dict[Layout, tuple[str, ...]] = {
    "salesforce": ("lead.csv", "opportunity.csv", "task.csv"),
    "hubspot": ("contacts.csv", "deals.csv", "calls.csv"),
}


def exports(company: Company, layout: Layout) -> dict[str, bytes]:
    """The three files of a layout, by name: leads, deals, activities."""
    found = {}
    for name, table in _tables(company, layout).items():
        rows = _with_faults(table, FAULTS[name], UNMATCHED[layout])
        found[name] = written(list(table.columns), rows, quote_all=layout == "salesforce")
    return found


def counts(company: Company, layout: Layout) -> dict[str, Counts]:
    """What an import of each file must count."""
    found = {}
    for name, table in _tables(company, layout).items():
        fault = FAULTS[name]
        rows = len(table) + fault.refused + fault.kept + 1
        found[name] = Counts(rows, fault.refused, repeated=1)
    return found


def _tables(company: Company, layout: Layout) -> dict[str, pd.DataFrame]:
    makers = (
        (salesforce.lead_table, salesforce.opportunity_table, salesforce.task_table)
        if layout == "salesforce"
        else (hubspot.contact_table, hubspot.deal_table, hubspot.call_table)
    )
    return {name: make(company) for name, make in zip(FILES[layout], makers, strict=True)}


def _with_faults(table: pd.DataFrame, fault: Faults, unmatched: str) -> list[list[str]]:
    """The table's rows, some spoilt, the bad ones between them."""
    table = table.astype(object)
    for place, (column, text) in enumerate(fault.spoilt):
        filled = table.index[7 + 5 * place :][table[column].iloc[7 + 5 * place :] != ""]
        table.at[filled[0], column] = text.format(table.at[filled[0], column])
    rows: list[list[str]] = table.to_numpy().tolist()
    for place, bad in enumerate(_bad_rows(table, fault, unmatched)):
        rows.insert(40 + 9 * place, bad)
    return rows


def _bad_rows(table: pd.DataFrame, fault: Faults, unmatched: str) -> list[list[str]]:
    """The rows too many: refused ones, a repeated one, and those of `Faults.kept`."""
    key = str(table.columns[0])
    soon, never = (dict.fromkeys(fault.dates, text) for text in ("soon", "2026-02-30"))
    undated = dict(fault.open)
    bad = [_changed(table, 1, undated | soon), _changed(table, 2, undated | never)]
    bad += [[*_changed(table, 3, {}), "one too many"], _changed(table, 4, {})[:-3]]
    if fault.blank_id:
        bad.append(_changed(table, 5, {key: ""}))
    bad.append(table.iloc[0].tolist())
    if fault.who:
        bad.append(_changed(table, 6, {fault.who: unmatched}))
    return bad


def _changed(table: pd.DataFrame, row: int, cells: dict[str, str]) -> list[str]:
    """A copy of the row under an id of its own, with some cells replaced."""
    key = str(table.columns[0])
    own = str(table.at[row, key])
    # No other id of the file has this in its middle, so the copy's is nobody else's.
    fresh = {key: f"{own[:3]}77{own[5:]}"}
    changes = {**fresh, **cells}
    return [str(changes.get(str(name), cell)) for name, cell in table.iloc[row].items()]
