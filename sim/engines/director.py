"""The director: a SimPy process that changes the floor by the clock, and watches it.

It knows the plan and not the queues, and a floor knows its queues and not the plan, so that another
floor can take the reference's place.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

import simpy

from sim.engines.watching import Watchers
from sim.plan import Change, Plan
from sim.watches import WATCH_MS


class DirectedFloor(Protocol):
    """What the director needs of a floor."""

    def advance(self, until_ms: int) -> None:
        """Run everything before `until_ms`, excluding that instant."""

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

    def watch_waits(self, queue: int, within_ms: int) -> None:
        """Count the waits of a queue that end, from now on."""

    def waits(self, queue: int) -> tuple[int, int]:
        """Return how many waits of a watched queue have ended, and how many of them in time."""

    def at_work(self, group: int) -> tuple[int, int]:
        """Return how many agents of a group are at work, and how many are present."""


def direct(
    env: simpy.Environment, floor: DirectedFloor, plan: Plan, changes: list[Change]
) -> Generator[simpy.Event, None, None]:
    """Make each change at its instant, before all else that happens then; then look around."""
    actions = {
        "self_service": floor.set_self_service,
        "handling": floor.set_handling,
        "on_duty": floor.set_on_duty,
    }
    watchers = Watchers(floor, plan.watches)
    coming = iter([*changes, None])
    change = next(coming)
    for at_ms in _instants(plan, changes):
        if at_ms > env.now:
            yield env.timeout(at_ms - env.now)
        floor.advance(at_ms)
        while change is not None and change.at_ms == at_ms:
            if change.what == "line":
                watchers.set_line(change.which, change.value)
            else:
                actions[change.what](change.which, change.value)
            change = next(coming)
        if plan.watches and at_ms > 0 and at_ms % WATCH_MS == 0:
            watchers.look()


def _instants(plan: Plan, changes: list[Change]) -> list[int]:
    """Return when there is something to do, in order."""
    instants = {change.at_ms for change in changes}
    if plan.watches:
        instants |= set(range(WATCH_MS, plan.horizon_ms, WATCH_MS))
    return sorted(instants)
