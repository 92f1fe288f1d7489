"""How much of the machine the work may take: processes, memory, patience."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

from scenarios.studies.memory import memory_bytes
from sim.workers import processors

#: Environment variable that says how many worker processes there are.
WORKERS_VARIABLE: Final = "CREWLINE_WORKERS"
#: More would crowd a server that has other things to do.
_MOST_WORKERS: Final = 8
#: Even where somebody asks for more.
_MOST_ASKED: Final = 64

#: Results kept for all sessions: at most so many bytes, and this share of the memory.
_KEPT_BYTES: Final = 512e6
_KEPT_SHARE: Final = 1 / 16
#: What a worker may hold between two tasks; all of them at most this share of the memory.
_HELD_BYTES: Final = 1e9
_HELD_SHARE: Final = 1 / 4
#: What all workers together may hold while they work.
_AT_WORK_SHARE: Final = 3 / 4


def worker_count() -> int:
    """Return how many workers there are: what the environment says, or one a core, at most 8."""
    named = os.environ.get(WORKERS_VARIABLE, "")
    if named.isascii() and named.isdigit() and int(named):
        return min(int(named), _MOST_ASKED)
    return min(processors(), _MOST_WORKERS)


@dataclass(frozen=True)
class Limits:
    """What the work may take.

    `leave_s` is how long a session may be away (a reload) before its tasks are cancelled, `heed_s`
    how long a cancelled task may go on before its process is ended. A worker that holds more than
    `held_bytes` after a task is replaced; one that holds more than `at_work_bytes` at any time is
    ended, and its task fails. Results are kept up to a number and a size.
    """

    workers: int = field(default_factory=worker_count)
    leave_s: float = 15.0
    heed_s: float = 3.0
    kept: int = 200
    kept_bytes: float = field(
        default_factory=lambda: min(_KEPT_BYTES, memory_bytes() * _KEPT_SHARE)
    )
    held_bytes: float = 0.0
    at_work_bytes: float = 0.0

    def __post_init__(self) -> None:
        """Fill in what follows from the machine's memory and the number of workers."""
        each = memory_bytes() / self.workers
        if not self.held_bytes:
            object.__setattr__(self, "held_bytes", min(_HELD_BYTES, each * _HELD_SHARE))
        if not self.at_work_bytes:
            object.__setattr__(self, "at_work_bytes", each * _AT_WORK_SHARE)
