"""The app's server as a process of the command's own: neither is there without the other.

Whoever stops the command (a terminal that closes, a service manager, Ctrl-C) means the server; so
it is told, and its workers end with it, by their pipes.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

#: By these one is told to end; a system has those it knows.
_ENDINGS: Final = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)
#: So long may a server that was told to end finish what it does, before it is ended.
GRACE_S: Final = 10.0


class AppServer:
    """One server; it may be told to end before it has begun."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Begin nothing yet."""
        self.command = command
        self.environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._told = False

    def run(self, grace_s: float = GRACE_S) -> int | None:
        """Run the server to its end; return its exit code, None where it was told to end.

        This process, if told to end meanwhile, tells the server, and kills it when it has not
        ended within `grace_s`. For the main thread, which hears signals.
        """
        with _heard(lambda: self._end(grace_s)):
            # What it says is for people: standard output is the command's own.
            self._process = subprocess.Popen(self.command, env=self.environment, stdout=sys.stderr)
            if self._told:  # while it was begun
                self._end(grace_s)
            code = self._process.wait()
        return None if self._told else code

    def _end(self, grace_s: float) -> None:
        """Tell the server to end, and see to it that it does."""
        self._told = True
        if self._process is None:
            return
        self._process.terminate()
        last = threading.Timer(grace_s, self._process.kill)
        last.daemon = True
        last.start()


@contextmanager
def _heard(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` for every signal to end, but those that this process is to ignore (`nohup`)."""
    before = {each: signal.getsignal(each) for each in _ENDINGS}
    heard = [each for each, handler in before.items() if handler is not signal.SIG_IGN]
    for each in heard:
        signal.signal(each, lambda *_: end())
    try:
        yield
    finally:
        for each in heard:
            signal.signal(each, before[each])
