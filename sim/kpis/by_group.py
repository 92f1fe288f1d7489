"""Counting the agents of each skill group: on duty, at work, finishing, paid."""

from __future__ import annotations

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Outcome
from sim.kpis.columns import Columns
from sim.kpis.counts import GroupCount
from sim.kpis.grid import Flags, Floats, Grid, Integers
from sim.plan import Plan
from sim.steps import Steps


def group_counts(legs: Columns, grid: Grid, plan: Plan, absent: Flags, n_groups: int) -> Floats:
    """Return the counts, shape (1 + groups, intervals, len(GroupCount)), row 0 all groups."""
    counts = np.zeros((n_groups, grid.intervals, len(GroupCount)))
    answered = np.flatnonzero(legs.answered)
    groups = legs.group[answered]
    phases = [
        ends[answered]
        for ends in (
            legs.answered_ms,
            legs.left_ms,
            legs.hold_end_ms,
            legs.handover_end_ms,
            legs.freed_ms,
        )
    ]
    handling = (GroupCount.TALK_S, GroupCount.HOLD_S, GroupCount.HANDOVER_S, GroupCount.WRAP_UP_S)
    for count, start, end in zip(handling, phases, phases[1:], strict=False):
        some = np.flatnonzero(end > start)
        area = grid.area_ms(groups[some], start[some], end[some], n_groups)
        counts[:, :, count] = area / MS_PER_S
    for group in range(n_groups):
        own = groups == group
        on_duty, overtime = _duty_ms(
            phases[0][own], phases[-1][own], plan.on_duty(group, absent), grid
        )
        counts[group, :, GroupCount.ON_DUTY_S] = on_duty / MS_PER_S
        counts[group, :, GroupCount.OVERTIME_S] = overtime / MS_PER_S
        counts[group, :, GroupCount.PRESENT_S] = (on_duty + overtime) / MS_PER_S
    _count_legs(counts, legs, grid, answered)
    warm_up = grid.start_ms // grid.interval_ms
    counts[:, :, GroupCount.PAID_S] = plan.paid_s[:, warm_up : warm_up + grid.intervals]
    counts[:, :, GroupCount.WAGES] = plan.wages[:, warm_up : warm_up + grid.intervals]
    return np.concatenate([counts.sum(axis=0)[None], counts])


def _count_legs(counts: Floats, legs: Columns, grid: Grid, answered: Integers) -> None:
    """Fill in what is counted by leg, in the interval in which the leg queued."""
    counted = answered[legs.queued_ms[answered] >= grid.start_ms]
    shape = counts.shape[:2]
    cells = legs.group[counted] * shape[1] + grid.interval_of(legs.queued_ms[counted])

    def total(weights: Integers | Flags | None = None) -> Floats:
        sums = np.bincount(cells, weights, minlength=shape[0] * shape[1])
        return sums.reshape(shape).astype(np.float64)

    handling_ms = (legs.freed_ms - legs.answered_ms)[counted]
    counts[:, :, GroupCount.ANSWERED] = total()
    counts[:, :, GroupCount.TRANSFERRED_OUT] = total(legs.outcome[counted] == Outcome.TRANSFERRED)
    counts[:, :, GroupCount.LEG_HANDLING_S] = total(handling_ms) / MS_PER_S


def _duty_ms(
    starts_ms: Integers, ends_ms: Integers, on_duty: Steps, grid: Grid
) -> tuple[Floats, Floats]:
    """Return the time on duty, and that beyond it of agents who finish, by interval.

    `starts_ms` and `ends_ms` bound the work of one group on each of its legs.
    """
    changes = np.append(on_duty.starts_ms, max(grid.end_ms, int(on_duty.starts_ms[-1])))
    one_row = np.zeros(len(on_duty.values), np.int64)
    scheduled = grid.area_ms(one_row, changes[:-1], changes[1:], 1, on_duty.values)[0]
    # Work that starts (1), ends (0) or changes nothing but the number on duty (2), by time.
    events = np.concatenate([starts_ms << 2 | 1, ends_ms << 2, changes << 2 | 2])
    events.sort()
    instants, kinds = events >> 2, events & 3
    busy = np.cumsum((kinds == 1).astype(np.int64) - (kinds == 0))
    excess = np.maximum(busy - on_duty.at(instants), 0)[:-1]
    over = np.flatnonzero(excess)
    beyond = grid.area_ms(
        np.zeros(len(over), np.int64), instants[over], instants[over + 1], 1, excess[over]
    )[0]
    return scheduled, beyond
