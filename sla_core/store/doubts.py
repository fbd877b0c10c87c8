"""What is to be said of new rows that may be rows which stand already, under other ids."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sla_core import fields
from sla_core.clean import CleanFile
from sla_core.store.batches import batch, in_force
from sla_core.store.comparing import Comparison, Older


def doubts(
    connection: Connection, clean: CleanFile, comparison: Comparison | None, new: int, same: int
) -> Iterator[str]:
    """The sentences on `new` rows of the file that may count twice; `same` rows stand already."""
    if not new or not comparison:
        return
    ours = clean.mapping.get(fields.KEYS[clean.kind])
    yield from _read_otherwise(connection, clean, ours, new)
    if ours is None and clean.kind == "activities" and same:
        yield from _among_those_loaded(comparison)
    if clean.system == "file":
        yield from _other_ids(connection, clean, ours)


def behind(connection: Connection, clean: CleanFile, older: Older) -> Iterator[str]:
    """The sentence on rows that are older than the same file's own, as that was read before.

    What they say of their change is then earlier by another zone or order of day and month.
    """
    dated = older.rows - older.undated
    query = sa.select(sa.func.max(batch.c.id)).where(in_force, *_same_file(clean))
    before = connection.scalar(query) if dated else None
    if before:
        yield (
            f"The same file stands as upload {before}, read in another way, by which {dated:,} of these"
            f" rows changed later than they do now: what stands stays. If it is now read right, take"
            f" upload {before} back first."
        )


def _same_file(clean: CleanFile) -> tuple[sa.ColumnElement[bool], ...]:
    """Uploads of the same bytes, read otherwise."""
    same = (batch.c.sha256 == clean.sha256, batch.c.kind == clean.kind)
    return (*same, batch.c.options != clean.options)


def _read_otherwise(
    connection: Connection, clean: CleanFile, ours: str | None, new: int
) -> Iterator[str]:
    """The same bytes, read so that their rows have other ids."""
    others = (*_same_file(clean), batch.c.refused_rows < new)
    query = sa.select(batch.c.id, batch.c.mapping).where(in_force, *others)
    for number, mapping in connection.execute(query.order_by(batch.c.id.desc())):
        theirs = json.loads(mapping).get(fields.KEYS[clean.kind])
        if ours != theirs or ours is None:
            yield (
                f"The same file stands as upload {number}, read in another way: {new:,} of its rows come"
                f" in beside those, with other ids. Where they are the same, take upload {number} back."
            )
            return


def _among_those_loaded(comparison: Comparison) -> Iterator[str]:
    """Activities without an id that came later than others of their time: perhaps corrected ones."""
    count = comparison.new_among_the_standing()
    if count:
        yield (
            f"New rows without an id among times that are loaded already: {count:,}. Where they"
            " correct earlier rows, both count; take the earlier upload back first."
        )


def _other_ids(connection: Connection, clean: CleanFile, ours: str | None) -> Iterator[str]:
    """A column that earlier files had their ids from, and this one has but does not use."""
    kind = (batch.c.kind == clean.kind, batch.c.system == clean.system)
    query = sa.select(batch.c.mapping).where(in_force, *kind).order_by(batch.c.id.desc()).limit(1)
    theirs = json.loads(connection.scalar(query) or "{}").get(fields.KEYS[clean.kind])
    if theirs and theirs != ours and theirs in clean.header:
        yield (
            f"Earlier {clean.kind} had their ids from “{theirs}”, these have not: the same ones come in"
            f" once more (--map {fields.KEYS[clean.kind]}=… says which column has them)."
        )
