"""Many replications of a centre, one at a time or several, always the same.

A replication's number keys its random streams, so where and when it runs makes no difference.
Legs stay where they were made; only tallies are handed over, and only a few are under way at a
time, so memory does not grow with the number of replications.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.kpis.ready import prepare
from sim.kpis.tally import ServiceClock, Tally, tally
from sim.workers import processors
from sim.workers.processes import processes
from sim.workers.threads import threads

#: Replications handed out ahead of the one awaited, per worker.
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


KeepLegs = Callable[[int, Outcomes], None]

#: Makes something of a replication's outcomes beside its tally, where it runs: in another process,
#: it may be, to which both it and what it makes must be handed over.
Beside: TypeAlias = Callable[[Outcomes, Contacts], Any]


@dataclass(frozen=True)
class _Counted:
    """What is handed over of a replication: its tally, and what was made beside it."""

    tally: Tally
    beside: Any = None


@dataclass(frozen=True)
class _Job:
    """What all replications have in common."""

    centre: Centre
    clock: ServiceClock
    seed: int
    engine: Engine
    beside: Beside | None = None

    def run(self, replication: int) -> tuple[Outcomes, _Counted]:
        """Return the legs of one replication, and what is made of them."""
        contacts = self.centre.contacts(self.seed, replication)
        outcomes = self.centre.run(contacts, self.engine)
        counted = tally(outcomes, self.centre, contacts.absent, self.clock)
        made = None if self.beside is None else self.beside(outcomes, contacts)
        return outcomes, _Counted(counted, made)

    def count(self, replication: int) -> _Counted:
        """Return what is made of one replication."""
        return self.run(replication)[1]


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
    on_compile: Callable[[], None] | None = None,
    beside: Beside | None = None,
    on_beside: Callable[[int, Any], None] | None = None,
) -> Generator[Tally, None, None]:
    """Yield the tallies of replications `first`, `first` + 1, ... in this order.

    `jobs` are simulated at a time, as many as there are processors unless given: in threads of this
    process where the engine is the compiled one, in processes where it is the reference; 1 means
    this thread. `on_done` hears of each replication, in order. `keep_legs` is given the outcomes of
    replication 0, which then runs in this thread. `on_compile` hears that something must be
    compiled, before the wait. `on_beside` is given what `beside` makes of each replication, in
    order.

    When the iterator is closed, interrupted or dropped, processes end at once, and threads as soon
    as the replication under way is done; when this process is killed, all end with it. Raises
    ValueError when `jobs` is below 1, and WorkerDied.
    """
    jobs = min(processors() if jobs is None else jobs, max(replications, 1))
    if jobs < 1:
        raise ValueError(f"jobs {jobs}; expected at least 1")
    numbers = range(first, first + replications)
    job = _Job(centre, clock, seed, engine, beside)
    prepare(engine, on_compile)  # once, here: not by each worker
    if jobs == 1:
        done = _in_this_thread(job, numbers, keep_legs)
    else:
        done = _by_workers(job, numbers, jobs, keep_legs)
    with closing(done):
        for number, counted in zip(numbers, done, strict=True):
            if on_beside is not None:
                on_beside(number, counted.beside)
            if on_done is not None:
                on_done(number)
            yield counted.tally


def _in_this_thread(
    job: _Job, numbers: range, keep_legs: KeepLegs | None
) -> Generator[_Counted, None, None]:
    for number in numbers:
        outcomes, counted = job.run(number)
        if keep_legs is not None and number == 0:
            keep_legs(number, outcomes)
        del outcomes  # so that two replications' legs are never held at a time
        yield counted


def _by_workers(
    job: _Job, numbers: range, jobs: int, keep_legs: KeepLegs | None
) -> Generator[_Counted, None, None]:
    kept = 0 if keep_legs is not None and 0 in numbers else None
    waiting = deque(number for number in numbers if number != kept)
    under_way: deque[tuple[int, Future[_Counted]]] = deque()
    workers = processes if job.engine.meant is Engine.REFERENCE else threads
    with workers(job.count, jobs) as submit:

        def hand_out() -> None:
            while waiting and len(under_way) < jobs * _AHEAD:
                number = waiting.popleft()
                under_way.append((number, submit(number)))

        hand_out()
        if kept is not None:
            yield from _in_this_thread(job, range(1), keep_legs)
        while under_way:
            number, future = under_way.popleft()
            try:
                counted = future.result()
            except BrokenProcessPool:
                raise WorkerDied(number) from None
            hand_out()
            yield counted
