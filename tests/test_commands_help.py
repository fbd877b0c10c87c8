"""Every command says what it does, with an example that works as it stands."""

import shlex
from pathlib import Path

import pytest

from sla_core.commands.entry import parser
from tests.calling import call

COMMANDS = (
    *("import", "imports", "targets", "report", "demo", "check"),
    *("agreement", "agreement show", "agreement import"),
    *("settings", "settings show", "settings set"),
)
PROGRAM = "python -m sla_core "


def examples(told: str) -> list[str]:
    """The command lines that a help shows."""
    shown = (line.strip() for line in told.partition("\nexample")[2].splitlines())
    return [line for line in shown if line.startswith(PROGRAM)]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_says_what_it_does_and_shows_an_example(command: str) -> None:
    told = call(*command.split(), "--help")
    assert (told.code, told.err) == (0, "")
    about = told.out.split("\n\n")[1]
    assert about[0].isupper()
    assert about.rstrip().endswith((".", ":"))
    assert examples(told.out)
    assert all(line.startswith(f"{PROGRAM}{command}") for line in examples(told.out))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_understood(command: str) -> None:
    for example in examples(call(*command.split(), "--help").out):
        words = shlex.split(example.removeprefix(PROGRAM).partition(" > ")[0])
        assert parser().parse_args(words).run.__name__.startswith("run_")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(command: str) -> None:
    told = call(*command.split(), "--help").out.partition("\noptions:\n")[2].partition("\n\n")[0]
    lines = told.splitlines()
    for place, line in enumerate(lines):
        if line.lstrip().startswith("--"):
            follows = lines[place + 1] if place + 1 < len(lines) else ""
            own = line.strip().partition("  ")[2]
            assert own or follows.startswith(" " * 10), line


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_a_database_and_json(command: str) -> None:
    told = call(*command.split(), "--help").out
    assert "--db URL" in told
    assert "--json" in told


def test_the_whole_help_names_every_command_and_the_first_steps() -> None:
    told = call("--help")
    assert told.code == 0
    named = {line.split()[0] for line in told.out.splitlines() if line.startswith("    ")}
    assert named >= {command for command in COMMANDS if " " not in command}
    assert "Exit codes: 0 done, 1 the request failed" in told.out


@pytest.mark.parametrize(
    "words", [(), ("undo",), ("agreement",), ("imports", "--format"), ("report", "--period")]
)
def test_wrong_usage_is_code_2_with_the_usage_on_stderr(words: tuple[str, ...]) -> None:
    told = call(*words)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("usage: python -m sla_core")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "“nonsense” is not a database URL; write one as sqlite:///data/sla.db"),
        ("oracle+nothing://x/y", "“oracle+nothing://x/y” is not a database URL"),
        ("postgresql+psycopg://127.0.0.1:1/x", "The database does not answer"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_sentence(url: str, sentence: str) -> None:
    told = call("imports", "--db", url)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(sentence)
    assert len(told.err.splitlines()) == 1


def test_a_file_that_is_no_database_is_said_to_be_none_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, no database\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    told = call("imports", "--db", f"sqlite:///{path}")
    assert (told.code, told.err) == (
        1,
        "The file is not a database of this program. Nothing was changed.\n",
    )
    assert path.read_bytes() == before
