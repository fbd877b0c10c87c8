"""A file that was read and cleaned: what the readers hand to the store, which know nothing of each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import pyarrow as pa

from sla_core import fields
from sla_core.fields import Cell
from sla_core.problems import Problem

ARROW: dict[Cell, pa.DataType] = {
    Cell.TEXT: pa.string(),
    Cell.EMAIL: pa.string(),
    Cell.CHOICE: pa.string(),
    Cell.TIME: pa.timestamp("us"),
    Cell.COUNT: pa.int64(),
    Cell.MONEY: pa.int64(),
    Cell.FLAG: pa.bool_(),
}


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not imported: its line, its cells as they stood, and why."""

    line: int
    cells: tuple[str, ...]
    problem: Problem


@dataclass(frozen=True)
class CleanFile:
    """One export, read whole.

    `rows` has the schema of `schema(kind)`; it is empty where the rows went by in pieces, and
    `kept` counts them either way. `options` is what the user asked for beside the file
    (kind, overrides, zone, …) as canonical JSON: the same bytes with the same options are the same
    upload. `rules` are sentences on what was assumed or left out; `blanked` counts the
    unreadable optional cells per column of theirs. `refused` has the first of the refused rows,
    `refused_rows` counts all of them: read = kept + refused. `left_out` are lines that hold no data:
    blank ones, totals, a report's footer.
    """

    file: str
    sha256: str
    kind: str
    dialect: str
    system: str
    mapping: Mapping[str, str]
    options: str
    zone: str
    data_as_of: datetime
    rows: pa.Table
    header: tuple[str, ...]
    kept: int
    refused: tuple[RefusedRow, ...] = ()
    refused_rows: int = 0
    left_out: int = 0
    problems: tuple[Problem, ...] = ()
    blanked: Mapping[str, int] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many data rows the file has, refused ones included."""
        return self.kept + self.refused_rows


class Incoming(Protocol):
    """A file that is read piece by piece, each time that `pieces` is asked for."""

    @property
    def file(self) -> str:
        """Its name."""

    @property
    def sha256(self) -> str:
        """What identifies its bytes."""

    @property
    def options(self) -> str:
        """What was asked for beside the file."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def kind(self) -> str:
        """What its rows are."""

    @property
    def system(self) -> str:
        """The CRM that it is from."""

    @property
    def share(self) -> float:
        """How much of it was read so far, 0 to 1."""

    def pieces(self) -> Iterator[pa.Table]:
        """Its clean rows in their order; Refused where the whole file cannot be used."""

    def whole(self) -> CleanFile:
        """What there is to say of the file once all its pieces went by; without its rows."""


def schema(kind: str) -> pa.Schema:
    """The columns of clean rows: our fields, then `dates_only` and `line`.

    Times are UTC without a zone mark; a date without a time of day stands at 00:00 of its day and
    has its bit (`fields.date_only_bit`) set in `dates_only`. Money is minor units of `currency`.
    Leads carry `closed_by_status`: the status says closed or lost.
    """
    columns = [(f.name, ARROW[f.cell]) for f in fields.KINDS[kind]]
    flags = [("closed_by_status", pa.bool_())] if kind == "leads" else []
    return pa.schema([*columns, *flags, ("dates_only", pa.int32()), ("line", pa.int64())])
