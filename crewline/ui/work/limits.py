"""How much of the machine the work may take: processes, and memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from scenarios.studies.memory import memory_bytes
from sim.workers import processors

#: Environment variable that says how many worker processes there are.
WORKERS_VARIABLE: Final = "CREWLINE_WORKERS"
#: More would crowd a server that has other things to do.
MOST_WORKERS: Final = 8

#: Results kept for all sessions: so many, and of so many bytes.
MOST_KEPT: Final = 200
_KEPT_BYTES: Final = 512e6
_KEPT_SHARE: Final = 1 / 16

#: A worker that holds more than so much after a task makes room for a new one.
_HELD_BYTES: Final = 1.0e9
_HELD_SHARE: Final = 1 / 4
#: What all workers together may hold while they work.
_AT_WORK_SHARE: Final = 0.75


def worker_count() -> int:
    """Return how many workers there are: what the environment says, or one a core, at most 8."""
    named = os.environ.get(WORKERS_VARIABLE, "")
    if named.isascii() and named.isdigit() and int(named):
        return min(int(named), 64)
    return max(1, min(processors(), MOST_WORKERS))


def kept_bytes() -> float:
    """Return how many bytes of results are kept."""
    return min(_KEPT_BYTES, memory_bytes() * _KEPT_SHARE)


def held_bytes(workers: int) -> float:
    """Return what a worker may hold between two tasks."""
    return min(_HELD_BYTES, memory_bytes() * _HELD_SHARE / workers)


def at_work_bytes(workers: int) -> float:
    """Return what a worker may hold at any time; beyond, it is ended, and its task fails."""
    return memory_bytes() * _AT_WORK_SHARE / workers


def resident_bytes(process: int | None = None) -> float:
    """Return the memory that a process (this one unless given) holds; 0 where nobody tells."""
    table = Path("/proc") / str(process or "self") / "statm"
    try:
        return float(table.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return _peak_bytes() if process is None else 0.0


def _peak_bytes() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    import sys

    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit
