"""Processes beside this one, for work that keeps the interpreter's lock.

Every process gets the work once, when it begins; after that only tasks and results cross over.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@contextmanager
def processes(
    work: Callable[[Task], Result], number: int
) -> Iterator[Callable[[Task], Future[Result]]]:
    """Provide `number` processes that do `work`, and none that outlives this one.

    Every worker watches a pipe whose other end this process alone holds. It closes when the context
    is left early, and by the system's hand when this process dies; then the workers end. Where one
    ends by itself, the futures raise BrokenProcessPool.
    """
    begin_tracker()
    context = multiprocessing.get_context("spawn")
    watched, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        number, mp_context=context, initializer=_begin, initargs=(work, watched)
    )

    def submit(task: Task) -> Future[Result]:
        with keyboard_held_back():  # a process may begin here
            return pool.submit(_work, task)

    try:
        yield submit
        pool.shutdown()
    finally:
        held.close()
        pool.shutdown(cancel_futures=True)
        watched.close()


def begin_tracker() -> None:
    """Begin the process that Python's first worker brings along.

    Beginning it lets the keyboard through to whatever begins next; so it begins by itself.
    """
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()


@contextmanager
def keyboard_held_back() -> Iterator[None]:
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


class _Worker:
    """What this process works on, where it is a worker; set once, when it begins."""

    work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any], watched: Connection) -> None:
    """Keep what is to be done, and end with the process that asked for it."""
    _Worker.work = work
    # The keyboard reaches every process; this one leaves by the pipe, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()


def _end_with(watched: Connection) -> None:
    """End this process, whatever it is doing, when the watched pipe closes."""
    watched.poll(None)
    os._exit(1)


def _work(task: Any) -> Any:
    return _Worker.work(task)
