"""How much of a search's time is left."""

from __future__ import annotations

import time


class Clock:
    """Counts down from when it is made."""

    def __init__(self, time_s: float) -> None:
        """Start."""
        self._began = time.perf_counter()
        self._time_s = time_s

    @property
    def spent_s(self) -> float:
        """The time since the start."""
        return time.perf_counter() - self._began

    @property
    def left_s(self) -> float:
        """The time that is left, at least 0."""
        return max(self._time_s - self.spent_s, 0.0)
