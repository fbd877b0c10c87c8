"""From a file's bytes to the store: the readers and the imports joined, for pages and commands."""

import csv
import hashlib
import io
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sla_core.clean import CleanFile
from sla_core.crm import Options, SavedMapping, read_export
from sla_core.periods import now
from sla_core.problems import Refused
from sla_core.store import jobs, mappings
from sla_core.store.engine import Engine, reading
from sla_core.store.imports import Outcome, import_file
from sla_core.store.imports import preview as compare
from sla_core.store.settings import workspace

T = TypeVar("T")
R = TypeVar("R")

EXECUTABLE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


@dataclass(frozen=True)
class Preview:
    """What an import would do, and the file as it was read."""

    outcome: Outcome
    clean: CleanFile


def options(engine: Engine, wishes: Options, zone: str | None = None) -> Options:
    """The wishes completed by the workspace: its zone where none is named, its currency."""
    with reading(engine) as connection:
        settings = workspace(connection)
    return replace(wishes, zone=zone or settings.zone, currency=settings.currency)


def speaking_of(wishes: Options, data_as_of: datetime) -> Options:
    """The wishes for files that speak about this moment."""
    return replace(wishes, data_as_of=data_as_of)


def load(
    engine: Engine, name: str, data: bytes, wishes: Options, *, who: str, demo: bool = False
) -> tuple[Outcome, CleanFile]:
    """Read the file and import it, in one transaction; Refused where nothing can be imported."""
    clean = read(name, data, wishes)
    return keep(engine, clean, who=who, demo=demo), clean


def read(name: str, data: bytes, wishes: Options) -> CleanFile:
    """The file's clean rows and faults; Refused where there is nothing to import."""
    return read_export(name, data, wishes, now())


def keep(engine: Engine, clean: CleanFile, *, who: str, demo: bool = False) -> Outcome:
    """Import a file that was read, in one transaction."""
    return import_file(engine, clean, who=who, now=now(), demo=demo)


def one_ahead(work: Callable[[T], R], things: Sequence[T]) -> Iterator[tuple[T, Callable[[], R]]]:
    """Each thing with a call that gives its result or raises, the next one's work under way."""
    with ThreadPoolExecutor(1) as worker:
        ahead = [worker.submit(work, thing) for thing in things[:1]]
        for place, thing in enumerate(things):
            result = ahead.pop()
            ahead += [worker.submit(work, other) for other in things[place + 1 : place + 2]]
            yield thing, result.result


def preview(engine: Engine, name: str, data: bytes, wishes: Options) -> Preview:
    """Read the file and compare it with the store; nothing is written."""
    clean = read_export(name, data, wishes, now())
    return Preview(compare(engine, clean), clean)


def start(engine: Engine, name: str, data: bytes, wishes: Options, *, who: str) -> int:
    """Import in a thread of its own, which goes on when the page is left; the job's number."""
    number = jobs.begin(engine, name, hashlib.sha256(data).hexdigest(), now())
    work = threading.Thread(
        target=_work, args=(engine, number, name, data, wishes, who), name=f"import-{number}"
    )
    work.start()
    return number


def saved_mapping(engine: Engine, name: str) -> SavedMapping:
    """The mapping saved by this name; Refused names those that there are."""
    return SavedMapping.from_json(mappings.named(engine, name))


def refused_csv(clean: CleanFile) -> str:
    """The refused rows with line and reason, as a CSV that a spreadsheet does not execute."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["line", "reason", *map(_safe, clean.header)])
    for row in clean.refused:
        writer.writerow([row.line, _safe(row.problem.sentence()), *map(_safe, row.cells)])
    return out.getvalue()


def _work(engine: Engine, number: int, name: str, data: bytes, wishes: Options, who: str) -> None:
    """Carry the job out and note how it ended, whatever happens."""
    try:
        outcome, _ = load(engine, name, data, wishes, who=who)
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


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(EXECUTABLE) else text
