"""Cells that say nothing, cells that a spreadsheet could not compute, and what it wraps text in."""

import re

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
    "|-keine-|-keiner-|-ohne-|-aucun-|-aucune-|-ninguno-|-ninguna-|-nenhum-|-nenhuma-|-なし-"
    "|keine angabe|bitte wählen|bitte auswählen|non renseigné|seleccione|selecione|未選択|未入力"
    "|選択してください|（なし）|(空白)|（空白）|#n/a|#n/a n/a|#nv|#n/d|#n/v|#н/д"
).split("|")
ERROR = (
    "#REF!|#VALUE!|#DIV/0!|#NAME?|#NUM!|#NULL!|#SPILL!|#CALC!|#FIELD!|#BLOCKED!|#ERROR!|#GETTING_DATA"
    "|#BEZUG!|#WERT!|#ZAHL!|#ÜBERLAUF!|#VALEUR!|#NOM?|#NOMBRE!|#¡REF!|#¡VALOR!|#¡DIV/0!|#¿NOMBRE?"
    "|#¡NUM!|#¡NULO!|#VALOR!|#NOME?|#NÚM!|#NULO!|Err:502|Err:504|Err:508|Err:522"
).split("|")
TOO_NARROW = ["#" * width for width in range(3, 64)]
"""What a spreadsheet shows where a column is too narrow for its number."""


def _any_case(words: list[str]) -> list[str]:
    forms = (str, str.upper, str.title, lambda word: re.sub("[a-z]", _upper, word, count=1))
    return sorted({form(word) for word in words for form in forms} | {"NaN", "NaT"})


def _upper(found: re.Match[str]) -> str:
    return found[0].upper()


_LONGEST = 64


class _Words:
    """Words to look for: a cell can only be one of them if its first byte and length fit."""

    def __init__(self, words: list[str]) -> None:
        self.words = pa.array(words)
        self._fits = np.zeros((256, _LONGEST + 1), bool)
        for word in words:
            data = word.encode()
            self._fits[data[0] if data else slice(None), len(data)] = True
        self._begins: Mask = np.logical_or.reduce(self._fits[:, 1:], axis=1)
        self._blank = bool(self._fits[0, 0])

    def among(self, texts: pa.Array) -> Mask:
        """Which cells are one of the words; false where null."""
        letters, lengths = _bytes_at(texts, 0)
        found = self._begins[letters]
        if self._blank:
            found |= lengths == 0
        rows = np.flatnonzero(found)
        rows = rows[self._fits[letters[rows], np.minimum(lengths[rows], _LONGEST)]]
        found[:] = False
        if len(rows):
            known = pc.is_in(texts.take(pa.array(rows)), self.words)
            found[rows] = known.to_numpy(zero_copy_only=False)
        return found


def _bytes_at(texts: pa.Array, place: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """The byte of each cell at a place (any byte where the cell ends before), and all lengths."""
    if not len(texts):
        return np.zeros(0, np.uint8), np.zeros(0, np.int32)
    ends, held = _bytes(texts)
    places = ends[:-1] + place if place else ends[:-1]
    # Only the last cells can end before: a place behind the text is theirs.
    return held[np.minimum(places, len(held) - 1)], np.diff(ends)


def _bytes(texts: pa.Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Where each cell begins and the last one ends, and the bytes of all of them."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    held = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
    return ends, held if len(held) else np.zeros(1, np.uint8)


_BLANKS = _Words(_any_case(BLANK))
_ERRORS = _Words([*ERROR, *map(str.lower, ERROR), *TOO_NARROW])
ROUNDED = "a spreadsheet has rounded this id; export it again without opening it in a spreadsheet"
_SECOND = np.frombuffer(b".,E", np.uint8)
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff \t\r\n\u00a0\u2009\u202f\u3000"
_NO_TEXT = pa.scalar(None, pa.string())


_BORDERS = np.zeros(256, bool)
"""The bytes with which white space, unseen marks and a spreadsheet's wrapping begin or end."""
_BORDERS[[*b" \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f'=\""]] = True
_BORDERS[0x80:] = True


def trim(texts: pa.Array) -> pa.Array:
    """Text without outer white space, marks that nobody sees, and what a spreadsheet wraps it in."""
    if _neat(texts):
        return texts
    texts = pc.utf8_trim_whitespace(texts)
    if pc.all(pc.string_is_ascii(texts)).as_py() is False:
        texts = pc.utf8_trim(texts, characters=_UNSEEN)
    return unwrapped(texts)


def _neat(texts: pa.Array) -> bool:
    """Whether no cell begins or ends with anything that could be taken off."""
    if not len(texts):
        return True
    ends, held = _bytes(texts)
    last = len(held) - 1
    first = held[np.minimum(ends[:-1], last)]
    return not (_BORDERS[first].any() or _BORDERS[held[np.maximum(ends[1:] - 1, 0)]].any())


def without_blanks(texts: pa.Array) -> pa.Array:
    """Trimmed text, null where it says nothing."""
    return nulled(texts, _BLANKS.among(texts))


def errors(texts: pa.Array) -> Mask:
    """Which cells are the error of a spreadsheet; false where blank."""
    return _ERRORS.among(texts)


def without_errors(texts: pa.Array) -> pa.Array:
    """Text, null where it is the error of a spreadsheet."""
    return nulled(texts, errors(texts))


def nulled(texts: pa.Array, rows: Mask) -> pa.Array:
    """Text, null in some rows."""
    return pc.if_else(pa.array(rows), _NO_TEXT, texts) if rows.any() else texts


def unwrapped(texts: pa.Array) -> pa.Array:
    """Text without what keeps it text in a spreadsheet: ="00123" and '00123 are 00123."""
    if pc.any(pc.starts_with(texts, "'")).as_py():
        texts = pc.replace_substring_regex(texts, r"^'([-+=@\d].*)$", r"\1")
    if pc.any(pc.starts_with(texts, '="')).as_py():
        texts = pc.replace_substring_regex(texts, r'^="(.*)"$', r"\1")
    return texts


def rounded_ids(texts: pa.Array) -> Mask:
    """Which ids a spreadsheet has rounded: 1.23457E+18; for these the sentence is `ROUNDED`."""
    found: Mask = np.isin(_bytes_at(texts, 1)[0], _SECOND)
    rows = np.flatnonzero(found)
    if len(rows):
        some = texts.take(pa.array(rows))
        like = pc.match_substring_regex(some, r"^\d(?:[.,]\d{1,15})?E\+\d{2,3}$").fill_null(False)
        found[rows] = like.to_numpy(zero_copy_only=False)
    return found
