"""A whole export: from a file's bytes to clean rows, refused rows and problems."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.clean import ARROW, CleanFile, schema
from sla_core.crm import faults
from sla_core.crm.columns import Cleaner
from sla_core.crm.fallbacks import Draft, clock_rules, complete_deals, complete_leads
from sla_core.crm.header import Sheet, open_sheet
from sla_core.crm.identity import content_ids
from sla_core.crm.ledger import Ledger
from sla_core.crm.options import Options
from sla_core.crm.reading import Body, let_go, read_bodies
from sla_core.crm.plans import Plan
from sla_core.crm.recognise import plan_for
from sla_core.crm.survey import Ways, survey

Mask = npt.NDArray[np.bool_]
BLOCK = 1 << 24


def read_export(name: str, data: Any, options: Options, now: datetime) -> CleanFile:
    """Read, recognise and clean one export's bytes.

    Refused where the whole file cannot be used. Rows that lack what every row needs are among
    `refused`; an unreadable cell that is not required is blank, counted in `blanked`, and (up to
    1,000) among `problems`.
    """
    export = Export(name, data, options, now)
    rows = pa.concat_tables([schema(export.kind).empty_table(), *export.pieces()])
    return replace(export.whole(), rows=rows)


class Export:
    """One export, read piece by piece as often as wanted; Refused where it cannot be used.

    `data` are the file's bytes or its mmap.
    """

    def __init__(self, name: str, data: Any, options: Options, now: datetime) -> None:
        self.file, self._data, self._options, self._now = name, data, options, now
        self._ledger = Ledger()

    @cached_property
    def sha256(self) -> str:
        """What identifies its bytes."""
        found, view = hashlib.sha256(), memoryview(self._data)
        for begin in range(0, len(view), BLOCK):
            found.update(view[begin : begin + BLOCK])
            let_go(view[begin:])
        return found.hexdigest()

    @property
    def options(self) -> str:
        """What was asked for beside the file, as canonical JSON."""
        return self._options.canonical()

    @property
    def kind(self) -> str:
        """What its rows are."""
        return self._plan.kind

    @property
    def system(self) -> str:
        """The CRM that it is from."""
        return self._plan.dialect.system

    def pieces(self) -> Iterator[pa.Table]:
        """Its clean rows, some 32 MB of the file at a time."""
        self._ledger = Ledger()
        for body in read_bodies(self._sheet, self._places):
            yield self._cleaned(body)
        self._ledger.refuse_unusable(self._sheet, self._plan)

    def whole(self) -> CleanFile:
        """What there is to say of it once its pieces went by."""
        ledger, plan = self._ledger, self._plan
        left_out = ledger.left_out(self._sheet)
        rules = [*self._sheet.notes, *self._reading.rules, *_constant_rules(plan), *ledger.rules]
        return CleanFile(
            file=self.file,
            sha256=self.sha256,
            kind=plan.kind,
            dialect=plan.name,
            system=self.system,
            mapping=plan.shown(),
            options=self.options,
            zone=self._options.zone,
            data_as_of=self._options.data_as_of or ledger.spoken.up_to(self._now),
            rows=schema(plan.kind).empty_table(),
            header=self._sheet.header,
            kept=ledger.kept,
            refused=tuple(sorted(ledger.refused, key=lambda row: row.line)),
            refused_rows=ledger.refused_rows,
            problems=tuple(ledger.problems),
            blanked=dict(ledger.blanked),
            rules=(*dict.fromkeys(rules), *left_out.rules),
        )

    @cached_property
    def _sheet(self) -> Sheet:
        sheet = open_sheet(self.file, self._data)
        let_go(sheet.body)
        return sheet

    @cached_property
    def _plan(self) -> Plan:
        plan = plan_for(self._sheet, self._options)
        faults.refuse_missing(self._sheet, plan)
        return plan

    @property
    def _places(self) -> list[int]:
        columns = {column for columns in self._plan.columns.values() for column in columns}
        return sorted(self._sheet.header.index(column) for column in columns)

    @cached_property
    def _ways(self) -> Ways:
        """How cells are read that have several readings: asked only when one such comes."""
        return survey(self._sheet, self._plan, self._options, self._now)

    def _cleaned(self, body: Body) -> pa.Table:
        plan, ledger = self._plan, self._ledger
        cleaner = Cleaner(body, plan, self._options, lambda: self._ways)
        cleaned = cleaner.clean()
        kept = ledger.note(cleaner, cleaned)
        draft = Draft(len(body.lines), cleaned.columns)
        rows = _rows(draft, plan, body, _origins(plan, self._options), self._options.zone)
        rows = rows if kept.all() else rows.filter(pa.array(kept))
        ledger.rules += draft.rules
        ledger.kept += rows.num_rows
        ledger.spoken.hear(rows, plan.kind, self._options.zone, self._now)
        return rows


