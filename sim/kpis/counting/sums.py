"""What the legs of one replication add up to, before it is put into tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.engines.legs import LEG, Outcomes
from sim.kpis.counting import kernel
from sim.kpis.counting.at_once import BusySpans
from sim.kpis.counting.roles import Roles
from sim.kpis.counting.second_pass import add_resumed, name_causes
from sim.kpis.counts import ServiceClock
from sim.kpis.grid import Flags, Grid, Integers
from sim.steps import Steps


@dataclass(frozen=True)
class Sums:
    """Numbers and milliseconds by interval; the columns are those of `sim.kpis.counting.kernel`.

    `queues` has shape (roles, queues, intervals, QUEUE_COLUMNS), legs by their role (the kernel's;
    without `Roles` only the first two); `longest_queues` (1 + queues, intervals), row 0 the centre;
    `groups` (groups, intervals, GROUP_COLUMNS); `busy_ms` (groups, intervals) how long agents had
    any contact, None where none has several at once; `flows[g, q, r]` counts
    transfers by group g from queue q to queue r.
    """

    queues: Integers
    longest_queues: Integers
    groups: Integers
    busy_ms: Integers | None
    flows: Integers

    @classmethod
    def of(
        cls,
        outcomes: Outcomes,
        grid: Grid,
        clock: ServiceClock,
        on_duty: Sequence[Steps],
        roles: Roles | None = None,
    ) -> Sums:
        """Add up `outcomes`, with the agents on duty of each group.

        `roles` are given where not all legs are attempts or transfers on the telephone.
        """
        n_queues, n_groups, n_legs = len(clock.within_ms), len(on_duty), len(outcomes)
        n_roles = kernel.LATER + 1 if roles is None else kernel.RESUMED
        queues = np.zeros((n_roles * n_queues, grid.intervals + 1, kernel.QUEUE_COLUMNS), np.int64)
        groups = np.zeros((n_groups, grid.intervals + 1, kernel.GROUP_COLUMNS), np.int64)
        flows = np.zeros((n_groups, n_queues, n_queues), np.int64)
        stretches = _Stretches.of(grid, n_groups, n_legs)
        waiting, working = np.empty((2, 2 * n_legs), np.int64)
        times = np.array([(grid.start_ms, grid.interval_ms, outcomes.horizon_ms, 0)], kernel.GRID)
        lines, none = _lines(clock, roles), np.zeros(0, np.int64)
        parallel = np.zeros(n_groups, np.bool_) if roles is None else roles.parallel
        n_waiting, n_working = kernel.count_legs(
            np.ascontiguousarray(outcomes.legs)
            .view(np.int64)
            .reshape(n_legs, len(LEG.names or ())),
            none if roles is None else roles.of_legs,
            none if roles is None else roles.roots,
            times,
            lines,
            parallel.astype(np.int64),
            queues,
            groups,
            flows,
            waiting,
            working,
            *stretches,
        )
        working, busy = working[:n_working], None
        if roles is not None:
            name_causes(queues, outcomes, grid)
            add_resumed(queues, outcomes, roles, grid)
        if parallel.any():
            busy = BusySpans.of(outcomes.legs, parallel, outcomes.horizon_ms)
            working = stretches.with_spans(working, busy, grid)
        longest_queues = np.zeros((1 + n_queues, grid.intervals), np.int64)
        kernel.longest_queues(np.sort(waiting[:n_waiting]), times, lines, longest_queues)
        duty = _Duty.of(on_duty, grid.start_ms)
        kept = kernel.cover_duty(working, *stretches, *duty, times, groups)
        kernel.cover_overtime(np.sort(working[:kept]), *stretches, *duty, times, groups)
        covered = _covered(groups, kernel.GROUP_AREAS, grid)
        blocks = queues.reshape(n_roles, n_queues, grid.intervals + 1, kernel.QUEUE_COLUMNS)
        return cls(
            _covered(blocks, kernel.QUEUE_AREAS, grid),
            longest_queues,
            covered,
            None if busy is None else _busy_ms(busy, parallel, covered, grid),
            flows,
        )


def _busy_ms(busy: BusySpans, parallel: Flags, groups: Integers, grid: Grid) -> Integers:
    """Return how long agents were busy, shape (groups, intervals): see `Sums`."""
    handled = groups[..., list(kernel.HANDLING_AREAS)].sum(axis=-1)
    return np.where(parallel[:, None], busy.covered_ms(len(groups), grid), handled)


def _lines(clock: ServiceClock, roles: Roles | None) -> Integers:
    """Return what the kernel knows of each queue, shape (queues, LINE_COLUMNS)."""
    lines = np.zeros((len(clock.within_ms), kernel.LINE_COLUMNS), np.int64)
    lines[:, kernel.WITHIN] = clock.within_ms
    lines[:, kernel.ANSWERED_BY] = np.array(clock.within_ms, np.int64) - clock.first_reply_ms
    lines[:, kernel.SHORT] = clock.short_ms
    if roles is not None:
        lines[:, kernel.DEFERS] = roles.defers
    return lines


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

    def with_spans(self, working: Integers, busy: BusySpans, grid: Grid) -> Integers:
        """Return events of work with those of more spans, which are counted in the load."""
        span_ms = grid.end_ms - grid.start_ms
        events = []
        for ends, instants in enumerate((busy.begin_ms, busy.end_ms)):
            at = np.clip(instants - grid.start_ms, 0, span_ms)
            # As many bits as the kernel's `bits_for(span_ms + 1)`.
            timed = (busy.group << span_ms.bit_length()) | at
            np.add.at(self.load[:, ends], timed >> self.bits, 1)
            events.append(timed << 1 | (1 - ends))
        return np.concatenate([working, *events])


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
