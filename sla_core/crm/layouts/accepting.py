"""A layout that is not known, read as it is proposed where that is sure; else what has to be told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sla_core import fields
from sla_core.crm.files.header import Sheet
from sla_core.crm.language.meanings import SURE
from sla_core.crm.language.names import named as by_name
from sla_core.crm.layouts.declined import resembles
from sla_core.crm.layouts.dialects import own
from sla_core.crm.layouts.evidence import FEW_WORDS, asks, guesses
from sla_core.crm.layouts.plans import REQUIRED, Plan
from sla_core.crm.layouts.proposals import Proposal, Proposals, Reader, wants_outcome
from sla_core.crm.options import Options, quoted
from sla_core.crm.wishes import refuse_impossible
from sla_core.crm.words import TELLING, value_options
from sla_core.problems import Refused

MOST_SHOWN = 8
_MAPPED = re.compile(r'--map "?(\w+)=')
LITTLE = 0.3
"""A kind that is less sure is not said to be what a file looks like."""


def proposed_plan(
    sheet: Sheet, options: Options, kind: str | None, told: Mapping[str, str]
) -> Plan:
    """The plan of what is sure; Refused says what is proposed and which option settles it.

    `told` is field -> column as the user said it, or as our own names in the header say it.
    """
    reader = Reader.of(sheet, options.lookup)
    said = {name: options.wanted_values(name) for name in options.values}
    proposals = reader.propose(kind, told, said)
    refuse_impossible(proposals.kind, options, sheet.name)
    plan = _and_lost(_plan(sheet, options, proposals), reader)
    asked = questions(proposals, plan)
    if not _asks_about("outcome", proposals, asked):
        asked += _words_of_stages(proposals, reader, options)
    if proposals.confidence < SURE or asked or plan.missing():
        raise unknown(sheet, proposals, asked)
    return plan


def questions(proposals: Proposals, plan: Plan) -> list[str]:
    """The options that would settle what is not sure, and is needed."""
    kind, found, asked = proposals.kind, proposals.found(), []
    if proposals.confidence < SURE:
        asked.append(f"--kind {kind}")
    for group in REQUIRED[kind]:
        there = {*plan.columns, *plan.set, *(["lead_id", "deal_id"] if plan.stable else [])}
        if not there & {*group}:
            best = max((found[name] for name in group if name in found), key=_sure, default=None)
            asked += _settled(kind, best) if best else [f"--map {group[0]}=COLUMN"]
    key = found.get(fields.KEYS[kind])
    if plan.stable and key:
        # Whoever says that it is no id maps the id to the e-mail.
        asked += _settled(kind, key)
    for name, one in found.items():
        if one.doubtful and _is_telling(kind, one) and name not in plan.set:
            asked += _settled(kind, one)
    return asked


def _is_telling(kind: str, one: Proposal) -> bool:
    """Whether so much hangs on a column's words that none of them may be passed over.

    What is called the outcome or the status of activities says which of them took place at all.
    """
    if one.confidence >= SURE or one.field not in TELLING:
        return one.confidence >= SURE
    named = any(its.field == one.field for its in by_name(kind, one.column))
    return bool(one.words) or (named and (kind, one.field) == ("activities", "outcome"))


def _asks_about(name: str, proposals: Proposals, asked: list[str]) -> bool:
    """Whether the column of a field is among what is asked."""
    one = proposals.found().get(name, _NONE)
    return bool({*_settled(proposals.kind, one)[:1]} & {*asked})


def unknown(sheet: Sheet, proposals: Proposals, asked: list[str]) -> Refused:
    """The refusal of a file that is not known and not surely guessed."""
    begin = f"{sheet.name} is no export that is known by its header"
    also = f"{hint} " if (hint := resembles(sheet.header)) else ""
    columns = f"{also}The columns are: {named(sheet.header)}. Nothing was imported."
    if not proposals.found():
        return Refused(
            f"{begin}, and nothing says which column is what; name the kind and the columns"
            f" (--kind leads --map lead_id=COLUMN …). {columns}"
        )
    kind = f"It looks like {proposals.kind} ({proposals.confidence:.2f})"
    if proposals.confidence < LITTLE:
        kind = f"Nothing says which of {', '.join(fields.KINDS)} it holds; read as {proposals.kind}"
    unsure = _perhaps(proposals, asked)
    more = f", and perhaps: {' '.join(unsure)}" if unsure else ""
    return Refused(
        f"{begin}. {kind}: {'; '.join(_shown(proposals))}. What is not sure is settled by:"
        f" {' '.join(dict.fromkeys(asked))}{more}. {columns}"
    )


def _perhaps(proposals: Proposals, asked: list[str]) -> list[str]:
    """The options for what would not be used for being unsure, though nothing hangs on it.

    None for a column that only its words speak for, or none of whose words is understood.
    """
    about = {found[1] for each in asked if (found := _MAPPED.match(each))}
    return [
        option
        for name, one in proposals.found().items()
        if not (one.sure or name in about or one.why.startswith(FEW_WORDS))
        if one.words or not one.doubtful
        for option in _settled(proposals.kind, one)
    ]


def named(header: tuple[str, ...], most: int = 40) -> str:
    """A header's columns, the first of them where they are many."""
    more = f" and {len(header) - most} more" if len(header) > most else ""
    return ", ".join(header[:most]) + more


def _sure(one: Proposal) -> float:
    return one.confidence


def _plan(sheet: Sheet, options: Options, proposals: Proposals) -> Plan:
    constants = options.wanted_set()
    taken = {name: one for name, one in proposals.taken().items() if name not in constants}
    columns = {name: (one.column,) for name, one in taken.items()}
    guessed = frozenset(name for name, one in taken.items() if one.why != "told")
    accepted = tuple(_accepted(proposals, constants))
    name = "mapping" if options.map else "proposal"
    plan = Plan(proposals.kind, own(proposals.kind), name, columns, constants, sheet.header)
    return replace(plan, accepted=accepted, guessed=guessed).with_made_ids()


def _and_lost(plan: Plan, reader: Reader) -> Plan:
    """The plan with the column that says which deals are lost, beside one that says which are won."""
    says = {column: asks(plan.kind, column, its) for column, its in reader.looks.items()}
    won = plan.columns.get("outcome", ())
    lost = tuple(column for column in says if says[column] == "lost" and column not in won)
    if not lost or says.get(*won[:1] or [""]) != "won":
        return plan
    said = tuple(f"“{column}” says which deals are lost." for column in lost)
    columns = {**plan.columns, "outcome": (*won, *lost)}
    return replace(plan, columns=columns, accepted=(*plan.accepted, *said))


def _accepted(proposals: Proposals, constants: Mapping[str, str]) -> Iterator[str]:
    for name, one in proposals.found().items():
        if name in constants:
            continue
        if one.sure:
            if one.why != "told":
                yield f"“{one.column}” was taken as {name}: {one.why} ({one.confidence:.2f})."
            for other in one.passed_over:
                use = f"--map {quoted(f'{name}={other}')}"
                yield f"“{other}” may be {name} too; it was not used ({use})."
        else:
            yield f"{_in_doubt(one)}; it was not used ({' '.join(_settled(proposals.kind, one))})."


def unused(sheet: Sheet, plan: Plan) -> Iterator[str]:
    """The columns that are surely a field which the plan has from nowhere, a sentence each."""
    used = {column for columns in plan.columns.values() for column in (*columns, *plan.stable)}
    free = {*fields.names(plan.kind)} - {*plan.columns, *plan.set}
    like = [
        column
        for column in sheet.header
        if column not in used and _names_one_of(plan.kind, column, free)
    ]
    if not like:
        return
    looks = Reader.of(sheet).looks
    for guess in guesses(plan.kind, {column: looks[column] for column in like}):
        if guess.field in free and guess.confidence >= SURE:
            use = f"--map {quoted(f'{guess.field}={guess.column}')}"
            yield (
                f"“{guess.column}” may be {guess.field}: {guess.why} ({guess.confidence:.2f});"
                f" it was not used ({use})."
            )


def _names_one_of(kind: str, column: str, free: set[str]) -> bool:
    return any(one.field in free and one.confidence >= SURE for one in by_name(kind, column))


def _in_doubt(one: Proposal) -> str:
    """Why a column is not taken: another is as like it, its words are not clear, or it is unlike."""
    also = "".join(f" or “{rival}”" for rival in one.rivals)
    begin = f"“{one.column}”{also} may be {one.field}: {one.why} ({one.confidence:.2f})"
    if not one.doubtful:
        return begin
    words = ", ".join(f"“{word}”" for word in one.doubtful[:MOST_SHOWN])
    return f"{begin}, but what {words} says is not sure"


def _shown(proposals: Proposals) -> list[str]:
    """What is proposed, required fields first."""
    shown = []
    for name, one in proposals.found().items():
        rivals = "".join(f" or “{rival}”" for rival in one.rivals)
        doubt = f"; {_doubt(one)}" if one.doubtful else ""
        shown.append(f"{name} = “{one.column}”{rivals} ({one.confidence:.2f}{doubt})")
    more = [f"and {len(shown) - MOST_SHOWN} more"] if len(shown) > MOST_SHOWN else []
    return shown[:MOST_SHOWN] + more


def _doubt(one: Proposal) -> str:
    """What is asked of a column's words."""
    first, more = one.doubtful[0], len(one.doubtful) - 1
    if not more:
        return f"what does “{first}” mean?"
    return f"what do “{first}” and {more:,} more word{'s' if more > 1 else ''} mean?"


def _settled(kind: str, one: Proposal) -> list[str]:
    """The options that settle a proposal: its column, and the words in doubt."""
    words = [(one.field, word) for word in one.doubtful]
    return [f"--map {quoted(f'{one.field}={one.column}')}", *value_options(kind, words, MOST_SHOWN)]


def _words_of_stages(proposals: Proposals, reader: Reader, options: Options) -> list[str]:
    """What asks for the word that means won, where no stage says it."""
    told = "outcome" in options.values or "outcome" in options.wanted_set()
    if told or (proposals.kind == "deals" and proposals.found().get("stage", _NONE).why == "told"):
        return []
    words = wants_outcome(proposals.kind, proposals, reader.looks)
    stage = proposals.found().get("stage", _NONE).column
    asked = value_options("deals", [("outcome", word) for word in words], MOST_SHOWN)
    return [f"--map {quoted(f'outcome={stage}')}", *asked] if words else []


_NONE = Proposal("", "", 0.0, "")
