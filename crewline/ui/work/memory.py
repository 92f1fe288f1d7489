"""How much memory a process holds."""

from __future__ import annotations

import os
from pathlib import Path


def resident_bytes(process: int | None = None) -> float:
    """Return the memory that a process (this one unless given) holds; 0 where nobody tells."""
    table = Path("/proc") / str(process or "self") / "statm"
    try:
        return float(table.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return _peak_bytes() if process is None else 0.0


def _peak_bytes() -> float:
    """Return the most that this process has held; it is at least what it holds."""
    try:
        import resource
    except ImportError:
        return 0.0
    import sys

    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit
