"""What the server and a worker process say to each other, pickled one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from crewline.ui.work.ticket import Progress
from scenarios.faults import Fault


@dataclass(frozen=True)
class CarryOut:
    """To a worker: do this task, pickled. It has one at a time."""

    number: int
    task: bytes


@dataclass(frozen=True)
class Stop:
    """To a worker: nobody wants this one any more."""

    number: int


@dataclass(frozen=True)
class Compiling:
    """From a worker that makes ready: the engine is being compiled."""


@dataclass(frozen=True)
class Ready:
    """From a worker: it has imported all it needs, and may be given work."""


@dataclass(frozen=True)
class Began:
    """From a worker: it has a task in hand."""

    number: int


@dataclass(frozen=True)
class Told:
    """From a worker: how far the task is."""

    number: int
    progress: Progress


@dataclass(frozen=True)
class Ended:
    """From a worker: the end of a task, and what memory the process holds now.

    One of `result` (pickled), `faults`, `reason` (of a crash), `out_of_memory`, or none of them:
    cancelled.
    """

    number: int
    held_bytes: float
    result: bytes | None = None
    faults: tuple[Fault, ...] = ()
    reason: str = ""
    out_of_memory: bool = False


ToWorker = CarryOut | Stop
FromWorker = Compiling | Ready | Began | Told | Ended
