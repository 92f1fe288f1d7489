"""The line that engines are compared on: M/M/n+M, and its two loads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Line:
    """Poisson calls, exponential handling and patience, one group of agents."""

    calls_per_h: float
    handle_s: float
    agents: int
    patience_s: float

    def hours_for(self, calls: int) -> int:
        """Return the whole hours in which about `calls` arrive."""
        return max(round(calls / self.calls_per_h), 1)


#: 95 Erlangs for 100 agents: about 79 % answered within 20 s (reference case 7).
NEAR_TARGET: Final = Line(calls_per_h=1140, handle_s=300, agents=100, patience_s=900)
#: The same with 70 agents: a third of the calls is lost, and most wait.
OVERLOADED: Final = Line(calls_per_h=1140, handle_s=300, agents=70, patience_s=900)
