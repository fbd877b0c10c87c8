"""Broken files by the hundred: each is refused in one sentence, or every row is accounted for."""

import json
import os
import subprocess
import sys

import pytest

from tests.fuzz.__main__ import SEED
from tests.fuzz.inputs import made
from tests.fuzz.pieces import differences
from tests.fuzz.trial import run

SOAK = os.environ.get("SLA_TESTS") == "soak"
INPUTS, PIECED, CONFINED = (20_000, 4_000, 600) if SOAK else (200, 60, 40)
GIB = 3
"""Address space for files of some kilobytes: what libraries take, and not much more."""


def test_every_broken_file_is_refused_in_a_sentence_or_has_all_its_rows_counted() -> None:
    found = run(SEED, range(INPUTS))
    assert found.faults == []
    assert found.counts["inputs"] == INPUTS
    assert found.counts["loaded"] > INPUTS / 4
    assert found.counts["refused"] > INPUTS / 4


@pytest.mark.parametrize("number", [6607, 8129, 15606])
def test_an_activity_whose_id_is_the_error_of_a_spreadsheet_is_accounted_for(number: int) -> None:
    assert run(SEED, range(number, number + 1)).faults == []


def test_broken_files_need_little_memory() -> None:
    command = [sys.executable, "-m", "tests.fuzz", f"--inputs={CONFINED}", f"--memory={GIB}"]
    done = subprocess.run([*command, f"--first={INPUTS}"], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert json.loads(done.stdout)["inputs"] == CONFINED


def test_a_broken_file_says_the_same_in_small_pieces_as_when_it_is_read_whole() -> None:
    different = {n: found for n in range(PIECED) if (found := differences(made(SEED, n)))}
    assert different == {}


@pytest.mark.parametrize("number", [0, 7])
def test_an_input_is_the_same_whenever_it_is_made(number: int) -> None:
    assert made(SEED, number) == made(SEED, number)
    assert made(SEED, number).data != made(SEED + 1, number).data
