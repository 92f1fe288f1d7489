"""The server's side of one worker process: its beginning, its pipes, its end."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from crewline.ui.work.messages import FromWorker, ToWorker

#: One core each: libraries that would take more are told not to.
_ONE_CORE: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}


class WorkerProcess:
    """A process of `crewline.ui.work.worker`.

    It is begun as a program of its own, for a fork of a server with threads may never wake, and a
    spawned child would import the script that Streamlit happens to be drawing.
    """

    def __init__(self, *, bare: bool = False) -> None:
        """Begin the process; it makes itself ready meanwhile, a `bare` one for nothing."""
        # A group of its own, so that Ctrl-C in a terminal reaches the server alone.
        apart: dict[str, Any] = {}
        if os.name == "posix":
            apart["process_group"] = 0
        else:
            apart["creationflags"] = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
                subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0
            )
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "crewline.ui.work.worker", *(["bare"] if bare else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_CORE | {"PYTHONPATH": _path()},
            **apart,
        )
        self._lock = threading.Lock()

    @property
    def id(self) -> int:
        """The process's number with the system."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended, negative for a signal; None while it lives."""
        return self._process.poll()

    def tell(self, message: ToWorker) -> bool:
        """Send a message; return whether the worker can still hear."""
        out = self._process.stdin
        try:
            with self._lock:
                assert out is not None
                pickle.dump(message, out, pickle.HIGHEST_PROTOCOL)
                out.flush()
        except (OSError, ValueError):
            return False
        return True

    def messages(self) -> Iterator[FromWorker]:
        """Yield what the worker says, until it ends."""
        said = self._process.stdout
        assert said is not None
        while True:
            try:
                yield pickle.load(said)
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                return

    def kill(self) -> None:
        """End the process at once; any thread may."""
        if self._process.poll() is None:
            self._process.kill()

    def end(self) -> None:
        """End the process at once, wait until it has gone, and give back its pipes.

        For the thread that hears its messages, or when that one has ended.
        """
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            # What was still to be said has nobody to hear it.
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


def _path() -> str:
    """Return where this process imports from, so that the worker finds the same modules."""
    return os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
