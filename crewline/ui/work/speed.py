"""How long tasks take on this machine, learned from those that were done."""

from __future__ import annotations

import threading
from typing import Any, Final

from crewline.ui.work.task import Task

#: What the newest task weighs against all before it.
_NEWEST: Final = 0.5


class Speed:
    """Seconds for a unit of work, by the class of task."""

    def __init__(self) -> None:
        """Begin with nothing learned."""
        self._seconds_each: dict[type[Task[Any]], float] = {}
        self._lock = threading.Lock()

    def learn(self, task: Task[Any], took_s: float) -> None:
        """Note what a task took."""
        each = took_s / (task.size or 1.0)
        with self._lock:
            before = self._seconds_each.get(type(task), each)
            self._seconds_each[type(task)] = before + _NEWEST * (each - before)

    def seconds(self, task: Task[Any]) -> float | None:
        """Return about how long a task will take, None where none of its class was done yet."""
        each = self._seconds_each.get(type(task))
        return None if each is None else each * (task.size or 1.0)
