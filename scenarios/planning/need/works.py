"""Works: deferrable work as lots that are to be done between coming in and being due.

A lot is what comes in within a stretch of a quarter of its time limit, and may be done in the
queue's open hours from the end of that stretch until the first of it is due. The days stand in a
circle: what is due after the last day is done on the first. Where a queue has pieces lying there at
the start, these are what the day before left over; then of a lot that reaches beyond the last day
only the part is done that its open hours before the end allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.planning.need.axis import counted, open_share
from scenarios.planning.need.lines import Lines
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Work:
    """Agent-hours of a queue's work, to be done in any of the flagged intervals."""

    queue: int
    intervals: Flags
    agent_h: float


def works(scenario: Scenario, lines: Lines) -> tuple[Work, ...]:
    """Return the lots of all queues of deferrable work; those of the same hours are one."""
    found: dict[tuple[int, bytes], Work] = {}
    for row in np.flatnonzero(lines.is_work).tolist():
        for lot in _lots(scenario, lines, row):
            key = (row, lot.intervals.tobytes())
            before = found[key].agent_h if key in found else 0.0
            found[key] = Work(row, lot.intervals, lot.agent_h + before)
    return tuple(found.values())


def spread(lots: tuple[Work, ...], lines: Lines) -> Numbers:
    """Return agents by queue and interval when every lot is done evenly over its hours."""
    agents = np.zeros_like(lines.handle_s)
    for lot in lots:
        evenly = lot.agent_h / (lot.intervals.sum() * lines.interval_s / 3600)
        agents[lot.queue, lot.intervals] += evenly
    return agents


def _lots(scenario: Scenario, lines: Lines, row: int) -> Iterator[Work]:
    queue = scenario.queues[lines.queues[row]]
    is_open = counted(scenario, open_share(scenario, queue.open)) > 0
    if not is_open.any():
        return
    hours = lines.calls_per_h[row] * lines.handle_s[row] / 3600 * lines.interval_s / 3600
    for share, due_s in _limits(queue):
        due = max(1, int(due_s // lines.interval_s))
        step = 1 if _has_no_limit(queue) else max(1, due // 4)
        for first in range(0, lines.intervals, step):
            agent_h = share * float(hours[first : first + step].sum())
            ends = max(first + due, first + step)
            span = range(first + min(step, lines.intervals - first) - 1, ends)
            yield from _lot(row, agent_h, span, is_open, wraps=not queue.backlog)
        if queue.backlog:
            left_h = share * queue.backlog * float(lines.handle_s[row, 0]) / 3600
            yield from _lot(row, left_h, range(due), is_open, wraps=False)


def _has_no_limit(queue: Queue) -> bool:
    return queue.due is None and not queue.grades


def _limits(queue: Queue) -> list[tuple[float, float]]:
    """Return the shares of a queue's work and within what time it is due, seconds.

    A list without a limit is to be called within a day of its coming.
    """
    if queue.grades:
        return [(grade.share, grade.due) for grade in queue.grades.values()]
    return [(1.0, DAY_S if queue.due is None else queue.due)]


def _lot(row: int, agent_h: float, span: range, is_open: Flags, *, wraps: bool) -> Iterator[Work]:
    """Give the lot of a span of intervals, which may reach beyond the last one."""
    if agent_h <= 0:
        return
    n = len(is_open)
    at = np.array(_open_of(span, is_open))
    if wraps:
        inside, share = np.unique(at % n), 1.0
    else:
        inside = at[at < n]
        share = len(inside) / len(at)
    if len(inside):
        flags = np.zeros(n, np.bool_)
        flags[inside] = True
        yield Work(row, flags, agent_h * share)


def _open_of(span: range, is_open: Flags) -> list[int]:
    """Return the open intervals of a span, at most one turn of the circle.

    Where the line is closed all the while, it is the first one open after it: work that is late
    whatever is done.
    """
    n = len(is_open)
    found = [at for at in span[:n] if is_open[at % n]]
    if found:
        return found
    return [next(at for at in range(span.stop, span.stop + n) if is_open[at % n])]
