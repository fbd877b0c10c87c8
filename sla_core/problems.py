"""Faults as values, and failed requests as one sentence.

A fault in a user's *data* is a `Problem`: it is collected, counted and shown, never raised.
A *request* that cannot be carried out raises `Refused`, whose text is the sentence to show.
"""

import re
from dataclasses import dataclass

FORMULA = (
    "^[\\x00-\\x1f]|^[\\s\u0085\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]*"
    "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
)
"""What a spreadsheet may take for a formula: a sign of one, blanks before it or not, also as wide
as Japanese letters; for Python and Arrow alike. A ' in front of it keeps it text."""


@dataclass(frozen=True)
class Problem:
    """One fault in a file: where it stands, what stands there, what would be accepted.

    `line` is the 1-based physical line in the file (None where the fault is the whole file's),
    `column` the file's own header, `text` the cell as it stands there.
    """

    kind: str
    file: str
    line: int | None = None
    column: str | None = None
    text: str | None = None
    accepted: str = ""

    def sentence(self) -> str:
        """The fault in words, naming file, line and column where they are known."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        column = f", column “{self.column}”" if self.column else ""
        shown = f": “{_short(self.text)}”" if self.text else ""
        accepted = f"; accepted: {self.accepted}" if self.accepted else ""
        return one_line(f"{where}{column}: {self.kind}{shown}{accepted}.")


class Refused(Exception):
    """A request that was not carried out; nothing was changed. Its text is shown as it stands."""

    def __init__(self, sentence: str, problem: Problem | None = None) -> None:
        super().__init__(one_line(sentence))
        self.problem = problem

    @classmethod
    def because(cls, problem: Problem) -> "Refused":
        """The refusal of a whole file for one fault in it."""
        return cls(f"{problem.sentence()} Nothing was imported.", problem)


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never executes it."""
    return f"'{text}" if re.match(FORMULA, text) else text


def one_line(text: str) -> str:
    """The text without line breaks, and without letters that are not shown or turn others round."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _in_place_of(letter) for letter in text)


def _in_place_of(letter: str) -> str:
    return " " if letter.isspace() else "\ufffd"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
