"""What is watched, by SimPy's clock: windows of samples, and the levels they are held against."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias

import simpy

from sim.clock import MILLI, to_milli
from sim.codes import Moment
from sim.engines.reference.events import At
from sim.engines.watching import Crossing, Tell
from sim.floor.queues import SURE, below
from sim.watches import WATCH_MS, Fatigue, Pause

#: SimPy wakes the director with priority 1 (`simpy.events.NORMAL`): looks come next.
_AFTER_CHANGES: Final = 2


class WatchedFloor(Protocol):
    """What is read off a floor."""

    def watch_waits(self, queue: int, within_ms: int) -> None:
        """Count the waits of a queue that end, from now on."""

    def waits(self, queue: int) -> tuple[int, int]:
        """Return how many waits of a watched queue have ended, and how many of them in time."""

    def at_work(self, group: int) -> tuple[int, int]:
        """Return how many agents of a group are at work, and how many are present."""


class Watchers:
    """All that is watched on a floor, looked at every WATCH_MS."""

    def __init__(
        self,
        env: simpy.Environment,
        floor: WatchedFloor,
        watches: Sequence[Fatigue | Pause],
        tell: Tell,
    ) -> None:
        self._env, self._tell = env, tell
        self._figures = [_figure(floor, watch) for watch in watches]
        self._passed = [False] * len(watches)
        self._await_look()

    def _await_look(self) -> None:
        at_ms = self._env.now + WATCH_MS
        At(self._env, self._look, Moment.DIRECTOR, _AFTER_CHANGES, int(at_ms))

    def _look(self, event: At) -> None:
        """Look at one figure after the other, and tell of each that has crossed before the next."""
        for number, figure in enumerate(self._figures):
            has_passed = figure.look()
            if has_passed != self._passed[number]:
                self._passed[number] = has_passed
                self._tell(Crossing(event.at_ms, number, has_passed))
        self._await_look()


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

    def __init__(self, floor: WatchedFloor, watch: Fatigue) -> None:
        self._floor, self._group = floor, watch.group
        self._above_milli = to_milli(watch.above)
        self._window = _Window(watch.over_ms)

    def look(self) -> bool:
        """Sample, and tell whether the group is tired."""
        at_work, present = self._window.add(*self._floor.at_work(self._group))
        return (
            at_work > 0 and at_work * MILLI >= self._above_milli * present and self._window.is_full
        )


class _Pausing:
    """Live service, during which other work may be paused."""

    def __init__(self, floor: WatchedFloor, watch: Pause) -> None:
        self._floor, self._queues = floor, watch.queues
        self._level_below = below(watch.level)
        self._window = _Window(watch.over_ms)
        self._ended = self._in_time = 0  # since the run began
        for queue in watch.queues:
            floor.watch_waits(queue, watch.within_ms)

    def look(self) -> bool:
        """Sample, and tell whether service is below the level."""
        ended_before, in_time_before = self._ended, self._in_time
        self._ended = self._in_time = 0
        for queue in self._queues:
            ended, in_time = self._floor.waits(queue)
            self._ended += ended
            self._in_time += in_time
        ended, in_time = self._window.add(
            self._ended - ended_before, self._in_time - in_time_before
        )
        return ended > 0 and in_time * SURE < self._level_below * ended


_Figure: TypeAlias = _Tiring | _Pausing


def _figure(floor: WatchedFloor, watch: Fatigue | Pause) -> _Figure:
    return _Tiring(floor, watch) if isinstance(watch, Fatigue) else _Pausing(floor, watch)
