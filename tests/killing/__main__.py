"""Does works in children that are killed, one for each line of orders: python -m tests.killing.

It loads all that a work needs and starts no thread, so that a child is there at once.
"""

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from tests.killing.ways import armed
from tests.killing.works import Work, do


def main() -> None:
    """Answer each order with the child's signal, exit code, and steps where it came to its end."""
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os._exit(_carried_out(json.loads(line), write))
        os.close(write)
        with os.fdopen(read) as told:
            steps = told.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(json.dumps({"status": status, "steps": int(steps or 0)}) + "\n")
        sys.stdout.flush()


def _carried_out(order: dict[str, Any], told: int) -> int:
    store = Path(order["store"])
    try:
        steps = armed(order["way"], order["at"], store.parent)
        do(store, Work(order["what"], order["given"]))
        os.write(told, str(steps()).encode())
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
