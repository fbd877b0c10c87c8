"""Whether what a user asks for can be done at all, before a file is read."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sla_core import fields
from sla_core.crm.cells.cells import SAYS_NOTHING, accepted
from sla_core.crm.language.meanings import FLAGS
from sla_core.crm.options import Options
from sla_core.fields import Cell
from sla_core.problems import Refused


def canonical(options: Options) -> str:
    """What was asked for as canonical JSON; Refused where a broken text holds half a letter."""
    text = options.canonical()
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("What was asked for holds half a letter (no valid Unicode).") from None
    return text


def refuse_impossible(kind: str, options: Options, file: str = "") -> None:
    """Refused where a field is not ours, a translation leads nowhere, or the zone is unknown.

    The sentence begins with the `file` that is being read, if one is.
    """
    try:
        _refuse_impossible(kind, options)
    except Refused as fault:
        raise Refused(f"{file}: {fault}" if file else str(fault)) from None


def _refuse_impossible(kind: str, options: Options) -> None:
    saved = options.mapping.values if options.mapping else {}
    translated = {*options.values, *saved}
    _refuse_strange(kind, {*options.wanted_columns(), *options.wanted_set(), *translated})
    for name in translated:
        _refuse_untranslatable(kind, name, options)
    try:
        ZoneInfo(options.zone)
    except (KeyError, ValueError, OSError):
        raise Refused(
            f"“{options.zone}” is no time zone; write one such as Europe/Berlin."
        ) from None


def _refuse_strange(kind: str, names: Iterable[str]) -> None:
    ours = fields.names(kind)
    for name in sorted(names):
        if name not in ours:
            raise Refused(f"{kind} have no field “{name}”; they have {', '.join(ours)}.")


def _refuse_untranslatable(kind: str, name: str, options: Options) -> None:
    its = fields.field(kind, name)
    known = {Cell.CHOICE: {*its.choices}, Cell.FLAG: {*FLAGS}}.get(its.cell)
    for theirs, ours in options.wanted_values(name).items():
        if known is not None and ours not in {*known, SAYS_NOTHING}:
            raise Refused(
                f"“{theirs}” cannot become “{ours}”: that is no {name}; accepted: {accepted(its)}."
            )
