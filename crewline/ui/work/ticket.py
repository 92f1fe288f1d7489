"""A ticket: one task in line or under way, as a page sees it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from crewline.ui.work.task import Task
from scenarios.faults import Fault


class State(Enum):
    """How far a ticket has come."""

    WAITING = auto()
    GOING = auto()
    DONE = auto()
    CANCELLED = auto()
    REFUSED = auto()
    FAILED = auto()


class Failure(Enum):
    """Why a task failed, where neither its input nor a wish ended it."""

    CRASHED = auto()
    DIED = auto()
    MEMORY = auto()
    NO_WORKERS = auto()


@dataclass(frozen=True)
class Progress:
    """What a task said last: the share done, and a text with its blanks."""

    share_done: float = 0.0
    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    compiling: bool = False


@dataclass(frozen=True)
class Ending:
    """How a ticket ended: what was wrong with the input, or with us."""

    state: State
    faults: tuple[Fault, ...] = ()
    failure: Failure | None = None
    reason: str = ""


class Ticket:
    """One task in line or under way; written by the pool, read by pages."""

    def __init__(self, task: Task[Any]) -> None:
        """Begin as waiting."""
        self.task = task
        self.key = task.key
        self.progress = Progress()
        self.ending: Ending | None = None
        self.begun_s: float | None = None
        self.times_begun = 0
        self.cancelled_s: float | None = None
        self._ended = threading.Event()

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.ending is not None:
            return self.ending.state
        return State.WAITING if self.begun_s is None else State.GOING

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self._ended.is_set()

    @property
    def cancelling(self) -> bool:
        """Whether it was told to stop and has not yet stopped."""
        return self.cancelled_s is not None and not self.ended

    @property
    def going_s(self) -> float:
        """How long it has been worked on."""
        return 0.0 if self.begun_s is None else time.monotonic() - self.begun_s

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; return whether it came."""
        return self._ended.wait(timeout_s)

    def begin(self) -> None:
        """Note that a worker has it; the pool's call."""
        self.begun_s = time.monotonic()
        self.times_begun += 1

    def cancel(self) -> None:
        """Note that nobody wants it any more; the pool's call."""
        self.cancelled_s = time.monotonic()

    def end(self, ending: Ending) -> None:
        """Note how it ended, once; the pool's call."""
        if not self._ended.is_set():
            self.ending = ending
            self._ended.set()
