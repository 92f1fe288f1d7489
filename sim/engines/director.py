"""The director: changes the floor by the clock, and reacts to what the floor tells.

It knows the plan and not the queues, and a floor knows its queues and not the plan, so that another
floor can take the reference's place.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Generator, Sequence
from typing import Final, Protocol

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.clock import MILLI, to_milli
from sim.engines.log import Log
from sim.engines.people import People
from sim.engines.playing import Desk, Playing, playing
from sim.engines.settings import Settings
from sim.engines.watching import Crossing
from sim.floor import Floor
from sim.plan import Change, Plan
from sim.watches import Fatigue, Pause, Watch

_OF_PEOPLE: Final = ("on_duty", "lost", "off_phone")
#: SimPy wakes whoever makes the plan's changes with priority 1 (`simpy.events.NORMAL`).
_AFTER_CHANGES: Final = 2


class DirectedFloor(Protocol):
    """What the director needs of a floor, on which all before the present instant has happened."""

    def set_line(self, queue: int, state: int) -> None:
        """Set what becomes of who comes to a line (`LineState`).

        Who could be served by that is: deferrable work on a line that opens, and call-backs on one
        that was down.
        """

    def clear(self, queue: int) -> None:
        """Send away all who wait on a line; call-backs stay."""

    def await_drop(self, queue: int, at_ms: int) -> None:
        """Know when contacts of a queue are cut off next, and settle those after their talk."""

    def drop(self, queue: int, group: int, share_milli: int) -> None:
        """Cut off live contacts whose talk goes on; see `sim.plan.Drop`."""

    def set_self_service(self, queue: int, contained_below: int) -> None:
        """Set the share that self-service contains, of SURE, of contacts that come from now on."""

    def set_repeat(self, queue: int, below: int) -> None:
        """Set the share, of SURE, of the contacts settled from now on that come back."""

    def set_handling(self, queue: int, factor_milli: int) -> None:
        """Set the factor on the handling times of calls answered from now on."""

    def set_pace(self, group: int, factor_milli: int) -> None:
        """Set the factor on the handling times of what a group answers from now on."""

    def set_on_duty(self, group: int, number: int) -> None:
        """Set how many agents of a group are on duty."""

    def set_delay(self, group: int, queue: int, delay_ms: int) -> None:
        """Set the wait from which on a group may serve a queue, and look at who waits there."""

    def set_offer(self, queue: int, after_ms: int, accepts_below: int) -> None:
        """Set the offer of a call-back to those who begin to wait from now on."""

    def set_announcement(self, queue: int, after_ms: int, diverted_below: int) -> None:
        """Set the announcement to those who begin to wait from now on."""


class Director:
    """Makes the changes of a plan on a floor, and does what is to be done about crossings.

    `watches` are what the floor is to sample every `watch_ms` of the plan, in that order, before
    all else that happens at an instant but changes; `react` is told of each that crosses its level,
    before the next is sampled. Mutable for the length of one run.
    """

    def __init__(
        self, env: simpy.Environment, moving: DirectedFloor, floor: Floor, plan: Plan
    ) -> None:
        # Whoever runs the floor holds it: its tables are given back as soon as the run is over,
        # whatever timers are left on the clock.
        moving = weakref.proxy(moving)
        self._env, self._moving = env, moving
        self._log = Log()
        self._settings = Settings(moving, floor, plan)
        self._people = People(moving, floor, self._log)
        desk = Desk(self, self._settings, self._people, self._log)
        self._plays = playing(desk, plan.plays, plan.watch_ms)
        pauses = [watch for watch in plan.watches if isinstance(watch, Pause)]
        tiring = [watch for watch in plan.watches if isinstance(watch, Fatigue)]
        triggered = [
            (running, play.trigger)
            for running, play in zip(self._plays, plan.plays, strict=True)
            if play.trigger is not None
        ]
        #: What the floor is to watch, in the order of looking.
        self.watches: Sequence[Watch] = (*pauses, *tiring, *(t for _, t in triggered))
        self._triggered: Sequence[Playing] = [running for running, _ in triggered]
        for running, play in zip(self._plays, plan.plays, strict=True):
            for start_ms, end_ms in play.spans_ms:
                self.after(start_ms, running.begin)
                self.after(end_ms, running.end)

    @property
    def now_ms(self) -> int:
        """The present instant."""
        return int(self._env.now)

    def after(self, ms: int, do: Callable[[], None]) -> None:
        """Do something after a while, when the plan's changes of that instant have been made."""
        timer = simpy.Event(self._env)
        timer._ok, timer._value = True, None
        timer.callbacks.append(lambda _: do())
        self._env.schedule(timer, _AFTER_CHANGES, ms)  # type: ignore[arg-type]

    def log(self) -> NDArray[np.void]:
        """Return what has been done."""
        return self._log.table()

    def make(self, change: Change) -> None:
        """Make a change."""
        if change.what in _OF_PEOPLE:
            self._people.change(self.now_ms, change.what, change.which, change.value)
        else:
            self._settings.change(change)

    def direct(self, changes: Sequence[Change]) -> Generator[simpy.Event, None, None]:
        """Make each change at its instant, before all else that happens then."""
        for change in changes:
            if change.at_ms > self._env.now:
                yield self._env.timeout(change.at_ms - self._env.now)
            self.make(change)

    def react(self, crossing: Crossing) -> None:
        """Do what is to be done about a crossing, or take it back."""
        watch = self.watches[crossing.watch]
        if isinstance(watch, Pause):
            self._settings.pause(watch.queue, is_paused=crossing.has_passed)
        elif isinstance(watch, Fatigue):
            factor_milli = to_milli(watch.factor) if crossing.has_passed else MILLI
            self._moving.set_pace(watch.group, factor_milli)
        else:
            running = self._triggered[crossing.watch - len(self.watches) + len(self._triggered)]
            if crossing.has_passed:
                running.begin()
            else:
                running.end()
