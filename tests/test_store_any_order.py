"""The law of imports: the same files in any order, and once more, give the same store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from sla_core.store import settings
from sla_core.store.check import check
from sla_core.store.engine import Engine
from tests.oracle.companies import Company, companies
from tests.oracle.exports import to_csv
from tests.oracle.rows import Row
from tests.stores import content, csv_of, dump, empty_store, load

at = datetime.fromisoformat
LATER = timedelta(hours=5)
few = profile(max_examples=profile().max_examples // 6)
"""Each case is some ten imports, in each database: a sixth of what the profile asks is plenty."""


@dataclass(frozen=True)
class File:
    """One export and the moment that it speaks about."""

    name: str
    kind: str
    data: bytes
    speaks: datetime

    def load(self, engine: Engine) -> Any:
        return load(engine, self.name, self.data, kind=self.kind, data_as_of=self.speaks)


def exports(company: Company) -> list[File]:
    """The company's files of each kind that has rows."""
    files = [
        ("leads", company.leads, company.leads_file_as_of),
        ("deals", company.deals, company.as_of),
        ("activities", company.activities, company.activities_file_as_of),
    ]
    return [File(f"{kind}.csv", kind, to_csv(rows, kind), to) for kind, rows, to in files if rows]


def correction(draw: Callable[[Any], Any], company: Company) -> list[File]:
    """A later export of leads and one of activities: fewer rows, some of them changed."""
    found = []
    changes: dict[str, tuple[list[Row], datetime, dict[str, tuple[Any, ...]]]] = {
        "leads": (
            company.leads,
            company.leads_file_as_of,
            {
                "email": (None, "bob@y.example", "new@y.example"),
                "contact_id": ("C1", "C9"),
                "presented_at": (None, company.as_of - timedelta(days=3)),
                "status": ("lost", "open"),
            },
        ),
        "activities": (
            company.activities,
            company.activities_file_as_of,
            {
                "lead_id": (None, "L00", "L07", "nobody"),
                "email": ("bob@y.example", None),
                "outcome": ("connected", "planned"),
                "at": (company.as_of - timedelta(days=2),),
            },
        ),
    }
    for kind, (rows, speaks, values) in changes.items():
        kept = [_changed(draw, row, values) for row in rows if draw(st.booleans())]
        if kept:
            data = to_csv(kept, kind)
            found.append(File(f"{kind} corrected.csv", kind, data, speaks + LATER))
    return found


def _changed(
    draw: Callable[[Any], Any], row: Row, values: dict[str, tuple[Any, ...]]
) -> dict[str, Any]:
    changed = dict(row)
    for name in sorted(set(values) & set(row)):
        if draw(st.booleans()):
            changed[name] = draw(st.sampled_from(values[name]))
    # Equal times leave the decision to the order of uploads; these are told apart.
    if changed.get("modified_at"):
        changed["modified_at"] += LATER
    return changed


def stored(backend: str, zone: str, files: list[File]) -> dict[str, Any]:
    """What the store says after these uploads, each of them made once more at the end."""
    with empty_store(backend) as engine:
        settings.save(engine, {"zone": zone})
        for file in files:
            file.load(engine)
        whole = dump(engine)
        assert all(file.load(engine).known for file in files)
        assert dump(engine) == whole
        assert [finding for finding in check(engine) if finding.faults] == []
        return content(engine)


@few
@given(st.data(), companies())
def test_files_of_the_three_kinds_in_any_order_give_the_same_store(
    backend: str, data: st.DataObject, company: Company
) -> None:
    files = exports(company)
    shuffled = data.draw(st.permutations(files))
    assert stored(backend, company.zone, shuffled) == stored(backend, company.zone, files)


@few
@given(st.data(), companies())
def test_corrected_files_in_any_order_give_the_same_store(
    backend: str, data: st.DataObject, company: Company
) -> None:
    files = exports(company) + correction(data.draw, company)
    shuffled = data.draw(st.permutations(files))
    assert stored(backend, company.zone, shuffled) == stored(backend, company.zone, files)


LEADS = "Id,LeadSource,Status,Company,Email,CreatedDate"
ANY_SYSTEM = (
    File(
        "salesforce.csv",
        "leads",
        csv_of(LEADS, "1,Web,Open,X,ann@x.example,2026-03-02T09:00:00Z"),
        at("2026-03-05T09:00Z"),
    ),
    File(
        "hubspot.csv",
        "leads",
        csv_of("Record ID,Email,Lifecycle Stage,Create Date", "1,ann@x.example,lead,2026-03-01"),
        at("2026-03-05T09:00Z"),
    ),
    File(
        "own.csv",
        "leads",
        csv_of("lead_id,email,created_at", "2,ann@x.example,2026-03-02 08:00"),
        at("2026-03-05T09:00Z"),
    ),
    File(
        "calls.csv",
        "activities",
        csv_of(
            "activity_id,lead_id,email,at",
            "A1,1,,2026-03-02 10:00",
            "A2,,ann@x.example,2026-03-02 11:00",
            "A3,2,,2026-03-02 12:00",
        ),
        at("2026-03-05T09:00Z"),
    ),
    File(
        "won.csv",
        "deals",
        csv_of("deal_id,email,outcome,closed_at", "D1,ann@x.example,won,2026-03-04"),
        at("2026-03-05T09:00Z"),
    ),
)


@few
@given(st.permutations(ANY_SYSTEM))
def test_files_of_several_systems_in_any_order_give_the_same_store(
    backend: str, files: list[File]
) -> None:
    assert stored(backend, "UTC", files) == _as_listed(backend)


@lru_cache
def _as_listed(backend: str) -> dict[str, Any]:
    return stored(backend, "UTC", list(ANY_SYSTEM))
