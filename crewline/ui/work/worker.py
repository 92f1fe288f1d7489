"""A worker process: makes ready, then carries out one task after the other.

It hears through its standard input and answers through what was its standard output. When the
input ends, so does the worker, whatever it is doing: none outlives the server.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import sys
import threading
import time
from typing import IO, Any, Final

from crewline.ui.work.memory import resident_bytes
from crewline.ui.work.messages import (
    Began,
    CarryOut,
    Compiling,
    Ended,
    FromWorker,
    Ready,
    Stop,
    Told,
    ToWorker,
)
from crewline.ui.work.task import Cancelled, Task
from crewline.ui.work.ticket import Progress
from scenarios.faults import BadInput

_log = logging.getLogger(__name__)

#: Progress is passed on so often; a task may tell a thousand times a second.
_EVERY_S: Final = 0.1
#: How much less than the pages' server a worker weighs with the system's scheduler.
_NICE: Final = 5
#: Argument of a worker that makes nothing ready.
BARE: Final = "bare"


class Voice:
    """The way back to the server, for several threads."""

    def __init__(self, out: IO[bytes]) -> None:
        """Speak into a stream."""
        self._out = out
        self._lock = threading.Lock()

    def say(self, message: FromWorker) -> None:
        """Send a message at once."""
        with self._lock:
            pickle.dump(message, self._out, pickle.HIGHEST_PROTOCOL)
            self._out.flush()


class Desk:
    """What lies before this worker: tasks to do, and the numbers of those nobody wants."""

    def __init__(self, heard: IO[bytes]) -> None:
        """Begin to listen; end this process when there is nothing more to hear."""
        self.tasks: queue.SimpleQueue[CarryOut] = queue.SimpleQueue()
        self._unwanted = -1
        self._heard = heard
        threading.Thread(target=self._listen, name="crewline-desk", daemon=True).start()

    def is_unwanted(self, number: int) -> bool:
        """Whether nobody wants a task any more."""
        return number <= self._unwanted

    def _listen(self) -> None:
        while True:
            try:
                message: ToWorker = pickle.load(self._heard)
            except EOFError:
                os._exit(0)
            except Exception:  # whatever it was, nothing can be heard after it
                _log.exception("a worker could not hear")
                os._exit(1)
            match message:
                case CarryOut():
                    self.tasks.put(message)
                case Stop():
                    self._unwanted = message.number


class Telling:
    """The `Tell` of one task: passes on what it says, and raises where nobody wants it."""

    def __init__(self, number: int, desk: Desk, voice: Voice) -> None:
        """Tell of task `number`."""
        self._number = number
        self._desk = desk
        self._voice = voice
        self._told_s = -1.0
        self._text = ""

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        """See `Tell`."""
        now_s = time.monotonic()
        if text != self._text or now_s - self._told_s >= _EVERY_S:
            self._told_s, self._text = now_s, text
            share = min(max(float(share_done), 0.0), 1.0)
            self._voice.say(Told(self._number, Progress(share, text, values)))
        self._check()

    def compiling(self) -> None:
        """See `Tell`."""
        self._text = ""
        self._voice.say(Told(self._number, Progress(compiling=True)))
        self._check()

    def _check(self) -> None:
        if self._desk.is_unwanted(self._number):
            raise Cancelled


def carry_out(message: CarryOut, desk: Desk, voice: Voice) -> Ended:
    """Do one task, and return how it ended."""
    number = message.number
    voice.say(Began(number))
    try:
        task: Task[Any] = pickle.loads(message.task)
        tell = Telling(number, desk, voice)
        result = pickle.dumps(task.carry_out(tell), pickle.HIGHEST_PROTOCOL)
    except Cancelled:
        return Ended(number, resident_bytes())
    except BadInput as bad:
        return Ended(number, resident_bytes(), faults=tuple(bad.faults))
    except MemoryError:
        return Ended(number, resident_bytes(), out_of_memory=True)
    except Exception as crash:
        _log.exception("a task failed")
        return Ended(number, resident_bytes(), reason=f"{type(crash).__name__}: {crash}")
    return Ended(number, resident_bytes(), result=result)


def make_ready(voice: Voice) -> None:
    """Import what simulations need, and compile the engine where no cache has it."""
    import scenarios.studies.comparison
    import scenarios.studies.study
    from sim.kpis.ready import prepare

    _ = scenarios.studies.comparison, scenarios.studies.study
    prepare(on_compile=lambda: voice.say(Compiling()))


def _give_way() -> None:
    """Let the system's scheduler prefer the pages' server to this process."""
    if hasattr(os, "SCHED_BATCH"):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    if hasattr(os, "nice"):
        os.nice(_NICE)


def main() -> None:
    """Work until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    _give_way()
    heard, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into what we say
    voice, desk = Voice(out), Desk(heard)
    if BARE not in sys.argv:
        make_ready(voice)
    voice.say(Ready())
    while True:
        try:
            voice.say(carry_out(desk.tasks.get(), desk, voice))
        except OSError:  # the server has gone
            os._exit(0)


if __name__ == "__main__":
    main()
