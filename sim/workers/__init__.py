"""Workers: threads or processes that do one kind of work, and end when they are left.

Both are contexts that give a function: it takes a task, and returns the future of the work on it.
"""

import os


def processors() -> int:
    """Return how many processors this process may use, and so how many workers are worth having."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
