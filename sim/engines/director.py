"""The director: a SimPy process that changes the floor by the clock, and reacts to what it is told.

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

    def watch(self, watches: Sequence[Fatigue | Pause], tell: Tell) -> None:
        """Sample figures every WATCH_MS, and tell of each that crosses its level.

        That is before all else that happens at an instant but the director's changes. What is done
        about a crossing comes before the next figure's sample. Called once, at the beginning.
        """


def direct(
    env: simpy.Environment, floor: DirectedFloor, plan: Plan, changes: Sequence[Change]
) -> Generator[simpy.Event, None, None]:
    """Have the floor watch, and make each change at its instant, before all else that happens."""
    actions = actions_on(floor, plan)
    for change in changes:
        if change.at_ms > env.now:
            yield env.timeout(change.at_ms - env.now)
        actions[change.what](change.which, change.value)


def actions_on(floor: DirectedFloor, plan: Plan) -> Mapping[str, Callable[[int, int], None]]:
    """Return what the changes of a plan do to a floor, by `what`; the floor begins to watch."""
    return {
        "line": Reactions(floor, plan.watches).set_line,
        "self_service": floor.set_self_service,
        "handling": floor.set_handling,
        "on_duty": floor.set_on_duty,
    }
