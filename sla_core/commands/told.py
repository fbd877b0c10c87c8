"""What an import did, as JSON and as lines for people."""

from typing import Any

from sla_core.clean import CleanFile
from sla_core.commands.recognised import COUNTS
from sla_core.problems import Problem
from sla_core.store.outcome import Outcome

SHOWN = 3
"""So many refused rows are told with their reason."""
BLANKS_SHOWN = 5
"""So many cells that were left blank are told with what they hold."""
_OF_A_BLANK = ("line", "column", "text", "kind", "accepted")


def answer_of(outcome: Outcome) -> dict[str, Any]:
    """An import as the contract of the command line has it."""
    names = ("file", "batch", "kind", "dialect", *COUNTS)
    return {
        **{name: getattr(outcome, name) for name in names},
        "mapping": dict(outcome.mapping),
        "older": outcome.older,
        "older_undated": outcome.older_undated,
        "stands_at": outcome.stands_at.isoformat() if outcome.stands_at else None,
        "unmatched": outcome.unmatched,
        "known": outcome.known,
        "data_as_of": outcome.data_as_of.isoformat(),
        "rules": list(outcome.rules),
        "blanked": dict(outcome.blanked),
        "blanks": [
            {name: getattr(problem, name) for name in _OF_A_BLANK} for problem in outcome.problems
        ],
    }


def refusals(clean: CleanFile | None) -> list[str]:
    """The first refused rows, a sentence each."""
    return [row.problem.sentence() for row in clean.refused[:SHOWN]] if clean else []


def say(answer: dict[str, Any]) -> None:
    """The answer as lines."""
    if "error" in answer:
        print(f"{answer['file']}: refused.")
    else:
        print(_counted(answer))
    if answer["kind"]:
        print(f"  {answer['kind']}, {answer['dialect']}; {_mapped(answer['mapping'])}")
    for one in answer.get("proposals", []):
        print(f"  {one['field']} = {one['column']}? ({one['confidence']:.2f}, {one['why']})")
    for line in [*_odd(answer), *_said(answer), *_refused(answer)]:
        print(f"  {line}")


def _counted(answer: dict[str, Any]) -> str:
    counts = ", ".join(f"{answer[name]:,} {name}" for name in COUNTS[1:])
    known = " (this file was loaded before)" if answer["known"] else ""
    batch = f"batch {answer['batch']}: " if answer["batch"] else ""
    return f"{answer['file']}: {batch}{answer['kind']}: {answer['read']:,} read, {counts}{known}."


def _mapped(mapping: dict[str, str]) -> str:
    return ", ".join(f"{ours} = {theirs}" for ours, theirs in mapping.items())


def _odd(answer: dict[str, Any]) -> list[str]:
    """What is easily missed in the counts."""
    lines = []
    if older := answer.get("older"):
        lines.append(
            f"Older than what stands: {older:,} of the changed rows; they are kept as history, and what"
            " stands stays."
        )
    if stands_at := answer.get("stands_at"):
        lines.append(
            f"Of these, {answer['older_undated']:,} do not say when they changed. If this file corrects"
            f" what stands, load it again with --data-as-of {stands_at}"
        )
    if unmatched := answer.get("unmatched"):
        lines.append(f"Rows that match no lead so far: {unmatched:,}; kept until one comes.")
    for column, count in answer.get("blanked", {}).items():
        lines.append(
            f"{count:,} unreadable cell{'' if count == 1 else 's'} left blank in “{column}”"
        )
    return [*lines, *_blanks(answer)]


def _blanks(answer: dict[str, Any]) -> list[str]:
    """The first cells that were left blank, a sentence each."""
    shown = answer.get("blanks", [])[:BLANKS_SHOWN]
    lines = [Problem(file=answer["file"], **blank).sentence() for blank in shown]
    left = sum(answer.get("blanked", {}).values()) - len(lines)
    return [*lines, f"… and {left:,} more"] if lines and left > 0 else lines


def _said(answer: dict[str, Any]) -> list[str]:
    """How it was read, what that may mean, and what is to be done once."""
    saved = answer.get("saved_as")
    kept = [f"Saved as “{saved}”; it reads every file of this header."] if saved else []
    return [*answer.get("rules", []), *answer.get("hints", []), *kept]


def _refused(answer: dict[str, Any]) -> list[str]:
    lines = list(answer.get("refusals", []))
    if left := answer["refused"] - len(lines) if lines else 0:
        lines.append(f"and {left:,} more refused rows; --refused FILE writes them all.")
    return lines
