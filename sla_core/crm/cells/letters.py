"""Digits, spaces and signs of other scripts and of typesetters, as ASCII has them."""

import unicodedata
from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LONGEST = 80
"""No date, number or duration is longer; a cell of megabytes is not looked through."""
NONE: Mapping[str, str] = {}
_DASHES, _APOSTROPHES = "‐‑‒–—―−﹣－", "’‘ʼ′´＇`"
_MARKS = dict.fromkeys(_DASHES, "-") | dict.fromkeys(_APOSTROPHES, "'") | {"٫": ".", "٬": ","}


def ascii_marks(texts: pa.Array, words: Mapping[str, str] = NONE) -> pa.Array:
    """Text with such marks replaced, and with `words` (not of ASCII) replaced before them."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    for word, stands_for in words.items():
        texts = pc.replace_substring(texts, word, stands_for)
    for letter in sorted(_others(texts)):
        plain = _plain(letter)
        if plain is not None:
            texts = pc.replace_substring(texts, letter, plain)
    return pc.utf8_trim_whitespace(texts)


def ascii_text(text: str, words: Mapping[str, str] = NONE) -> str:
    """The same for one text."""
    return ascii_marks(pa.array([text]), words)[0].as_py()


def folded(word: str) -> str:
    """A word in lower case without accents and outer full stops."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).strip(".")


def _others(texts: pa.Array) -> Iterable[str]:
    """The different letters that are not of ASCII: in UTF-8 the bytes from 128 on are theirs."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    held = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    return set(str(held[held >= 128].tobytes(), "utf-8", "ignore"))


def _plain(letter: str) -> str | None:
    """None where nothing in ASCII means the same."""
    if letter in _MARKS:
        return _MARKS[letter]
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(letter)
    if kind in ("Zs", "Cf"):
        return " " if kind == "Zs" else ""
    wide = unicodedata.normalize("NFKC", letter)
    return wide if wide.isascii() and unicodedata.east_asian_width(letter) == "F" else None
