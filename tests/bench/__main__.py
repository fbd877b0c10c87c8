"""Runs the benchmarks and prints one table: `make bench`, or `python -m tests.bench imports`."""

import argparse
import importlib
import pkgutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import tests.bench
from tests.bench import Row

FIRST = ("imports",)  # leaves the store that the others read
LINE = "{:<44} {:>9} {:<34} {:>9} {:>6} {:>6}"


def main(wanted: list[str]) -> None:
    """Run the named benchmarks, or all of them."""
    print(LINE.format("what", "seconds", "beside", "seconds", "ratio", "aim"))
    with tempfile.TemporaryDirectory(prefix="sla-bench-") as folder:
        for name in wanted or names():
            for row in importlib.import_module(f"tests.bench.{name}").measure(Path(folder)):
                print(line(row), flush=True)


def names() -> list[str]:
    """The modules that measure something, in the order in which they build on each other."""
    found = [module.name for module in pkgutil.iter_modules(tests.bench.__path__)]
    measuring = [name for name in found if name != "__main__" and _measures(name)]
    return sorted(measuring, key=lambda name: (name not in FIRST, name))


def line(row: Row) -> str:
    """A row of the table."""
    return LINE.format(row.what, *_cells(row))


def _cells(row: Row) -> Iterator[str]:
    yield f"{row.seconds:.3f}"
    yield row.beside
    yield "" if row.floor is None else f"{row.floor:.3f}"
    yield "" if row.ratio is None else f"{row.ratio:.2f}"
    yield "" if row.aim is None else f"{row.aim:.2f}"


def _measures(name: str) -> bool:
    return hasattr(importlib.import_module(f"tests.bench.{name}"), "measure")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*names(), []])
    main(parser.parse_args().name)
