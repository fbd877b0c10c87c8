"""What a word in a cell means: theirs as one of our values, with how sure that is and why."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sla_core import fields
from sla_core.crm.language import beside
from sla_core.crm.language.names import LANGUAGES, plain
from sla_core.fields import Cell

SURE = 0.9
"""From this confidence on nothing is asked."""
OTHER_TIER = "Other"

FLAGS = {
    **dict.fromkeys(
        "true yes y t 1 1.0 x on ✓ ✔ ☑ ✅ ○ 〇 ja j wahr oui vrai sí si s sim verdadero verdadeiro vero"
        " waar tak ano はい 有 是".split(),
        True,
    ),
    **dict.fromkeys(
        "false no n f 0 0.0 off ✗ ✘ ☐ ❌ × nein falsch non faux não nao falso onwaar nee nie ne"
        " いいえ 無 否".split(),
        False,
    ),
}
"""Yes and no, as cells say it."""

_OURS, _WHOLE, _AMONG_WORDS, _MAYBE, _IN_DOUBT = 1.0, 0.97, 0.92, 0.75, 0.4
_NOT = {*"not no nicht kein keine nie never non pas ne sin nao nem sem un 未 非".split()}
_OF_TIER = 0.6
_HAPPENED, _POSITIVE = ("outcome", "connected"), ("won", "connected", "true")


@dataclass(frozen=True)
class Meaning:
    """One of our values ("" where none is known), how sure that is (0 to 1), and why."""

    ours: str
    confidence: float
    why: str


@dataclass(frozen=True)
class _Phrase:
    ours: str
    language: str

    def sure(self, otherwise: float) -> float:
        """How sure the phrase makes: `otherwise`, unless it means its value only often."""
        return otherwise if self.language in LANGUAGES else min(otherwise, _MAYBE)

    def shown(self, text: str) -> str:
        """The phrase with its language."""
        return f"“{text}” ({LANGUAGES.get(self.language, 'often')})"


NOTHING = Meaning("", 0.0, "no word of it is known")


@lru_cache(maxsize=65536)
def meaning(kind: str, field: str, word: str) -> Meaning:
    """What a word of theirs means for a field with values of its own, or for a lead's tier."""
    if word.casefold() in FLAGS and fields.field(kind, field).cell is Cell.FLAG:
        return Meaning(str(FLAGS[word.casefold()]).lower(), _OURS, "yes or no")
    said, phrases = plain(word), _phrases(kind, field)
    if field == "tier":
        return _tier(_whole(word, said, phrases) or _among(said, phrases))
    if said.replace(" ", "_") in values(kind, field):
        return _unhedged(kind, field, word, Meaning(said.replace(" ", "_"), _OURS, "ours"))
    found = _whole(word, said, phrases) or _among(said, phrases)
    return _unhedged(kind, field, word, found)


def of_question(kind: str, field: str, column: str) -> dict[str, str]:
    """What yes and no mean in a column that asks it: in “Won?” yes is won, and no says nothing yet."""
    if (kind, field) != ("deals", "outcome"):
        return {}
    asked = meaning(kind, field, plain(column).removeprefix("is "))
    if asked.confidence < SURE or asked.ours not in ("won", "lost"):
        return {}
    return {word: asked.ours if yes else "" for word, yes in FLAGS.items()}


def direction_of(channel: str) -> str | None:
    """The direction that the words of a channel surely say: “Incoming call”; a mere “in” says nothing."""
    words = " ".join(word for word in plain(channel).split() if word not in ("in", "out"))
    found = meaning("activities", "direction", words)
    return found.ours if found.confidence >= SURE else None


def is_note(channel: str) -> bool:
    """Whether a channel is surely a note that somebody took, which reached nobody."""
    return plain(channel) in _phrases("activities", "channel")


def values(kind: str, field: str) -> tuple[str, ...]:
    """The values that a word may mean: a field's only ones, or the usual tiers; else none."""
    its = fields.field(kind, field)
    if its.cell is Cell.FLAG:
        return "true", "false"
    return ("CEO", "Director", "Manager", OTHER_TIER) if field == "tier" else its.choices


def sure_words(kind: str, field: str, words: Sequence[str]) -> dict[str, str]:
    """Theirs -> ours for the words whose meaning is sure."""
    found = {word: meaning(kind, field, word) for word in words}
    return {word: its.ours for word, its in found.items() if its.confidence >= SURE}


def _unhedged(kind: str, field: str, word: str, found: Meaning) -> Meaning:
    """The meaning, in doubt where other words of the cell may take something of it back.

    Where a lead came from is said in many words. Beside an outcome only such may stand as are known
    to change nothing; that a deal is open or a call planned is hedged by none.
    """
    if found.confidence < SURE or field == "origin":
        return found
    said, phrases = plain(word), _phrases(kind, field)
    inside = [said] if found.confidence == _OURS else _inside(said, phrases)
    denying = _NOT if found.ours in _POSITIVE else frozenset()
    hedging = found.ours not in beside.NOT_YET and beside.hedge(word, inside, denying)
    if hedging:
        return Meaning(found.ours, _IN_DOUBT, f"{found.why}, but with “{hedging}” beside it")
    if field in _HAPPENED and (other := beside.strange(kind, word, inside, found.ours)):
        return Meaning(found.ours, _MAYBE, f"{found.why}, with “{other}” beside it")
    return found


def _whole(word: str, said: str, phrases: Mapping[str, _Phrase]) -> Meaning | None:
    if said not in phrases:
        return None
    return Meaning(
        phrases[said].ours, phrases[said].sure(_WHOLE), phrases[said].shown(word.strip())
    )


def _tier(among: Meaning) -> Meaning:
    """Titles are only ever proposed: what a title is worth, the company says."""
    if among.ours:
        return Meaning(among.ours, _OF_TIER, among.why)
    return Meaning(OTHER_TIER, _IN_DOUBT, "a title without a word that is known")


def _among(said: str, phrases: Mapping[str, _Phrase]) -> Meaning:
    """The longest phrase among the words; in doubt where two contradict, or a “not” stands before."""
    inside = _inside(said, phrases)
    ours = {phrases[phrase].ours for phrase in inside}
    if not ours:
        return NOTHING
    longest = max(inside, key=len)
    its, shown = phrases[longest], phrases[longest].shown(longest)
    if len(ours) > 1:
        return Meaning(its.ours, _IN_DOUBT, f"{shown}, but other words say otherwise")
    if any(_denied(phrase, said) for phrase in inside):
        return Meaning("", _IN_DOUBT, f"{shown} with a “not” before it")
    # Without spaces between words nobody knows where one ends: 受注前 is not yet 受注.
    return Meaning(its.ours, its.sure(_AMONG_WORDS if longest.isascii() else _MAYBE), shown)


def _inside(said: str, phrases: Iterable[str]) -> list[str]:
    """The phrases among the words that are not part of a longer one."""
    found = [phrase for phrase in phrases if _stands_in(phrase, said)]
    return [one for one in found if not any(one != two and one in two for two in found)]


def _stands_in(phrase: str, said: str) -> bool:
    return f" {phrase} " in f" {said} " if phrase.isascii() else phrase in said


def _denied(phrase: str, said: str) -> bool:
    before = said.partition(phrase)[0].strip()
    if not phrase.isascii():
        return before.endswith(("未", "非", "不"))
    return bool(_NOT & {*re.split(r" ", before)[-2:]})


@lru_cache(maxsize=16)
def _phrases(kind: str, field: str) -> Mapping[str, _Phrase]:
    """Plain phrase -> what it means; a phrase with two meanings is none."""
    found: dict[str, _Phrase] = {}
    twice = set()
    for ours, by_language in _lexicon(kind, field).items():
        for language, phrases in by_language.items():
            for phrase in map(plain, phrases):
                if phrase in found and found[phrase].ours != ours:
                    twice.add(phrase)
                found.setdefault(phrase, _Phrase(ours, language))
    return {phrase: its for phrase, its in found.items() if phrase not in twice}


def _lexicon(kind: str, field: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    document = _document()
    if fields.field(kind, field).cell is Cell.FLAG:
        return _flags(document, kind, field)
    return document.get(kind, {}).get(field) or document["any"].get(field, {})


def _flags(
    document: Mapping[str, Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]],
    kind: str,
    field: str,
) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Yes and no, and what else says so of the field."""
    own = document[kind].get(field, {})
    if field == "connected":
        calls = document["activities"]["outcome"]
        own = {"true": calls["connected"], "false": calls["not_connected"]}
    found = {}
    for value, anywhere in document["any"]["flag"].items():
        here = own.get(value, {})
        found[value] = {
            language: [*anywhere.get(language, ()), *here.get(language, ())]
            for language in {**anywhere, **here}
        }
    return found


@lru_cache(maxsize=1)
def _document() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]]:
    path = Path(__file__).with_name("meanings.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
