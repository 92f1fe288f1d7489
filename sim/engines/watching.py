"""Watching: a floor samples figures by the clock and tells of crossings; here is what follows.

How a figure is sampled and compared is a floor's own, as its rules are: the two floors come to the
same crossings by ways of their own, each in integers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sim.clock import MILLI, to_milli
from sim.watches import Fatigue, Pause

if TYPE_CHECKING:
    from sim.engines.director import DirectedFloor


class Crossing(NamedTuple):
    """A watched figure that has passed its level, or come back, at the sample just taken."""

    at_ms: int
    watch: int  # its place in the order of looking
    has_passed: bool


#: Whoever is told does something about it before the next figure is sampled.
Tell: TypeAlias = Callable[[Crossing], None]


class Reactions:
    """What the centre does about what it watches: mutable for the length of one run."""

    def __init__(self, floor: DirectedFloor, watches: Sequence[Fatigue | Pause]) -> None:
        self._floor = floor
        pauses = {watch.queue: watch for watch in watches if isinstance(watch, Pause)}
        tiring = [watch for watch in watches if isinstance(watch, Fatigue)]
        #: What the floor is to watch, in the order of looking: pauses first.
        self.watches: Sequence[Fatigue | Pause] = (*pauses.values(), *tiring)
        self._is_open = dict.fromkeys(pauses, 1)
        self._paused: set[int] = set()

    def set_line(self, queue: int, is_open: int) -> None:
        """Open or close a line, unless a pause keeps it closed."""
        self._is_open[queue] = is_open
        if queue not in self._paused:
            self._floor.set_line(queue, is_open)

    def react(self, crossing: Crossing) -> None:
        """Do what is to be done about a crossing, or take it back."""
        watch = self.watches[crossing.watch]
        if isinstance(watch, Pause):
            self._pause(watch.queue, is_paused=crossing.has_passed)
        else:
            factor_milli = to_milli(watch.factor) if crossing.has_passed else MILLI
            self._floor.set_pace(watch.group, factor_milli)

    def _pause(self, queue: int, *, is_paused: bool) -> None:
        """Let work be done only while its line is open and not paused."""
        if is_paused:
            self._paused.add(queue)
        else:
            self._paused.remove(queue)
        self._floor.set_line(queue, 0 if is_paused else self._is_open[queue])
