"""What is killed: an upload, the taking back of one, a restore. Each as often the same."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sla_core import uploads
from sla_core.crm import Options
from sla_core.store.copies import restore
from sla_core.store.engine import open_store
from sla_core.store.undo import undo

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Work:
    """What is done, and with what: a file to import, a batch to take back, a copy to restore."""

    what: str
    given: str


def do(store: Path, work: Work) -> None:
    """Carry it out."""
    engine = open_store(f"sqlite:///{store}")
    if work.what == "import":
        file = Path(work.given)
        wishes = uploads.options(engine, Options(data_as_of=NOW))
        uploads.load(engine, file.name, file.read_bytes(), wishes, who="tests")
    elif work.what == "undo":
        undo(engine, int(work.given), now=NOW, who="tests")
    else:
        restore(engine, Path(work.given), now=NOW)
    engine.dispose()
