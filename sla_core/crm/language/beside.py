"""What stands beside the phrases of a cell: words that hedge, words that change nothing, others."""

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from pathlib import Path

from sla_core.crm.language.names import plain

_WORDS_OF = {"leads": "activities"}
"""Whether a lead was reached is said in the words of calls."""
NOT_YET = ("open", "planned")
"""What nothing has come of yet."""
_MARKS = re.compile(r"[?？¿~≈]|(?<![\d.,])(?!0+ ?[%％]|100 ?[%％])\d[\d.,]*\s*[%％]|[%％]\s*\d+")
"""A question, and a share that is neither none nor all."""
_SEGMENTS = re.compile(r"\s+-+\s*|\s*[–—:/|(),;>\[\]]+\s*")


def hedge(word: str, phrases: Sequence[str], denying: Set[str] = frozenset()) -> str:
    """What makes it doubtful: “?” in “Won?”, “50%” in “Win 50%”, “almost” in “almost won”; or "".

    Words that are `denying` do so too.
    """
    mark, hedges = _MARKS.search(word), _words("hedging") | denying
    left = _left(plain(word), phrases)
    return mark[0].strip() if mark else next((its for its in left if its in hedges), "")


def strange(kind: str, word: str, phrases: Sequence[str], ours: str = "") -> str:
    """A word that may change what the phrases mean; "" where there is none.

    A part that says it alone is not changed by the others: “Closed lost - budget cut”. What is
    `ours` only so far (open, planned) has words of its own beside it, and hedges take nothing of it.
    """
    open_yet = ours in NOT_YET
    harmless = _words(ours) | _words("hedging") if open_yet else _words(_WORDS_OF.get(kind, kind))
    parts = [part for text in (word, *_SEGMENTS.split(word)) if (part := plain(text))]
    said = [_left(part, phrases) for part in parts if _left(part, phrases) != part.split()]
    others = [[its for its in left if its not in harmless] for left in said or [[word]]]
    fewest: list[str] = min(others, key=len)
    return next(iter(fewest), "")


def _left(said: str, phrases: Sequence[str]) -> list[str]:
    """The words that are of no phrase; a number in front counts stages."""
    text = f" {said} "
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(f" {phrase} ", "  ")
    return re.sub(r"^\s*\d{1,2} ", " ", text).split()


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    path = Path(__file__).with_name("beside.toml")
    document: Mapping[str, Mapping[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(word for words in document[name].values() for word in words.split())
