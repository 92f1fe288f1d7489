"""What the legs of one replication add up to, before it is put into tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.engines.legs import LEG, Outcomes
from sim.kpis import kernel
from sim.kpis.counts import ServiceClock
from sim.kpis.grid import Grid, Integers
from sim.steps import Steps


@dataclass(frozen=True)
class Sums:
    """Numbers and milliseconds by interval; the columns are those of `sim.kpis.kernel`.

    `queues` has shape (2, queues, intervals, QUEUE_COLUMNS), the legs of transfers in the second
    half; `longest_queues` (1 + queues, intervals), row 0 the centre; `groups` (groups, intervals,
    GROUP_COLUMNS); `flows[g, q, r]` counts transfers by group g from queue q to queue r.
    """

    queues: Integers
    longest_queues: Integers
    groups: Integers
    flows: Integers

    @classmethod
    def of(
        cls, outcomes: Outcomes, grid: Grid, clock: ServiceClock, on_duty: Sequence[Steps]
    ) -> Sums:
        """Add up `outcomes`, with the agents on duty of each group."""
        n_queues, n_groups, n_legs = len(clock.within_ms), len(on_duty), len(outcomes)
        queues = np.zeros((2 * n_queues, grid.intervals + 1, kernel.QUEUE_COLUMNS), np.int64)
        groups = np.zeros((n_groups, grid.intervals + 1, kernel.GROUP_COLUMNS), np.int64)
        flows = np.zeros((n_groups, n_queues, n_queues), np.int64)
        stretches = _Stretches.of(grid, n_groups, n_legs)
        waiting, working = np.empty((2, 2 * n_legs), np.int64)
        n_waiting, n_working = kernel.count_legs(
            np.ascontiguousarray(outcomes.legs)
            .view(np.int64)
            .reshape(n_legs, len(LEG.names or ())),
            grid.start_ms,
            outcomes.horizon_ms,
            grid.interval_ms,
            np.array(clock.within_ms, np.int64),
            np.array(clock.short_ms, np.int64),
            queues,
            groups,
            flows,
            waiting,
            working,
            *stretches,
        )
        longest_queues = np.zeros((1 + n_queues, grid.intervals), np.int64)
        kernel.longest_queues(np.sort(waiting[:n_waiting]), grid.interval_ms, longest_queues)
        duty = _Duty.of(on_duty, grid.start_ms)
        kept = kernel.cover_duty(working[:n_working], *stretches, *duty, grid.interval_ms, groups)
        kernel.cover_overtime(np.sort(working[:kept]), *stretches, *duty, grid.interval_ms, groups)
        halves = queues.reshape(2, n_queues, grid.intervals + 1, kernel.QUEUE_COLUMNS)
        return cls(
            _covered(halves, kernel.QUEUE_AREAS, grid),
            longest_queues,
            _covered(groups, kernel.GROUP_AREAS, grid),
            flows,
        )


class _Stretches(NamedTuple):
    """Short stretches of time of each group, about as many as there are legs: see the kernel."""

    load: Integers
    bits: int

    @classmethod
    def of(cls, grid: Grid, n_groups: int, n_legs: int) -> _Stretches:
        time_bits = (grid.end_ms - grid.start_ms).bit_length()
        bits = 0
        while bits < time_bits and n_groups << (time_bits - bits) > n_legs:
            bits += 1
        return cls(np.zeros((n_groups << (time_bits - bits), 2), np.int64), bits)


class _Duty(NamedTuple):
    """The agents on duty of all groups, one group after the other: see the kernel."""

    first: Integers
    at: Integers
    number: Integers

    @classmethod
    def of(cls, on_duty: Sequence[Steps], start_ms: int) -> _Duty:
        starts = [steps.starts_ms for steps in on_duty]
        numbers = [steps.values.astype(np.int64) for steps in on_duty]
        none = np.zeros(0, np.int64)
        return cls(
            np.cumsum([0, *map(len, starts)]),
            np.concatenate([none, *starts]) - start_ms,
            np.concatenate([none, *numbers]),
        )


def _covered(cells: Integers, areas: Sequence[int], grid: Grid) -> Integers:
    """Return the cells of the counted intervals, with what later intervals are covered in each.

    `cells` has shape (..., intervals + 1, columns), as the kernel leaves them.
    """
    for area in areas:
        come = cells[..., area + 1]
        cells[..., area] += (np.cumsum(come, axis=-1) - come) * grid.interval_ms
    return cells[..., : grid.intervals, :]
