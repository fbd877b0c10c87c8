"""Whether a comma or a point marks decimals: what the cells show, and what is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MARKS = {",": "comma", ".": "point"}
_OTHER = {",": ".", ".": ","}


@dataclass(frozen=True)
class Decimals:
    """What a column's numbers show: a cell with a decimal comma, one with a decimal point.

    And how many are in `doubt`, such as 1.500; each example is the first such cell, or "".
    """

    comma: str = ""
    point: str = ""
    doubt: str = ""
    doubtful: int = 0

    def __or__(self, other: "Decimals") -> "Decimals":
        return Decimals(
            self.comma or other.comma,
            self.point or other.point,
            self.doubt or other.doubt,
            self.doubtful + other.doubtful,
        )

    @property
    def mark(self) -> str:
        """The mark that the column itself shows, "" where it shows none or both."""
        if bool(self.comma) == bool(self.point):
            return ""
        return "," if self.comma else "."


@dataclass(frozen=True)
class Around:
    """What the file shows beside its numbers: its delimiter, dotted dates, dates month first."""

    delimiter: str = ","
    dotted: bool = False
    month_first: bool = False

    def reason(self, mark: str) -> str:
        """Why numbers of such a file have this decimal mark; "" where nothing says so."""
        if mark == ",":
            if self.delimiter == ";":
                return "the file is parted by semicolons, as where a comma marks decimals"
            if self.dotted:
                return "its dates are written with points, as where a comma marks decimals"
        elif self.month_first:
            return "its dates begin with the month, as where a point marks decimals"
        return ""


@dataclass(frozen=True)
class Marked:
    """The decimal mark of each column, "" where three digits behind any mark are thousands.

    `rules` are the sentences on cells that could be read in two ways, with their number.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


def decide(found: Mapping[str, Decimals], asked: str | None, around: Around) -> Marked:
    """The decimal mark of each column, from itself, else from the others, else from the file.

    What was `asked` for ("," or ".") goes before all evidence.
    """
    marks, rules = {}, []
    shown = {each.mark for each in found.values() if each.mark}
    for name, each in found.items():
        marks[name] = asked or each.mark
        if not marks[name] and not (each.comma or each.point) and len(shown) == 1:
            marks[name] = next(iter(shown))
        if each.doubtful:
            rules.append(_rule(name, found, marks[name], asked, around))
    return Marked(marks, tuple(rules))


def _rule(
    name: str, found: Mapping[str, Decimals], mark: str, asked: str | None, around: Around
) -> str:
    each = found[name]
    own = _sign(each.doubt)
    many = f" ({each.doubtful:,} such cells)" if each.doubtful > 1 else ""
    cell = f"“{each.doubt}” in “{name}”"
    reason = _reason(name, found, mark, asked) or around.reason(_OTHER[own])
    if reason:
        return f"{cell} is {_read(each.doubt, mark)}{many}: {reason}."
    cells = "this cell" if each.doubtful == 1 else f"all {each.doubtful:,} such cells"
    thousands, decimal = _read(each.doubt, ""), _read(each.doubt, own)
    return (
        f"{cell} can be {thousands} or {decimal}: {cells} were read as thousands, because three"
        f" digits follow the {MARKS[own]}; choose otherwise with --decimal-{MARKS[own]}."
    ).replace("this cell were", "this cell was")


def _reason(name: str, found: Mapping[str, Decimals], mark: str, asked: str | None) -> str:
    if asked:
        return f"a {MARKS[asked]} marks decimals, as was chosen"
    each = found[name]
    if each.mark:
        return f"“{each.comma or each.point}” shows a decimal {MARKS[mark]}"
    if mark:
        other, its = next((key, its) for key, its in found.items() if its.mark)
        return f"“{its.comma or its.point}” in “{other}” shows a decimal {MARKS[mark]}"
    return ""


def _sign(doubt: str) -> str:
    """The mark in a doubtful number: the only one that it has between digits."""
    return next(
        letter
        for place, letter in enumerate(doubt)
        if letter in MARKS
        and doubt[place - 1 : place].isdigit()
        and doubt[place + 1 :][:1].isdigit()
    )


def _read(doubt: str, mark: str) -> str:
    own = _sign(doubt)
    before, _, behind = doubt.partition(own)
    whole = "".join(filter(str.isdigit, before[-3:]))
    digits = "".join(filter(str.isdigit, behind[:3]))
    return f"{whole}.{digits}".rstrip("0").rstrip(".") if mark == own else f"{whole},{digits}"
