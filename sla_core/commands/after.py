"""What follows a file's import: what is kept of what was said, and what is to be known next."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sla_core import asking, uploads
from sla_core.crm import Options, SavedMapping
from sla_core.crm.options import Answers
from sla_core.store import settings
from sla_core.store.engine import Engine
from sla_core.store.outcome import Outcome


def keep(
    engine: Engine, path: Path, outcome: Outcome, wishes: Options, given: argparse.Namespace
) -> None:
    """Save how the file was read by the name that was given: its columns and what was said of it.

    Of a known export only what was said is kept, since its own columns are known anyway.
    """
    with uploads.opened(path) as data:
        header = asking.head(path.name, data).header
    before = wishes.mapping.values if wishes.mapping else {}
    zone = given.zone or wishes.kept.zone
    mapping = SavedMapping(
        name=given.save_as,
        kind=outcome.kind,
        columns=wishes.wanted_columns() if asking.exported_by(header) else dict(outcome.mapping),
        values={name: wishes.wanted_values(name) for name in {**before, **wishes.values}},
        set=wishes.wanted_set(),
        answers=Answers(wishes.day_first, wishes.decimal, zone, wishes.year_first),
    )
    asking.keep(engine, mapping, header)


def hints(engine: Engine, outcome: Outcome, given: argparse.Namespace) -> Iterator[str]:
    """What is to be done once for all files."""
    local = any(rule.startswith("Times that name no zone") for rule in outcome.rules)
    if local and not given.zone and not settings.zone_is_set(engine):
        yield (
            "This workspace has no zone yet: settings set zone=Europe/Berlin says in which zone such"
            " times are read, --zone does so for one file."
        )
