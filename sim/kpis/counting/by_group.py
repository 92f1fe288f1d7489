"""The counts of each skill group: agents on duty, at work, finishing, paid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MS_PER_S
from sim.kpis.counting import kernel
from sim.kpis.counting.by_play import spent
from sim.kpis.counting.sums import Sums
from sim.kpis.counts import HANDLING, GroupCount
from sim.kpis.grid import Floats, Grid
from sim.plan import Plan

_TIMES = {
    GroupCount.ON_DUTY_S: kernel.ON_DUTY_AREA,
    GroupCount.OVERTIME_S: kernel.OVERTIME_AREA,
    GroupCount.TALK_S: kernel.TALK_AREA,
    GroupCount.HOLD_S: kernel.HOLD_AREA,
    GroupCount.HANDOVER_S: kernel.HANDOVER_AREA,
    GroupCount.WRAP_UP_S: kernel.WRAP_UP_AREA,
    GroupCount.LEG_HANDLING_S: kernel.GROUP_HANDLING,
}


def group_counts(sums: Sums, grid: Grid, plan: Plan, log: NDArray[np.void]) -> Floats:
    """Return the counts, shape (1 + groups, intervals, len(GroupCount)), row 0 all groups."""
    groups = sums.groups
    counts = np.zeros((len(groups), grid.intervals, len(GroupCount)))
    for count, column in _TIMES.items():
        counts[:, :, count] = groups[:, :, column] / MS_PER_S
    present_ms = groups[:, :, kernel.ON_DUTY_AREA] + groups[:, :, kernel.OVERTIME_AREA]
    counts[:, :, GroupCount.PRESENT_S] = present_ms / MS_PER_S
    counts[:, :, GroupCount.ANSWERED] = groups[:, :, kernel.GROUP_ANSWERED]
    counts[:, :, GroupCount.TRANSFERRED_OUT] = groups[:, :, kernel.GROUP_TRANSFERRED]
    warm_up = grid.start_ms // grid.interval_ms
    counts[:, :, GroupCount.PAID_S] = plan.paid_s[:, warm_up : warm_up + grid.intervals]
    counts[:, :, GroupCount.WAGES] = plan.wages[:, warm_up : warm_up + grid.intervals]
    rows = np.concatenate([counts.sum(axis=0)[None], counts])
    rows[0, :, GroupCount.PLAYS] = spent(log, plan.plays, grid)
    if sums.busy_ms is None:  # all have one contact at a time, and are busy while they handle it
        rows[:, :, GroupCount.BUSY_S] = sum(rows[:, :, part] for part in HANDLING)
    else:
        rows[1:, :, GroupCount.BUSY_S] = sums.busy_ms / MS_PER_S
        rows[0, :, GroupCount.BUSY_S] = sums.busy_ms.sum(axis=0) / MS_PER_S
    return rows
