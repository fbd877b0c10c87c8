"""Run inputs and print the figures: python -m tests.fuzz --inputs 20000 [--seed S] [--first N]."""

import argparse
import json
import resource
import sys

from tests.fuzz.trial import run

SEED = 20260302


def main() -> int:
    """Exit 1 where a law was broken; `--memory` is the most address space in GiB."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--inputs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--memory", type=float)
    given = parser.parse_args()
    if given.memory:
        most = int(given.memory * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    found = run(given.seed, range(given.first, given.first + given.inputs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {**found.counts, "longest_seconds": round(found.longest, 2), "peak_mib": round(peak)}
    json.dump({**told, "faults": found.faults}, sys.stdout, indent=1, ensure_ascii=True)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
