"""What the kernel's one pass over the legs leaves to be set right, where there are other channels.

The rest of what was put aside belongs to the leg that it was a part of; a contact that failed over
from self-service to people has the cause that it came by.
"""

from __future__ import annotations

import numpy as np

from sim.codes import Cause, Outcome
from sim.engines.legs import Outcomes
from sim.kpis.counting import kernel
from sim.kpis.counting.at_once import work_end_ms
from sim.kpis.counting.roles import Legs, Roles
from sim.kpis.grid import Grid, Integers


def name_causes(queues: Integers, outcomes: Outcomes, grid: Grid) -> None:
    """Count those who failed over to people as first attempts, redials or repeats.

    `queues` is the kernel's, shape (roles x queues, intervals + 1, QUEUE_COLUMNS).
    """
    legs = outcomes.legs
    numbers = np.flatnonzero(legs["cause"] == Cause.FAILOVER)
    causes = kernel.CAUSES + legs["cause"][legs["parent"][numbers]]
    rows, intervals = legs["queue"][numbers], _intervals(legs, numbers, grid)
    counted = intervals < grid.intervals
    rows, intervals = rows[counted], intervals[counted]
    np.add.at(queues, (rows, intervals, causes[counted]), 1)
    np.add.at(queues[:, :, kernel.CAUSES + Cause.FAILOVER], (rows, intervals), -1)


def add_resumed(queues: Integers, outcomes: Outcomes, roles: Roles, grid: Grid) -> None:
    """Add the handling and the end of resumed legs where the piece of work came in.

    Where the piece came by a transfer, it is added to the attempt that it belongs to, too.
    """
    legs = outcomes.legs
    numbers = np.flatnonzero((roles.of_legs == kernel.RESUMED) & (legs["answered_ms"] >= 0))
    if not len(numbers):
        return
    mine, pieces = legs[numbers], roles.pieces[numbers]
    columns = _columns(mine, outcomes.horizon_ms)
    own = {kernel.HANDLING + part: column for part, column in enumerate(columns[:4])}
    own |= {kernel.SETTLED: columns[4], kernel.UNRESOLVED: columns[5]}
    own[kernel.OUTCOMES + Outcome.TRANSFERRED] = columns[6]
    rows = roles.of_legs[pieces] * len(roles.defers) + legs["queue"][pieces]
    _add(queues, rows, _intervals(legs, pieces, grid), own)
    known = roles.roots[pieces] >= 0
    attempts = roles.roots[pieces[known]]
    later = {kernel.LATER_HANDLING + part: column[known] for part, column in enumerate(columns[:4])}
    later[kernel.LATER_SETTLED] = columns[4][known]
    later[kernel.LATER_UNRESOLVED] = columns[5][known]
    _add(queues, legs["queue"][attempts], _intervals(legs, attempts, grid), later)


def _columns(legs: Legs, horizon_ms: int) -> list[Integers]:
    """Return talk, hold, hand-over, wrap-up, and 1 for settled, unresolved and passed on."""
    talked = legs["left_ms"] - legs["answered_ms"]
    held, handed_over = legs["held_ms"], legs["handover_ms"]
    end = work_end_ms(legs, horizon_ms)
    wrap_up = end - legs["left_ms"] - held - handed_over
    is_over = (legs["outcome"] == Outcome.ANSWERED) & (legs["freed_ms"] >= 0)
    settled = (is_over & (legs["attempt"] == 1)).astype(np.int64)
    passed_on = (legs["outcome"] == Outcome.TRANSFERRED).astype(np.int64)
    return [talked, held, handed_over, wrap_up, settled, settled * legs["comes_back"], passed_on]


def _intervals(legs: Legs, where: Integers, grid: Grid) -> Integers:
    """Return the intervals in which some legs queued; the last cells take all that do not count."""
    interval = (legs["queued_ms"][where] - grid.start_ms) // grid.interval_ms
    counted = (interval >= 0) & (interval < grid.intervals)
    intervals: Integers = np.where(counted, interval, grid.intervals)
    return intervals


def _add(
    queues: Integers, rows: Integers, intervals: Integers, columns: dict[int, Integers]
) -> None:
    """Add the values of columns in the cells of rows and intervals."""
    for column, values in columns.items():
        np.add.at(queues[:, :, column], (rows, intervals), values)
