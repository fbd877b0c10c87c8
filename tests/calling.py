"""The command line called in this process: its exit code and what it wrote."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sla_core.commands.entry import main


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document; a failure where it holds anything else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Line:
    """A command line that works on one database."""

    db: str

    def __call__(self, *words: str | Path) -> Answer:
        """Run one command with `--db`."""
        return call(*words, "--db", self.db)

    def json(self, *words: str | Path) -> Any:
        """The JSON answer of a command that is done."""
        answer = self(*words, "--json")
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.json

    def rows(self) -> int:
        """How many rows the store has read from all its files."""
        return sum(batch["read"] for batch in self.json("imports")["imports"])


def call(*words: str | Path) -> Answer:
    """Run one command line as it stands."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    return Answer(code, out.getvalue(), err.getvalue())
