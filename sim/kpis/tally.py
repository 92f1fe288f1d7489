"""Counting: from the legs of one replication to numbers per queue, group and interval.

Everything is a sum (or a maximum) that may be added up over intervals, days and replications;
ratios are made from the sums, never from other ratios (`sim.kpis.definitions`).

- A leg counts in the interval in which it queued; legs of the warm-up do not count.
- Areas (on duty, busy, waiting) are split exactly at the borders of the counted intervals,
  whichever leg they come from.
- Row 0 of the queues is the centre. It counts contacts by their first legs: every leg that is no
  transfer. A contact waits and is answered once there; its handling is that of all its legs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import MS_PER_DAY
from sim.engines.legs import Outcomes
from sim.kpis.by_group import group_counts
from sim.kpis.by_queue import queue_counts, queue_peaks
from sim.kpis.columns import Columns
from sim.kpis.counts import GroupCount, QueueCount, QueuePeak, ServiceClock
from sim.kpis.grid import Floats, Grid

__all__ = ["GroupCount", "QueueCount", "QueuePeak", "ServiceClock", "Tally", "tally"]


@dataclass(frozen=True)
class Tally:
    """The counts of one replication.

    `queues` has shape (1 + queues, intervals, len(QueueCount)), row 0 the centre; `peaks` the same
    with len(QueuePeak); `groups` (1 + groups, intervals, len(GroupCount)), row 0 all of them.
    `flows[g, q, r]` counts transfers by group g from queue q to queue r.
    """

    queues: Floats
    peaks: Floats
    groups: Floats
    flows: Floats
    interval_ms: int

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

    Raises ValueError when warm-up or horizon is not a whole number of intervals.
    """
    grid = Grid.of(centre.plan)
    legs = Columns.of(outcomes)
    n_queues = len(centre.floor.queue_names)
    n_groups = len(centre.floor.group_names)
    return Tally(
        queues=queue_counts(legs, grid, n_queues, clock),
        peaks=queue_peaks(legs, grid, n_queues),
        groups=group_counts(legs, grid, centre.plan, absent, n_groups),
        flows=_flows(legs, grid, n_groups, n_queues),
        interval_ms=grid.interval_ms,
    )


def _flows(legs: Columns, grid: Grid, n_groups: int, n_queues: int) -> Floats:
    """Return the transfers by group, from queue and to queue."""
    onward = np.flatnonzero(legs.is_transfer & (legs.queued_ms >= grid.start_ms))
    origin = legs.parent[onward]
    shape = (n_groups, n_queues, n_queues)
    cells = (legs.group[origin] * n_queues + legs.queue[origin]) * n_queues + legs.queue[onward]
    flows = np.bincount(cells, minlength=n_groups * n_queues**2).reshape(shape)
    return flows.astype(np.float64)
