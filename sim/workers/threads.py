"""Threads of this process, for work that releases the interpreter's lock.

Nothing is copied and nothing has to be started anew, so they are at work at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Final, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

#: How long work that is under way is waited for when nobody wants it any more. A thread cannot be
#: ended from outside; one that takes longer is left to itself, and does not keep the program.
_PATIENCE_S: Final = 2.0


@contextmanager
def threads(
    work: Callable[[Task], Result], number: int
) -> Iterator[Callable[[Task], Future[Result]]]:
    """Provide `number` threads that do `work`; an error of the work is its future's.

    When the context is left, what has not begun never does, and what is under way is soon done.
    """
    tasks: SimpleQueue[tuple[Task, Future[Result]] | None] = SimpleQueue()
    left = threading.Event()

    def serve() -> None:
        while (found := tasks.get()) is not None and not left.is_set():
            _fulfil(work, *found)

    def submit(task: Task) -> Future[Result]:
        future: Future[Result] = Future()
        tasks.put((task, future))
        return future

    workers = [
        threading.Thread(target=serve, name=f"crewline-worker-{each}", daemon=True)
        for each in range(number)
    ]
    for worker in workers:
        worker.start()
    try:
        yield submit
    finally:
        left.set()
        _end(workers, lambda: tasks.put(None))


def _fulfil(work: Callable[[Task], Result], task: Task, future: Future[Result]) -> None:
    try:
        future.set_result(work(task))
    except BaseException as error:  # whatever it is, it is raised where the result is awaited
        future.set_exception(error)


def _end(workers: list[threading.Thread], wake: Callable[[], None]) -> None:
    """Wake those that wait for work, and see them all end, or be out of patience."""
    for _ in workers:
        wake()
    deadline = time.monotonic() + _PATIENCE_S
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
