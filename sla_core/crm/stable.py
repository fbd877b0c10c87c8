"""What an id is made from where an export has none, and rows that would share one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.crm.language.meanings import SURE
from sla_core.crm.language.names import means, named

if TYPE_CHECKING:
    from sla_core.crm.layouts.plans import Plan

_TELLING = {*fields.names("activities")} - {"activity_id", "at", "modified_at"}
Mask = npt.NDArray[np.bool_]
NO_CELL = "there is no id, and the cell from which one is made is blank"
CLASH = "there is no id, and an earlier, different row has the same cell from which one is made"


def stable_columns(kind: str, header: Sequence[str], plan: "Plan") -> tuple[str, ...] | None:
    """Their columns whose cells make a row's id; None where it has ids or nothing is stable.

    Leads: the e-mail, else name and company or phone; and creation. Deals: name, account where there
    is one, and creation, else close. Activities have ids from what tells them anyway.
    """
    key = fields.KEYS[kind]
    if kind == "activities" or key in plan.columns or key in plan.set:
        return None
    return _lead(header, plan) if kind == "leads" else _deal(header, plan)


def telling_columns(header: Sequence[str], plan: "Plan") -> dict[str, str]:
    """What tells one activity from another beside its time: a name for each such column -> column.

    Those that are called so, whether or not they are read, so that the ids stay what they are when
    one more is; beside them all that are read, but for the id and the time of the last change.
    """
    read = {column: name for name, columns in plan.columns.items() for column in columns}
    found: dict[str, str] = {}
    for column in header:
        name = _told_by_name(column) or read.get(column, "")
        if name in _TELLING:
            again = sum(other.startswith(f"{name}:") for other in found)
            found[f"{name}:{again}"] = column
    return found


def _told_by_name(column: str) -> str:
    """The field of an activity that a column's name surely means; "" where it means none."""
    called = named("activities", column)
    return called[0].field if called and called[0].confidence >= SURE else ""


def _lead(header: Sequence[str], plan: "Plan") -> tuple[str, ...] | None:
    if "email" in plan.columns:
        return tuple(dict.fromkeys((*plan.columns["email"][:1], *_when(plan, "created_at"))))
    name = [*_first(header, "first_name"), *_first(header, "name")]
    whose = _first(header, "company") or _first(header, "phone")
    when = _when(plan, "created_at", "qualified_at")
    return (*name, *whose, *when) if name and whose and when else None


def _deal(header: Sequence[str], plan: "Plan") -> tuple[str, ...] | None:
    name, whose = _first(header, "deal_name"), _first(header, "company")
    when = _when(plan, "created_at", "closed_at")
    return tuple(dict.fromkeys((*name, *whose, *when))) if name and when else None


def _first(header: Sequence[str], concept: str) -> tuple[str, ...]:
    return tuple(name for name in header if means(concept, name))[:1]


def _when(plan: "Plan", *names: str) -> tuple[str, ...]:
    return next((plan.columns[name][:1] for name in names if name in plan.columns), ())


class Collisions:
    """Finds, chunk by chunk, rows whose id an earlier and different row of the file has."""

    def __init__(self) -> None:
        self._ids = pa.array([], pa.string())
        self._content = pa.array([], pa.string())

    def later(self, ids: pa.Array, content: pa.Array) -> Mask:
        """The rows of the next chunk to refuse; `content` is equal exactly where rows are.

        The same row once more is no collision. Rows without an id are none either.
        """
        found = ids.dictionary_encode()
        places = found.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        first = np.full(len(found.dictionary), len(ids), np.int64)
        there = np.flatnonzero(places >= 0)
        np.minimum.at(first, places[there], there)
        earlier = pc.index_in(found.dictionary, value_set=self._ids)
        expected = pc.coalesce(self._content.take(earlier), content.take(pa.array(first)))
        new = pc.is_null(earlier)
        self._ids = pa.concat_arrays([self._ids, found.dictionary.filter(new)])
        self._content = pa.concat_arrays([self._content, expected.filter(new)])
        differs = pc.not_equal(content, expected.take(found.indices)).fill_null(False)
        return np.asarray(differs.to_numpy(zero_copy_only=False), bool)
