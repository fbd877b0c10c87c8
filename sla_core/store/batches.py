"""Import batches: recording them, knowing an upload again, their history."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sla_core.clean import CleanFile, Incoming
from sla_core.problems import Problem, Refused
from sla_core.store.engine import reading
from sla_core.store.tables import Batch, Fault
from sla_core.store.types import table_of

batch = table_of(Batch)
fault = table_of(Fault)
in_force = batch.c.undone_at.is_(None)
"""Whether a batch counts: one that was taken back is a line in the history and nothing else."""

NO_BATCH = "There is no batch {}; the history of uploads has their numbers."
KEPT_FAULTS = 10_000
SUMMARY = ("first_follow_up_at", "attempts")


def same_upload(connection: Connection, incoming: Incoming) -> dict[str, Any] | None:
    """The batch of the same bytes read with the same options, if there is one, by its columns."""
    same = (batch.c.options == incoming.options, batch.c.sha256 == incoming.sha256)
    found = connection.execute(sa.select(batch).where(in_force, *same)).mappings().first()
    return dict(found) if found else None


def refuse_mixture(connection: Connection, demo: bool) -> None:
    """The invented company and real uploads never stand in one store."""
    kinds = set(connection.scalars(sa.select(batch.c.demo).where(in_force).distinct()))
    if demo and False in kinds:
        raise Refused(
            "There are real uploads here; the invented company is not mixed with them."
            " Load it into another database."
        )
    if not demo and True in kinds:
        raise Refused(
            "The invented company is loaded; remove it first (Upload page, or demo --remove),"
            " then import your own files. Nothing was imported."
        )


def record(
    connection: Connection,
    clean: CleanFile,
    counts: Mapping[str, int],
    *,
    who: str,
    now: datetime,
    demo: bool,
) -> int:
    """Write the batch and its faults; the new batch's id."""
    values = {
        "file": clean.file,
        "sha256": clean.sha256,
        "options": clean.options,
        "kind": clean.kind,
        "dialect": clean.dialect,
        "system": clean.system,
        "mapping": json.dumps(dict(clean.mapping), ensure_ascii=False),
        "zone": clean.zone,
        "data_as_of": clean.data_as_of,
        "uploaded_at": now,
        "who": who,
        "demo": demo,
        "follow_ups": clean.kind == "activities" or any(f in clean.mapping for f in SUMMARY),
        "rules": json.dumps(list(clean.rules), ensure_ascii=False),
        "blanked": json.dumps(dict(clean.blanked), ensure_ascii=False),
        **counts,
    }
    result = connection.execute(batch.insert().values(values))
    assert result.inserted_primary_key is not None
    number: int = result.inserted_primary_key[0]
    _record_faults(connection, clean, number)
    return number


def history(engine: Engine) -> pd.DataFrame:
    """All batches, the newest first, as a table for people; `undone_at` and `undone_by` are None
    of those that count."""
    columns = [c for c in batch.c if c.name not in {"sha256", "options"}]
    with reading(engine) as connection:
        rows = connection.execute(sa.select(*columns).order_by(batch.c.id.desc())).all()
    found = pd.DataFrame(rows, columns=[c.name for c in columns])
    for name in ("undone_at", "undone_by"):
        found[name] = pd.Series([getattr(row, name) for row in rows], dtype=object)
    return found


def file_of(engine: Engine, number: int) -> str:
    """The file that the batch was; Refused where there is no such batch."""
    with reading(engine) as connection:
        name: str | None = connection.scalar(sa.select(batch.c.file).where(batch.c.id == number))
    if name is None:
        raise Refused(NO_BATCH.format(number))
    return name


def faults(engine: Engine, number: int) -> pd.DataFrame:
    """The faults that were kept of a batch: refused rows first, by line."""
    order = (fault.c.refused.desc(), fault.c.line)
    columns = [c for c in fault.c if c.name not in {"id", "batch_id"}]
    query = sa.select(*columns).where(fault.c.batch_id == number).order_by(*order)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return pd.DataFrame(rows, columns=[c.name for c in columns])


def _record_faults(connection: Connection, clean: CleanFile, number: int) -> None:
    refused = [
        _fault(number, row.problem) | {"refused": True, "cells": json.dumps(row.cells)}
        for row in clean.refused[:KEPT_FAULTS]
    ]
    blanked = [_fault(number, problem) for problem in clean.problems[:KEPT_FAULTS]]
    if refused or blanked:
        connection.execute(fault.insert(), refused + blanked)


def _fault(number: int, problem: Problem) -> dict[str, object]:
    return {
        "batch_id": number,
        "refused": False,
        "kind": problem.kind,
        "line": problem.line,
        "column": problem.column,
        "text": problem.text,
        "accepted": problem.accepted,
        "cells": None,
    }
