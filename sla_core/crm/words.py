"""Words of theirs that nobody translated: taken for what they surely mean, said, or asked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from sla_core import fields
from sla_core.crm.files.header import Sheet
from sla_core.crm.language.meanings import NOTHING, SURE, meaning, of_question
from sla_core.crm.options import quoted
from sla_core.fields import Cell
from sla_core.problems import Refused

MOST_WORDS = 5_000
"""More different cells than this are no words of a field's few values."""
MOST_SHOWN = 20
FEW_SHOWN = 8
TELLING = ("outcome", "direction")
"""Without the words of these an inbound call would be an attempt, and a won deal open."""


class Listener:
    """Understands the words of one column for one field, and notes what it heard.

    One that only notes `understands` none: the export says itself what its words mean. What yes and
    no mean, its `column` says where it asks: “Won?”.
    """

    def __init__(
        self, kind: str, field: str, column: str = "", *, understands: bool = True
    ) -> None:
        self.kind, self._field, self._understands = kind, field, understands
        self._answers = of_question(kind, field, column) if understands else {}
        self.taken: dict[str, str] = {}
        self.unknown: list[str] = []

    def __call__(self, word: str) -> str | None:
        """Our value for the word; None where its meaning is not sure."""
        if len(self.taken) + len(self.unknown) >= MOST_WORDS:
            return None
        if (answer := self._answers.get(word.casefold())) is not None:
            self.taken[word] = answer
            return answer
        found = meaning(self.kind, self._field, word) if self._understands else NOTHING
        if found.confidence < SURE:
            self.unknown.append(word)
            return None
        self.taken[word] = found.ours
        return found.ours


@dataclass
class Heard:
    """How many rows have which word: `taken` by field, word and ours, `unknown` by field and word.

    `kept` are words of a field for which the user's words stand, of which these are none; `read`
    counts a field's cells that say something. `kind` is the rows', once there is a word.
    """

    kind: str = ""

    taken: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, listener: Listener, texts: pa.Array, read: int = 0) -> None:
        """What was heard in a piece of a column, of which so many cells were `read`."""
        self.read[name] += read
        if not listener.taken and not listener.unknown:
            return
        self.kind = listener.kind
        counts = {its["values"]: its["counts"] for its in pc.value_counts(texts).to_pylist()}
        for word, ours in listener.taken.items():
            self.taken[name, word, ours] += counts.get(word, 0)
        for word in listener.unknown:
            self.unknown[name, word] += counts.get(word, 0)

    def keep(self, kind: str, name: str, texts: pa.Array, asked: Mapping[str, str]) -> None:
        """The words of a text that stand as they are, where the user said what others mean."""
        self.kind = kind
        said = {word.casefold() for word in (*asked, *asked.values())}
        counts = pc.value_counts(texts.drop_null()).to_pylist()
        for its in counts[:MOST_WORDS] if "*" not in asked else ():
            if its["values"].casefold() not in said:
                self.kept[name, its["values"]] += its["counts"]

    def add(self, other: "Heard") -> None:
        """What was heard in another piece of the file."""
        self.kind = other.kind or self.kind
        self.taken.update(other.taken)
        self.unknown.update(other.unknown)
        self.kept.update(other.kept)
        self.read.update(other.read)

    def rules(self) -> Iterator[str]:
        """A sentence per field on what its words were taken for."""
        for name in dict.fromkeys(its for its, _, _ in self.taken):
            words = [
                _taken(name, word, ours, count)
                for (its, word, ours), count in self.taken.most_common()
                if its == name
            ]
            yield f"Of {name} these words were taken: {_listed(words)}."
        left_blank = "nobody knows these words, and they were left blank"
        as_they_are = "nobody said what these words mean, and they stand as they are"
        yield from _unsaid(self.kind, left_blank, self.unknown)
        yield from _unsaid(self.kind, as_they_are, self.kept)

    def refuse(self, sheet: Sheet, decides: Set[str], told: Set[str] = frozenset()) -> None:
        """Refused where a telling word of a field that `decides` is not known.

        And where not one cell of a `told` one can be read.
        """
        decides = decides | {name for name in told if not self.read[name]}
        asked = {
            (name, word): count
            for (name, word), count in self.unknown.most_common()
            if name in decides and name in TELLING
        }
        if asked:
            raise Refused(
                f"{sheet.name} has words whose meaning is not sure: {_shown(asked)}; say what each"
                f" means ({' '.join(value_options(self.kind, [*asked]))}). Nothing was imported."
            )


def value_options(kind: str, words: Sequence[tuple[str, str]], most: int = MOST_SHOWN) -> list[str]:
    """The options that say what words of fields mean, with the values to choose from."""
    asked = [f"{name}:{word}={_choices(kind, name)}" for name, word in words[:most]]
    more = len(words) - most
    left = [f"(and {more:,} more word{'s' if more > 1 else ''})"] if more > 0 else []
    return [*(f"--value {quoted(each)}" for each in asked), *left]


def _taken(name: str, word: str, ours: str, count: int) -> str:
    """What a word was taken for; “no” in a column that asks whether a deal is won, for nothing."""
    if ours:
        return f"“{word}” as {ours} ({rows(count)})"
    option = f"--value {quoted(f'{name}:{word}=lost')}"
    return f"“{word}” as open unless the stage says otherwise ({rows(count)}; {option})"


def _choices(kind: str, name: str) -> str:
    """A field's only values as "won|lost|open"; "…" where it takes any text."""
    its = fields.field(kind, name)
    return "|".join(("true", "false") if its.cell is Cell.FLAG else its.choices) or "…"


def _unsaid(kind: str, why: str, heard: Counter[tuple[str, str]]) -> Iterator[str]:
    """A sentence per field on words that were not understood, with the option that says them."""
    for name in dict.fromkeys(its for its, _ in heard):
        words = [(word, count) for (its, word), count in heard.most_common() if its == name]
        shown = _listed([f"“{word}” ({rows(count)})" for word, count in words], FEW_SHOWN)
        yield f"Of {name} {why}: {shown} ({value_options(kind, [(name, words[0][0])])[0]})."


def _shown(asked: Mapping[tuple[str, str], int]) -> str:
    return _listed([f"“{word}” as {its} ({rows(count)})" for (its, word), count in asked.items()])


def _listed(words: list[str], most: int = MOST_SHOWN) -> str:
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def rows(count: int) -> str:
    """So many rows in words, such as 1,234 rows."""
    return "1 row" if count == 1 else f"{count:,} rows"
