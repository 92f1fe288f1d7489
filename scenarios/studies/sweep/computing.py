"""Computing the cells that are not on disk yet, whoever else works on the same folder.

Each cell is claimed before it is handed out and written as soon as it comes back, so that a
process that dies loses what was under way and nothing else. Cells that another process has claimed
are left to it, and taken over where it dies.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import Final

from scenarios.studies.sweep.claims import Claims
from scenarios.studies.sweep.crew import Crew, CrewLost, MakeCrew
from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.store import Store
from scenarios.studies.sweep.work import Task
from sim.workers.keyboard import end_where_pressed

#: How often cells that others compute are looked for.
_LOOK_S: Final = 0.3
#: How long futures are awaited before the crew is looked after.
_WATCH_S: Final = 2.0
#: How often one cell may have been under way when a worker ended.
_MOST_LOSSES: Final = 3

#: Makes the task of a cell, given its digest, its first missing replication and how many there
#: are to be in all.
MakeTask = Callable[[str, int, int], Task]


class Computing:
    """Computes cells, and keeps count of what is done."""

    def __init__(
        self, store: Store, make_task: MakeTask, replications: int, on_done: Callable[[int], None]
    ) -> None:
        #: The cells that were computed, with how many replications they had before.
        self.computed: dict[str, int] = {}
        self._store = store
        self._make_task = make_task
        self._replications = replications
        self._on_done = on_done
        self._losses: Counter[str] = Counter()
        self._pending: dict[str, None] = {}

    def run(self, missing: Mapping[str, int], make_crew: MakeCrew) -> None:
        """Compute `missing` cells: digests, with how many of their replications are kept.

        Raises DiskFault, CrewLost, and what a task raises; what is written stays.
        """
        if not missing:
            return
        self._pending = dict.fromkeys(missing)
        with Claims(self._store.folder) as claims:
            while self._pending:
                try:
                    with make_crew() as crew:
                        self._with(crew, claims)
                except _Lost as lost:
                    self._count_losses(lost.digests, claims)

    def _with(self, crew: Crew, claims: Claims) -> None:
        """Work with a crew until nothing is pending; raise _Lost where it breaks."""
        while self._pending:
            if not self._all_that_are_free(crew, claims):
                time.sleep(_LOOK_S)  # all others are being computed by somebody else

    def _all_that_are_free(self, crew: Crew, claims: Claims) -> bool:
        """Compute whatever nobody else has claimed; return whether there was anything."""
        waiting = iter(self._in_order(claims))
        under_way: dict[Future[Kept], Task] = {}
        found = False
        while True:
            end_where_pressed()
            while len(under_way) < crew.room() and (task := self._next(waiting, claims)):
                try:
                    under_way[crew.submit(task)] = task
                except crew.losses:
                    raise _Lost([task.digest, *(t.digest for t in under_way.values())]) from None
            if not under_way:
                return found
            found = True
            done, _ = wait(under_way, _WATCH_S, FIRST_COMPLETED)
            self._take_in(done, under_way, crew, claims)

    def _in_order(self, claims: Claims) -> list[str]:
        """Return what is pending, from where on nobody else begins where claims are not kept."""
        pending = list(self._pending)
        begin = 0 if claims.are_kept else int.from_bytes(os.urandom(4)) % len(pending)
        return pending[begin:] + pending[:begin]

    def _next(self, waiting: Iterator[str], claims: Claims) -> Task | None:
        """Return the task of the next cell that is ours; others have finished some."""
        for digest in waiting:
            if not claims.take(digest):
                continue
            kept = self._store.replications(digest)
            if kept < self._replications:
                return self._make_task(digest, kept, self._replications - kept)
            self._finish(digest, claims)
        return None

    def _take_in(
        self,
        done: set[Future[Kept]],
        under_way: dict[Future[Kept], Task],
        crew: Crew,
        claims: Claims,
    ) -> None:
        """Write what is done; raise _Lost where a worker ended."""
        if not done:
            crew.watch()
        lost: tuple[type[Exception], ...] = (*crew.losses, CancelledError)
        for future in done:
            try:
                found = future.result()
            except lost:
                raise _Lost([task.digest for task in under_way.values()]) from None
            task = under_way.pop(future)
            self._keep(task, found)
            self.computed[task.digest] = task.first
            self._finish(task.digest, claims)

    def _keep(self, task: Task, found: Kept) -> None:
        """Write a cell, behind the replications that were kept before."""
        if task.first:
            kept = self._store.read(task.digest)
            if kept is None or kept.replications < task.first:
                return  # damaged meanwhile; it is pending no more and found out when it is read
            found = kept.first(task.first).and_then(found)
        self._store.write(task.digest, found)

    def _finish(self, digest: str, claims: Claims) -> None:
        claims.leave(digest)
        self._pending.pop(digest)
        self._on_done(len(self._pending))

    def _count_losses(self, digests: list[str], claims: Claims) -> None:
        """Give lost cells up, to be taken again; raise CrewLost where one was lost too often."""
        for digest in digests:
            claims.leave(digest)
            self._losses[digest] += 1
        worst = max(self._losses.values(), default=0)
        if worst >= _MOST_LOSSES:
            raise CrewLost(
                f"worker processes ended {worst} times while they worked on the same cells; they"
                " may have been killed or have run out of memory. Fewer --jobs need less memory."
                " Finished cells are kept, and the same command goes on."
            )


class _Lost(Exception):  # noqa: N818  (an event)
    """Raised where workers ended: the digests of the cells that were under way."""

    def __init__(self, digests: list[str]) -> None:
        super().__init__()
        self.digests = digests
