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
from sla_core.crm.cells.cells import Column
from sla_core.crm.cells.numbers import assumed_rule, rounded_rule
from sla_core.crm.cells.shown import Settled
from sla_core.crm.clock_columns import with_clocks
from sla_core.crm.columns import Cleaned, Cleaner
from sla_core.crm.fallbacks import (
    Draft,
    clock_rules,
    complete_activities,
    complete_deals,
    complete_leads,
    overhear,
)
from sla_core.crm.faults import Reason
from sla_core.crm.files.header import Sheet, open_sheet, refuse_rounded, refuse_without_rows
from sla_core.crm.files.reading import Body, read_bodies
from sla_core.crm.files.spool import let_go
from sla_core.crm.identity import content_ids, made_ids, shaped
from sla_core.crm.language.meanings import sure_words
from sla_core.crm.layouts.plans import Plan
from sla_core.crm.layouts.recognise import plan_for
from sla_core.crm.ledger import Ledger
from sla_core.crm.options import Options
from sla_core.crm.stable import CLASH, Collisions
from sla_core.crm.survey import survey
from sla_core.crm.tally import Tally
from sla_core.crm.wishes import canonical
from sla_core.crm.words import MOST_WORDS

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
        self._asked = canonical(options)
        self._ledger, self._tally, self._collisions = Ledger(), Tally(), Collisions()
        self._read_bytes = 0

    @cached_property
    def sha256(self) -> str:
        """What identifies its bytes."""
        found, view = hashlib.sha256(), memoryview(self._data)
        for begin in range(0, len(view), BLOCK):
            found.update(view[begin : begin + BLOCK])
            let_go(view[begin:])
        return found.hexdigest()

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(memoryview(self._data).cast("B"))

    @property
    def options(self) -> str:
        """What was asked for beside the file, as canonical JSON."""
        return self._asked

    @property
    def kind(self) -> str:
        """What its rows are."""
        return self._plan.kind

    @property
    def system(self) -> str:
        """The CRM that it is from."""
        return self._plan.dialect.system

    @property
    def share(self) -> float:
        """How much of it was read so far, 0 to 1."""
        return self._read_bytes / max(len(self._sheet.body), 1)

    def pieces(self) -> Iterator[pa.Table]:
        """Its clean rows, some 32 MB of the file at a time."""
        self._ledger, self._tally, self._collisions = Ledger(), Tally(), Collisions()
        self._read_bytes = 0
        for body in read_bodies(self._sheet, self._places):
            self._read_bytes += len(body.sheet.body)
            yield self._cleaned(body)
        self._ledger.refuse_unusable(self._sheet, self._plan)
        decides = self._plan.guessed | self._options.decides()
        self._tally.heard.refuse(self._sheet, decides, {*self._options.map})

    def whole(self) -> CleanFile:
        """What there is to say of it once its pieces went by."""
        ledger, plan = self._ledger, self._plan
        left_out = ledger.left_out()
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
            rules=(*self._rules(), *left_out.rules),
            left_out=len(left_out.lines),
            kept=ledger.kept,
            refused=tuple(sorted(ledger.refused, key=lambda row: row.line)),
            refused_rows=ledger.refused_rows,
            problems=tuple(ledger.problems),
            blanked=dict(ledger.blanked),
        )

    def _rules(self) -> tuple[str, ...]:
        rounded = self._ledger.rounded.items()
        return (
            *self._sheet.notes,
            *self._plan.rules(),
            *self._options.from_mapping(),
            *(self._settled.rules if "_settled" in self.__dict__ else ()),
            *self._tally.sentences(),
            *(rounded_rule(column, count) for column, count in rounded if count),
            *(assumed_rule(*its, count) for its, count in self._ledger.assumed.items() if count),
        )

    @cached_property
    def _sheet(self) -> Sheet:
        sheet = open_sheet(self.file, self._data)
        let_go(sheet.body)
        return sheet

    @cached_property
    def _plan(self) -> Plan:
        refuse_without_rows(self._sheet)
        plan = with_clocks(self._sheet, plan_for(self._sheet, self._options))
        faults.refuse_missing(self._sheet, plan)
        for column in plan.columns.get(fields.KEYS[plan.kind], ()):
            refuse_rounded(self._sheet, column)
        return plan

    @property
    def _places(self) -> list[int]:
        wanted = {c for columns in self._plan.columns.values() for c in columns}
        plan = self._plan
        wanted.update(plan.stable, plan.telling.values(), plan.clocks.values())
        wanted.update(filter(None, [faults.deleted_column(plan)]))
        return sorted(map(self._sheet.header.index, wanted))

    @cached_property
    def _settled(self) -> Settled:
        """How cells are read that have several readings: asked only when one such comes."""
        return survey(self._sheet, self._plan, self._options, self._now)

    def _cleaned(self, body: Body) -> pa.Table:
        plan, options, ledger = self._plan, self._options, self._ledger
        cleaner = Cleaner(body, plan, options, lambda: self._settled)
        cleaned = cleaner.clean()
        self._tally.heard.add(cleaned.heard)
        _identify(plan, cleaner, cleaned)
        clashes = _clashes(plan, cleaner, cleaned, self._collisions)
        kept = ledger.note(cleaner, cleaned, [*faults.deleted(cleaner), *clashes])
        draft = Draft(int(kept.sum()), cleaned.only(kept), tally=self._tally)
        overhear(draft, plan, options, lambda column: cleaner.text(column).filter(pa.array(kept)))
        lines = body.lines[kept]
        rows = _rows(draft, plan, lines, _origins(plan, options, draft), options.zone)
        self._tally.look_ahead(rows["modified_at"], self._now)
        ledger.spoken.hear(rows, plan.kind, options.zone, self._now)
        return rows


def _identify(plan: Plan, cleaner: Cleaner, cleaned: Cleaned) -> None:
    """Ids as all exports of their CRM have them, or made from the row's cells."""
    for name in plan.columns:
        if name.endswith("_id"):
            column = cleaned.columns[name]
            ids = shaped(plan.dialect.system, column.values)
            cleaned.columns[name] = replace(column, values=ids)
    if plan.stable:
        texts = {column: cleaner.text(column) for column in plan.stable}
        (email, *_) = (*plan.columns.get("email", ()), "")
        ids = made_ids(texts, email if plan.kind == "leads" and email in texts else "")
        cleaned.columns[fields.KEYS[plan.kind]] = _said_by_us(ids)
    if plan.kind == "activities":
        key = cleaned.columns.get("activity_id")
        if key is None or key.values.null_count:
            ids = content_ids(_content(plan, cleaner))
            cleaned.columns["activity_id"] = _said_by_us(
                pc.coalesce(key.values, ids) if key else ids
            )


def _said_by_us(ids: pa.Array) -> Column:
    none = np.zeros(len(ids), bool)
    return Column(ids, none, none)


def _content(plan: Plan, cleaner: Cleaner) -> Mapping[str, pa.Array]:
    """What tells an activity that has no id: its time as it is written, and its telling cells.

    Neither the zone nor what words are taken to mean counts: the same rows read in another way are
    the same activities.
    """
    found = {name: cleaner.text(column) for name, column in plan.telling.items()}
    if channel := plan.set.get("channel"):
        found |= {"channel": pa.repeat(channel, len(cleaner.body.lines))}
    if "at" in plan.columns:
        at = cleaner.as_written("at")
        found |= {"at": at.values, "date": pa.array(at.dates)}
    return found


def _clashes(
    plan: Plan, cleaner: Cleaner, cleaned: Cleaned, before: Collisions
) -> Iterator[Reason]:
    """Rows whose made id an earlier, different row has."""
    if plan.stable:
        key = fields.KEYS[plan.kind]
        texts = {c: cleaner.text(c) for columns in plan.columns.values() for c in columns}
        later = before.later(cleaned.columns[key].values, content_ids(texts))
        yield Reason(key, later, CLASH)


def _origins(plan: Plan, options: Options, draft: Draft) -> Mapping[str, str]:
    """Source -> origin: the export's own, and the user's words where no column says the origin.

    In a layout that is not known, also what the words of the sources surely mean.
    """
    asked = {} if "origin" in plan.columns else options.wanted_values("origin")
    meant = {}
    if plan.dialect.system == "file" and "source" in plan.columns:
        sources = pc.unique(draft.theirs.get("source", draft.text("source"))).drop_null()
        words = sources.to_pylist() if len(sources) <= MOST_WORDS else []
        meant = sure_words(plan.kind, "origin", words)
    return {**plan.dialect.origins, **meant, **asked}


def _rows(
    draft: Draft,
    plan: Plan,
    lines: npt.NDArray[np.int64],
    origins: Mapping[str, str],
    zone: str,
) -> pa.Table:
    flags: dict[str, pa.Array] = {}
    clock_rules(draft, zone)
    if plan.kind == "leads":
        flags["closed_by_status"] = pa.array(complete_leads(draft, origins))
    if plan.kind == "deals":
        complete_deals(draft)
    if plan.kind == "activities":
        complete_activities(draft)
    marks = _dates_only(draft, plan.kind)
    columns = {
        its.name: draft.columns[its.name].values
        if its.name in draft.columns
        else pa.nulls(draft.height, ARROW[its.cell])
        for its in fields.KINDS[plan.kind]
    }
    columns |= {**flags, "dates_only": marks, "line": pa.array(lines)}
    return pa.table(columns, schema=schema(plan.kind))


def _dates_only(draft: Draft, kind: str) -> pa.Array:
    marks = np.zeros(draft.height, np.int32)
    for name in fields.times(kind):
        if name in draft.columns:
            marks |= draft.columns[name].dates.astype(np.int32) * fields.date_only_bit(kind, name)
    return pa.array(marks)
