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
    """The sum of the last samples of two numbers."""

    def __init__(self, over_ms: int) -> None:
        self._samples: deque[tuple[int, int]] = deque(maxlen=max(over_ms // WATCH_MS, 1))
        self.sums = (0, 0)

    @property
    def is_full(self) -> bool:
        return len(self._samples) == self._samples.maxlen

    def add(self, one: int, other: int) -> None:
        gone = self._samples[0] if self.is_full else (0, 0)
        self._samples.append((one, other))
        self.sums = (self.sums[0] + one - gone[0], self.sums[1] + other - gone[1])


class _Tiring:
    """A group that may be tired."""

    def __init__(self, floor: DirectedFloor, watch: Fatigue) -> None:
        self._floor, self._watch = floor, watch
        self._window = _Window(watch.over_ms)
        self._is_tired = False

    def look(self) -> None:
        self._window.add(*self._floor.at_work(self._watch.group))
        at_work, present = self._window.sums
        tired = self._window.is_full and at_work > 0
        tired = tired and at_work * MILLI >= to_milli(self._watch.above) * present
        if tired != self._is_tired:
            self._is_tired = tired
            factor = to_milli(self._watch.factor) if tired else MILLI
            self._floor.set_pace(self._watch.group, factor)


class _Pausing:
    """A queue that may be paused; it is worked on while it is open and not paused."""

    def __init__(self, floor: DirectedFloor, watch: Pause) -> None:
        self._floor, self._watch = floor, watch
        self._window = _Window(watch.over_ms)
        self._before = (0, 0)
        self._is_open, self._is_paused = 1, False
        for queue in watch.queues:
            floor.watch_waits(queue, watch.within_ms)

    def set_line(self, is_open: int) -> None:
        self._is_open = is_open
        if not self._is_paused:
            self._floor.set_line(self._watch.queue, is_open)

    def look(self) -> None:
        counts = [self._floor.waits(queue) for queue in self._watch.queues]
        ended, in_time = sum(count[0] for count in counts), sum(count[1] for count in counts)
        self._window.add(ended - self._before[0], in_time - self._before[1])
        self._before = (ended, in_time)
        ended, in_time = self._window.sums
        paused = ended > 0 and in_time * SURE < below(self._watch.level) * ended
        if paused != self._is_paused:
            self._is_paused = paused
            self._floor.set_line(self._watch.queue, 0 if paused else self._is_open)
