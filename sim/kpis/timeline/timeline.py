"""A run by the minute: its queues, its groups, and what the director did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import MS_PER_MIN
from sim.engines.legs import Outcomes
from sim.kpis.counts import ServiceClock
from sim.kpis.grid import Floats, Grid, Integers
from sim.kpis.presence import present
from sim.kpis.timeline.instants import Instants
from sim.plan import Plan


@dataclass(frozen=True)
class Sampling:
    """How a floor is looked at: every `step_ms`, its service over the last `over_ms`."""

    step_ms: int = MS_PER_MIN
    over_ms: int = 15 * MS_PER_MIN

    def __post_init__(self) -> None:
        """Raise ValueError where the window is not made of whole steps."""
        if self.step_ms < 1 or self.over_ms < self.step_ms or self.over_ms % self.step_ms:
            raise ValueError(
                f"steps of {self.step_ms} ms, a window of {self.over_ms} ms; expected a window of"
                " whole steps, at least one"
            )

    def instants(self, plan: Plan) -> Instants:
        """Return the ends of all steps of the counted horizon.

        Raises ValueError where that is not made of whole steps.
        """
        grid = Grid.of(plan)
        counted_ms = grid.end_ms - grid.start_ms
        if counted_ms % self.step_ms:
            words = f"a horizon of {counted_ms} ms; expected whole steps of {self.step_ms} ms"
            raise ValueError(words)
        return Instants(grid.start_ms, self.step_ms, counted_ms // self.step_ms)


@dataclass(frozen=True)
class Timeline:
    """What was so just before each instant: after all that happened earlier, and nothing of then.

    `queues` has shape (1 + queues, instants, len(QueueState)), row 0 the centre; `groups` (1 +
    groups, instants, len(GroupState)), row 0 all of them. `log` is the director's, dtype LOG, over
    the whole run. `at_ms` are the instants, from the start of the simulated time.
    """

    at_ms: Integers
    queues: Floats
    groups: Floats
    log: NDArray[np.void]


def timeline(
    outcomes: Outcomes,
    centre: Centre,
    absent: NDArray[np.bool_],
    clock: ServiceClock,
    sampling: Sampling | None = None,
) -> Timeline:
    """Return the timeline of `outcomes`, which `centre` and `absent` led to.

    Raises ValueError where the counted horizon is not made of whole steps.
    """
    from sim.kpis.counting.roles import Roles
    from sim.kpis.timeline.of_groups import group_states
    from sim.kpis.timeline.of_queues import Waits

    sampling = sampling or Sampling()
    instants = sampling.instants(centre.plan)
    roles = Roles.of(outcomes.legs, centre.floor)
    duty = present(outcomes, centre, absent)
    return Timeline(
        instants.at_ms,
        Waits(outcomes, roles).states(clock, instants, sampling.over_ms),
        group_states(outcomes, duty, roles.parallel, instants),
        outcomes.log,
    )
