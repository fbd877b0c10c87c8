"""A PostgreSQL server of the tests' own: a temporary directory, a socket in it, gone at the end."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sla_core.store.engine import Engine, open_store

ABSENT = "no PostgreSQL server is installed here"
TEMPLATE = "up_to_date"
SETTINGS = (
    *("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    *("log_min_messages=log", "log_checkpoints=off"),
)
"""Reached by the socket alone; nobody needs the data after a power cut, nor reads what it logs."""
GUARD = '"$@" & read -r _; kill -INT $!; wait; rm -rf "$0"'
"""A shell that ends the server and its folder as soon as its input does, so also with a killed test."""


@dataclass(frozen=True)
class Server:
    """A running server; its socket lies in the folder, which only its user may enter."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://sla@/{database}?host={self.folder}"

    def run(self, command: str) -> None:
        """One command on the server itself, such as making a database."""
        address = f"host={self.folder} user=sla dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command.encode())


@contextmanager
def empty_database() -> Iterator[Engine]:
    """An empty, up-to-date store on the server that goes away afterwards."""
    running = server()
    name = f"store_{next(running.numbers)}"
    running.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    engine = open_store(running.url(name))
    try:
        yield engine
    finally:
        engine.dispose()
        running.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def blank_database() -> Iterator[str]:
    """The address of a database in which there is nothing at all yet."""
    running = server()
    name = f"blank_{next(running.numbers)}"
    running.run(f"CREATE DATABASE {name}")
    try:
        yield running.url(name)
    finally:
        running.run(f"DROP DATABASE {name} WITH (FORCE)")


@lru_cache(maxsize=1)
def server() -> Server:
    """The server, started when first asked for and stopped with the process; skips without one."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="sla-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    started = _started(binaries, folder, _unprivileged(folder))
    atexit.register(_stop, started)
    running = Server(folder)
    running.run(f"CREATE DATABASE {TEMPLATE}")
    open_store(running.url(TEMPLATE)).dispose()
    return running


def _binaries() -> Path | None:
    """The newest server there is: on the PATH, or where Debian keeps its versions."""
    found = shutil.which("postgres")
    folders = [Path(found).resolve().parent] if found else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda folder: folder.parent.name.zfill(4), reverse=True)
    whole = [f for f in folders if all((f / name).exists() for name in ("initdb", "postgres"))]
    return whole[0] if whole else None


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Arguments for a process: PostgreSQL refuses to run as root, so then as somebody else."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _started(binaries: Path, folder: Path, user: dict[str, Any]) -> subprocess.Popen[str]:
    data = folder / "data"
    shared: dict[str, Any] = {"cwd": folder, "stderr": subprocess.STDOUT, "text": True, **user}
    create: list[Any] = [
        binaries / "initdb",
        "--pgdata",
        data,
        "--username",
        "sla",
        "--auth",
        "trust",
    ]
    create += ["--encoding", "UTF8", "--locale", "C", "--no-sync"]
    subprocess.run(create, check=True, stdout=subprocess.PIPE, **shared)
    serve: list[Any] = ["sh", "-c", GUARD, folder]
    serve += [binaries / "postgres", "-D", data, "-k", folder]
    for setting in SETTINGS:
        serve += ["-c", setting]
    process = subprocess.Popen(serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **shared)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "ready to accept connections" in line:
            return process
    raise RuntimeError(f"the server did not start: {''.join(said)}")


def _stop(process: subprocess.Popen[str]) -> None:
    """A fast shutdown, which waits for no connection that was left open."""
    process.communicate()
