"""What follows a file's import: what is kept of what was said, and what is to be known next."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sla_core import asking, uploads
from sla_core.crm import Options, SavedMapping, recognise
from sla_core.crm.options import Answers, quoted
from sla_core.problems import Refused
from sla_core.store import settings
from sla_core.store.engine import Engine
from sla_core.store.outcome import Outcome


def as_mapping(path: Path, wishes: Options, given: argparse.Namespace) -> SavedMapping:
    """How the file is read, by the name that was given: its columns and what was said of it.

    Of a known export only what was said, since its own columns are known anyway.
    """
    with uploads.opened(path) as data:
        head = recognise(path.name, data, wishes)
    before = wishes.mapping.values if wishes.mapping else {}
    zone = given.zone or wishes.kept.zone
    return SavedMapping(
        name=given.save_as.strip(),
        kind=head.kind,
        columns=wishes.wanted_columns() if head.system != "file" else dict(head.mapping),
        values={name: wishes.wanted_values(name) for name in {**before, **wishes.values}},
        set=wishes.wanted_set(),
        answers=Answers(wishes.day_first, wishes.decimal, zone, wishes.year_first),
        header=head.header,
    )


def refuse_name(engine: Engine, mapping: SavedMapping) -> None:
    """Refused where the name is blank, or that of a mapping for another header."""
    if not mapping.name:
        raise Refused("A mapping is saved by name: --save-as NAME.")
    for saved in asking.saved(engine):
        header = SavedMapping.from_json(saved.document).header
        if saved.name == mapping.name and {*header} != {*mapping.header}:
            raise Refused(
                f"There is a mapping “{mapping.name}” for another header already; choose another name,"
                f" or remove it first (mappings remove {quoted(mapping.name)}). Nothing was imported."
            )


def hints(engine: Engine, outcome: Outcome, given: argparse.Namespace) -> Iterator[str]:
    """What is to be done once for all files."""
    local = any(rule.startswith("Times that name no zone") for rule in outcome.rules)
    if local and not given.zone and not settings.zone_is_set(engine):
        yield (
            "This workspace has no zone yet: settings set zone=Europe/Berlin says in which zone such"
            " times are read, --zone does so for one file."
        )
