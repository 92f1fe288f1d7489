"""A thread of the server that keeps one worker process alive and busy."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator
from typing import Final

from crewline.ui.work.messages import (
    Began,
    CarryOut,
    Compiling,
    Ended,
    FromWorker,
    Ready,
    Told,
)
from crewline.ui.work.process import WorkerProcess
from crewline.ui.work.shop import Job, Shop
from crewline.ui.work.ticket import Ending, Failure, State, Ticket

_log = logging.getLogger(__name__)

#: After so many processes in a row that ended before they were ready, tasks fail at once.
_STARTS: Final = 3
#: A task that no process could be given so many times is at fault itself.
_TRIES: Final = 3
#: The longest pause before another process is tried.
_PAUSE_S: Final = 30.0
#: A process that died while it had nothing to do is found so soon.
_LOOK_S: Final = 2.0


class Hand:
    """Begins a process, gives it one ticket after the other, and replaces it when it ends."""

    def __init__(self, shop: Shop, *, is_first: bool) -> None:
        """Work for a shop; all but the first wait until the first has compiled the engine."""
        self._shop = shop
        self._is_first = is_first

    def work(self) -> None:
        """Go on until the shop is closed."""
        shop = self._shop
        with shop.changed:
            shop.changed.wait_for(lambda: shop.closed or self._is_first or shop.made_ready > 0)
        while (process := self._begun()) is not None:
            try:
                self._serve(process)
            except Exception:  # a fault of ours; the next process may do better
                _log.exception("the care of a worker process failed")
            finally:
                process.end()
                with shop.changed:
                    shop.processes.remove(process)

    def _begun(self) -> WorkerProcess | None:
        """Return a new process, None where the shop is closed."""
        shop = self._shop
        with shop.changed:
            if shop.failed_starts:
                pause_s = min(2.0**shop.failed_starts, _PAUSE_S)
                shop.changed.wait_for(lambda: shop.closed, pause_s)
            if shop.closed:
                return None
            process = WorkerProcess(bare=shop.bare)
            shop.processes.append(process)
            return process

    def _serve(self, process: WorkerProcess) -> None:
        """Let a process work until it ends or has grown too large."""
        messages = process.messages()
        if not self._made_ready(messages):
            self._note_failed_start(process)
            return
        while (job := self._next(process)) is not None:
            held_bytes = self._carry_out(job, messages)
            if held_bytes is None or held_bytes > self._shop.limits.held_bytes:
                return

    def _made_ready(self, messages: Iterator[FromWorker]) -> bool:
        shop = self._shop
        for message in messages:
            match message:
                case Compiling():
                    shop.compiling = True
                case Ready():
                    with shop.changed:
                        shop.made_ready += 1
                        shop.failed_starts = 0
                        shop.changed.notify_all()
                    return True
        return False

    def _note_failed_start(self, process: WorkerProcess) -> None:
        """Where no process can be begun, time and again, let all that wait fail."""
        shop = self._shop
        with shop.changed:
            if shop.closed:
                return
            shop.failed_starts += 1
            _log.error("a worker ended before it was ready, with exit code %s", process.exit_code)
            while shop.failed_starts >= _STARTS and (ticket := shop.book.take()) is not None:
                shop.book.end(ticket, failed(Failure.NO_WORKERS))

    def _next(self, process: WorkerProcess) -> Job | None:
        """Wait for the next ticket; return None where the process has ended or the shop closed."""
        shop = self._shop
        with shop.changed:
            while not shop.closed and process.exit_code is None:
                ticket = shop.book.take()
                if ticket is not None:
                    shop.begun += 1
                    job = Job(shop.begun, ticket, process)
                    shop.jobs.append(job)
                    shop.changed.notify_all()
                    return job
                shop.changed.wait(_LOOK_S)
            return None

    def _carry_out(self, job: Job, messages: Iterator[FromWorker]) -> float | None:
        """Let the process do a job; return the bytes that it holds then, None where it died."""
        held_bytes: float | None = 0.0
        ending: Ending | None
        try:
            task = pickle.dumps(job.ticket.task, pickle.HIGHEST_PROTOCOL)
        except Exception as crash:
            _log.exception("a task could not be sent")
            ending = crashed(crash)
        else:
            job.process.tell(CarryOut(job.number, task))
            ending, held_bytes = self._heard(job, messages)
        shop = self._shop
        with shop.changed:
            shop.jobs.remove(job)
            if ending is None:
                shop.book.put_back(job.ticket)
            else:
                shop.book.end(job.ticket, ending)
            shop.changed.notify_all()
        return held_bytes

    def _heard(
        self, job: Job, messages: Iterator[FromWorker]
    ) -> tuple[Ending | None, float | None]:
        """Note what the process says of a job until it ends; see `_carry_out`.

        There is no ending where the process had died before it was given the job.
        """
        is_last_try = job.ticket.times_begun >= _TRIES
        ending = failed(Failure.DIED) if is_last_try else None
        for message in messages:
            match message:
                case Began():
                    ending = failed(Failure.DIED)
                case Told():
                    job.ticket.progress = message.progress
                case Ended():
                    return self._ending(job.ticket, message), message.held_bytes
        if job.outgrown:
            return failed(Failure.MEMORY), None
        if job.ticket.cancelled_s is not None:
            return Ending(State.CANCELLED), None
        return ending, None

    def _ending(self, ticket: Ticket, message: Ended) -> Ending:
        """Return how a ticket ended, and keep its result."""
        if message.faults:
            return Ending(State.REFUSED, message.faults)
        if message.out_of_memory:
            return failed(Failure.MEMORY)
        if message.reason:
            return failed(Failure.CRASHED, message.reason)
        if message.result is None:
            return Ending(State.CANCELLED)
        try:
            result = pickle.loads(message.result)
        except Exception as crash:
            _log.exception("a result could not be read")
            return crashed(crash)
        self._shop.kept.keep(ticket.key, result, len(message.result))
        self._shop.speed.learn(ticket.task, ticket.going_s)
        return Ending(State.DONE)


def failed(failure: Failure, reason: str = "") -> Ending:
    """Return the ending of a task that was nobody's wish."""
    return Ending(State.FAILED, failure=failure, reason=reason)


def crashed(crash: Exception) -> Ending:
    """Return the ending of a task that raised."""
    return failed(Failure.CRASHED, f"{type(crash).__name__}: {crash}")
