"""From a file's bytes to the store: the readers and the imports joined, for pages and commands."""

import csv
import hashlib
import io
import mmap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sla_core.clean import CleanFile
from sla_core.crm import Export, Options, SavedMapping
from sla_core.crm.layouts.references import Lookup
from sla_core.periods import now
from sla_core.problems import Refused, harmless
from sla_core.store import jobs, mappings
from sla_core.store.engine import Engine, reading
from sla_core.store.imports import import_file
from sla_core.store.imports import preview as compare
from sla_core.store.known_ids import known_ids
from sla_core.store.loading import Progress, untold
from sla_core.store.outcome import Outcome
from sla_core.store.settings import workspace


@dataclass(frozen=True)
class Preview:
    """What an import would do, and the file as it was read; None where it is known already."""

    outcome: Outcome
    clean: CleanFile | None


def options(engine: Engine, wishes: Options, zone: str | None = None) -> Options:
    """The wishes completed by what their mapping keeps, and by the workspace: its zone, its currency.

    A `zone` that is named counts before either.
    """
    with reading(engine) as connection:
        settings = workspace(connection)
    told = replace(
        wishes.answered(settings.zone), currency=settings.currency, lookup=ids_of(engine)
    )
    return replace(told, zone=zone, kept=replace(told.kept, zone=None)) if zone else told


def ids_of(engine: Engine) -> Lookup:
    """What tells which ids are those of leads in the store, and of their contacts."""
    return partial(known_ids, engine)


def speaking_of(wishes: Options, data_as_of: datetime) -> Options:
    """The wishes for files that speak about this moment."""
    return replace(wishes, data_as_of=data_as_of)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A file's bytes, without reading them all at once; Refused says why they cannot be had."""
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                yield b""
                return
            # Not closed here: what was read of it may still be looked at.
            yield mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as fault:
        raise Refused(f"{path} cannot be read: {fault.strerror or fault}.") from None


def load(
    engine: Engine,
    name: str,
    data: Any,
    wishes: Options,
    *,
    who: str,
    demo: bool = False,
    progress: Progress = untold,
    alone: bool = False,
) -> tuple[Outcome, CleanFile | None]:
    """Read the file and import it, in one transaction; Refused where nothing can be imported.

    A file that was loaded before is not read again. `alone`: this process does nothing else with the
    store meanwhile.
    """
    export = Export(name, data, wishes, now())
    return import_file(
        engine, export, who=who, now=now(), demo=demo, progress=progress, alone=alone
    )


def preview(
    engine: Engine, name: str, data: Any, wishes: Options, progress: Progress = untold
) -> Preview:
    """Read the file and compare it with the store; nothing is written.

    `progress` is called in the thread of the caller.
    """
    return Preview(*compare(engine, Export(name, data, wishes, now()), progress))


def start(engine: Engine, name: str, data: bytes, wishes: Options, *, who: str) -> int:
    """Import in a thread of its own, which goes on when the page is left; the job's number."""
    sha256 = hashlib.sha256(data).hexdigest()
    number = jobs.begin(engine, name, sha256, now(), size=len(data))
    work = threading.Thread(
        target=_work, args=(engine, number, name, data, wishes, who), name=f"import-{number}"
    )
    work.start()
    return number


def saved_mapping(engine: Engine, name: str) -> SavedMapping:
    """The mapping saved by this name; Refused names those that there are."""
    return SavedMapping.from_json(mappings.named(engine, name))


def refused_csv(*files: CleanFile) -> bytes:
    """The refused rows with line and reason, as a CSV that a spreadsheet reads and never executes."""
    out = io.StringIO()
    writer = csv.writer(out)
    for clean in filter(lambda clean: clean.refused, files):
        writer.writerow(["line", "reason", *map(harmless, clean.header)])
        for row in clean.refused:
            writer.writerow([row.line, harmless(row.problem.sentence()), *map(harmless, row.cells)])
    # Its mark tells spreadsheets that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _work(engine: Engine, number: int, name: str, data: bytes, wishes: Options, who: str) -> None:
    """Carry the job out and note how it ended, whatever happens."""

    def progress(step: str, rows: int, total: int | None) -> None:
        jobs.progress(engine, number, step, rows, total)

    try:
        outcome, _ = load(engine, name, data, wishes, who=who, progress=progress)
    except Refused as fault:
        jobs.end(engine, number, "failed", now(), str(fault), None)
    except BaseException as fault:
        jobs.end(engine, number, "failed", now(), _unexpected(name, fault), None)
        raise
    else:
        jobs.end(engine, number, "done", now(), _summary(outcome), outcome.batch)


def _summary(outcome: Outcome) -> str:
    if outcome.known:
        return f"{outcome.read:,} rows, all known: this file was loaded before."
    return (
        f"{outcome.read:,} rows: {outcome.new:,} new, {outcome.changed:,} changed,"
        f" {outcome.same:,} the same, {outcome.refused:,} refused."
    )


def _unexpected(name: str, fault: BaseException) -> str:
    return f"{name} could not be imported ({type(fault).__name__}). Nothing was imported."
