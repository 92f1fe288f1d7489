"""A Dask scheduler and workers as processes on loopback, each ended by its own id."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.process import environment

Process = subprocess.Popen[bytes]
#: No dashboard, and no port for it that another scheduler may have.
QUIET = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")


def _start(folder: Path, module: str, *arguments: str) -> Process:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
    own = environment() | {"DASK_TEMPORARY_DIRECTORY": str(folder)}
    return subprocess.Popen(
        command,
        cwd=folder,
        env=own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def start_worker(folder: Path, address: str) -> Process:
    """Start a worker of one thread."""
    return _start(
        folder,
        "dask_worker",
        address,
        *("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"),
    )


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, Process]]:
    """Provide a scheduler's address and process."""
    file = folder / "scheduler.json"
    process = _start(
        folder,
        "dask_scheduler",
        *("--host", "127.0.0.1", "--port", "0", *QUIET, "--scheduler-file", str(file)),
    )
    try:
        yield _address(file), process
    finally:
        end(process)


def _address(file: Path) -> str:
    for _ in range(300):
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise AssertionError("no scheduler after 30 s")


def end(*processes: Process) -> None:
    """Kill processes that were started here, and wait until they are gone."""
    for process in processes:
        process.kill()
    for process in processes:
        process.wait(30)
