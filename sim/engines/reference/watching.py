"""What is watched, by SimPy's clock: windows of samples, and the levels they are held against."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, Protocol

import simpy

from sim.clock import MILLI, to_milli
from sim.codes import Moment
from sim.engines.reference.events import At
from sim.engines.watching import PARTS, Crossing, Tell, levels, limits, n_held, n_samples
from sim.floor.queues import SURE, below
from sim.watches import Fatigue, Figure, Pause, Trigger, Watch

#: The director changes things with priorities 1 and 2: looks come next.
_AFTER_CHANGES: Final = 3


class WatchedFloor(Protocol):
    """What is read off a floor."""

    def watch_waits(self, queue: int, within_ms: int) -> None:
        """Count the waits of a queue that end, from now on."""

    def waits(self, queue: int) -> tuple[int, int, int]:
        """Return the waits of a watched queue that have ended, in time, and abandoned."""

    def entered(self, queue: int) -> int:
        """Return how many contacts have entered a queue for people while its line was open."""

    def waiting(self, queue: int) -> tuple[int, int]:
        """Return who waits in a queue, and since when the first of those on the line does."""

    def at_work(self, group: int) -> tuple[int, int]:
        """Return how many agents of a group are at work, and how many are present."""


class Watchers:
    """All that is watched on a floor, looked at every `watch_ms`."""

    def __init__(
        self,
        env: simpy.Environment,
        floor: WatchedFloor,
        watches: Sequence[Watch],
        tell: Tell,
        watch_ms: int,
    ) -> None:
        self._env, self._tell, self._watch_ms = env, tell, watch_ms
        for queue, within_ms in limits(watches).items():
            floor.watch_waits(queue, within_ms)
        self._figures = [_figure(floor, watch, watch_ms) for watch in watches]
        self._passed = [False] * len(watches)
        self._await_look()

    def _await_look(self) -> None:
        at_ms = self._env.now + self._watch_ms
        At(self._env, self._look, Moment.DIRECTOR, _AFTER_CHANGES, int(at_ms))

    def _look(self, event: At) -> None:
        """Look at one figure after the other, and tell of each that has crossed before the next."""
        for number, figure in enumerate(self._figures):
            has_passed = figure.look(event.at_ms)
            if has_passed != self._passed[number]:
                self._passed[number] = has_passed
                self._tell(Crossing(event.at_ms, number, has_passed))
        self._await_look()


class _Watched(Protocol):
    """A watched figure."""

    def look(self, now_ms: int) -> bool:
        """Sample, and tell whether the figure has passed its level."""


class _Sampled(Protocol):
    """A figure of two numbers."""

    def sample(self, now_ms: int) -> tuple[int, int]:
        """Return the figure as a part and the whole."""


class _Window:
    """The sums of the last samples of two numbers; before the first, all were nothing."""

    def __init__(self, over_ms: int, watch_ms: int) -> None:
        self._samples = deque([(0, 0)] * n_samples(over_ms, watch_ms))
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

    def __init__(self, floor: WatchedFloor, watch: Fatigue, watch_ms: int) -> None:
        self._floor, self._group = floor, watch.group
        self._above_milli = to_milli(watch.above)
        self._window = _Window(watch.over_ms, watch_ms)

    def look(self, now_ms: int) -> bool:
        """Sample, and tell whether the group is tired."""
        at_work, present = self._window.add(*self._floor.at_work(self._group))
        return (
            at_work > 0 and at_work * MILLI >= self._above_milli * present and self._window.is_full
        )


class _Pausing:
    """Live service, during which other work may be paused."""

    def __init__(self, floor: WatchedFloor, watch: Pause, watch_ms: int) -> None:
        self._service = _Ended(floor, watch.queues, watch.over_ms, watch_ms, place=1)
        self._level_below = below(watch.level)

    def look(self, now_ms: int) -> bool:
        """Sample, and tell whether service is below the level."""
        in_time, ended = self._service.sample(now_ms)
        return in_time * SURE < self._level_below * ended


class _Triggering:
    """A figure with a level, a way back and holding times."""

    def __init__(self, floor: WatchedFloor, trigger: Trigger, watch_ms: int) -> None:
        self._figure, self._trigger = _sampled(floor, trigger, watch_ms), trigger
        self._is_low = trigger.figure is Figure.SERVICE_LEVEL
        self._parts = PARTS[trigger.figure]
        self._level, self._back = levels(trigger)
        self._held = n_held(trigger.hold_ms, watch_ms)
        self._held_back = n_held(trigger.back_hold_ms, watch_ms)
        self._has_passed = False
        self._running = 0  # samples that speak for a change, without one that does not

    def look(self, now_ms: int) -> bool:
        """Sample, and tell whether the figure has passed, and has not come back."""
        part, whole = self._figure.sample(now_ms)
        if not self._trigger.is_watched(now_ms):
            part = whole = 0
        if self._has_passed:
            speaks, needed = not self._passes(part, whole, self._back), self._held_back
        else:
            speaks, needed = self._passes(part, whole, self._level), self._held
        self._running = self._running + 1 if speaks else 0
        if self._running == needed:
            self._has_passed = not self._has_passed
            self._running = 0
        return self._has_passed

    def _passes(self, part: int, whole: int, level: int) -> bool:
        if self._is_low:
            return part * self._parts < level * whole
        return part > 0 and part * self._parts >= level * whole


class _Length:
    """Who waits in queues."""

    def __init__(self, floor: WatchedFloor, queues: Sequence[int]) -> None:
        self._floor, self._queues = floor, queues

    def sample(self, now_ms: int) -> tuple[int, int]:
        """Return how many wait."""
        return sum(self._floor.waiting(queue)[0] for queue in self._queues), 1


class _Oldest:
    """The longest wait on the lines of queues."""

    def __init__(self, floor: WatchedFloor, queues: Sequence[int]) -> None:
        self._floor, self._queues = floor, queues

    def sample(self, now_ms: int) -> tuple[int, int]:
        """Return the longest wait, ms."""
        return now_ms - min(min(self._floor.waiting(q)[1], now_ms) for q in self._queues), 1


class _Ended:
    """Of the waits that ended of late, those in time (place 1) or abandoned (place 2)."""

    def __init__(
        self, floor: WatchedFloor, queues: Sequence[int], over_ms: int, watch_ms: int, place: int
    ) -> None:
        self._floor, self._queues, self._place = floor, queues, place
        self._window = _Window(over_ms, watch_ms)
        self._ended = self._of_them = 0  # since the run began

    def sample(self, now_ms: int) -> tuple[int, int]:
        """Return those of them, and all that ended."""
        ended_before, of_them_before = self._ended, self._of_them
        waits = [self._floor.waits(queue) for queue in self._queues]
        self._ended = sum(counts[0] for counts in waits)
        self._of_them = sum(counts[self._place] for counts in waits)
        return self._window.add(self._of_them - of_them_before, self._ended - ended_before)


class _Occupancy:
    """Agents at work, of those present."""

    def __init__(
        self, floor: WatchedFloor, groups: Sequence[int], over_ms: int, watch_ms: int
    ) -> None:
        self._floor, self._groups = floor, groups
        self._window = _Window(over_ms, watch_ms)

    def sample(self, now_ms: int) -> tuple[int, int]:
        """Return both, each summed over the samples."""
        at_work, present = zip(*map(self._floor.at_work, self._groups), strict=True)
        return self._window.add(sum(at_work), sum(present))


class _Load:
    """The handling time of what has come of late, of the time of the agents present."""

    def __init__(self, floor: WatchedFloor, trigger: Trigger, watch_ms: int) -> None:
        self._floor, self._groups, self._watch_ms = floor, trigger.groups, watch_ms
        self._handling = list(zip(trigger.queues, trigger.handling_ms, strict=True))
        self._window = _Window(trigger.over_ms, watch_ms)
        self._work_ms = 0  # since the run began

    def sample(self, now_ms: int) -> tuple[int, int]:
        """Return both, ms."""
        before = self._work_ms
        self._work_ms = sum(self._floor.entered(q) * handling for q, handling in self._handling)
        present = sum(self._floor.at_work(group)[1] for group in self._groups)
        return self._window.add(self._work_ms - before, present * self._watch_ms)


def _sampled(floor: WatchedFloor, trigger: Trigger, watch_ms: int) -> _Sampled:
    """Return what a trigger watches."""
    queues, groups, over_ms = trigger.queues, trigger.groups, trigger.over_ms
    match trigger.figure:
        case Figure.QUEUE_LENGTH:
            return _Length(floor, queues)
        case Figure.OLDEST_WAIT:
            return _Oldest(floor, queues)
        case Figure.SERVICE_LEVEL:
            return _Ended(floor, queues, over_ms, watch_ms, place=1)
        case Figure.ABANDONMENT:
            return _Ended(floor, queues, over_ms, watch_ms, place=2)
        case Figure.OCCUPANCY:
            return _Occupancy(floor, groups, over_ms, watch_ms)
        case Figure.LOAD:
            return _Load(floor, trigger, watch_ms)


def _figure(floor: WatchedFloor, watch: Watch, watch_ms: int) -> _Watched:
    match watch:
        case Fatigue():
            return _Tiring(floor, watch, watch_ms)
        case Pause():
            return _Pausing(floor, watch, watch_ms)
        case Trigger():
            return _Triggering(floor, watch, watch_ms)
