"""A run can be killed at any moment and leaves nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.process import CORNER_BANK, command, environment

ENDLESS = ("run", CORNER_BANK, "--replications", "100000", "--jobs", "2", "--out", "found")

#: No library may start threads of its own, so that those that simulate can be counted.
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def begun(tmp_path: Path, engine: str) -> subprocess.Popen[str]:
    """Start a run that would last for hours, and wait until its workers are at work."""
    process = subprocess.Popen(
        command(*ENDLESS, "--engine", engine),
        cwd=tmp_path,
        env=environment() | ALONE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(300):
        workers = threads(process.pid) if engine == "compiled" else members(process.pid)
        if len(workers) >= 3:  # itself and two workers
            return process
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"no workers: {process.communicate()}")


def threads(process: int) -> list[Path]:
    """Return the threads of a process."""
    return list(Path(f"/proc/{process}/task").glob("*"))


def members(group: int) -> list[int]:
    """Return the live processes of a process group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group = entry.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue  # it has ended meanwhile
        if int(of_group) == group and state != "Z":
            found.append(int(entry.parent.name))
    return found


def all_end(group: int) -> bool:
    """Return whether every process of the group ends within some seconds."""
    for _ in range(100):
        if not members(group):
            return True
        time.sleep(0.1)
    return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")


by_both = pytest.mark.parametrize("engine", ["reference", "compiled"])


@needs_proc
@by_both
def test_ctrl_c_ends_with_130_and_a_word(tmp_path: Path, engine: str) -> None:
    process = begun(tmp_path, engine)
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells every process of the group
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert err == "Interrupted; nothing half-written is left behind.\n"
    assert all_end(process.pid)
    assert list(tmp_path.iterdir()) == []


@needs_proc
@by_both
def test_a_killed_run_leaves_no_results_and_no_workers(tmp_path: Path, engine: str) -> None:
    process = begun(tmp_path, engine)
    process.kill()
    process.communicate(timeout=30)
    assert all_end(process.pid)
    assert not (tmp_path / "found").exists()
