"""What is watched, as tables: a figure of two numbers, their samples, and where they are read.

A figure is a number of one instant, or the ratio of two sums over the last samples. It has passed
its level, or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import numpy as np

from sim.clock import MILLI, MS_PER_DAY, to_milli
from sim.engines.compiled.tables import Table
from sim.engines.watching import PARTS, levels, n_held, n_samples
from sim.floor.queues import SURE, below
from sim.watches import Fatigue, Figure, Pause, Trigger, Watch

#: A watched figure.
FIGURE: Final = np.dtype(
    [
        ("what", np.int64),  # see below
        ("is_low", np.int64),  # it passes downwards
        ("full_only", np.int64),  # it passes once all samples of its window have been taken
        ("parts", np.int64),  # of which level and way back are whole numbers
        ("level", np.int64),
        ("back", np.int64),
        ("held", np.int64),  # at how many samples running it must pass
        ("held_back", np.int64),  # and be back
        ("running", np.int64),  # at how many it has been so
        ("from_ms", np.int64),  # the hours of the day in which it may pass
        ("lasts_ms", np.int64),
        ("has_passed", np.int64),
        ("n_samples", np.int64),  # that are summed
        ("taken", np.int64),  # how many samples there have been
        ("part", np.int64),  # now, or the sum of the last samples: at work, in time, work to do
        ("whole", np.int64),  # now, or the sum of the last samples: present, ended, capacity
        ("part_before", np.int64),  # of what is counted since the run began, at the last sample
        ("whole_before", np.int64),
    ]
)
#: Numbers of numpy's: see `plain_codes`.
LENGTH, OLDEST, IN_TIME, LEFT, AT_WORK, WORK_TO_DO = cast(list[int], list(np.arange(6)))
_WHAT: Final = {
    Figure.QUEUE_LENGTH: LENGTH,
    Figure.OLDEST_WAIT: OLDEST,
    Figure.SERVICE_LEVEL: IN_TIME,
    Figure.ABANDONMENT: LEFT,
    Figure.OCCUPANCY: AT_WORK,
    Figure.LOAD: WORK_TO_DO,
}

#: A sample of a figure, in a ring.
SAMPLE: Final = np.dtype([("part", np.int64), ("whole", np.int64)])

#: A queue or a group that counts in a figure, -1 for none; both are -1 after the last.
SOURCE: Final = np.dtype(
    [
        ("queue", np.int64),
        ("handling_ms", np.int64),  # of a contact of the queue's, of WORK_TO_DO
        ("group", np.int64),
    ]
)


def figures(watches: Sequence[Watch], watch_ms: int) -> Table:
    """Return the figures before any sample, shape (watches,)."""
    table = np.zeros(len(watches), FIGURE)
    for row, watch in zip(table, watches, strict=True):
        row["n_samples"] = n_samples(watch.over_ms, watch_ms)
        row["held"] = row["held_back"] = 1
        row["lasts_ms"] = MS_PER_DAY
        match watch:
            case Fatigue():
                row["what"], row["parts"], row["full_only"] = AT_WORK, MILLI, 1
                row["level"] = row["back"] = to_milli(watch.above)
            case Pause():
                row["what"], row["parts"], row["is_low"] = IN_TIME, SURE, 1
                row["level"] = row["back"] = below(watch.level)
            case Trigger():
                row["what"], row["parts"] = _WHAT[watch.figure], PARTS[watch.figure]
                row["is_low"] = watch.figure is Figure.SERVICE_LEVEL
                row["level"], row["back"] = levels(watch)
                row["held"] = n_held(watch.hold_ms, watch_ms)
                row["held_back"] = n_held(watch.back_hold_ms, watch_ms)
                row["from_ms"], row["lasts_ms"] = watch.from_ms, watch.lasts_ms
    return table


def samples(watches: Sequence[Watch], watch_ms: int) -> Table:
    """Return the rings of samples, all nothing, shape (watches, the most samples of one)."""
    numbers = [n_samples(watch.over_ms, watch_ms) for watch in watches]
    return np.zeros((len(watches), max(numbers, default=1)), SAMPLE)


def sources(watches: Sequence[Watch]) -> Table:
    """Return what is watched, shape (watches, the most sources of one + 1)."""
    rows = [_sources(watch) for watch in watches]
    table = np.full((len(rows), max(map(len, rows), default=0) + 1), -1, SOURCE)
    for row, watched in zip(table, rows, strict=True):
        row[: len(watched)] = watched
    return table


def _sources(watch: Watch) -> list[tuple[int, int, int]]:
    match watch:
        case Fatigue():
            return [(-1, 0, watch.group)]
        case Pause():
            return [(queue, 0, -1) for queue in watch.queues]
        case Trigger():
            handling_ms = watch.handling_ms or (0,) * len(watch.queues)
            queues = list(zip(watch.queues, handling_ms, strict=True))
            # Occupancy is of groups alone, however its queues named them.
            if watch.figure is Figure.OCCUPANCY:
                queues = []
            groups = watch.groups if watch.figure in (Figure.OCCUPANCY, Figure.LOAD) else ()
            of_queues = [(queue, handling, -1) for queue, handling in queues]
            return of_queues + [(-1, 0, group) for group in groups]
