"""The pool: a bounded number of worker processes, which all sessions of a server share."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from crewline.ui.work.hand import Hand
from crewline.ui.work.keeper import Keeper
from crewline.ui.work.kept import MISSING
from crewline.ui.work.limits import Limits
from crewline.ui.work.sessions import is_here
from crewline.ui.work.shop import Shop
from crewline.ui.work.task import Task
from crewline.ui.work.ticket import Ticket

Result = TypeVar("Result")

#: How long the end of a thread is waited for; it has nothing left to do.
_END_S: Final = 5.0


class Pool:
    """Tasks in line, workers that carry them out, and results kept for all sessions."""

    def __init__(
        self,
        limits: Limits | None = None,
        here: Callable[[str], bool] = is_here,
        *,
        bare: bool = False,
    ) -> None:
        """Begin without processes; `warm` or the first task begins them.

        `here` tells whether a session is still there. `bare` workers make nothing ready: they begin
        at once, and what needs the engine waits for it.
        """
        self._shop = Shop(limits or Limits(), bare=bare)
        self._here = here
        self._threads: list[threading.Thread] = []

    def warm(self) -> None:
        """Begin the processes, so that the first task finds one ready; return at once."""
        with self._shop.changed:
            if self._threads or self._shop.closed:
                return
            count = self._shop.limits.workers
            work = [Hand(self._shop, is_first=number == 0).work for number in range(count)]
            work.append(Keeper(self._shop, self._here).work)
            self._threads = [threading.Thread(target=one, daemon=True) for one in work]
            for thread in self._threads:
                thread.start()

    def start(self, task: Task[Any], session: str = "") -> Ticket:
        """Put a task in line for a session, or let it wait with those who asked the same."""
        self.warm()
        with self._shop.changed:
            ticket = self._shop.book.add(task, session)
            self._shop.changed.notify_all()
            return ticket

    def join(self, task: Task[Any], session: str = "") -> Ticket | None:
        """Let a session wait for a task that somebody waits for already; None where nobody does."""
        with self._shop.changed:
            return self._shop.book.join(task.key, session)

    def leave(self, ticket: Ticket, session: str = "") -> None:
        """Let a session wait no longer; what nobody waits for is cancelled."""
        with self._shop.changed:
            self._shop.book.leave(ticket, session)
            self._shop.changed.notify_all()

    def known(self, task: Task[Result]) -> Result | None:
        """Return the result of a task, None where it is not kept (any more)."""
        found = self._shop.kept.find(task.key)
        return None if found is MISSING else found

    def is_known(self, task: Task[Any]) -> bool:
        """Whether a task's result is kept; it may be None."""
        return self._shop.kept.find(task.key) is not MISSING

    def before(self, ticket: Ticket) -> int:
        """Return how many tasks will begin before a waiting one."""
        with self._shop.changed:
            return self._shop.book.before(ticket)

    @property
    def crowd(self) -> float:
        """How many tasks there are to a worker, under way and waiting; 1 where there are fewer."""
        with self._shop.changed:
            return max(1.0, len(self._shop.book) / self._shop.limits.workers)

    def seconds(self, task: Task[Any]) -> float | None:
        """Return about how long a task will take; None where nothing like it was done yet."""
        return self._shop.speed.seconds(task)

    @property
    def is_ready(self) -> bool:
        """Whether some worker is, or has been, ready."""
        return self._shop.made_ready > 0

    @property
    def is_compiling(self) -> bool:
        """Whether the first worker is compiling the engine."""
        return self._shop.compiling and not self.is_ready

    @property
    def process_ids(self) -> list[int]:
        """The worker processes there are now."""
        with self._shop.changed:
            return [one.id for one in self._shop.processes]

    @property
    def kept_bytes(self) -> int:
        """The size of all results that are kept, as they were pickled."""
        return self._shop.kept.held_bytes

    def close(self) -> None:
        """End all processes, and with them whatever is under way."""
        with self._shop.changed:
            self._shop.closed = True
            self._shop.changed.notify_all()
            for process in self._shop.processes:
                process.kill()
        for thread in self._threads:
            thread.join(_END_S)


_pools: Final[list[Pool]] = []
_making: Final = threading.Lock()


def pool() -> Pool:
    """Return the server's pool; its processes end with the server."""
    with _making:
        if not _pools:
            _pools.append(Pool())
            atexit.register(_pools[0].close)
        return _pools[0]
