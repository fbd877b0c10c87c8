"""Cells that say nothing, cells that a spreadsheet could not compute, and what it wraps text in."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]

BLANK = (
    "|-|--|---|–|—|―|.|..|...|…|n/a|n.a.|n. a.|k. a.|k.a.|null|(null)|<null>|[null]|\\N|nan|nat|nil"
    "|undefined|none|(none)|[none]|<none>|-none-|--none--|- none -|-- none --|select|-select-"
    "|--select--|- select -|-- select --|(no value)|no value|(blank)|(blanks)|(empty)|(not set)"
    "|not set|000000000000000aaa|000000000000000|0000-00-00|0000-00-00 00:00:00|00/00/0000"
    "|00.00.0000|(leer)|(kein wert)|kein wert|--ohne--|--keine--|--keiner--|--kein--|(vide)"
    "|(aucune valeur)|aucune valeur|--aucun--|--aucune--|(vacío)|(vacio)|(vacías)|(en blanco)"
    "|(sin valor)|sin valor|--ninguno--|--ninguna--|(vazio)|(em branco)|(sem valor)|sem valor"
    "|--nenhum--|--nenhuma--|(未設定)|（未設定）|未設定|(値なし)|（値なし）|値なし|--なし--|(なし)"
    "|（なし）|(空白)|（空白）|#n/a|#n/a n/a|#nv|#n/d|#n/v|#н/д"
).split("|")
ERROR = (
    "#REF!|#VALUE!|#DIV/0!|#NAME?|#NUM!|#NULL!|#SPILL!|#CALC!|#FIELD!|#BLOCKED!|#ERROR!|#GETTING_DATA"
    "|#BEZUG!|#WERT!|#ZAHL!|#ÜBERLAUF!|#VALEUR!|#NOM?|#NOMBRE!|#¡REF!|#¡VALOR!|#¡DIV/0!|#¿NOMBRE?"
    "|#¡NUM!|#¡NULO!|#VALOR!|#NOME?|#NÚM!|#NULO!|Err:502|Err:504|Err:508|Err:522"
).split("|")
TOO_NARROW = ["#" * width for width in range(3, 64)]
"""What a spreadsheet shows where a column is too narrow for its number."""


def _any_case(words: list[str]) -> pa.Array:
    cased = {form(word) for word in words for form in (str, str.upper, str.capitalize, str.title)}
    return pa.array(sorted({*cased, "NaN", "NaT", "(No Value)", "(no value)"}))


BLANKS, ERRORS = _any_case(BLANK), pa.array([*ERROR, *map(str.lower, ERROR), *TOO_NARROW])
ROUNDED = "a spreadsheet has rounded this id; export it again without opening it in a spreadsheet"
_NO_TEXT = pa.scalar(None, pa.string())


def without_blanks(texts: pa.Array) -> pa.Array:
    """Trimmed text, null where it says nothing."""
    return pc.if_else(pc.is_in(texts, BLANKS), _NO_TEXT, texts)


def errors(texts: pa.Array) -> pa.Array:
    """Which cells are the error of a spreadsheet; false where blank."""
    return pc.is_in(texts, ERRORS)


def without_errors(texts: pa.Array) -> pa.Array:
    """Text, null where it is the error of a spreadsheet."""
    return pc.if_else(errors(texts), _NO_TEXT, texts)


def unwrapped(texts: pa.Array) -> pa.Array:
    """Text without what keeps it text in a spreadsheet: ="00123" and '00123 are 00123."""
    if pc.any(pc.starts_with(texts, "'")).as_py():
        texts = pc.replace_substring_regex(texts, r"^'([-+=@\d].*)$", r"\1")
    if pc.any(pc.starts_with(texts, '="')).as_py():
        texts = pc.replace_substring_regex(texts, r'^="(.*)"$', r"\1")
    return texts


def rounded_ids(texts: pa.Array) -> Mask:
    """Which ids a spreadsheet has rounded: 1.23457E+18; for these the sentence is `ROUNDED`."""
    if not pc.any(pc.match_substring(texts, "E+", ignore_case=False)).as_py():
        return np.zeros(len(texts), bool)
    found = pc.match_substring_regex(texts, r"^\d(?:[.,]\d{1,15})?E\+\d{2,3}$").fill_null(False)
    return np.asarray(found.to_numpy(zero_copy_only=False), bool)
