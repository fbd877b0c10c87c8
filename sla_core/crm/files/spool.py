"""A text that is put together: in memory while it is small, else in an unnamed temporary file."""

import mmap
import tempfile
from typing import IO

from sla_core.crm.files import limits
from sla_core.problems import Refused


class Spool:
    """Takes bytes one after another, and gives them back as one view.

    A large one lies in a file without a name, which goes when the view does.
    """

    def __init__(self) -> None:
        self.size = 0
        self._memory = bytearray()
        self._file: IO[bytes] | None = None

    def write(self, piece: bytes) -> None:
        """Append; Refused where the disk has no room."""
        self.size += len(piece)
        if self._file is None and self.size <= limits.IN_MEMORY:
            self._memory += piece
            return
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as its view
                self._file.write(self._memory)
                self._memory = bytearray()
            self._file.write(piece)
        except OSError as fault:
            raise _no_room(fault) from fault

    def view(self) -> memoryview:
        """All that was written."""
        if self._file is None:
            return memoryview(self._memory).toreadonly()
        try:
            self._file.flush()
        except OSError as fault:
            raise _no_room(fault) from fault
        return memoryview(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))


def let_go(rest: memoryview) -> None:
    """Of a file that is mapped into memory, give back what lies before the rest."""
    file = rest.obj
    if isinstance(file, mmap.mmap):
        read = len(file) - len(rest)
        file.madvise(mmap.MADV_DONTNEED, 0, read - read % mmap.PAGESIZE)


def _no_room(fault: OSError) -> Refused:
    reason = fault.strerror or "no reason told"
    return Refused(f"The temporary folder takes no more ({reason}). Nothing was imported.")
