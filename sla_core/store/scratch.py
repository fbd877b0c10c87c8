"""Folders for files that are thrown away, also where the process that made them was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def scratch(prefix: str, within: Path | None = None) -> Iterator[Path]:
    """A folder of its own that is gone afterwards; `within` is the temporary folder unless named.

    Folders of the same prefix whose process is no more are cleared away. Each process locks its
    own, and a lock goes with its process, however that ends.
    """
    parent = within or Path(tempfile.gettempdir())
    for left in parent.glob(f"{prefix}*"):
        _clear(left)
    folder, lock = _locked_folder(prefix, parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(prefix: str, parent: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        # Until it is locked, another process may take it for a dead one's.
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY)
            with suppress(OSError):  # Where folders cannot be locked, none is ever cleared away.
                fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _clear(folder: Path) -> None:
    """Remove the folder unless a process has it; what is another user's stays."""
    with suppress(OSError):
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
