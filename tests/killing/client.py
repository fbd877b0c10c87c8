"""Orders given to the process whose children are killed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.killing.ways import SHIM
from tests.killing.works import Work

SOURCE = Path(__file__).with_name("shim.c")


@dataclass(frozen=True)
class Ended:
    """`killed`, or how many steps the work took; anything else is an error of the test."""

    killed: bool
    steps: int


@dataclass(frozen=True)
class Killer:
    """Does works and kills them; `temporary` is where they put what is to be thrown away."""

    process: "subprocess.Popen[str]"
    temporary: Path

    def work(self, store: Path, work: Work, way: str = "statement", at: float = 0) -> Ended:
        """Do it, and be killed at this step; at 0 never."""
        order: dict[str, Any] = {"store": str(store), "way": way, "at": at, **asdict(work)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        assert told["status"] <= 0, "the work failed; its traceback stands above"
        return Ended(told["status"] < 0, told["steps"])


@contextmanager
def killer(temporary: Path, shim: Path | None) -> Iterator[Killer]:
    """The process; it counts writes only with the shim."""
    environment = {**os.environ, "TMPDIR": str(temporary), "OPENBLAS_NUM_THREADS": "1"}
    if shim:
        environment |= {"LD_PRELOAD": str(shim), SHIM: str(shim)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.killing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        yield Killer(process, temporary)
    finally:
        process.communicate()


def built(folder: Path) -> Path | None:
    """The shim that counts writes; None where it cannot be built."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler or sys.platform != "linux":
        return None
    target = folder / "shim.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", target, SOURCE, "-ldl"], check=True)
    return target
