"""The director: SimPy processes that change the floor by the clock.

It knows the plan and not the queues, and a floor knows its queues and not the plan, so that another
floor can take the reference's place.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol

import simpy

from sim.plan import Change


class DirectedFloor(Protocol):
    """What the director needs of a floor."""

    def advance(self, until_ms: int) -> None:
        """Run everything before `until_ms`, excluding that instant."""

    def set_line(self, queue: int, is_open: int) -> None:
        """Open or close a line."""

    def set_handling(self, queue: int, factor_milli: int) -> None:
        """Set the factor on the handling times of calls answered from now on."""

    def set_on_duty(self, group: int, number: int) -> None:
        """Set how many agents of a group are on duty."""


def direct(
    env: simpy.Environment, floor: DirectedFloor, changes: Sequence[Change]
) -> Generator[simpy.Event, None, None]:
    """Make each change at its instant, before all else that happens then."""
    actions = {
        "line": floor.set_line,
        "handling": floor.set_handling,
        "on_duty": floor.set_on_duty,
    }
    for change in changes:
        if change.at_ms > env.now:
            yield env.timeout(change.at_ms - env.now)
        floor.advance(change.at_ms)
        actions[change.what](change.which, change.value)
