"""Writes the invented company's exports: python -m sla_core.demo [DIRECTORY] [AS-OF] [SEED]."""

import sys
from datetime import date
from pathlib import Path

from sla_core.demo.company import invent
from sla_core.demo.exports import LAYOUTS, exports

SAMPLES_AS_OF = date(2026, 11, 23)


def main(folder: str = "data/samples", as_of: str = "", seed: str = "7") -> None:
    """Writes both layouts' files, each layout into a folder of its name."""
    company = invent(date.fromisoformat(as_of) if as_of else SAMPLES_AS_OF, int(seed))
    for layout in LAYOUTS:
        place = Path(folder) / layout
        place.mkdir(parents=True, exist_ok=True)
        for name, content in exports(company, layout).items():
            (place / name).write_bytes(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
