"""One import in a process of its own, once its libraries are loaded: its seconds and peak memory.

`python -m tests.bench.loaded FOLDER URL FILE…`; FOLDER has a small company to warm up with.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sla_core.store.engine import open_store
from tests.bench import command

GIB = 1 << 20
"""Kilobytes, as the operating system counts a process's memory."""


@dataclass(frozen=True)
class Took:
    """Seconds, and the most memory that the process had, in GiB."""

    seconds: float
    memory: float


def took(small: Path, database: Path, *files: Path) -> Took:
    """What the import of the files into the database takes."""
    words: Sequence[object] = (small, command.url(database), *files)
    line = [sys.executable, "-m", __name__, *map(str, words)]
    done = subprocess.run(line, check=True, capture_output=True, text=True)
    return Took(**json.loads(done.stdout))


def main(small: Path, url: str, files: Sequence[str]) -> None:
    """Warm up, import, and print what it took."""
    warm = command.url(small / "warm.db")
    open_store(warm).dispose()
    command.timed("import", *map(str, small.glob("*.csv")), "--db", warm)
    seconds = command.timed("import", *files, "--db", url)
    print(json.dumps({"seconds": seconds, "memory": _peak() / GIB}))


def _peak() -> int:
    """The most memory that this process had, in kilobytes.

    Linux counts into `ru_maxrss` what the parent had when it made the process.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
