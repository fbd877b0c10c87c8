"""A process that imports one file and says when it begins: python -m tests.importing URL FILE."""

import sys
from pathlib import Path

from sla_core.store.engine import open_store
from tests.stores import load


def main(address: str, file: str) -> None:
    """Import the file; "begins" is said once everything else is ready."""
    engine, data = open_store(address), Path(file).read_bytes()
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    load(engine, Path(file).name, data)
    sys.stdout.write("ended\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
