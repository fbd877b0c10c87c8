"""What speaks for a column being a field, and for a file being of a kind: names and cells."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sla_core import fields
from sla_core.crm.language.meanings import SURE, meaning, of_question, sure_words
from sla_core.crm.language.names import CONTAINED, SYNONYM, called, means, named, of_a_thing, plain
from sla_core.crm.layouts.looks import Looks
from sla_core.fields import Cell, Field

_MOSTLY, _HARDLY = 0.8, 0.2
_CONFIRMED, _NOT_LIKE_IT, _NO_CELLS = 0.03, 0.3, 0.8
_FILES = {
    "leads": "lead|leads|prospects?|enquir|inquir|mql|interessent|anfragen|リード|見込",
    "deals": "deal|deals|opportunit|orders?|potentials?|sales|auftr|bestell|geschaft|negocio|pedido"
    "|transaction|commande|venta|vendas|取引|商談|案件|注文|受注",
    "activities": "activit|calls?|tasks?|events?|engagement|anruf|aktivitat|llamada|actividad|appel"
    "|activite|chamada|ligac|atividade|活動|通話|架電|タスク",
}
MOST_WORDS = 20
MAY_SHARE = (
    *({"stage", "outcome"}, {"channel", "direction"}),
    *({"lead_id", "contact_id"}, {"lead_id", "email"}),
)
FEW_WORDS = "few words, which mean"
_SOLD = 2.0
"""What deals weigh more where something is won, and for how much is said."""
_LITTLE = 0.2
"""Evidence of this weight is nothing much: a kind needs more to be sure."""


@dataclass(frozen=True)
class Guess:
    """A column that may be a field: how sure (0 to 1), and why."""

    field: str
    column: str
    confidence: float
    why: str


def guesses(kind: str, columns: Mapping[str, Looks]) -> list[Guess]:
    """Every column that may be a field of the kind, by its name, else by its cells."""
    return [one for column, its in columns.items() for one in _of_column(kind, column, its)]


def may_share(one: str, other: str) -> bool:
    """Whether one column may be both fields."""
    return any({one, other} <= pair for pair in MAY_SHARE)


def _of_column(kind: str, column: str, its: Looks) -> list[Guess]:
    """The guesses by its name, strengthened by its cells; where no name is sure, also by these."""
    found = {
        name: _weighed(kind, column, its, name, sure, why)
        for name, sure, why in _names(kind, column)
    }
    if asks(kind, column, its) == "won":
        found["outcome"] = Guess("outcome", column, SYNONYM, "it asks so, and says yes and no")
    best = max((one.confidence for one in found.values()), default=0.0)
    for name, sure, why in _cells(kind, its):
        if name == fields.KEYS[kind] and means("phone", column):
            continue
        if name in found or best < SURE:
            others = [
                one for field, one in found.items() if field != name and not may_share(field, name)
            ]
            other = any(one.confidence >= CONTAINED for one in others)
            found[name] = _both(found.get(name), Guess(name, column, sure, why), other)
    return list(found.values())


def asks(kind: str, column: str, its: Looks) -> str:
    """“won” or “lost” where a column is called so and its cells say yes and no; else ""."""
    answers = of_question(kind, "outcome", column)
    flags = bool(its.words) and {word.casefold() for word in its.words} <= {*answers}
    return max(answers.values()) if flags else ""


def _both(by_name: Guess | None, by_cells: Guess, other: bool) -> Guess:
    """A guess by cells, with the one by name: each speaks for it in its way, unless the name says
    something else as well.
    """
    if by_name is None:
        return (
            replace(by_cells, confidence=min(by_cells.confidence, CONTAINED)) if other else by_cells
        )
    if other or by_name.confidence >= by_cells.confidence:
        return by_name
    sure = round(1 - (1 - by_name.confidence) * (1 - by_cells.confidence), 2)
    return replace(by_name, confidence=sure, why=f"{by_name.why}, and {by_cells.why}")


def kinds(name: str, columns: Mapping[str, Looks]) -> dict[str, float]:
    """Kind -> how sure it is that the file is of it, from names that one kind alone has, and cells."""
    weight = dict.fromkeys(fields.KINDS, 0.0)
    for column, its in columns.items():
        for kind, strength in _telling(column, its):
            weight[kind] += strength
    weight["leads"] += _every_row_is_a_lead(columns)
    weight["deals"] += _SOLD * _is_won_for_money(columns)
    for kind, words in _FILES.items():
        weight[kind] += 0.5 * bool(re.search(rf"(?:^|[\s_-]|\b)(?:{words})", plain(name)))
    total = sum(one**2 for one in weight.values()) + _LITTLE
    return {kind: round(one**2 / total, 2) for kind, one in weight.items()}


def holds_titles(column: str) -> bool:
    """Whether a column is of job titles, which somebody has to make tiers of."""
    return means("job_title", column)


def _telling(column: str, its: Looks) -> Iterator[tuple[str, float]]:
    """The kinds that a column speaks for: the fewer share its name, the louder."""
    by_kind = {kind: _surely(kind, column) for kind in fields.KINDS}
    having = [kind for kind, name in by_kind.items() if name]
    own = [kind for kind in having if by_kind[kind] not in EVERYWHERE]
    for kind in own:
        yield kind, 1 / len(having) ** 2
    for kind in fields.KINDS:
        if not {"id", "ids"} & {*plain(column).split()} and of_a_thing(kind, column):
            yield kind, 0.3
    for kind, name in (
        ("deals", "outcome"),
        ("activities", "outcome"),
        ("activities", "direction"),
    ):
        if not own and _speaks(kind, name, its) >= _MOSTLY:
            yield kind, 0.7
    if len(having) > 1 and "outcome" in by_kind.values():
        for kind in ("deals", "activities"):
            yield kind, 0.7 * (_speaks(kind, "outcome", its) >= _MOSTLY)


def _every_row_is_a_lead(columns: Mapping[str, Looks]) -> float:
    """1 where the ids of leads differ in every row, and no deal or activity has one."""
    keys = {column: [kind for kind in fields.KINDS if _is_key(kind, column)] for column in columns}
    if any(kinds in (["deals"], ["activities"]) for kinds in keys.values()):
        return 0.0
    return float(any(columns[column].unique for column in keys if keys[column] == ["leads"]))


def _is_won_for_money(columns: Mapping[str, Looks]) -> bool:
    """Whether a column of few words says won, and another holds amounts."""
    return any(map(_says_won, columns.values())) and any(
        its.money >= _MOSTLY
        or (
            its.numbers >= _MOSTLY and any(name == "amount" for name, *_ in _names("deals", column))
        )
        for column, its in columns.items()
    )


def _says_won(its: Looks) -> bool:
    words = its.words if len(its.words) <= MOST_WORDS else ()
    return "won" in sure_words("deals", "outcome", words).values()


def _is_key(kind: str, column: str) -> bool:
    return _surely(kind, column) == fields.KEYS[kind]


def _surely(kind: str, column: str) -> str:
    """The field that a column's name alone says for sure; "" for none."""
    return next((one.field for one in named(kind, column) if one.confidence >= SURE), "")


EVERYWHERE = {"email", "owner", "created_at", "modified_at", "contact_id", "origin", "currency"}


def _names(kind: str, column: str) -> list[tuple[str, float, str]]:
    ours = fields.names(kind)
    found = called(kind, column)
    return [(one.field, one.confidence, one.why) for one in found if one.field in ours]


def _weighed(kind: str, column: str, its: Looks, name: str, sure: float, why: str) -> Guess:
    """A guess by name, after a look at the cells."""
    field = fields.field(kind, name)
    if not its.filled:
        return Guess(name, column, round(sure * _NO_CELLS, 2), f"{why}; no cell says anything")
    fits = _fits(kind, field, its)
    if fits >= _MOSTLY:
        return Guess(name, column, min(1.0, round(sure + _CONFIRMED, 2)), why)
    shown = f"{why}, but its cells are hardly like that" if fits <= _HARDLY else f"{why}, in part"
    share = _NOT_LIKE_IT + (1 - _NOT_LIKE_IT) * fits
    return Guess(name, column, round(sure * share, 2), shown)


def _fits(kind: str, field: Field, its: Looks) -> float:
    """The share of cells that the field could hold."""
    if field.name == fields.KEYS[kind]:
        if kind == "activities":
            return its.ids
        return its.ids * (its.whole if its.unique else 0.5)
    return _FITS.get(field.name, _CELLS[field.cell])(kind, field, its)


def _speaks(kind: str, name: str, its: Looks) -> float:
    """The share of different words whose meaning for the field is sure."""
    if not 0 < len(its.words) <= MOST_WORDS:
        return 0.0
    said = [meaning(kind, name, word).confidence >= SURE for word in its.words]
    return sum(said) / len(said)


def _any_words(kind: str, field: Field, its: Looks) -> float:
    """Words can be asked about, as long as they are few."""
    return 1.0 if its.few or _speaks(kind, field.name, its) else 0.3


def _plain_text(kind: str, field: Field, its: Looks) -> float:
    return 1.0 - max(its.emails if field.name != "owner" else 0.0, its.times)


_CELLS: Mapping[Cell, Callable[[str, Field, Looks], float]] = {
    Cell.TIME: lambda kind, field, its: max(its.times, its.moments),
    Cell.EMAIL: lambda kind, field, its: its.emails,
    Cell.MONEY: lambda kind, field, its: max(its.numbers, its.money),
    Cell.COUNT: lambda kind, field, its: its.counts,
    Cell.FLAG: _any_words,
    Cell.CHOICE: _any_words,
    Cell.TEXT: _plain_text,
}
_FITS: Mapping[str, Callable[[str, Field, Looks], float]] = {
    "currency": lambda kind, field, its: its.currencies,
    "lead_id": lambda kind, field, its: its.ids,
    "contact_id": lambda kind, field, its: its.ids,
}


def _cells(kind: str, its: Looks) -> Iterator[tuple[str, float, str]]:
    """The fields that a column of an unknown name may be, by its cells alone."""
    if not its.filled:
        return
    if its.emails >= _MOSTLY:
        yield "email", SURE, "cells look like e-mail addresses"
    elif its.times >= _MOSTLY:
        yield ("at" if kind == "activities" else "created_at"), 0.6, "cells look like times"
    elif kind == "deals" and its.money >= _MOSTLY:
        yield "amount", 0.6, "cells look like amounts of money"
    elif kind == "deals" and its.currencies >= _MOSTLY and its.few:
        yield "currency", 0.8, "cells look like currencies"
    elif its.unique and its.codes * its.whole >= _MOSTLY and its.rows > 1:
        yield fields.KEYS[kind], 0.55, "cells look like ids, another in every row"
    else:
        yield from _by_words(kind, its)


def _by_words(kind: str, its: Looks) -> Iterator[tuple[str, float, str]]:
    for field in fields.KINDS[kind]:
        share = _speaks(kind, field.name, its) if field.cell is Cell.CHOICE else 0.0
        if share >= 0.5 and (_decided(its) or (kind, field.name) != ("deals", "outcome")):
            sure = round(min(0.85, SYNONYM * share), 2)
            yield field.name, sure, f"{FEW_WORDS} {', '.join(field.choices)}"


def _decided(its: Looks) -> bool:
    """Whether a word says won or lost: that something is new or open, is said of much else."""
    return bool({"won", "lost"} & {*sure_words("deals", "outcome", its.words).values()})
