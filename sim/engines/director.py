"""The director: changes the floor by the clock, and reacts to what the floor tells.

It knows the plan and not the queues, and a floor knows its queues and not the plan, so that another
floor can take the reference's place.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Protocol

import simpy

from sim.engines.watching import Reactions, Tell
from sim.plan import Change, Plan
from sim.watches import Fatigue, Pause


class DirectedFloor(Protocol):
    """What the director needs of a floor, on which all before the present instant has happened."""

    def set_line(self, queue: int, is_open: int) -> None:
        """Open or close a line; for deferrable work, let it be done or not."""

    def set_self_service(self, queue: int, contained_below: int) -> None:
        """Set the share that self-service contains, of SURE, of contacts that come from now on."""

    def set_handling(self, queue: int, factor_milli: int) -> None:
        """Set the factor on the handling times of calls answered from now on."""

    def set_pace(self, group: int, factor_milli: int) -> None:
        """Set the factor on the handling times of what a group answers from now on."""

    def set_on_duty(self, group: int, number: int) -> None:
        """Set how many agents of a group are on duty."""


class Director:
    """Makes the changes of a plan on a floor, and does what is to be done about crossings.

    `watches` are what the floor is to sample every WATCH_MS, in that order, before all else that
    happens at an instant but changes; `react` is told of each that crosses its level, before the
    next is sampled.
    """

    def __init__(self, floor: DirectedFloor, plan: Plan) -> None:
        reactions = Reactions(floor, plan.watches)
        self.watches: Sequence[Fatigue | Pause] = reactions.watches
        self.react: Tell = reactions.react
        self._actions: Mapping[str, Callable[[int, int], None]] = {
            "line": reactions.set_line,
            "self_service": floor.set_self_service,
            "handling": floor.set_handling,
            "on_duty": floor.set_on_duty,
        }

    def make(self, change: Change) -> None:
        """Make a change."""
        self._actions[change.what](change.which, change.value)

    def direct(
        self, env: simpy.Environment, changes: Sequence[Change]
    ) -> Generator[simpy.Event, None, None]:
        """Make each change at its instant, before all else that happens then."""
        for change in changes:
            if change.at_ms > env.now:
                yield env.timeout(change.at_ms - env.now)
            self.make(change)
