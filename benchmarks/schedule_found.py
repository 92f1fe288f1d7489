"""What a way to make a schedule came to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

#: Seconds that the solver itself may take, for all alike; modelling is not counted in it.
TIME_S: Final = 60.0
#: Processors that a solver may use.
THREADS: Final = 2


@dataclass(frozen=True)
class Found:
    """The cost of the schedule found, infinite where there is none, and what is proved below it.

    `build_s` is the time to write the model down, `hand_over_s` that to bring it to the solver and
    back, `solver_s` the solver's own.
    """

    cost: float
    bound: float
    build_s: float
    hand_over_s: float
    solver_s: float

    @property
    def wall_s(self) -> float:
        """The whole time."""
        return self.build_s + self.hand_over_s + self.solver_s

    @property
    def gap(self) -> float:
        """How far the cost is above its own bound, as a share of the cost."""
        return (self.cost - self.bound) / self.cost if math.isfinite(self.cost) else math.inf
