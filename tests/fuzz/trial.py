"""The laws that hold for any file: refused in one sentence, or every row accounted for."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import sqlalchemy as sa

from sla_core import fields, uploads
from sla_core.clean import CleanFile
from sla_core.periods import now
from sla_core.problems import Refused
from sla_core.store.check import check
from sla_core.store.engine import Engine, reading
from sla_core.store.outcome import COUNTS, Outcome
from sla_core.store.tables import STANDING
from sla_core.store.types import table_of
from sla_core.store.undo import undo
from tests.fuzz.inputs import Input, made
from tests.fuzz.oracle import bare, counted, kept_ids
from tests.stores import empty_store

TOGETHER = 20
"""So many inputs, those whose numbers begin alike, go into one store, one upon another."""
SLOW_SECONDS = 5.0
Law = tuple[str, object, object]
"""What is looked at, what was found, and what it has to be."""


class Broken(AssertionError):
    """A law that does not hold."""


@dataclass
class Figures:
    """What a run of inputs came to."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0


def run(seed: int, numbers: range) -> Figures:
    """Try the inputs of these numbers; the first store is filled from its beginning."""
    found = Figures()
    begin = numbers.start - numbers.start % TOGETHER
    for first in range(begin, numbers.stop, TOGETHER):
        with empty_store() as engine:
            batches = []
            for number in range(first, min(first + TOGETHER, numbers.stop)):
                batches += _one(engine, seed, made(seed, number), found)
            _told(found, f"(seed {seed}, numbers {first} ff.)", _taken_back, engine, batches)
    return found


def _one(engine: Engine, seed: int, its: Input, found: Figures) -> list[int]:
    batches: list[int] = []
    began = monotonic()
    _told(found, f"(seed {seed}, number {its.number}) {its.name}", _tried, engine, its, batches)
    took = monotonic() - began
    found.longest = max(found.longest, took)
    found.counts["inputs"] += 1
    found.counts["slow"] += took > SLOW_SECONDS
    return batches


def _told(found: Figures, where: str, law: Callable[..., Counter[str]], *given: Any) -> None:
    try:
        found.counts.update(law(*given))
    except Exception as fault:
        found.faults.append(f"{where}: {type(fault).__name__} at {_place(fault)}: {fault}"[:1000])


def _place(fault: Exception) -> str:
    """The last line of ours that the fault came through."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "sla_core" in frame.filename] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"


def _tried(engine: Engine, its: Input, batches: list[int]) -> Counter[str]:
    """Preview, load and load again; what they have to say of each other."""
    asked = uploads.options(engine, its.wishes, its.wishes.zone)
    before = _standing(engine)
    try:
        seen = uploads.preview(engine, its.name, its.data, asked).outcome
    except Refused as refusal:
        _hold(_refusal(its, refusal))
        _equal("standing rows", _standing(engine), before)
        return Counter(refused=1)
    outcome, clean = uploads.load(engine, its.name, its.data, asked, who="fuzz")
    _equal("preview and load", _counts(seen), _counts(outcome))
    if outcome.known:
        return Counter(known=1)
    assert outcome.batch is not None
    assert clean is not None
    batches.append(outcome.batch)
    _hold(_accounted(its, engine, before, outcome, clean))
    again, _ = uploads.load(engine, its.name, its.data, asked, who="fuzz")
    _equal("the same again", (again.known, again.same), (True, outcome.read))
    rows = {f"rows {name}": getattr(outcome, name) for name in COUNTS}
    return Counter({"loaded": 1, **rows, "rows left out": clean.left_out})


def _hold(laws: Iterator[Law]) -> None:
    for what, found, wanted in laws:
        _equal(what, found, wanted)


def _equal(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise Broken(f"{what}: {found} instead of {wanted}")


def _refusal(its: Input, refusal: Refused) -> Iterator[Law]:
    sentence = str(refusal)
    yield "one line", len(sentence.splitlines()), 1
    yield f"a sentence ({sentence})", sentence.strip()[-1:], "."
    yield f"no letter that is not shown ({sentence!r})", all(map(str.isprintable, sentence)), True
    if its.plain:
        yield f"names the file ({sentence})", its.name in sentence, True


def _accounted(
    its: Input, engine: Engine, before: dict[str, int], outcome: Outcome, clean: CleanFile
) -> Iterator[Law]:
    parts = outcome.new + outcome.changed + outcome.same + outcome.refused
    yield "read", outcome.read, parts
    yield "no count below zero", min(outcome.new, outcome.changed, outcome.same) >= 0, True
    yield "refused rows", len(clean.refused), outcome.refused
    after = _standing(engine)
    grown = {kind: after[kind] - before[kind] for kind in after}
    yield "standing rows", grown, dict.fromkeys(after, 0) | {outcome.kind: outcome.new}
    there = counted(its.name, its.data, outcome.mapping.get(fields.KEYS[outcome.kind]))
    yield "rows of the file", outcome.read + clean.left_out, len(there.records)
    refused = [row.cells for row in clean.refused]
    yield "refused rows that the file does not have", Counter(refused) - Counter(there.records), {}
    stored = _ids(engine, outcome.kind, clean.system)
    missing = [its for its in kept_ids(there, refused, clean.system) if its not in stored]
    lost = max(len(missing) - (clean.left_out - there.blank), 0)
    yield f"ids that are not there ({missing[:3]})", lost, 0


def _taken_back(engine: Engine, batches: list[int]) -> Counter[str]:
    """The store is sound, before and after all its batches are taken back; then nothing stands."""
    _sound(engine)
    dice = Random(len(batches))
    for number in dice.sample(batches, len(batches)):
        undo(engine, number, now=now(), who="fuzz")
    _sound(engine)
    _equal("rows after all is taken back", sum(_standing(engine).values()), 0)
    return Counter(stores=1, undone=len(batches))


def _sound(engine: Engine) -> None:
    _equal("faults of the store", [its for its in check(engine) if its.faults], [])


def _counts(outcome: Outcome) -> dict[str, object]:
    names = (
        "kind",
        "dialect",
        "mapping",
        *COUNTS,
        "older",
        "unmatched",
        "known",
        "rules",
        "blanked",
    )
    return {name: getattr(outcome, name) for name in names}


def _standing(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {
            kind: connection.execute(
                sa.select(sa.func.count()).select_from(table_of(model))
            ).scalar_one()
            for kind, model in STANDING.items()
        }


def _ids(engine: Engine, kind: str, system: str) -> set[str]:
    table = table_of(STANDING[kind])
    query = sa.select(table.c.external_id).where(table.c.system == system)
    with reading(engine) as connection:
        return {bare(its) for its in connection.scalars(query)}
