"""What a column is called: its name without decoration, and the fields that such a name may be."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = {
    "en": "English",
    "ja": "Japanese",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
}
SAME_NAME, SYNONYM, OF_A_THING, CONTAINED, MAYBE = 1.0, 0.95, 0.93, 0.7, 0.6
"""How sure a name alone makes: ours, a synonym, one behind "Deal - ", one in a longer name, perhaps."""

_THINGS = {
    "leads": "lead|リード",
    "deals": "deal|opportunity|order|取引|geschaft|auftrag|negocio|transaction",
    "activities": "activity|call|task|event|aktivitat|anruf|actividad|activite|atividade",
    "": "contact|person|custom|kontakt|contacto|contato|コンタクト|field",
}
_OF_A_THING = re.compile(r"^([^\W\d_]+)\s*(?:[:.>]|\s[-–/])\s*(\S.*)$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_UNIT = re.compile(
    r"[\s_](?:in[\s_])?(?:eur|usd|gbp|chf|jpy|brl|euro|[€$£¥]|R\$|utc|gmt)\s*$", re.I
)
"""In what a column's cells are, at the end of its name: “Betrag in €”, “created_at_utc”."""
_LONG_ENOUGH = 5
_MOST_WORDS = 24


@dataclass(frozen=True)
class Called:
    """A field that a name may mean, how sure that is (0 to 1), and why."""

    field: str
    confidence: float
    why: str


def plain(name: str) -> str:
    """A name in lower case without accents, marks, underscores and "__c": "Lead_Tier__c" is "lead tier".

    "createdAt" is "created at", "Zuständig" is "zustandig"; Japanese stays as it is.
    """
    text = _CAMEL.sub(" ", name.removesuffix("__c"))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if not "\u0300" <= letter <= "\u036f")
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=65536)
def called(kind: str, name: str) -> tuple[Called, ...]:
    """The fields of a kind that a column of this name may be, the surest first; each field once."""
    return named(kind, name) or _contained(kind, plain(name))


@lru_cache(maxsize=65536)
def named(kind: str, name: str) -> tuple[Called, ...]:
    """The same for the whole name alone, whatever its unit, its thing or what stands in brackets."""
    less = SYNONYM - OF_A_THING
    shorter = ((_BRACKETS.sub(" ", name), less), (_UNIT.sub("", name), less))
    for shown, whole in ((name, 0.0), *shorter):
        found = _exactly(kind, plain(shown), whole)
        if found:
            return found
    inner = _behind_its_thing(kind, name)
    return _exactly(kind, plain(inner), SYNONYM - OF_A_THING) if inner else ()


def of_a_thing(kind: str, name: str) -> bool:
    """Whether a name begins with a thing of the kind: "Lead-Inhaber", "Call Duration"."""
    first = plain(name).partition(" ")[0]
    return bool(re.match(_THINGS[kind], first))


def means(concept: str, name: str) -> bool:
    """Whether a name is one of the concepts of `[made.…]`, such as "company"."""
    names = _made()[concept]
    thing = _OF_A_THING.match(name)
    return plain(name) in names or bool(thing and plain(thing[2]) in names)


def _exactly(kind: str, wanted: str, less: float) -> tuple[Called, ...]:
    found = _table(kind).get(wanted, {})
    each = (Called(field, sure - less, why) for field, (sure, why) in found.items())
    return tuple(sorted(each, key=lambda one: -one.confidence))


def _behind_its_thing(kind: str, name: str) -> str | None:
    """The part behind "Deal - " where deals are asked about; None where nothing such is in front."""
    found = _OF_A_THING.match(name)
    if not found:
        return None
    thing = plain(found[1])
    ours = any(
        re.fullmatch(words, thing) for whose, words in _THINGS.items() if whose in (kind, "")
    )
    return found[2] if ours else None


def _contained(kind: str, name: str) -> tuple[Called, ...]:
    """The fields of the longest synonyms that stand in the name."""
    best: dict[str, tuple[int, str]] = {}
    for synonym in _synonyms_in(kind, name):
        for field, (sure, why) in _table(kind)[synonym].items():
            if sure > MAYBE and len(synonym) > best.get(field, (0, ""))[0]:
                best[field] = (len(synonym), f"{why} in a longer name")
    return tuple(Called(field, CONTAINED, why) for field, (_, why) in best.items())


def _synonyms_in(kind: str, name: str) -> Iterator[str]:
    """The synonyms among the words of a name; of a language without spaces, among its letters."""
    words = name.split()[:_MOST_WORDS]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            some = " ".join(words[start:end])
            if len(some) >= _LONG_ENOUGH and some in _table(kind):
                yield some
    if not name.isascii():
        yield from (one for one in _without_spaces(kind) if one in name)


@lru_cache(maxsize=4)
def _without_spaces(kind: str) -> tuple[str, ...]:
    return tuple(one for one in _table(kind) if not one.isascii() and len(one) > 1)


@lru_cache(maxsize=4)
def _table(kind: str) -> Mapping[str, Mapping[str, tuple[float, str]]]:
    """Plain name -> field -> how sure and why, of the surest reading."""
    table: dict[str, dict[str, tuple[float, str]]] = {}
    for name, field, sure, why in _entries(kind):
        fields = table.setdefault(name, {})
        if sure > fields.get(field, (0.0, ""))[0]:
            fields[field] = (sure, why)
    return table


def _entries(kind: str) -> Iterator[tuple[str, str, float, str]]:
    document = synonyms()
    for field, by_language in {**document["any"], **document[kind]}.items():
        yield plain(field), field, SAME_NAME, "name"
        for language, names in by_language.items():
            why = (
                f"synonym ({LANGUAGES[language]})" if language in LANGUAGES else "perhaps, by name"
            )
            for name in names:
                yield plain(name), field, SYNONYM if language in LANGUAGES else MAYBE, why


@lru_cache(maxsize=1)
def _made() -> Mapping[str, frozenset[str]]:
    made = synonyms()["made"]
    return {concept: frozenset(map(plain, names["all"])) for concept, names in made.items()}


@lru_cache(maxsize=1)
def synonyms() -> dict[str, Any]:
    """The names of columns, as `synonyms.toml` has them."""
    path = Path(__file__).with_name("synonyms.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
