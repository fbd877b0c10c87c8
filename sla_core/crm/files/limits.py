"""How much a file may hold, in one place; what is more is refused before memory is spent on it."""

import os

MOST_COLUMNS = 500
MOST_CELL = 1 << 20
"""Bytes of one cell."""
MOST_ROW = 8 << 20
"""Bytes without a line end outside quotes."""
MOST_SHARED = 256 << 20
"""Bytes of an Excel workbook's table of texts, which has to be held in memory."""
MOST_RATIO = 500
"""How many times its packed size a file may have unpacked, where it is large; real ones: 5 to 50."""
IN_MEMORY = 64 << 20
"""Bytes up to which a converted or unpacked text is held in memory and not in a temporary file."""
HEAD = 1 << 20
"""Bytes in which the header has to end, and by which it is judged."""
VARIABLE = "SLA_MAX_FILE_MB"


def most_bytes() -> int:
    """How large a file may be, and what it unpacks to: 2,048 MB unless the environment says else."""
    told = os.environ.get(VARIABLE, "").strip()
    return (int(told) if told.isdecimal() and int(told) else 2048) << 20


def in_words(size: int) -> str:
    """A size as people say it: 1,536 MB, or 3 KB."""
    return f"{size >> 20:,} MB" if size >= 1 << 20 else f"{-(-size >> 10):,} KB"
