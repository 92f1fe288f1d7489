"""Watching: a floor samples figures by the clock and tells of crossings.

How a figure is sampled and compared is a floor's own, as its rules are: the two floors come to the
same crossings by ways of their own, each in integers. What follows is the director's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from sim.clock import MILLI
from sim.floor.queues import SURE
from sim.watches import Fatigue, Figure, Pause, Trigger, Watch

#: Levels of a figure are compared in whole numbers of so many parts.
PARTS: Final[Mapping[Figure, int]] = {
    Figure.QUEUE_LENGTH: MILLI,
    Figure.OLDEST_WAIT: 1,
    Figure.SERVICE_LEVEL: SURE,
    Figure.ABANDONMENT: SURE,
    Figure.OCCUPANCY: MILLI,
    Figure.LOAD: MILLI,
}


class Crossing(NamedTuple):
    """A watched figure that has passed its level, or come back, at the sample just taken."""

    at_ms: int
    watch: int  # its place in the order of looking
    has_passed: bool


#: Whoever is told does something about it before the next figure is sampled.
Tell: TypeAlias = Callable[[Crossing], None]


def limits(watches: Sequence[Watch]) -> dict[int, int]:
    """Return the queues whose ended waits are counted, and until when one ends in time, ms.

    A queue has one limit, that of the last watch that has any.
    """
    found: dict[int, int] = {}
    for watch in watches:
        if isinstance(watch, Fatigue):
            continue
        if isinstance(watch, Pause) or watch.figure is Figure.SERVICE_LEVEL:
            found |= dict.fromkeys(watch.queues, watch.within_ms)
        elif watch.figure is Figure.ABANDONMENT:
            found = dict.fromkeys(watch.queues, 0) | found
    return found


def levels(trigger: Trigger) -> tuple[int, int]:
    """Return the level and the way back of a trigger in the parts of its figure."""
    parts = PARTS[trigger.figure]
    return round(trigger.level * parts), round(trigger.back * parts)


def n_samples(over_ms: int, watch_ms: int) -> int:
    """Return how many samples a window holds, at least one."""
    return max(over_ms // watch_ms, 1)


def n_held(hold_ms: int, watch_ms: int) -> int:
    """Return at how many samples running something must be so, to be so for a holding time."""
    return -(-hold_ms // watch_ms) + 1
