"""Counting: from the legs of one replication to numbers per queue, group and interval.

Everything is a sum (or a maximum) that may be added up over intervals, days and replications;
ratios are made from the sums, never from other ratios (`sim.kpis.definitions`).

- A leg counts in the interval in which it queued; legs of the warm-up do not count.
- Areas (on duty, busy, waiting) are split exactly at the borders of the counted intervals,
  whichever leg they come from.
- Row 0 of the queues is the centre. It counts contacts of live queues by their first legs: every
  leg that is no transfer. A contact waits and is answered once there; its handling is that of all
  its legs. Deferrable work and calls of the centre's own are not in it.
- What is counted beside where a floor has more than telephones is `ChannelCount`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import MS_PER_DAY
from sim.codes import Kind
from sim.engines.legs import LEG, Outcomes
from sim.kpis.counts import ChannelCount, GroupCount, QueueCount, QueuePeak, ServiceClock
from sim.kpis.features import NONE, Features, features_of
from sim.kpis.grid import Floats, Grid
from sim.kpis.presence import present

__all__ = [
    "ChannelCount",
    "GroupCount",
    "QueueCount",
    "QueuePeak",
    "ServiceClock",
    "Tally",
    "prepare",
    "tally",
]


@dataclass(frozen=True)
class Tally:
    """The counts of one replication.

    `queues` has shape (1 + queues, intervals, len(QueueCount)), row 0 the centre; `peaks` the same
    with len(QueuePeak); `groups` (1 + groups, intervals, len(GroupCount)), row 0 all of them.
    `flows[g, q, r]` counts transfers by group g from queue q to queue r. `features` are the
    floor's; where it has any, `channels` has shape (1 + queues, intervals, len(ChannelCount)).
    """

    queues: Floats
    peaks: Floats
    groups: Floats
    flows: Floats
    interval_ms: int
    features: Features = NONE
    channels: Floats | None = None

    @property
    def intervals(self) -> int:
        """How many intervals were counted."""
        return int(self.queues.shape[1])

    @property
    def intervals_per_day(self) -> int:
        """How many intervals make a day."""
        return MS_PER_DAY // self.interval_ms


def tally(
    outcomes: Outcomes, centre: Centre, absent: NDArray[np.bool_], clock: ServiceClock
) -> Tally:
    """Return what there is to count in `outcomes`, which `centre` and `absent` led to.

    Agents are on duty as plays moved them, paid and their wages as planned.

    Raises ValueError when warm-up or horizon is not a whole number of intervals.
    """
    from sim.kpis.counting.by_channel import channel_counts
    from sim.kpis.counting.by_group import group_counts
    from sim.kpis.counting.by_queue import queue_counts, queue_peaks
    from sim.kpis.counting.roles import Roles
    from sim.kpis.counting.sums import Sums

    floor, plan, grid = centre.floor, centre.plan, Grid.of(centre.plan)
    features = features_of(floor, plan)
    on_duty = present(outcomes, centre, absent)
    roles = Roles.of(outcomes.legs, floor) if features else None
    sums = Sums.of(outcomes, grid, clock, on_duty, roles)
    is_live, is_phone = floor.queues["kind"] != Kind.WORK, floor.queues["kind"] == Kind.CALL
    return Tally(
        queues=queue_counts(sums, grid, clock, is_live, is_phone),
        peaks=queue_peaks(sums, is_live),
        groups=group_counts(sums, grid, plan, outcomes.log),
        flows=sums.flows.astype(np.float64),
        interval_ms=grid.interval_ms,
        features=features,
        channels=None if roles is None else channel_counts(outcomes, floor, grid, sums, roles),
    )


def prepare() -> None:
    """Make counting ready, so that many threads or processes may begin at once.

    Its kernels are read from Numba's cache, or compiled where that does not hold them.
    """
    from sim.kpis.counting.sums import Sums

    nothing = Outcomes(np.zeros(0, LEG), horizon_ms=1)
    Sums.of(nothing, Grid(0, 1, 1), ServiceClock((), ()), [])
