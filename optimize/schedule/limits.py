"""How long a search may take, and how good it has to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """When a search ends: after so long, or when it is proved to be this near to the best.

    `gap` is a share of the objective. A search without any schedule when its time is over goes on
    until it has its first one.
    """

    time_s: float = 60.0
    gap: float = 0.001

    def __post_init__(self) -> None:
        """Raise ValueError where a limit is below 0 or not a number."""
        if not self.time_s >= 0:
            raise ValueError(f"time_s: got {self.time_s}; expected at least 0")
        if not self.gap >= 0:
            raise ValueError(f"gap: got {self.gap}; expected at least 0")
