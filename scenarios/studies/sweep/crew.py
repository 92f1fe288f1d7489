"""Who simulates the cells: this process, several beside it, or a cluster.

A crew is a context that takes tasks and gives futures. Who waits, writes and tries again is
`scenarios.studies.sweep.computing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final

from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.work import CrewLost, Task, simulate
from sim.engines.choice import Engine
from sim.kpis.ready import prepare
from sim.workers import processors
from sim.workers.processes import processes

__all__ = ["Crew", "CrewLost", "MakeCrew", "local_crew"]

#: Tasks handed out at a time, for each that is worked on.
_AHEAD: Final = 2


@dataclass(frozen=True)
class Crew:
    """`submit` hands a task out; `room` says how many may be out at a time.

    `losses` are the errors of a future that mean its worker has ended. `watch` raises CrewLost
    where nobody is left; it is called while futures are awaited.
    """

    submit: Callable[[Task], Future[Kept]]
    room: Callable[[], int]
    losses: tuple[type[Exception], ...]
    watch: Callable[[], None] = lambda: None


MakeCrew = Callable[[], AbstractContextManager[Crew]]


def local_crew(
    jobs: int | None, engine: Engine, tasks: int, on_compile: Callable[[], None] | None = None
) -> MakeCrew:
    """Return what makes a crew of this machine: `jobs` processes, all of its own unless given.

    For one job, or one task, this process does the work.
    """
    prepare(engine, on_compile)  # once, here: not by each worker
    jobs = min(processors() if jobs is None else jobs, max(tasks, 1))
    return _alone if jobs == 1 else lambda: _beside(jobs)


@contextmanager
def _alone() -> Iterator[Crew]:
    def submit(task: Task) -> Future[Kept]:
        future: Future[Kept] = Future()
        future.set_result(simulate(task))
        return future

    yield Crew(submit, lambda: 1, ())


@contextmanager
def _beside(jobs: int) -> Iterator[Crew]:
    with processes(simulate, jobs) as submit:
        yield Crew(submit, lambda: jobs * _AHEAD, (BrokenProcessPool,))
