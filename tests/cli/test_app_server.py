"""`crewline app` and its server end together, whoever is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crewline.cli.app_server import AppServer
from tests.cli.process import ROOT, command, environment
from tests.cli.test_app import free_port

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

#: How long anything is waited for before a test is given up; the machine may be busy.
PATIENCE_S = 120.0

#: A server with a worker that ends when it hears nothing more, as the app's workers do. It writes
#: the process ids of both. A deaf one does not end when it is told to.
_SERVER = """
import os, pathlib, signal, subprocess, sys, time
place, deaf = sys.argv[1:]
if deaf:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
work = "import sys; sys.stdin.read()"
worker = subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE, process_group=0)
draft = pathlib.Path(place + ".draft")
draft.write_text(f"{os.getpid()} {worker.pid}")
draft.rename(place)
time.sleep(600)
"""
_COMMAND = """
import os, sys
from crewline.cli.app_server import AppServer
server, place, deaf, grace_s = sys.argv[1:]
code = AppServer([sys.executable, "-c", server, place, deaf], os.environ).run(float(grace_s))
print("told" if code is None else code)
"""


def until(is_so: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < last, "waited too long"
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    """Tell whether a process is there; one that nobody has buried is not."""
    told = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return bool(told.stdout.strip()) and not told.stdout.strip().startswith("Z")


def below(process: int) -> list[int]:
    """Return the processes that a process began, and those that they began."""
    told = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    parents = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    found, new = list[int](), {process}
    while new:
        new = {child for child, parent in parents if parent in new}
        found += new
    return found


@contextmanager
def ended_after(process: subprocess.Popen[str]) -> Iterator[list[int]]:
    """Leave no process of a test behind, however it goes; gets to know those that are not below."""
    known: list[int] = []
    try:
        yield known
    finally:
        for each in {*known, *below(process.pid)}:
            if is_alive(each):
                os.kill(each, signal.SIGKILL)
        process.kill()
        process.communicate()


def begun(place: Path, *, deaf: bool = False, grace_s: float = 60.0) -> subprocess.Popen[str]:
    """Begin the command, in a session of its own as in a terminal of its own."""
    given = [_SERVER, str(place), "deaf" if deaf else "", str(grace_s)]
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *given],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def family_at(place: Path) -> list[int]:
    until(place.exists)
    return list(map(int, place.read_text("utf-8").split()))


@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("whole_group", [False, True], ids=["alone", "as a terminal does"])
def test_the_server_ends_with_the_command(
    tmp_path: Path, signal_name: str, whole_group: bool
) -> None:
    place = tmp_path / "ids"
    process = begun(place)
    with ended_after(process) as family:
        family.extend(family_at(place))
        assert all(map(is_alive, family))
        send = os.killpg if whole_group else os.kill
        send(process.pid, getattr(signal, signal_name))
        out, _ = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, out) == (0, "told\n")
        until(lambda: not any(map(is_alive, family)))


def test_a_server_that_does_not_end_is_killed(tmp_path: Path) -> None:
    place = tmp_path / "ids"
    process = begun(place, deaf=True, grace_s=0.1)
    with ended_after(process) as family:
        family.extend(family_at(place))
        process.terminate()
        out, _ = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, out) == (0, "told\n")
        until(lambda: not any(map(is_alive, family)))


def test_what_is_to_be_ignored_is_ignored() -> None:
    """As under `nohup`: a terminal that closes is no reason to end."""
    hang_up = "import os, signal; os.kill(os.getppid(), signal.SIGHUP); raise SystemExit(5)"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert AppServer([sys.executable, "-c", hang_up], os.environ).run() == 5
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_server_that_ends_by_itself_has_its_own_code() -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert AppServer([sys.executable, "-c", "raise SystemExit(7)"], os.environ).run() == 7
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.slow
def test_the_app_and_its_workers_are_gone_after_sigterm(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        command("app", "--no-browser", "--port", port),
        cwd=ROOT,
        env=environment() | {"CREWLINE_WORKERS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with ended_after(process) as family:
        # It answers when all is ready; server and worker are there soon.
        until(lambda: len(below(process.pid)) == 2 and answers(port))
        family.extend(below(process.pid))
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, "The app has ended." in err) == (0, True)
        until(lambda: not any(map(is_alive, family)))
        assert "Traceback" not in err


def answers(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False
