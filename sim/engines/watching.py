"""Watching: figures sampled by the clock, and what is done about them.

Sums of the last samples are kept as integers and compared as integers, so that both floors react
alike.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.clock import MILLI, to_milli
from sim.floor.queues import SURE, below
from sim.watches import WATCH_MS, Fatigue, Pause

if TYPE_CHECKING:
    from sim.engines.director import DirectedFloor


class Watchers:
    """All that is watched on a floor: mutable for the length of one run."""

    def __init__(self, floor: DirectedFloor, watches: Sequence[Fatigue | Pause]) -> None:
        self._floor = floor
        pauses = [watch for watch in watches if isinstance(watch, Pause)]
        self._pausing = {watch.queue: _Pausing(floor, watch) for watch in pauses}
        self._tiring = [_Tiring(floor, w) for w in watches if isinstance(w, Fatigue)]

    def set_line(self, queue: int, is_open: int) -> None:
        """Open or close a line, unless a pause keeps it closed."""
        if queue in self._pausing:
            self._pausing[queue].set_line(is_open)
        else:
            self._floor.set_line(queue, is_open)

    def look(self) -> None:
        """Sample all figures, then act on them, pauses first."""
        for pausing in self._pausing.values():
            pausing.look()
        for tiring in self._tiring:
            tiring.look()


class _Window:
    """The sums of the last samples of two numbers; before the first, all were nothing."""

    def __init__(self, over_ms: int) -> None:
        self._samples = deque([(0, 0)] * max(over_ms // WATCH_MS, 1))
        self._to_come = len(self._samples)
        self._one = self._other = 0

    @property
    def is_full(self) -> bool:
        """Tell whether all samples have been taken."""
        return self._to_come <= 0

    def add(self, one: int, other: int) -> tuple[int, int]:
        """Take another sample, and return the sums."""
        gone_one, gone_other = self._samples.popleft()
        self._samples.append((one, other))
        self._to_come -= 1
        self._one += one - gone_one
        self._other += other - gone_other
        return self._one, self._other


class _Tiring:
    """A group that may be tired."""

    def __init__(self, floor: DirectedFloor, watch: Fatigue) -> None:
        self._floor, self._group = floor, watch.group
        self._above_milli, self._factor_milli = to_milli(watch.above), to_milli(watch.factor)
        self._window = _Window(watch.over_ms)
        self._is_tired = False

    def look(self) -> None:
        at_work, present = self._window.add(*self._floor.at_work(self._group))
        tired = (
            at_work > 0 and at_work * MILLI >= self._above_milli * present and self._window.is_full
        )
        if tired != self._is_tired:
            self._is_tired = tired
            self._floor.set_pace(self._group, self._factor_milli if tired else MILLI)


class _Pausing:
    """A queue that may be paused; it is worked on while it is open and not paused."""

    def __init__(self, floor: DirectedFloor, watch: Pause) -> None:
        self._floor, self._watch = floor, watch
        self._level_below = below(watch.level)
        self._window = _Window(watch.over_ms)
        self._ended = self._in_time = 0  # since the run began
        self._is_open, self._is_paused = 1, False
        for queue in watch.queues:
            floor.watch_waits(queue, watch.within_ms)

    def set_line(self, is_open: int) -> None:
        self._is_open = is_open
        if not self._is_paused:
            self._floor.set_line(self._watch.queue, is_open)

    def look(self) -> None:
        ended_before, in_time_before = self._ended, self._in_time
        self._ended = self._in_time = 0
        for queue in self._watch.queues:
            ended, in_time = self._floor.waits(queue)
            self._ended += ended
            self._in_time += in_time
        ended, in_time = self._window.add(
            self._ended - ended_before, self._in_time - in_time_before
        )
        paused = ended > 0 and in_time * SURE < self._level_below * ended
        if paused != self._is_paused:
            self._is_paused = paused
            self._floor.set_line(self._watch.queue, 0 if paused else self._is_open)
