"""The whole files that broken ones are made of: a name and rows of cells, the header first."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
MOST_ROWS = 30
Rows = list[list[str]]


@dataclass(frozen=True)
class Table:
    """A whole file's rows, all as wide as its header."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """The sample of each layout, the invented company's exports cut short, and some of our own."""
    return (*_files("tests/samples/layouts"), *_files("data/samples"), *OWN)


def _files(folder: str) -> Iterator[Table]:
    for path in sorted((HOUSE / folder).rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = islice(csv.reader(file), MOST_ROWS + 1)
            yield Table(path.name, tuple(map(tuple, rows)))


def _own(name: str, header: str, rows: Iterator[str]) -> Table:
    return Table(name, tuple(tuple(line.split("|")) for line in (header, *rows)))


OWN = (
    _own(
        "own-leads.csv",
        "lead_id|contact_id|email|source|status|created_at|presented_at|attempts|modified_at",
        (
            f"{n}|{n // 2}|p{n // 2}@x.example|{'Web' if n % 3 else 'Cold Call'}|New"
            f"|2026-{1 + n % 12:02}-03 09:00|2026-{1 + n % 12:02}-04T10:00:00+02:00|{n % 5}|"
            for n in range(20)
        ),
    ),
    _own(
        "own-deals.csv",
        "deal_id|lead_id|outcome|amount|currency|created_at|closed_at",
        (
            f"{n}|{n * 2}|{('won', 'lost', 'open')[n % 3]}|{n * 1000 + 0.5}|EUR"
            f"|2026-01-{1 + n:02}|2026-02-{1 + n:02}"
            for n in range(12)
        ),
    ),
    _own(
        "own-activities.csv",
        "lead_id|email|at|channel|direction|outcome|automated",
        (
            f"{n % 7}|p{n}@x.example|2026-03-{1 + n % 28:02} 10:{n:02}|call"
            f"|{'outbound' if n % 4 else 'inbound'}|{'connected' if n % 2 else ''}|no"
            for n in range(24)
        ),
    ),
    _own(
        "kunden.csv",
        "Lead-ID|E-Mail|Erstellt am|Übergeben am|Status|Verantwortlich",
        (
            f"K{n:05}|kunde{n}@beispiel.example|{13 + n}.01.2026 08:{n:02}|{14 + n}.01.2026"
            f"|{'Geschlossen' if n % 5 == 0 else 'Neu'}|Jürgen Groß"
            for n in range(14)
        ),
    ),
    _own(
        "geschäfte.csv",
        "Deal-ID|E-Mail|Phase|Betrag|Abschlussdatum|Angelegt",
        (
            f"{n:04}|kunde{n}@beispiel.example|{'Gewonnen' if n % 2 else 'Verloren'}"
            f"|{n}.{n * 7:03},50 €|{28 - n}/04/2026|{2 + n}/01/2026"
            for n in range(14)
        ),
    ),
    _own("one.csv", "lead_id", (str(n) for n in range(3))),
)
