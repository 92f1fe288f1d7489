"""What is watched, as tables: a figure of two numbers, their samples, and where they are read.

A figure is the ratio of two sums over the last samples: agents at work of those present, or waits
that ended in time of all that ended. It has passed its level, or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import numpy as np

from sim.clock import to_milli
from sim.engines.compiled.tables import Table
from sim.floor.queues import below
from sim.watches import WATCH_MS, Fatigue, Pause

#: A watched figure.
FIGURE: Final = np.dtype(
    [
        ("what", np.int64),  # AT_WORK or IN_TIME
        ("group", np.int64),  # of AT_WORK
        ("level", np.int64),  # in thousandths of AT_WORK, of SURE of IN_TIME
        ("n_samples", np.int64),  # that are summed
        ("taken", np.int64),  # how many samples there have been
        ("part", np.int64),  # sum of the last samples: at work, in time
        ("whole", np.int64),  # sum of the last samples: present, ended
        ("part_before", np.int64),  # of IN_TIME, since the run began, at the last sample
        ("whole_before", np.int64),
        ("has_passed", np.int64),
    ]
)
AT_WORK, IN_TIME = cast(list[int], list(np.arange(2)))  # numbers of numpy's: see `plain_codes`

#: A sample of a figure, in a ring.
SAMPLE: Final = np.dtype([("part", np.int64), ("whole", np.int64)])

#: A queue whose waits count in a figure; -1 comes after the last.
SOURCE: Final = np.dtype([("queue", np.int64)])


def figures(watches: Sequence[Fatigue | Pause]) -> Table:
    """Return the figures before any sample, shape (watches,)."""
    table = np.zeros(len(watches), FIGURE)
    table["group"] = -1
    for row, watch in zip(table, watches, strict=True):
        row["n_samples"] = _n_samples(watch)
        if isinstance(watch, Fatigue):
            row["what"], row["group"], row["level"] = AT_WORK, watch.group, to_milli(watch.above)
        else:
            row["what"], row["level"] = IN_TIME, below(watch.level)
    return table


def samples(watches: Sequence[Fatigue | Pause]) -> Table:
    """Return the rings of samples, all nothing, shape (watches, the most samples of one)."""
    return np.zeros((len(watches), max(map(_n_samples, watches), default=1)), SAMPLE)


def sources(watches: Sequence[Fatigue | Pause]) -> Table:
    """Return the queues that are watched, shape (watches, the most queues of one + 1)."""
    queues = [watch.queues if isinstance(watch, Pause) else () for watch in watches]
    table = np.full((len(watches), max(map(len, queues), default=0) + 1), -1, np.int64)
    for row, watched in zip(table, queues, strict=True):
        row[: len(watched)] = watched
    return table.view(SOURCE)


def _n_samples(watch: Fatigue | Pause) -> int:
    return max(watch.over_ms // WATCH_MS, 1)
