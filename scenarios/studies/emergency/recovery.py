"""When a line fell out of its target, and when it was back in it.

Looked at by the minute, over the last quarter of an hour: a line is out of target where the share
of the waits ended by an answer in time, of those that ended, is below its level. A minute counts
where any ended, and the line was open for all of that quarter: others are neither out of target nor
in it, so that nobody is back by closing. All lines with a target together are out where their
answers in time are fewer than their levels ask of the waits that ended, each line with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from scenarios.schema.scenario import Scenario
from sim.clock import MS_PER_MIN
from sim.kpis.grid import Flags, Floats, Integers
from sim.kpis.timeline import QueueState
from sim.plan import Plan

#: Back in target is who stays there so long, of minutes that count.
STAYS_MIN: Final = 30
#: A share of the waits too small to be anything but rounding.
_NEGLIGIBLE: Final = 1e-9


class Recovery(IntEnum):
    """What is told of a line in a replication, in minutes after the onset."""

    OUT = 0  # the first minute out of target; NaN where there is none
    BACK = 1  # the first that counts after it from which it stays in target; NaN: there is none
    TO_BACK = 2  # 0 where it never was out; up to the end where it is not back by then
    MINUTES_OUT = 3  # how many minutes out of target there are


@dataclass(frozen=True)
class Promise:
    """A line whose target is a service level: its number on the floor, and the level."""

    name: str
    queue: int
    level: float


def promises(scenario: Scenario) -> tuple[Promise, ...]:
    """Return the lines whose target is a service level."""
    return tuple(
        Promise(name, number, queue.target.level)
        for number, (name, queue) in enumerate(scenario.queues.items())
        if queue.target is not None and queue.target.kpi.startswith("SL")
    )


def recoveries(
    states: Floats, judged: Flags, levels: Floats, at_ms: Integers, onset_ms: int
) -> Floats:
    """Return what is told of all lines together, and of each.

    `states` has shape (lines, instants, len(QueueState)), the instants `at_ms` a minute apart,
    `judged` says where a line is looked at. The result has shape (1 + lines, len(Recovery)).
    """
    ended = np.where(judged, states[:, :, QueueState.ENDED], 0.0)
    short = levels[:, None] * ended - np.where(judged, states[:, :, QueueState.IN_TIME], 0.0)
    short = np.concatenate([short.sum(axis=0)[None], short])
    ended = np.concatenate([ended.sum(axis=0)[None], ended])
    below = short > _NEGLIGIBLE * ended
    after = at_ms > onset_ms
    minutes = (at_ms[after] - onset_ms) / MS_PER_MIN
    rows = zip(below[:, after], ended[:, after] > 0, strict=True)
    return np.array([recovery(is_below, counts, minutes) for is_below, counts in rows])


def recovery(below: Flags, counts: Flags, minutes: Floats) -> Floats:
    """Return what is told of one line, shape (len(Recovery),).

    It is `below` its level at some of `minutes`, of which those that do not count are neither.
    """
    end, below, minutes = minutes[-1:], below[counts], minutes[counts]
    found = np.full(len(Recovery), np.nan)
    found[Recovery.MINUTES_OUT] = below.sum()
    found[Recovery.TO_BACK] = 0.0
    if not below.any():
        return found
    out = int(below.argmax())
    found[Recovery.OUT] = minutes[out]
    found[Recovery.TO_BACK] = end[0]
    back = _back(below, out)
    if back is not None:
        found[Recovery.BACK] = found[Recovery.TO_BACK] = minutes[back]
    return found


def judged_minutes(plan: Plan, queue: int, at_ms: Integers, over_ms: int) -> Flags:
    """Tell at which instants a line has been open for the whole window before them."""
    spans = plan.open_ms[queue]
    if spans is None:
        return np.ones(len(at_ms), np.bool_)
    judged = np.zeros(len(at_ms), np.bool_)
    for start, end in spans:
        judged |= (at_ms - over_ms >= start) & (at_ms <= end)
    return judged


def _back(below: Flags, out: int) -> int | None:
    """Return the first instant after `out` from which none is below for long enough.

    All instants count, and are a minute apart but for those between that do not.
    """
    places = np.flatnonzero(below[out:]) + out
    follows = np.append(places[1:], len(below))  # where the next one below comes
    lasts = np.flatnonzero(follows - places - 1 > STAYS_MIN)
    return int(places[lasts[0]]) + 1 if len(lasts) else None
