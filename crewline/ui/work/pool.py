"""The pool: a bounded number of worker processes, which sessions share."""

from __future__ import annotations

import atexit
import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from crewline.ui.work.kept import MISSING, Kept
from crewline.ui.work.limits import (
    MOST_KEPT,
    at_work_bytes,
    held_bytes,
    kept_bytes,
    resident_bytes,
    worker_count,
)
from crewline.ui.work.line import Line
from crewline.ui.work.messages import CarryOut, Compiling, Ended, FromWorker, Ready, Stop, Told
from crewline.ui.work.process import WorkerProcess
from crewline.ui.work.sessions import is_here
from crewline.ui.work.speed import Speed
from crewline.ui.work.task import Task
from crewline.ui.work.ticket import Ending, Failure, State, Ticket

_log = logging.getLogger(__name__)

Result = TypeVar("Result")

#: How often sessions, cancelled tasks and memory are looked at while there is work.
_LOOK_S: Final = 0.5
#: After so many processes in a row that ended before they were ready, tasks fail at once.
_STARTS: Final = 3


@dataclass(frozen=True)
class Limits:
    """What the pool may take, and how patient it is.

    `leave_s` is how long a session may be away (a reload) before its tasks are cancelled, `heed_s`
    how long a cancelled task may go on before its process is ended. A worker that holds more than
    `held_bytes` after a task is replaced; one that holds more than `at_work_bytes` is ended.
    """

    workers: int = field(default_factory=worker_count)
    leave_s: float = 15.0
    heed_s: float = 3.0
    kept: int = MOST_KEPT
    kept_bytes: float = field(default_factory=kept_bytes)
    held_bytes: float | None = None
    at_work_bytes: float | None = None

    @property
    def most_held_bytes(self) -> float:
        """What a worker may hold between two tasks."""
        return held_bytes(self.workers) if self.held_bytes is None else self.held_bytes

    @property
    def most_at_work_bytes(self) -> float:
        """What a worker may hold at any time."""
        return at_work_bytes(self.workers) if self.at_work_bytes is None else self.at_work_bytes


@dataclass
class _Wanted:
    """A ticket that has not ended, and the sessions that wait for it."""

    ticket: Ticket
    sessions: set[str] = field(default_factory=set)


@dataclass
class _AtWork:
    """A ticket and the process that works on it."""

    ticket: Ticket
    process: WorkerProcess
    number: int
    told_to_stop: bool = False
    outgrown: bool = False


class Pool:
    """Tasks in line, workers that carry them out, and results kept for all sessions."""

    def __init__(self, limits: Limits | None = None, here: Callable[[str], bool] = is_here) -> None:
        """Begin without processes; `warm` or the first task begins them."""
        self.limits = limits or Limits()
        self._here = here
        self._changed = threading.Condition()
        self._line = Line()
        self._wanted: dict[str, _Wanted] = {}
        self._at_work: list[_AtWork] = []
        self._seen_s: dict[str, float] = {}
        self._kept = Kept(self.limits.kept, self.limits.kept_bytes)
        self._speed = Speed()
        self._threads: list[threading.Thread] = []
        self._processes: list[WorkerProcess] = []
        self._number = 0
        self._ready = 0
        self._failed_starts = 0
        self._compiling = False
        self._closed = False

    def warm(self) -> None:
        """Begin the processes, so that the first task finds one ready; returns at once."""
        with self._changed:
            if self._threads or self._closed:
                return
            self._threads = [
                threading.Thread(
                    target=self._keep_working, args=(number,), name=f"crewline-hand-{number}"
                )
                for number in range(self.limits.workers)
            ]
            self._threads.append(threading.Thread(target=self._look_after, name="crewline-keeper"))
            for thread in self._threads:
                thread.daemon = True
                thread.start()

    def start(self, task: Task[Any], session: str = "") -> Ticket:
        """Put a task in line for a session, or let it wait with those who asked the same."""
        self.warm()
        with self._changed:
            found = self._wanted.get(task.key)
            if found is None or found.ticket.cancelled_s is not None:
                found = self._wanted[task.key] = _Wanted(Ticket(task))
            return self._add(found, session)

    def known(self, task: Task[Result]) -> Result | None:
        """Return the result of a task, None where it is not kept (any more)."""
        found = self._kept.find(task.key)
        return None if found is MISSING else found

    def is_known(self, task: Task[Any]) -> bool:
        """Whether a task's result is kept; it may be None."""
        return self._kept.find(task.key) is not MISSING

    def join(self, task: Task[Any], session: str = "") -> Ticket | None:
        """Let a session wait for a task that somebody waits for already; None where nobody does."""
        with self._changed:
            found = self._wanted.get(task.key)
            if found is None or found.ticket.cancelled_s is not None:
                return None
            return self._add(found, session)

    def leave(self, ticket: Ticket, session: str = "") -> None:
        """Let a session wait no longer; what nobody waits for is cancelled."""
        with self._changed:
            self._leave(ticket.key, session, ticket)

    def before(self, ticket: Ticket) -> int:
        """Return how many tasks will begin before a waiting one."""
        with self._changed:
            return self._line.before(ticket.key)

    def seconds(self, task: Task[Any]) -> float | None:
        """Return about how long a task will take; None where nothing like it was done yet."""
        return self._speed.seconds(task)

    @property
    def is_ready(self) -> bool:
        """Whether some worker is, or has been, ready."""
        return self._ready > 0

    @property
    def is_compiling(self) -> bool:
        """Whether the first worker is compiling the engine."""
        return self._compiling and not self.is_ready

    @property
    def process_ids(self) -> list[int]:
        """The worker processes there are now."""
        with self._changed:
            return [one.id for one in self._processes]

    @property
    def kept_bytes(self) -> int:
        """The size of all results that are kept, as they were pickled."""
        return self._kept.held_bytes

    def close(self) -> None:
        """End all processes, and with them whatever is under way."""
        with self._changed:
            self._closed = True
            processes = list(self._processes)
            self._changed.notify_all()
        for process in processes:
            process.kill()
        for thread in self._threads:
            thread.join(5.0)

    def _add(self, found: _Wanted, session: str) -> Ticket:
        """Let a session wait for a ticket; under the lock."""
        found.sessions.add(session)
        self._seen_s[session] = time.monotonic()
        if found.ticket.state is State.WAITING:
            self._line.join(found.ticket.key, session)
        self._changed.notify_all()
        return found.ticket

    # One thread a worker ------------------------------------------------------------------------

    def _keep_working(self, number: int) -> None:
        """Keep one worker process alive and busy, and replace it when it ends."""
        with self._changed:  # the others find the engine compiled by the first
            self._changed.wait_for(lambda: self._closed or number == 0 or self._ready > 0)
        while (process := self._begun()) is not None:
            try:
                self._serve(process)
            except Exception:
                _log.exception("the work of a process failed")
            finally:
                process.end()
                with self._changed:
                    self._processes.remove(process)

    def _begun(self) -> WorkerProcess | None:
        """Return a new process, None where the pool is closed."""
        pause_s = min(2.0**self._failed_starts, 30.0) if self._failed_starts else 0.0
        with self._changed:
            self._changed.wait_for(lambda: self._closed, pause_s)
            if self._closed:
                return None
            process = WorkerProcess()
            self._processes.append(process)
            return process

    def _serve(self, process: WorkerProcess) -> None:
        """Let a process work until it ends or has grown too large."""
        messages = process.messages()
        if not self._made_ready(messages):
            self._note_failed_start(process)
            return
        while (ticket := self._next(process)) is not None:
            held = self._carry_out(ticket, process, messages)
            if held is None or held > self.limits.most_held_bytes:
                return

    def _made_ready(self, messages: Iterator[FromWorker]) -> bool:
        for message in messages:
            match message:
                case Compiling():
                    self._compiling = True
                case Ready():
                    with self._changed:
                        self._ready += 1
                        self._failed_starts = 0
                        self._changed.notify_all()
                    return True
        return False

    def _note_failed_start(self, process: WorkerProcess) -> None:
        """Let waiting tasks fail where no process can be begun, time and again."""
        with self._changed:
            if self._closed:
                return
            self._failed_starts += 1
            _log.error("a worker ended before it was ready, exit code %s", process.exit_code)
            if self._failed_starts < _STARTS:
                return
            while (key := self._line.take()) is not None:
                self._finish(self._wanted[key].ticket, _failed(Failure.NO_WORKERS))

    def _next(self, process: WorkerProcess) -> Ticket | None:
        """Wait for the next ticket; return None where the process or the pool has ended."""
        with self._changed:
            while not self._closed and process.exit_code is None:
                key = self._line.take()
                if key is not None:
                    ticket = self._wanted[key].ticket
                    ticket.begin()
                    self._number += 1
                    self._at_work.append(_AtWork(ticket, process, self._number))
                    self._changed.notify_all()
                    return ticket
                self._changed.wait(2.0)
            return None

    def _carry_out(
        self, ticket: Ticket, process: WorkerProcess, messages: Iterator[FromWorker]
    ) -> float | None:
        """Let a process do a task; return the bytes that it holds then, None where it died."""
        job = next(one for one in self._at_work if one.ticket is ticket)
        try:
            payload = pickle.dumps(ticket.task, pickle.HIGHEST_PROTOCOL)
        except Exception as crash:
            held: float | None = 0.0
            ending = _failed(Failure.CRASHED, f"{type(crash).__name__}: {crash}")
        else:
            process.tell(CarryOut(job.number, payload))
            ending, held = self._hear(job, messages)
        with self._changed:
            self._at_work.remove(job)
            self._finish(ticket, ending)
        return held

    def _hear(self, job: _AtWork, messages: Iterator[FromWorker]) -> tuple[Ending, float | None]:
        """Note what a worker says of a task until that ends; see `_carry_out`."""
        for message in messages:
            match message:
                case Told():
                    job.ticket.progress = message.progress
                case Ended():
                    return self._ending(job.ticket, message), message.held_bytes
        return self._died(job), None

    def _ending(self, ticket: Ticket, message: Ended) -> Ending:
        if message.result is not None:
            try:
                result = pickle.loads(message.result)
            except Exception as crash:
                _log.exception("a result could not be read")
                return _failed(Failure.CRASHED, f"{type(crash).__name__}: {crash}")
            self._kept.keep(ticket.key, result, len(message.result))
            self._speed.learn(ticket.task, ticket.going_s)
            return Ending(State.DONE)
        if message.faults:
            return Ending(State.REFUSED, message.faults)
        if message.out_of_memory:
            return _failed(Failure.MEMORY)
        if message.reason:
            return _failed(Failure.CRASHED, message.reason)
        return Ending(State.CANCELLED)

    @staticmethod
    def _died(job: _AtWork) -> Ending:
        if job.outgrown:
            return _failed(Failure.MEMORY)
        if job.ticket.cancelled_s is not None:
            return Ending(State.CANCELLED)
        return _failed(Failure.DIED)

    def _finish(self, ticket: Ticket, ending: Ending) -> None:
        """Note an end; under the lock."""
        found = self._wanted.get(ticket.key)
        if found is not None and found.ticket is ticket:
            del self._wanted[ticket.key]
            self._line.drop(ticket.key)
        ticket.end(ending)
        self._changed.notify_all()

    # The keeper's thread ------------------------------------------------------------------------

    def _look_after(self) -> None:
        """Cancel what nobody waits for, and end processes that do not heed or have outgrown."""
        while True:
            with self._changed:
                self._changed.wait(_LOOK_S if self._wanted or self._at_work else None)
                if self._closed:
                    return
                self._note_who_left()
                jobs = list(self._at_work)
            for job in jobs:
                self._look_at(job)

    def _note_who_left(self) -> None:
        """Let sessions that have been away for too long wait no longer; under the lock."""
        now_s = time.monotonic()
        for session in {one for wanted in self._wanted.values() for one in wanted.sessions}:
            if self._here(session):
                self._seen_s[session] = now_s
            elif now_s - self._seen_s.get(session, now_s) > self.limits.leave_s:
                for key in list(self._wanted):
                    self._leave(key, session)
                self._line.forget(session)
                self._seen_s.pop(session, None)

    def _leave(self, key: str, session: str, ticket: Ticket | None = None) -> None:
        """Let a session wait no longer for a key; under the lock."""
        found = self._wanted.get(key)
        if found is None or (ticket is not None and found.ticket is not ticket):
            return
        found.sessions.discard(session)
        self._line.leave(key, session)
        if found.sessions or found.ticket.cancelled_s is not None:
            return
        found.ticket.cancel()
        if found.ticket.state is State.WAITING:
            self._finish(found.ticket, Ending(State.CANCELLED))
        self._changed.notify_all()

    def _look_at(self, job: _AtWork) -> None:
        """See that a task under way heeds and fits."""
        cancelled_s = job.ticket.cancelled_s
        if cancelled_s is not None and not job.told_to_stop:
            job.told_to_stop = True
            job.process.tell(Stop(job.number))
        is_late = cancelled_s is not None and time.monotonic() - cancelled_s > self.limits.heed_s
        if resident_bytes(job.process.id) > self.limits.most_at_work_bytes:
            job.outgrown = True
        with self._changed:  # not when it has ended meanwhile, and the process has another
            if (is_late or job.outgrown) and job in self._at_work:
                job.process.kill()


def _failed(failure: Failure, reason: str = "") -> Ending:
    return Ending(State.FAILED, failure=failure, reason=reason)


_the_pool: Final[list[Pool]] = []
_making = threading.Lock()


def pool() -> Pool:
    """Return the server's pool; its processes end with the server."""
    with _making:
        if not _the_pool:
            _the_pool.append(Pool())
            atexit.register(_the_pool[0].close)
        return _the_pool[0]
