"""The app as a process of its own, on a database and a home of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running app: its address, its database's URL, and the file it logs to."""

    url: str
    database: str
    log: Path


@contextmanager
def serving(
    folder: Path,
    script: Path = HOUSE / "app.py",
    database: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run `script` under Streamlit, with everything it writes in `folder`, until the block ends."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    database = database or f"sqlite:///{folder / 'sla.db'}"
    own = {"HOME": str(home), "SLA_DATABASE_URL": database, "PYTHONUNBUFFERED": "1"}
    port = free_port()
    server = Server(f"http://127.0.0.1:{port}", database, folder / "server.log")
    with server.log.open("a") as log:
        process = subprocess.Popen(
            _command(script, port),
            cwd=HOUSE,
            env={**os.environ, **own, **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_health(server, process)
            yield server
        finally:
            _stop(process)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(script: Path, port: int) -> list[str]:
    options = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.fileWatcherType": "none",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(script), *flags]


def _await_health(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The app ended at once:\n{server.log.read_text()}")
        if _healthy(server.url):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The app was not up after {PATIENCE:.0f} s:\n{server.log.read_text()}")


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
