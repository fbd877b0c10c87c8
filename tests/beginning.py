"""A process in the middle of a job: python -m tests.beginning URL FILE."""

import sys

from sla_core.periods import now
from sla_core.store import jobs
from sla_core.store.engine import open_store


def main(address: str, file: str) -> None:
    """Begin the job, say so, and end it when told to on the input."""
    engine = open_store(address)
    number = jobs.begin(engine, file, file, now())
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdin.readline()
    jobs.end(engine, number, "done", now(), "", None)


if __name__ == "__main__":
    main(*sys.argv[1:])
