"""Folders for files that are thrown away: nobody's stays, somebody's is left alone."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sla_core.store.scratch import scratch

HOLDING = (
    "import sys; from pathlib import Path; from sla_core.store.scratch import scratch\n"
    "with scratch('sla-try-', Path(sys.argv[1])) as folder:\n"
    "    (folder / 'rows.db').write_text('rows'); print(folder.name, flush=True); input()"
)


def holding(parent: Path) -> tuple["subprocess.Popen[str]", str]:
    """Another process with a folder of its own, and the folder's name."""
    command = [sys.executable, "-c", HOLDING, str(parent)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, text=True, **pipes)  # type: ignore[call-overload]
    return process, process.stdout.readline().strip()


def test_a_folder_is_gone_when_it_was_used(tmp_path: Path) -> None:
    with scratch("sla-try-", tmp_path) as folder:
        (folder / "rows.db").write_text("rows")
        assert [*tmp_path.iterdir()] == [folder]
    assert [*tmp_path.iterdir()] == []


def test_what_a_killed_process_left_goes_with_the_next_and_a_living_ones_stays(
    tmp_path: Path,
) -> None:
    (killed, lost), (living, kept) = holding(tmp_path), holding(tmp_path)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    (tmp_path / "sla-try-file").write_text("no folder")
    assert {path.name for path in tmp_path.iterdir()} == {lost, kept, "sla-try-file"}
    with scratch("sla-try-", tmp_path) as folder:
        assert {path.name for path in tmp_path.iterdir()} == {kept, folder.name, "sla-try-file"}
    assert living.communicate("\n")[1] is None
    assert [path.name for path in tmp_path.iterdir()] == ["sla-try-file"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("mine")
    (tmp_path / "sla-try-link").symlink_to(tmp_path / "there")
    with scratch("sla-try-", tmp_path):
        pass
    assert (tmp_path / "there" / "file").read_text() == "mine"


def test_several_at_once_take_none_of_each_other_s(tmp_path: Path) -> None:
    def used(number: int) -> bool:
        with scratch("sla-try-", tmp_path) as folder:
            (folder / "rows.db").write_text(str(number))
            return (folder / "rows.db").read_text() == str(number)

    with ThreadPoolExecutor(8) as workers:
        assert all(workers.map(used, range(400)))
    assert [*tmp_path.iterdir()] == []
