"""Ways to be killed by the system itself: nothing of ours runs any more at that moment."""

import ctypes
import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

Steps = Callable[[], int]
"""How many steps there were so far."""
SHIM = "SLA_KILLING_SHIM"


def armed(way: str, at: float, folder: Path) -> Steps:
    """Be killed at this step; at 0 never. `folder` is where the writes that count go."""
    if way == "moment":
        return _moment(at)
    if way == "size":
        return _size(int(at), folder)
    if way == "statement":
        return _statement(int(at))
    return _write(int(at), folder, half=way == "half a write")


def _moment(seconds: float) -> Steps:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    return lambda: 0


def _size(most: int, folder: Path) -> Steps:
    """By the first write that would make any file longer than this; what fits is written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    if most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    return lambda: max(path.stat().st_size for path in folder.iterdir())


def _statement(last: int) -> Steps:
    """At the beginning of a statement of any connection, those of transactions included.

    One that is carried out for many rows counts once.
    """
    seen: list[str] = []

    def begins(sql: str) -> None:
        text = sql.partition(" VALUES ")[0]
        if seen[-1:] == [text]:
            return
        seen.append(text)
        if len(seen) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(*given: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*given, **named)
        connection.set_trace_callback(begins)
        return connection

    connect = sqlite3.connect
    for module in (sqlite3, sqlite3.dbapi2):
        vars(module)["connect"] = connected
    return lambda: len(seen)


def _write(last: int, folder: Path, *, half: bool) -> Steps:
    """At a write, sync, cut, removal or renaming of a file in the folder, counted by the shim."""
    shim = ctypes.CDLL(os.environ[SHIM])
    shim.arm(os.fsencode(folder), last, int(half))
    return lambda: int(shim.counted())
