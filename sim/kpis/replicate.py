"""Many replications of a centre, in one process or several, always the same.

A replication's number keys its random streams, so where and when it runs makes no difference.
Legs stay in the process that made them; only tallies cross over, and only a few are under way at
a time, so memory does not grow with the number of replications.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from sim.centre import Centre
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.kpis.tally import ServiceClock, Tally, tally

#: Replications handed out ahead of the one awaited, per process.
_AHEAD: Final = 2


class WorkerDied(RuntimeError):  # noqa: N818  (an event, and a sentence)
    """Raised when a process that was simulating ended by itself: killed, or out of memory."""

    def __init__(self, replication: int) -> None:
        """Say which replication was awaited."""
        super().__init__(
            f"a worker process ended before replication {replication} was done; it may have been"
            " killed or have run out of memory. Fewer jobs need less memory, and one job needs no"
            " worker. (A script that starts workers must do so under `if __name__ =="
            ' "__main__":`.)'
        )


@dataclass(frozen=True)
class _Job:
    """What all replications have in common."""

    centre: Centre
    clock: ServiceClock
    seed: int
    engine: Engine

    def run(self, replication: int) -> tuple[Outcomes, Tally]:
        """Return the legs and the tally of one replication."""
        contacts = self.centre.contacts(self.seed, replication)
        outcomes = self.centre.run(contacts, self.engine)
        return outcomes, tally(outcomes, self.centre, contacts.absent, self.clock)


KeepLegs = Callable[[int, Outcomes], None]


def replicate(
    centre: Centre,
    clock: ServiceClock,
    seed: int,
    replications: int,
    jobs: int | None = None,
    *,
    on_done: Callable[[int], None] | None = None,
    first: int = 0,
    keep_legs: KeepLegs | None = None,
    engine: Engine = Engine.AUTO,
) -> Generator[Tally, None, None]:
    """Yield the tallies of replications `first`, `first` + 1, ... in this order.

    `jobs` processes simulate (as many as there are processors unless given; 1 means this one).
    `on_done` hears of each replication, in order. `keep_legs` is given the outcomes of replication
    0, which then runs in this process.

    When the iterator is closed, interrupted or dropped, the workers end at once; when this process
    is killed, they end too. Raises ValueError when `jobs` is below 1, and WorkerDied.
    """
    jobs = min(_processors() if jobs is None else jobs, max(replications, 1))
    if jobs < 1:
        raise ValueError(f"jobs {jobs}; expected at least 1")
    numbers = range(first, first + replications)
    job = _Job(centre, clock, seed, engine)
    if jobs == 1:
        done = _in_this_process(job, numbers, keep_legs)
    else:
        done = _in_workers(job, numbers, jobs, keep_legs)
    with closing(done):
        for number, counted in zip(numbers, done, strict=True):
            if on_done is not None:
                on_done(number)
            yield counted


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_this_process(
    job: _Job, numbers: range, keep_legs: KeepLegs | None
) -> Generator[Tally, None, None]:
    for number in numbers:
        outcomes, counted = job.run(number)
        if keep_legs is not None and number == 0:
            keep_legs(number, outcomes)
        del outcomes  # so that two replications' legs are never held at a time
        yield counted


def _in_workers(
    job: _Job, numbers: range, jobs: int, keep_legs: KeepLegs | None
) -> Generator[Tally, None, None]:
    kept = 0 if keep_legs is not None and 0 in numbers else None
    waiting = deque(number for number in numbers if number != kept)
    under_way: deque[tuple[int, Future[Tally]]] = deque()
    with _workers(job, jobs) as pool:

        def hand_out() -> None:
            while waiting and len(under_way) < jobs * _AHEAD:
                number = waiting.popleft()
                under_way.append((number, pool.submit(_work, number)))

        with _keyboard_held_back():
            hand_out()  # processes begin here
        if kept is not None:
            yield from _in_this_process(job, range(1), keep_legs)
        while under_way:
            number, future = under_way.popleft()
            try:
                counted = future.result()
            except BrokenProcessPool:
                raise WorkerDied(number) from None
            hand_out()
            yield counted


@contextmanager
def _workers(job: _Job, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Provide processes that each hold the centre, and none that outlives this one.

    Every worker watches a pipe whose other end this process alone holds. It closes when the pool
    is left early, and by the system's hand when this process dies; then the workers end.
    """
    context = multiprocessing.get_context("spawn")
    watched, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(job, watched)
    )
    try:
        yield pool
        pool.shutdown()
    finally:
        held.close()
        pool.shutdown(cancel_futures=True)
        watched.close()


@contextmanager
def _keyboard_held_back() -> Iterator[None]:
    """Hold Ctrl-C back while processes begin, who inherit this and stay deaf to it.

    It reaches all processes of a terminal. An interpreter that hears it before any of our code has
    run there ends with a traceback, and so does one whose parent hears it while still telling the
    child what to do. The mask is for the children; this process needs a handler as well, because
    a library's thread may be the one that hears.
    """
    if (
        not hasattr(signal, "pthread_sigmask")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)


class _Task:
    """What this process works on, where it is a worker; set once, when it begins."""

    job: _Job


def _begin(job: _Job, watched: Connection) -> None:
    """Keep what is simulated, and end with the process that asked for it."""
    _Task.job = job
    # The keyboard reaches every process; this one leaves by the pipe, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Connection) -> None:
    """End this process, whatever it is doing, when the watched pipe closes."""
    watched.poll(None)
    os._exit(1)


def _work(replication: int) -> Tally:
    return _Task.job.run(replication)[1]
