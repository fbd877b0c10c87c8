"""Dates as people write them: from one text to days since 1970, and why a text is none."""

import re
from calendar import month_name, monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from sla_core.crm.cells.letters import LONGEST, folded

FIRST_YEAR, LAST_YEAR = 1900, 2199
NO_DAY = -(1 << 63)
EITHER = r"\d{1,2}\s*[-/]\s*\d{1,2}\s*[-/]\s*(?:\d{4}|\d{2})"
"""Dates that begin with the day or with the month."""
DOTTED = r"\d{1,2}\.\s*\d{1,2}\.\s*(?:\d{4}|\d{2})\.?"
SHORT = r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}\.?"
"""Dates whose year has two digits, wherever it stands."""
LONG = r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}\.?"
"""Dates that end with a year of four digits."""
_SHORT = re.compile(r"(\d{2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\.?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})[./]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})\.?")
_EITHER = re.compile(EITHER)
_NAMED = re.compile(r"[\w\s,.'/()º°-]+")
_TOKENS = re.compile(r"\d+|[^\W\d_]+")
LANGUAGES = "en de fr es pt it nl sv da nb fi pl cs sk hu ro tr ru uk bg ca".split()
_FURTHER = {"sept": 9, "mrz": 3, "maerz": 3, "janu": 1, "febr": 2, "agos": 8, "setem": 9}
_FILLING = set("st nd rd th er o a de del do da of der den the le la el º °".split())

Parts = tuple[int, int, int]


def days(text: str, day_first: bool, year_first: bool = False) -> int:
    """Days since 1970; NO_DAY where the text is no date of the years 1900 to 2199."""
    found = parts(text, day_first, year_first)
    if found is None or fault(found):
        return NO_DAY
    return date(*found).toordinal() - date(1970, 1, 1).toordinal()


def parts(text: str, day_first: bool, year_first: bool = False) -> Parts | None:
    """Year, month and day as they are written, which need not exist.

    Years of two digits are 1970 to 2069; `year_first` is about such dates alone: 26/09/30.
    """
    if len(text) > LONGEST:
        return None
    short = _SHORT.fullmatch(text) if year_first else None
    if short:
        return whole_year(int(short[1])), int(short[2]), int(short[3])
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return _named(text)
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    if _EITHER.fullmatch(text) and not day_first:
        return year, first, second
    return year, second, first


def first_parts(text: str) -> tuple[int, int] | None:
    """The two parts of which one is the day and one the month; None where the text says which."""
    found = _YEAR_LAST.fullmatch(text) if _EITHER.fullmatch(text) else None
    return (int(found[1]), int(found[2])) if found else None


def fault(found: Parts) -> str:
    """Why there is no such day, as a clause; nothing where there is one."""
    year, month, day = found
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"there is no {day} {month_name[month]} {year}"
    return ""


def like_a_day(found: Parts | None) -> bool:
    """Whether these may be meant as a day, were it 30 February."""
    return found is not None and 1 <= found[1] <= 12 and 1 <= found[2] <= 31


def whole_year(short: int) -> int:
    """The year of 1970 to 2069 that two digits mean."""
    return short + (2000 if short < 70 else 1900)


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else whole_year(int(text))


def _named(text: str) -> Parts | None:
    """A date with its month's name: 15 Apr, 2021; April 15th, 2021; 2021-Apr-15."""
    words = [] if not _NAMED.fullmatch(text) else _TOKENS.findall(folded(text))
    words = [word for word in words if word not in _FILLING]
    if len(words) == 4 and words[0] in _weekdays():
        words = words[1:]
    months = [place for place, word in enumerate(words) if word in _months()]
    numbers = [word for word in words if word.isdecimal()]
    if len(words) != 3 or len(numbers) != 2 or months not in ([0], [1]):
        return None
    month = _months()[words[months[0]]]
    first, second = numbers
    if months == [1] and len(first) == 4:
        first, second = second, first
    if len(first) > 2 or len(second) not in (2, 4):
        return None
    return _year(second), month, int(first)


@lru_cache(1)
def _months() -> Mapping[str, int]:
    names = dict(_FURTHER)
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                listed = get_month_names(width, context, language)
                names |= {folded(name): month for month, name in listed.items()}
    return names


@lru_cache(1)
def _weekdays() -> frozenset[str]:
    return frozenset(map(folded, weekday_names()))


def weekday_names() -> set[str]:
    """The names of the days of the week, long and short, as each language writes them."""
    return {
        name
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, context, language).values()
    }
