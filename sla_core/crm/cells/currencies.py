"""What stands beside a number: a currency's sign, code or name, a sign, thousands and millions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

from sla_core.crm.cells.letters import LONGEST, folded

SIGNS: Mapping[str, str] = {
    **{"€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "円": "JPY", "元": "CNY", "RMB": "CNY"},
    **{"₹": "INR", "Rs": "INR", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "R$": "BRL", "R": "ZAR"},
    **{"US$": "USD", "U$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD"},
    **{"NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "MX$": "MXN"},
    **{"₩": "KRW", "₪": "ILS", "₽": "RUB", "₺": "TRY", "₫": "VND", "₱": "PHP", "฿": "THB"},
    **{"₴": "UAH", "₦": "NGN", "₡": "CRC", "₲": "PYG", "₸": "KZT", "₼": "AZN", "₾": "GEL"},
    **{"Fr": "CHF", "SFr": "CHF", "lei": "RON", "RM": "MYR", "Rp": "IDR", "S/": "PEN"},
    **{"euro": "EUR", "euros": "EUR"},
}
SHARED: Mapping[str, tuple[str, ...]] = {
    "$": tuple(
        "USD AUD CAD NZD SGD HKD MXN ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD NAD"
        " SBD SRD TTD TWD UYU XCD".split()
    ),
    "£": ("GBP", "EGP", "FKP", "GIP", "SHP", "LBP", "SYP"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "元": ("CNY", "TWD", "HKD"),
    "Rs": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "lei": ("RON", "MDL"),
    "kr": ("", "SEK", "NOK", "DKK", "ISK"),
}
"""Signs of several currencies: the workspace's own if it is among them, else the first."""
POWERS: Mapping[str, int] = {
    **dict.fromkeys("k tsd tausend thousand mil 千".split(), 3),
    **dict.fromkeys("m mm mn mio mln million millions millionen millones milhoes".split(), 6),
    **dict.fromkeys("b bn mrd mia billion milliarden milliards".split(), 9),
    **{"万": 4, "萬": 4, "億": 8, "亿": 8, "lakh": 5, "lakhs": 5, "lac": 5, "crore": 7, "cr": 7},
}
"""Words for powers of ten."""
_OF_NAME = re.compile(
    r"[(\[（](?P<inner>[^()\[\]（）]+)[)\]）]\s*$"
    r"|(?:^|[\s_])(?P<last>[A-Z]{3}|eur|usd|gbp|chf|jpy|brl|[^\w\s()\[\]]{1,3})$"
)
_OFTEN = {*SIGNS.values(), "SEK", "NOK", "DKK"} - {"TRY"}
"""Codes that stand alone at the end of a column's name; others may be words: TOP, ALL, CUP."""
_LANGUAGES = "en de fr es pt ja".split()


@dataclass(frozen=True)
class Beside:
    """What stands before and behind a number: its sign, its power of ten, its currency.

    `point` is true where the number begins with its decimal mark, as .50 does.
    """

    negative: bool = False
    power: int = 0
    currency: str | None = None
    point: bool = False


def beside(before: str, behind: str, home: str | None) -> Beside | None:
    """The meaning of what stands beside a number; None where it means nothing here."""
    if len(before) + len(behind) > LONGEST:
        return None
    brackets = (before.count("("), behind.count(")"))
    minus, plus = ((before + behind).count(sign) for sign in "-+")
    if brackets not in ((0, 0), (1, 1)) or brackets[0] + minus + plus > 1 or "+" in behind:
        return None
    first, second = (re.sub(r"[-+()\s]", "", text) for text in (before, behind))
    point = first[-1:] in (".", ",") and not any(letter.isalpha() for letter in first)
    told = [_meaning(word, home) for word in (first[:-1] if point else first, second)]
    if any(each is None for each in told):
        return None
    powers = [power for power, _ in filter(None, told) if power]
    named = {code for _, code in filter(None, told) if code}
    if len(powers) > 1 or len(named) > 1 or (powers and told[0] and told[0][0]):
        return None
    return Beside(minus + brackets[0] > 0, sum(powers), next(iter(named), None), point)


def code(word: str, home: str | None) -> str | None:
    """The ISO 4217 code of a code, sign or name; None where it is none."""
    word = re.sub(r"\s+", " ", word).strip()
    bare = word.rstrip(".")
    if bare in SHARED:
        return home if home in SHARED[bare] else SHARED[bare][0] or None
    if bare in SIGNS or bare in _symbols():
        return SIGNS.get(bare) or _symbols()[bare]
    first = bare.split(" - ")[0].upper()
    return first if first in _codes() else _names().get(folded(word))


def named_currency(name: str, home: str | None) -> str | None:
    """The currency that the name of a column says, as "Amount (EUR)", "Umsatz in €", "Betrag EUR"."""
    found = _OF_NAME.search(name.strip())
    word = (found["inner"] or found["last"]).strip() if found else ""
    known = _codes() if found and found["inner"] else _OFTEN
    return code(word, home) if word.upper() in known or not word.isascii() or "$" in word else None


def _meaning(word: str, home: str | None) -> tuple[int, str | None] | None:
    """Power of ten and currency of "", "$", "K", "Mio.€", "kEUR"; None where it is no such."""
    for one, other in _cuts(word):
        for power, money in ((one, other), (other, one)):
            ten, named = POWERS.get(folded(power), 0), code(money, home) if money else None
            if (ten or not power) and (named or not money):
                return ten, named
    return None


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """A word as two: whole first."""
    yield word, ""
    for place in range(1, len(word)):
        yield word[:place], word[place:]


@lru_cache(1)
def _symbols() -> Mapping[str, str]:
    """Signs such as $US and JP¥ that mean one currency in all languages."""
    codes: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for each in list_currencies():
            codes.setdefault(get_currency_symbol(each, locale=language), set()).add(each)
    return {symbol: min(its) for symbol, its in codes.items() if len(its) == 1 < len(symbol)}


@lru_cache(1)
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())


@lru_cache(1)
def _names() -> Mapping[str, str]:
    return {
        folded(get_currency_name(each, locale=language)): each
        for language in _LANGUAGES
        for each in sorted(list_currencies(), reverse=True)
    }
