"""Whether a file's dates begin with the day: decided from its evidence, said, or asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from sla_core.crm.cells import day_numbers, short_years
from sla_core.crm.cells.day_evidence import READINGS, Clue, Counts, Evidence
from sla_core.crm.cells.day_order import DayOrder
from sla_core.problems import Problem

CHOICE = "the choice of day first (--day-first) or month first (--month-first)"
FIRST = {True: "day", False: "month"}


@dataclass(frozen=True)
class Decision:
    """How each time column is read: whether slash dates begin with the day, numbers in which unit.

    `year_first` are the columns in which dates of three short parts begin with the year. `rules`
    are the sentences that say it, with the evidence.
    """

    day_first: Mapping[str, bool] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    year_first: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vote:
    """A reading that evidence speaks for, and the reason as a clause."""

    day_first: bool
    reason: str
    weight: int = 0


def decide(
    evidence: Evidence, asked: bool | None, file: str, year_asked: bool | None = None
) -> Decision | Problem:
    """The day order of each column, or the question that the user has to answer.

    What was `asked` for (the day first, the month first) goes before all evidence, and so does
    whether the year of two digits stands first; where only the former was said, it stands last.
    """
    if year_asked is None and asked is not None:
        year_asked = False
    shown = {name: signs.years for name, signs in evidence.signs.items()}
    years = short_years.decide(shown, year_asked, file)
    if isinstance(years, Problem):
        return years
    year_first = frozenset(name for name, (first, _) in years.items() if first)
    evidence = evidence.without(year_first)
    orders = {name: signs.year_last for name, signs in evidence.signs.items()}
    units = {name: signs.unit for name, signs in evidence.signs.items() if signs.unit}
    numbers = tuple(_number_rule(name, evidence) for name in units)
    numbers += (*short_years.rules(years), *_dotted_rule(evidence, asked))
    if asked is not None:
        slashed = any(order != DayOrder() for order in orders.values())
        said = (f"Dates begin with the {FIRST[asked]}, as was chosen.",) if slashed else ()
        return Decision(dict.fromkeys(orders, asked), units, said + numbers, year_first)
    found = {name: order.decided for name, order in orders.items() if order.decided is not None}
    doubtful = [name for name in orders if name not in found]
    rules = _proven_rules({name: orders[name] for name in found})
    if doubtful:
        vote = _contradiction(orders, file) or _vote(evidence, orders, doubtful, file)
        if isinstance(vote, Problem):
            return vote
        found |= dict.fromkeys(doubtful, vote.day_first)
        rules += (_doubtful_rule(vote, doubtful, bool(rules)),)
    return Decision(found, units, rules + numbers, year_first)


def _dotted_rule(evidence: Evidence, asked: bool | None) -> Iterator[str]:
    """The sentence on dates with dots, which begin with the day whatever was chosen."""
    columns = [name for name, signs in evidence.signs.items() if signs.dotted]
    if columns:
        named = ", ".join(f"“{name}”" for name in columns)
        chosen = (
            "; that the month comes first holds for other dates alone" if asked is False else ""
        )
        yield f"Dates with dots in {named} begin with the day{chosen}."


def _proven_rules(orders: Mapping[str, DayOrder]) -> tuple[str, ...]:
    proofs: dict[bool, str] = {}
    columns: dict[bool, str] = {}
    for name, order in orders.items():
        proof = order.day_first or order.month_first
        if proof and bool(order.day_first) not in proofs:
            proofs[bool(order.day_first)], columns[bool(order.day_first)] = proof, name
    return tuple(
        f"Dates {f'in “{columns[way]}” ' if len(proofs) > 1 else ''}begin with the {FIRST[way]}:"
        f" “{proof}” in “{columns[way]}” has no other reading."
        for way, proof in proofs.items()
    )


def _doubtful_rule(vote: Vote, columns: list[str], among_others: bool) -> str:
    where = f" in “{'”, “'.join(columns)}”" if among_others else ""
    return f"Dates{where} begin with the {FIRST[vote.day_first]}{vote.reason}."


def _contradiction(orders: Mapping[str, DayOrder], file: str) -> Problem | None:
    for name, order in orders.items():
        if order.contradicts:
            kind = (
                f"“{order.day_first}” begins with the day and “{order.month_first}” with the month"
            )
            return Problem(kind, file, column=name, accepted=f"{CHOICE}, or dates of one kind")
    return None


def _vote(
    evidence: Evidence, orders: Mapping[str, DayOrder], doubtful: list[str], file: str
) -> Vote | Problem:
    votes = [*_clue_votes(evidence, orders, doubtful), *_sibling_votes(orders)]
    votes = votes or _walk_votes(evidence, doubtful)
    ways = {vote.day_first for vote in votes}
    if len(ways) == 1:
        return max(votes, key=lambda vote: vote.weight)
    column, kind = (
        doubtful[0],
        "nothing in the file says whether its dates begin with the day or the month",
    )
    if ways:
        reasons = {way: next(v.reason for v in votes if v.day_first is way) for way in READINGS}
        kind = (
            "the file says both that its dates begin with the day"
            f"{reasons[True]} and that they begin with the month{reasons[False]}"
        )
    return Problem(kind, file, column=column, text=orders[column].doubtful, accepted=CHOICE)


def _clue_votes(
    evidence: Evidence, orders: Mapping[str, DayOrder], doubtful: list[str]
) -> list[Vote]:
    votes = []
    for clue, counts in evidence.clues.items():
        if not set(clue.columns).intersection(doubtful):
            continue
        found = {way: _found(clue, counts, orders, doubtful, way) for way in READINGS}
        for way in READINGS:
            if _damning(found[not way], found[way], clue.hard):
                reason = f": otherwise {clue.words(found[not way])}"
                votes.append(Vote(way, reason, found[not way]))
    return votes


def _found(
    clue: Clue, counts: Counts, orders: Mapping[str, DayOrder], doubtful: list[str], way: bool
) -> int:
    """How often the clue is found if the doubtful columns are read this way."""
    ways = tuple(way if name in doubtful else bool(orders[name].decided) for name in clue.columns)
    return counts.get(ways, 0)


def _damning(wrong: int, right: int, hard: bool) -> bool:
    """Whether one reading makes so much nonsense, and the other so little, that it is refuted."""
    return wrong >= (1 if hard else 2) and wrong >= 20 * right


def _sibling_votes(orders: Mapping[str, DayOrder]) -> list[Vote]:
    """What the other columns of the file begin with, if they agree."""
    proven = {
        bool(order.decided): name
        for name, order in orders.items()
        if order.decided is not None and (order.day_first or order.month_first)
    }
    if len(proven) != 1:
        return []
    ((way, name),) = proven.items()
    return [Vote(way, f", as those in “{name}” do")]


def _walk_votes(evidence: Evidence, doubtful: list[str]) -> list[Vote]:
    votes = []
    for name in doubtful:
        sorted_so = [walk.in_order for walk in evidence.walks.get(name, ())]
        if sum(sorted_so) == 1:
            votes.append(
                Vote(sorted_so[0], f": only so do the rows stand in the order of “{name}”")
            )
    return votes


def _number_rule(name: str, evidence: Evidence) -> str:
    signs = evidence.signs[name]
    values, whole, in_utc = day_numbers.parse(pa.array([signs.number]), signs.unit)
    shown = str(values[0])[:10] if whole[0] else str(values[0])[:16].replace("T", " ")
    zone = " UTC" if in_utc[0] else ""
    return f"Times in “{name}” are {signs.unit}: “{signs.number}” is {shown}{zone}."
