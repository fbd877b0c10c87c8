"""Numbers in parts (what stands before, digits and marks, what stands behind), and their forms."""

import pyarrow as pa
import pyarrow.compute as pc

from sla_core.crm.cells.currencies import Beside, beside
from sla_core.crm.cells.decimals import Decimals
from sla_core.crm.cells.letters import ascii_marks

SHAPE = r"^(?P<before>[^\d]*)(?P<number>\d[\d.,' ]*)(?P<behind>[^\d.,' ][^\d]*)?$"
_POWER = r"^(?P<before>[-+]?)(?P<number>\d+(?:[.,]\d+)?)[eE](?P<power>[-+]?\d{1,2})$"
_SPACED = r"^\d{1,3}(?:[ ']\d{3})+(?:[.,]\d*)?$"
_POINT = (
    r"^(?:\d+\.\d*|\d{1,3}(?:,\d{2,3})*,\d{3}\.\d*|\d{1,3}(?:,\d{3}){2,}|\d{1,2}(?:,\d{2})+,\d{3})$"
)
_COMMA = r"^(?:\d+,\d*|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})$"
_DOUBT = {mark: rf"^[1-9]\d{{0,2}}[{mark}]\d{{3}}$" for mark in ".,"}
_NO_TEXT = pa.scalar(None, pa.string())


class NumberParts:
    """Cells that hold a number in some format; null where blank."""

    def __init__(self, texts: pa.Array) -> None:
        self._texts = texts
        plain = ascii_marks(texts)
        if any(pc.any(pc.match_substring(plain, mark)).as_py() for mark in (".-", ",-")):
            plain = pc.replace_substring_regex(plain, r"(\d)[.,]-+", r"\1")
        parts = pc.extract_regex(plain, SHAPE)
        self._before, number, self._behind = parts.flatten()
        self._powers = pa.nulls(len(texts), pa.string())
        if parts.null_count:
            number = self._with_powers(plain, number)
        self._number = _joined_groups(pc.utf8_rtrim(number, characters=" "))
        self._shows = {
            mark: pc.match_substring_regex(self._number, shape).fill_null(False)
            for mark, shape in ((".", _POINT), (",", _COMMA))
        }
        self._doubt = {
            mark: pc.match_substring_regex(self._number, shape).fill_null(False)
            for mark, shape in _DOUBT.items()
        }

    def _with_powers(self, plain: pa.Array, number: pa.Array) -> pa.Array:
        """The numbers, those such as 1.5E+05 among them."""
        before, digits, self._powers = pc.extract_regex(plain, _POWER).flatten()
        self._before = pc.coalesce(self._before, before)
        return pc.coalesce(number, digits)

    def decimals(self) -> Decimals:
        """What the numbers show of their decimal mark."""
        doubt = pc.or_(self._doubt["."], self._doubt[","])
        sure = {mark: pc.and_not(shows, doubt) for mark, shows in self._shows.items()}
        return Decimals(
            self._first(sure[","]),
            self._first(sure["."]),
            self._first(doubt),
            pc.sum(doubt).as_py() or 0,
        )

    def read(self, mark: str, home: str | None) -> tuple[pa.Array, pa.Array]:
        """Numbers as text such as -1234.50, null where there is none; and their currencies.

        `mark` is the decimal mark of numbers such as 1.500; where it is "" they are thousands.
        """
        found, places = self._beside(home)
        number = _shifted(self._pointed(mark, found, places), self._all_powers(found, places))
        negative = pa.array([its.negative if its else None for its in found], pa.bool_())
        sign = pc.if_else(negative.take(places), "-", "")
        codes = pa.array([its.currency if its else None for its in found], pa.string())
        return pc.binary_join_element_wise(sign, number, ""), codes.take(places)

    def _beside(self, home: str | None) -> tuple[list[Beside | None], pa.Array]:
        """What stands beside numbers: the different ones, and which of them each cell has."""
        blank = pa.scalar("")
        pairs = pc.binary_join_element_wise(
            self._before, pc.coalesce(self._behind, blank), "0"
        ).dictionary_encode()
        cut = (pair.split("0") for pair in pairs.dictionary.to_pylist())
        return [beside(one, other, home) for one, other in cut], pairs.indices

    def _all_powers(self, found: list[Beside | None], places: pa.Array) -> pa.Array:
        powers = pa.array([its.power if its else None for its in found], pa.int32()).take(places)
        if self._powers.null_count == len(powers):
            return powers
        written = pc.cast(pc.replace_substring_regex(self._powers, r"^\+", ""), pa.int32())
        return pc.coalesce(written, powers)

    def _pointed(self, mark: str, found: list[Beside | None], places: pa.Array) -> pa.Array:
        """Digits with a decimal point where there are decimals; null where the form is none."""
        known, doubt, shows = self._number, self._doubt, self._shows
        comma = pc.and_not(shows[","], doubt[","])
        comma = comma if mark == "." else pc.or_(comma, doubt["."])
        comma = pc.or_(comma, doubt[","]) if mark == "," else comma
        swapped = pc.replace_substring(pc.replace_substring(known, ".", ""), ",", ".")
        point = pc.or_(pc.or_(shows["."], doubt[","]), pc.match_substring_regex(known, r"^\d+$"))
        bare = pc.if_else(point, pc.replace_substring(known, ",", ""), _NO_TEXT)
        number = pc.if_else(comma, swapped, bare)
        if not any(its and its.point for its in found):
            return number
        begins = pa.array([bool(its and its.point) for its in found]).take(places)
        whole = pc.match_substring_regex(number, r"^\d+$")
        fraction = pc.binary_join_element_wise("0.", number, "")
        return pc.if_else(begins, pc.if_else(whole, fraction, _NO_TEXT), number)

    def _first(self, found: pa.Array) -> str:
        place = pc.index(found, True).as_py()
        return "" if place < 0 else self._texts[place].as_py()


def _joined_groups(number: pa.Array) -> pa.Array:
    """Without the spaces and apostrophes between groups of three; null where they stand elsewhere."""
    spaced = pc.or_(pc.match_substring(number, " "), pc.match_substring(number, "'"))
    if not pc.any(spaced).as_py():
        return number
    right = pc.match_substring_regex(number, _SPACED)
    joined = pc.replace_substring_regex(number, "[ ']", "")
    return pc.if_else(spaced, pc.if_else(right, joined, _NO_TEXT), number)


def _shifted(numbers: pa.Array, powers: pa.Array) -> pa.Array:
    """Numbers times powers of ten, on their digits: exactly."""
    for power in pc.unique(powers).drop_null().to_pylist():
        if power:
            mine = pc.if_else(pc.equal(powers, power), numbers, _NO_TEXT)
            numbers = pc.coalesce(_times_ten(mine, power), numbers)
    return numbers


def _times_ten(numbers: pa.Array, power: int) -> pa.Array:
    whole, behind = pc.extract_regex(numbers, r"^(?P<whole>\d*)\.?(?P<behind>\d*)$").flatten()
    if power > 0:
        behind = pc.utf8_rpad(behind, power, "0")
        moved = pc.utf8_slice_codeunits(behind, 0, power)
        whole = pc.binary_join_element_wise(whole, moved, "")
        rest = pc.utf8_slice_codeunits(behind, power)
    else:
        whole = pc.utf8_lpad(whole, 1 - power, "0")
        moved = pc.utf8_slice_codeunits(whole, power)
        whole = pc.utf8_slice_codeunits(whole, 0, power)
        rest = pc.binary_join_element_wise(moved, behind, "")
    return pc.binary_join_element_wise(whole, rest, ".")
